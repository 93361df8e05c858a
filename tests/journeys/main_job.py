"""The main job, from a page to a published correction: what ``make demo`` shows.

    python -m tests.journeys.main_job FOLDER

makes a scratch archive in FOLDER from the project's own records/, works in it
with the command as an editor would, and builds its site. The test of the same
name runs it and looks at what was printed.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "tests" / "specimens" / "winter-lights.txt"
EDITOR = "ada@example.org"
COLOUR = sys.stdout.isatty() and "NO_COLOR" not in os.environ


class Refused(Exception):  # noqa: N818  a step of the story, not an error of the library
    """A step ended otherwise than the story says."""


def tell(text: str) -> None:
    """A sentence of the story."""
    print(f"\n\x1b[1m{text}\x1b[0m" if COLOUR else f"\n{text}", flush=True)


def run(folder: Path, typed: str, *, ends_with: int = 0) -> str:
    """Show and run one command in ``folder``; Refused if it ends with another status than the story says."""
    print(f"\n$ {typed}", flush=True)
    words = shlex.split(typed)
    start = [sys.executable, "-m", words[0]]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PROVENANCE_EDITOR": EDITOR}
    done = subprocess.run(
        [*start, *words[1:]], cwd=folder, env=environment, text=True, capture_output=True, check=False
    )
    for line in (done.stdout + done.stderr).rstrip().splitlines():
        print(f"  {line}", flush=True)
    if done.returncode != ends_with:
        raise Refused(f"{typed!r} ended with status {done.returncode}, not {ends_with}")
    return done.stdout + done.stderr


def fill(archive: Path) -> None:
    """Put the project's own records into the new archive, as one documented correction."""
    from provenance import Archive, Decision, FileEdit, RecordId

    edits = []
    for path in sorted((ROOT / "records").rglob("*")):
        if not path.is_file():
            continue
        inside = path.relative_to(ROOT / "records")
        folder = [part for part in inside.parts[:-1] if part != "editions"]
        record = RecordId.parse("/".join(folder)) if folder else RecordId.parse("agents")
        name = "/".join(inside.parts[len(folder) :])
        edits.append(FileEdit(record, name, path.read_bytes()))
    decision = Decision("The records that the project keeps itself", kind="import")
    Archive.open(archive, author=EDITOR).correct(edits, decision)


def main(folder: Path) -> Path:
    """The whole story; returns the folder of the built site."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    archive = folder / "archive"
    tell("1. An archive is a folder under git. We make one and put the project's own records in.")
    run(
        folder,
        f'provenance init archive --title "A demonstration" --editor-name "Ada Reader" --editor-email {EDITOR}',
    )
    fill(archive)
    run(archive, "provenance list")

    tell("2. A page of a printed edition is brought in (a specimen: the document is invented).")
    run(archive, f"provenance import {PAGE} --id lights/doc-014")
    run(archive, "provenance show lights/doc-014")

    tell("3. The audit asks: where do words differ from what they quote, which claim rests on nothing?")
    run(archive, "provenance audit lights/doc-014")

    tell("4. The headnote misquotes paragraph 7. The printed words stay; an erratum is laid over them.")
    run(
        archive,
        """provenance correct doc-014 --where 'p1 "were trimmed"' --to "have been trimmed" --kind erratum """
        """-m "The headnote quotes paragraph 7 in another tense" --evidence p7 --reported-by "A reader" """,
    )
    run(
        archive, "provenance correct doc-014 --set /place/why='Not in the page' -m 'The page names no place of writing'"
    )
    tell("   What does not stand there is refused, and nothing is written.")
    run(archive, """provenance correct doc-014 --where 'p7 "were trimmed"' --to x --kind erratum -m x""", ends_with=2)

    tell("5. Who changed what, when, why: history, the difference, and each field's last correction.")
    run(archive, "provenance history doc-014")
    run(archive, "provenance diff doc-014@v1")
    run(archive, "provenance blame doc-014")

    tell("6. Two editions of one text, compared as an editor would: what changes the sense, what does not.")
    run(archive, "provenance diff specimens/winter-lights:print specimens/winter-lights:web")

    tell("7. The change log, and the site.")
    run(archive, "provenance changelog")
    run(archive, "mkdocs build --strict --quiet")
    site = archive / "site"
    tell(f"The site is ready. Open {site / 'index.html'} in a browser.")
    command = Path(sys.executable).with_name("provenance")
    print(f"The archive is {archive}: try `{command} -C {archive} audit` yourself.")
    return site


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1] if len(sys.argv) > 1 else "demo").resolve())
    except Refused as refusal:
        sys.exit(f"the demonstration stopped: {refusal}")
