"""Open a person's own editor on one file of a record, and take back what is valid."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import tempfile
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.errors import InputError, ProvenanceError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.cli.terminal import Terminal
    from provenance.store.archive import Archive
    from provenance.text.dossier import Dossier


@dataclass(frozen=True)
class Draft:
    """What a person typed: the file's new bytes, and the copy it was typed into."""

    content: bytes
    copy: Path


@contextmanager
def kept_until_written(draft: Draft | None, terminal: Terminal) -> Iterator[None]:
    """Take the copy away once the correction is written; until then what was typed is kept, and named."""
    try:
        yield
    except ProvenanceError as error:
        if draft is not None:
            kept = f"your edit is kept in {draft.copy}"
            error.hint = f"{error.hint}; {kept}" if error.hint else kept
        raise
    except KeyboardInterrupt:
        if draft is not None:
            terminal.note(f"your edit is kept in {draft.copy}")
        raise
    if draft is not None:
        draft.copy.unlink(missing_ok=True)


def edited(archive: Archive, dossier: Dossier, name: str, terminal: Terminal) -> Draft:
    """What the person made of the file; InputError if nothing was changed, or if it stays invalid and is given up.

    The editor works on a copy: the archive's own file is not touched before the
    correction is written. The copy of a text that is withheld lies in git's own
    folder, which nothing is published from, and is readable by its owner alone.
    """
    before = _to_edit(dossier, name)
    root = archive.root
    drafts = None if name in dossier.files else _drafts(archive)
    copy = _copy(before, f"{dossier.id.name}-", Path(name).suffix, drafts)
    if drafts is not None:
        terminal.note(
            f"note: this text is withheld; the copy that is edited lies in {drafts} and is removed once it is written"
        )
    with _named_if_cut_off(copy, before, terminal):
        return _typed(dossier, name, before, copy, (root, terminal))


@contextmanager
def _named_if_cut_off(copy: Path, before: bytes, terminal: Terminal) -> Iterator[None]:
    """Where a person stops it by Ctrl-C: what was typed is kept, and named; a copy as it was goes."""
    try:
        yield
    except KeyboardInterrupt:
        if copy.read_bytes() == before:
            copy.unlink()
        else:
            terminal.note(f"your edit is kept in {copy}")
        raise


def _typed(dossier: Dossier, name: str, before: bytes, copy: Path, where: tuple[Path, Terminal]) -> Draft:
    root, terminal = where
    while True:
        _run_editor(copy, root, terminal)
        after = copy.read_bytes()
        if after == before:
            copy.unlink()
            raise InputError("nothing was changed in the editor, so nothing was written", code="no-change")
        try:
            _check(dossier, name, after, copy)
        except InputError as error:
            if not terminal.interactive:
                raise
            terminal.error(error)
            if terminal.ask("Edit again? [Y/n]").lower() in {"n", "no"}:
                raise InputError(
                    "given up; nothing was written", code="given-up", hint=f"your edit is kept in {copy}"
                ) from error
            continue
        return Draft(after, copy)


def _to_edit(dossier: Dossier, name: str) -> bytes:
    """What the editor shows: the file, or the text attached in its place; InputError where a text is not here."""
    edition = Path(name).stem
    if name in dossier.files or not name.startswith("editions/"):
        return dossier.files.get(name, b"")
    if edition in dossier.attached:
        return dossier.attached[edition]
    raise InputError(
        f"the text of {dossier.id}:{edition} is withheld and not here, so there is nothing to edit",
        code="withheld",
        file=dossier.path(name),
        hint=f"provenance text attach {dossier.id}:{edition} FILE, with your own copy; then correct it",
    )


def _drafts(archive: Archive) -> Path:
    folder = archive.repository.state_dir / "drafts"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _copy(content: bytes, prefix: str, suffix: str, folder: Path | None) -> Path:
    # made for its owner alone (0600), wherever it lies
    descriptor, path = tempfile.mkstemp(suffix, prefix, folder)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    return Path(path)


def _check(dossier: Dossier, name: str, after: bytes, copy: Path) -> None:
    """Raise InputError, with the place in the copy, where the file cannot be read."""
    changed = dossier.with_file(name, after)
    try:
        _ = changed.main
        if name.startswith("editions/"):
            _ = changed.text(Path(name).stem)
    except InputError as error:
        raise InputError(
            error.message,
            code=error.code,
            file=copy,
            line=error.line,
            column=error.column,
            hint=error.hint,
            candidates=error.candidates,
        ) from error


@contextmanager
def _left_to_the_editor() -> Iterator[None]:
    """Ctrl-C is the editor's while it runs, as under git: in vi it ends no more than the typing."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    # a function, not SIG_IGN: that one the editor would inherit
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _run_editor(copy: Path, root: Path, terminal: Terminal) -> None:
    command = terminal.environment("VISUAL") or terminal.environment("EDITOR") or "vi"
    try:
        with _left_to_the_editor():
            done = subprocess.run([*shlex.split(command), str(copy)], cwd=root, check=False)  # noqa: S603  her own choice
    except (OSError, ValueError) as error:
        raise InputError(
            f"the editor {command!r} cannot be started", hint="set EDITOR to a program that exists"
        ) from error
    if done.returncode == -signal.SIGINT:
        raise KeyboardInterrupt
    if done.returncode:
        raise InputError(
            f"the editor {command!r} ended with status {done.returncode}; nothing was written",
            hint=f"what you typed is in {copy}",
        )
