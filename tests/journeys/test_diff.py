"""diff: anything against anything, narrowed, in every format, and what it says of bad input."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.journeys.conftest import SPECIMEN, Desk

if TYPE_CHECKING:
    from pathlib import Path

WHY = ("--kind", "transcription", "-m", "A slip of the typist")
PLAIN = "The crews have no bread.\n\nNobody came, and the second watch sold their boots [all of them] for rye.\n"
OTHER = "Nobody came, and the second watch sold their boots [all of them] for rye.\n\nThe crews have no flour, Sir.\n"


@pytest.fixture
def released(lights: Desk) -> Desk:
    """Two releases: between them a word and a title were corrected, one record came, one got another id."""
    lights("import", str(SPECIMEN), "--id", "lights/doc-020")
    tag(lights, "2026.1")
    lights("correct", "doc-014", "--where", 'p7 "lamps"', "--to", "lanterns", *WHY)
    lights("correct", "doc-014", "--set", "/title=The winter lights", "-m", "Shorter")
    lights("import", str(SPECIMEN), "--id", "lights/doc-015")
    lights("rename", "lights/doc-020", "lights/doc-021", "-m", "Renumbered by the series")
    tag(lights, "2026.2")
    return lights


def tag(desk: Desk, name: str) -> None:
    subprocess.run(["git", "tag", name], cwd=desk.folder, check=True)


@pytest.fixture
def files(desk: Desk) -> Desk:
    """Two loose files in a folder that is no archive."""
    (desk.folder / "a.txt").write_text(PLAIN, encoding="utf-8")
    (desk.folder / "b.txt").write_text(OTHER, encoding="utf-8")
    return desk


def withhold(desk: Desk, record: str = "records/lights/doc-014") -> None:
    """The text of the printed edition is taken away; its fingerprints stay."""
    from provenance.model.fingerprint import write_fingerprints
    from provenance.text.fingerprint import fingerprints
    from provenance.text.notation import parse

    text = desk.folder / record / "editions" / "print.txt"
    kept = write_fingerprints(fingerprints(parse(text.read_text(encoding="utf-8"))))
    text.with_suffix(".fingerprints").write_text(kept, encoding="utf-8")
    text.unlink()
    main = desk.folder / record / "record.yaml"
    main.write_text(main.read_text(encoding="utf-8").replace("text: present", "text: withheld"), encoding="utf-8")
    subprocess.run(["git", "add", "-A"], cwd=desk.folder, check=True)
    subprocess.run(["git", "commit", "-qnm", "Withhold"], cwd=desk.folder, check=True)


# --- anything against anything


def test_two_releases_name_the_records_that_changed_and_how(released: Desk) -> None:
    answer = released("diff", "@2026.1", "@2026.2", "--json").json()
    assert [(one["record"], one["change"], one["earlier"]) for one in answer["records"]] == [
        ("lights/doc-014", "changed", None),
        ("lights/doc-015", "added", None),
        ("lights/doc-021", "renamed", "lights/doc-020"),
    ]
    difference = answer["records"][0]["difference"]
    assert [field["pointer"] for field in difference["fields"]] == ["/title"]
    assert [word["after"] for block in difference["blocks"] for word in block["words"]] == ["lanterns"]
    assert answer["summary"]["line"] == (
        "1 record changed, 1 record renamed, 1 record added, redirects.yaml changed; in all 1 substantive, 1 field"
    )
    assert (answer["left"]["name"], answer["right"]["name"]) == ("@2026.1", "@2026.2")


def test_the_whole_archive_is_told_in_every_format(released: Desk) -> None:
    text = released("diff", "@2026.1", "@2026.2").out
    assert "[-lamps-]{+lanterns+}" in text
    assert "renamed (was lights/doc-020)" in text
    brief = released("diff", "@2026.1", "@2026.2", "--brief").out
    assert "lights/doc-015" in brief
    assert "lanterns" not in brief
    assert "**lanterns**" in released("diff", "@2026.1", "@2026.2", "--output-format", "markdown").out
    page = released("diff", "@2026.1", "@2026.2", "--output-format", "html").out
    assert page.count('id="change-1"') == 1
    assert 'href="#record-lights--doc-014"' in page
    assert "+¶7 We should say openly that the lanterns" in released(
        "diff", "@2026.1", "@2026.2", "--output-format", "patch"
    ).out  # fmt: skip


def test_a_state_alone_is_held_against_now(released: Desk) -> None:
    released("correct", "doc-015", "--set", "/title=Again", "-m", "x")
    answer = released("diff", "@2026.2", "--json").json()
    assert [one["record"] for one in answer["records"]] == ["lights/doc-015"]
    assert released("diff", "@2026.2", "--exit-code", status=1).out
    assert released("diff", "@2026.2", "@2026.2", "--exit-code").out.splitlines()[1] == "no difference"


def test_narrowing_the_whole_archive_leaves_out_records_and_counts_what_they_had(released: Desk) -> None:
    out = released("diff", "@2026.1", "@2026.2", "--only", "accidental").out
    assert "not shown: all but accidental (1 change)" in out
    assert "lanterns" not in out


def test_a_record_is_followed_to_a_time_before_its_rename(released: Desk) -> None:
    assert released("diff", "doc-021@2026.1", "--exit-code").out.splitlines()[1] == "no difference"


def test_a_version_is_compared_with_a_loose_file_and_the_file_named(lights: Desk) -> None:
    page = SPECIMEN.read_text(encoding="utf-8").replace("the lamps have been trimmed", "the lanterns have been trimmed")
    (lights.folder / "typed.txt").write_text(page, encoding="utf-8")
    for sides, words in (
        (("doc-014@v1", "typed.txt"), ("lamps", "lanterns")),
        (("typed.txt", "doc-014"), ("lanterns", "lamps")),
    ):
        answer = lights("diff", *sides, "--json").json()
        (word,) = [word for block in answer["blocks"] for word in block["words"]]
        assert (word["before"], word["after"]) == words
        file = answer["left" if sides[0] == "typed.txt" else "right"]
        assert (file["name"], file["record"], file["edition"]) == ("typed.txt", None, None)


def test_two_loose_files_need_no_archive_and_no_title(files: Desk) -> None:
    done = files("diff", "a.txt", "b.txt")
    assert "1 paragraph moved" in done.out
    assert "a.txt has no title line, so it was read as plain paragraphs" in done.out
    assert "[-bread.-]{+flour, Sir.+}" in done.out or "bread" in done.out


def test_two_different_records_are_compared_and_it_is_said(released: Desk) -> None:
    answer = released("diff", "doc-014", "doc-015", "--json").json()
    assert answer["notices"][0] == "two different records are compared: lights/doc-014 and lights/doc-015"
    assert answer["summary"]["substantive"] == 1


def test_a_withheld_text_is_compared_by_fingerprints_with_its_text_and_with_a_file(lights: Desk) -> None:
    page = SPECIMEN.read_text(encoding="utf-8").replace("the lamps have been trimmed", "the lanterns have been trimmed")
    (lights.folder.parent / "mine.txt").write_text(page, encoding="utf-8")
    lights("correct", "doc-014", "--where", 'p7 "lamps"', "--to", "lanterns", *WHY)
    withhold(lights)
    answer = lights("diff", "doc-014:print@v1", "doc-014:print", "--json").json()
    assert [(block["change"], block["ids_after"]) for block in answer["blocks"]] == [("changed", ["p7"])]
    assert "compared by fingerprints" in answer["notices"][0]
    assert "lanterns" not in json.dumps(answer)
    assert answer["summary"]["line"] == "1 withheld block changed"
    assert (
        "1 withheld block changed" in lights("diff", "doc-014:print@v1", "doc-014:print", "--only", "substantive").out
    )
    assert lights("diff", "doc-014", "../mine.txt", "--exit-code").out.splitlines()[1] == "no difference"
    told = lights("diff", "doc-014", str(SPECIMEN), "--reading", "document", "--exit-code", status=1).out
    assert "fingerprints know the printed reading alone" in " ".join(told.split())


# --- narrowed


def test_what_is_ignored_is_named_and_counted(files: Desk) -> None:
    (files.folder / "b.txt").write_text(PLAIN.replace("Nobody came,", "nobody came"), encoding="utf-8")
    quiet = files("diff", "a.txt", "b.txt", "--ignore", "punctuation,capitals", "--exit-code")
    assert "not shown: capital, punctuation (2 changes)" in quiet.out
    answer = files("diff", "a.txt", "b.txt", "--ignore", "punctuation,capitals", "--json").json()
    assert (answer["ignored"], answer["summary"]["hidden"]) == (["capital", "punctuation"], 2)
    assert "punctuation" in files("diff", "a.txt", "b.txt", "--ignore", "commas", status=2).err


def test_only_one_layer_is_shown_when_asked(lights: Desk) -> None:
    lights("correct", "doc-014", "--where", 'p1 "blunt"', "--to", "sharp", *WHY)
    lights("correct", "doc-014", "--where", 'p7 "lamps"', "--to", "lanterns", *WHY)
    shown = lights("diff", "doc-014@v1", "--layer", "document").out
    assert "lanterns" in shown
    assert "sharp" not in shown
    assert "not shown: all layers but document (1 change)" in shown
    assert "sharp" in lights("diff", "doc-014@v1", "--layer", "editor").out
    assert "document" in lights("diff", "doc-014@v1", "--layer", "nobody", status=2).err


def test_all_shows_unchanged_blocks_and_words_in_every_format(files: Desk) -> None:
    for form in ("text", "json", "markdown", "html"):
        less = files("diff", "a.txt", "b.txt", "--output-format", form).out
        more = files("diff", "a.txt", "b.txt", "--output-format", form, "--all").out
        assert "sold their boots" not in less
        assert "sold their boots" in more


def test_the_json_of_the_format_and_of_the_option_are_one(files: Desk) -> None:
    typed = files("diff", "a.txt", "b.txt", "--output-format", "json", "--all").out
    assert typed == files("diff", "a.txt", "b.txt", "--json", "--all").out
    assert {block["change"] for block in json.loads(typed)["blocks"]} == {"unchanged", "moved"}


@pytest.mark.parametrize("taker", [("patch", "-s", "-p1"), ("git", "apply", "-")])
def test_a_patch_of_two_files_makes_of_the_one_the_other_byte_for_byte(files: Desk, taker: tuple[str, ...]) -> None:
    after = PLAIN.replace("bread", "flour").rstrip("\n") + "\r\nMore."
    (files.folder / "b.txt").write_bytes(after.encode())
    given = files("diff", "a.txt", "b.txt", "--output-format", "patch").out
    subprocess.run(taker, cwd=files.folder, input=given.encode(), check=True)
    assert (files.folder / "a.txt").read_bytes() == after.encode()


def test_a_patch_of_two_versions_is_of_the_files_of_the_record(released: Desk) -> None:
    path = released.folder / "records/lights/doc-014"
    shown = subprocess.run(
        ["git", "show", "2026.1:records/lights/doc-014/record.yaml"], cwd=released.folder, capture_output=True,
        check=True,
    )  # fmt: skip
    given = released("diff", "doc-014@2026.2", "doc-014@2026.1", "--output-format", "patch").out
    subprocess.run(["git", "apply", "-"], cwd=released.folder, input=given.encode(), check=True)
    assert (path / "record.yaml").read_bytes() == shown.stdout
    assert "a/records/lights/doc-014/editions/" in given


def test_a_patch_is_whole_or_is_refused(files: Desk) -> None:
    answer = files("diff", "a.txt", "b.txt", "--output-format", "patch", "--only", "accidental", status=2)
    assert "a patch is of the files as they stand, whole; it cannot heed --only" in answer.err


# --- bad input


@pytest.mark.parametrize(
    ("sides", "said"),
    [
        (("a.txt", "blank.txt"), "the file is empty"),
        (("a.txt", "binary.txt"), "binary file"),
        (("a.txt", "nowhere.txt"), "there is no such file"),
        (("a.txt", "."), "is a folder"),
        (("pages", "pages"), "pages is a folder"),
        (("a.txt",), "say what to compare the file with"),
        (("@2026.1", "doc-014"), "one side is the whole archive"),
        (("2026.1", "2026.2"), "@2026.1"),
        (("doc-014", "doc-014:print"), "ID:EDITION"),
        (("doc-014",), "say what to compare with"),
        (("doc-014:nope@v1", "doc-014:nope"), "no text of an edition 'nope'"),
        (("doc-099@v1",), "there is no"),
        (("@nothing",), "names no state"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_the_reason(released: Desk, sides: tuple[str, ...], said: str) -> None:
    (released.folder / "a.txt").write_text(PLAIN, encoding="utf-8")
    (released.folder / "blank.txt").write_text(" \n", encoding="utf-8")
    (released.folder / "binary.txt").write_bytes(bytes(range(256)))
    (released.folder / "pages").mkdir()
    assert said in released("diff", *sides, status=2).err


def test_an_empty_edition_is_compared_and_said_to_be_empty(files: Desk) -> None:
    (files.folder / "b.txt").write_text("%text 1\n", encoding="utf-8")
    assert "b.txt has no words" in files("diff", "a.txt", "b.txt").out


def test_two_unlike_documents_are_said_to_be_unlike(files: Desk) -> None:
    (files.folder / "a.txt").write_text(" ".join(f"stone{n}" for n in range(60)), encoding="utf-8")
    (files.folder / "b.txt").write_text(" ".join(f"water{n}" for n in range(60)), encoding="utf-8")
    assert "may be two different documents" in files("diff", "a.txt", "b.txt").out


# --- a person at a terminal


def at_a_terminal(folder: Path, *typed: str, **environ: str) -> str:
    """What a person sees who types this at a terminal of 40 columns and 12 lines."""
    import fcntl
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 12, 44, 0, 0))
    given = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "PAGER", "COLUMNS", "LINES")}
    process = subprocess.Popen(
        [sys.executable, "-m", "provenance.cli.main", "diff", *typed],
        cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, env={**given, "TERM": "xterm", **environ},
    )  # fmt: skip
    os.close(theirs)
    seen = b""
    while True:
        try:
            some = os.read(ours, 65_536)
        except OSError:
            break
        if not some:
            break
        seen += some
    process.wait(timeout=60)
    os.close(ours)
    return seen.decode().replace("\r\n", "\n")


def test_a_long_answer_is_paged_coloured_and_as_wide_as_the_screen(files: Desk) -> None:
    many = "".join(f"Paragraph {n} says that nobody in the harbour had bread for {n} days.\n\n" for n in range(20))
    (files.folder / "a.txt").write_text(many, encoding="utf-8")
    (files.folder / "b.txt").write_text(many.replace("bread", "flour"), encoding="utf-8")
    seen = at_a_terminal(files.folder, "a.txt", "b.txt", PAGER="sed s/^/PAGED/")
    lines = [line for line in seen.splitlines() if line]
    assert all(line.startswith("PAGED") for line in lines)
    assert "\x1b[31m" in seen
    widest = max(len(re.sub(r"\x1b\[[0-9;]*m", "", line).removeprefix("PAGED")) for line in lines)
    assert widest <= 44
    assert "PAGED" not in at_a_terminal(files.folder, "a.txt", "b.txt", "--no-pager", PAGER="sed s/^/PAGED/")
    assert "PAGED" not in at_a_terminal(files.folder, "a.txt", "b.txt", NO_PAGER="1", PAGER="sed s/^/PAGED/")
    assert "flour" in at_a_terminal(files.folder, "a.txt", "b.txt", PAGER="no-such-pager")
    assert "\x1b[31m" not in at_a_terminal(files.folder, "a.txt", "b.txt", NO_COLOR="1", PAGER="cat")


def test_a_short_answer_is_not_paged(files: Desk) -> None:
    assert "PAGED" not in at_a_terminal(files.folder, "a.txt", "a.txt", PAGER="sed s/^/PAGED/")


def test_two_files_in_brief_are_told_without_their_changes(files: Desk) -> None:
    brief = files("diff", "a.txt", "b.txt", "--brief").out
    assert "substantive" in brief
    assert "a.txt has no title line" in brief
    assert "flour" not in brief
    assert "flour" in files("diff", "a.txt", "b.txt").out


def test_an_encoding_of_a_loose_file_that_was_guessed_is_named(files: Desk) -> None:
    words = "Экипажи остались без хлеба, и никто не пришёл. Вторая вахта продала сапоги за рожь.\n"
    (files.folder / "old.txt").write_bytes(words.encode("cp1251"))
    (files.folder / "new.txt").write_text(words, encoding="utf-8")
    said = files("diff", "old.txt", "new.txt")
    assert "old.txt was read as cp1251, which was guessed" in said.out
    assert "new.txt was read as" not in said.out


def test_a_patch_of_the_whole_archive_makes_of_one_state_the_other(released: Desk, tmp_path: Path) -> None:
    """Words, fields, a record that came, one with another id, files of the root: all as git itself has them."""
    given = released("diff", "@2026.1", "@2026.2", "--output-format", "patch").out
    there = tmp_path / "there"
    typed = ["git", "clone", "-q", "-b", "2026.1", str(released.folder), str(there)]
    subprocess.run(typed, check=True, capture_output=True)
    subprocess.run(["git", "apply", "-"], cwd=there, input=given.encode(), check=True)
    subprocess.run(["git", "add", "-A"], cwd=there, check=True)
    staged = subprocess.run(["git", "diff", "--cached", "--stat", "2026.2"], cwd=there, check=True, capture_output=True)
    assert staged.stdout == b""
    refused = released("diff", "@2026.1", "@2026.2", "--output-format", "patch", "--only", "accidental", status=2)
    assert "it cannot heed --only" in refused.err
