from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.conftest import SPECIMEN, Desk

ERRATUM = ("correct", "doc-014", "--where", 'p1 "were trimmed"', "--to", "have been trimmed", "--kind", "erratum")


def edition(desk: Desk) -> Path:
    return next((desk.folder / "records/lights/doc-014/editions").glob("*.txt"))


def test_an_erratum_is_laid_over_the_printed_words_which_stay(lights: Desk) -> None:
    before = edition(lights).read_bytes()
    done = lights(*ERRATUM, "-m", "Misquotes ¶7", "--evidence", "p7", "--reported-by", "A reader")
    assert "were trimmed" in done.out
    assert edition(lights).read_bytes() == before
    assert "were trimmed for the inspector" in lights("show", "doc-014", "--reading", "printed").out
    corrected = " ".join(lights("show", "doc-014", "--reading", "corrected").out.split())
    assert "the lamps have been trimmed for the inspector and left dark for the ships that needed them;”" in corrected
    entry = lights("history", "doc-014", "--json").json()["corrections"][0]
    assert entry["kind"] == "erratum"
    assert entry["reason"] == "Misquotes ¶7"
    assert entry["evidence"] == ["p7"]
    assert entry["reported_by"] == "A reader"
    assert lights.clean()


def test_a_field_is_set_and_nothing_else_in_the_file_changes(lights: Desk) -> None:
    path = lights.folder / "records/lights/doc-014/record.yaml"
    before = path.read_text(encoding="utf-8").splitlines()
    lights("correct", "doc-014", "--set", "/type=minute", "-m", "It calls itself one")
    after = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in before if not line.startswith("type:")] == [
        line for line in after if not line.startswith("type:")
    ]
    assert "type: minute" in after


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (("correct", "doc-014", "--where", 'p7 "was lit"', "--to", "x", "--kind", "erratum", "-m", "x"), "was lit"),
        (("correct", "doc-014", "--where", 'p1 "the"', "--to", "x", "--kind", "erratum", "-m", "x"), "the"),
        (("correct", "doc-014", "--set", "/titel=x", "-m", "x"), "title"),
        (("correct", "doc-099", "--set", "/title=x", "-m", "x"), "doc-099"),
        (("correct", "doc-014", "--set", "/title=x"), "reason"),
        (("correct", "doc-014", "--where", 'p7 "lamps"', "--to", "lights", "-m", "x"), "erratum"),
        (("correct", "doc-014", "--set", "/date/edtf=1931-06-31", "-m", "x"), "1931-06-30"),
        (("correct", "doc-014", "--where", 'p99 "x"', "--to", "y", "--kind", "erratum", "-m", "x"), "p99"),
        (("correct", "doc-014", "--remove", "/nothing", "-m", "x"), "nothing"),
        (("correct", "doc-014", "--set", "/title", "-m", "x"), "VALUE"),
        (("correct", "doc-014:nowhere", "--where", 'p7 "lamps"', "--to", "x", "-m", "x"), "nowhere"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_with_what_would_be_right_and_nothing_is_written(
    lights: Desk, typed: tuple[str, ...], says: str
) -> None:
    tip = lights.tip()
    done = lights(*typed, status=2)
    assert says in done.err
    error = lights(*typed, "--json", status=2).error()
    assert error["message"]
    assert lights.tip() == tip
    assert lights.clean()


def test_a_change_that_changes_nothing_is_refused(lights: Desk) -> None:
    title = lights("show", "doc-014", "--json").json()["title"]
    tip = lights.tip()
    done = lights("correct", "doc-014", "--set", f"/title={title}", "-m", "x", status=2)
    assert "nothing" in done.err
    assert lights.tip() == tip


def test_an_erratum_of_no_printed_word_is_refused_and_one_beside_a_field_is_not(lights: Desk) -> None:
    tip = lights.tip()
    error = lights("correct", "doc-014", "--set", "/type=x", "--kind", "erratum", "-m", "x", "--json", status=2).error()
    assert (error["code"], error["file"]) == ("no-erratum", "lights/doc-014")
    assert "leave --kind out" in error["hint"]
    assert lights.tip() == tip
    lights(*ERRATUM, "--set", "/type=x", "-m", "Both say it")


def test_words_of_a_fixed_edition_without_a_kind_are_refused_and_the_file_is_named(lights: Desk) -> None:
    error = lights(*ERRATUM[:-2], "-m", "x", "--json", status=2).error()
    assert error["file"] == str(edition(lights).relative_to(lights.folder))


def test_a_dry_run_shows_before_and_after_and_writes_nothing(lights: Desk) -> None:
    tip = lights.tip()
    answer = lights(*ERRATUM, "-m", "x", "-n", "--json").json()
    assert answer["written"] is False
    assert answer["changes"]
    assert lights.tip() == tip
    assert lights.clean()


def editor(desk: Desk, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program = desk.folder.parent / "editor.sh"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("EDITOR", str(program))


def test_with_no_change_given_the_persons_editor_is_opened(lights: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    editor(lights, "sed -i 's/^type: .*/type: edited by hand/' \"$1\"", monkeypatch)
    lights("correct", "doc-014", "-m", "By hand")
    assert lights("show", "doc-014", "--json").json()["type"] == "edited by hand"
    assert lights("history", "doc-014", "--json").json()["corrections"][0]["reason"] == "By hand"


def test_an_invalid_edit_is_refused_with_line_and_mend_and_the_copy_is_kept(
    lights: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor(lights, "sed -i 's/^title:/titel:/' \"$1\"", monkeypatch)
    tip = lights.tip()
    error = lights("correct", "doc-014", "-m", "By hand", "--json", status=2).error()
    assert error["line"]
    assert "title" in (error["hint"] or "")
    assert Path(error["file"]).exists()
    assert lights.tip() == tip


@pytest.mark.parametrize("typed", ["# more", ""])
def test_a_draft_that_ctrl_c_cuts_off_is_named_and_an_untouched_one_goes(
    lights: Desk, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    editor(lights, f'printf "{typed}" >> "$1"; echo "$1" > copied; kill -INT $$', monkeypatch)
    tip = lights.tip()
    command = [sys.executable, "-B", "-c", "import sys; from provenance.cli.main import main; sys.exit(main())"]
    done = subprocess.run(
        [*command, "correct", "doc-014", "-m", "x"], cwd=lights.folder, capture_output=True, text=True, check=False
    )
    copy = Path((lights.folder / "copied").read_text(encoding="utf-8").strip())
    assert (done.returncode, lights.tip()) == (130, tip)
    assert (f"your edit is kept in {copy}" in done.stderr, copy.exists()) == (bool(typed), bool(typed))
    copy.unlink(missing_ok=True)


def test_ctrl_c_within_the_editor_is_the_editors_own(lights: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    editor(lights, "kill -INT $PPID; sed -i 's/^type: .*/type: typed on/' \"$1\"", monkeypatch)
    command = [sys.executable, "-B", "-c", "import sys; from provenance.cli.main import main; sys.exit(main())"]
    subprocess.run([*command, "correct", "doc-014", "-m", "x"], cwd=lights.folder, check=True)
    assert lights("show", "doc-014", "--json").json()["type"] == "typed on"


def test_an_editor_that_changes_nothing_writes_nothing(lights: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    editor(lights, "true", monkeypatch)
    tip = lights.tip()
    assert "nothing" in lights("correct", "doc-014", "-m", "x", status=2).err
    assert lights.tip() == tip


def test_a_bracket_becomes_a_gloss_and_the_printed_reading_stays(lights: Desk) -> None:
    before = lights("show", "doc-014", "--reading", "printed").out
    lights(
        "correct", "doc-014", "--where", 'p8 "otdelnym poryadkom"', "--mark", "gloss", "--attr", "lang=ru-Latn",
        "-m", "Transliterated Russian",
    )  # fmt: skip
    assert "{gloss lang=ru-Latn}" in edition(lights).read_text(encoding="utf-8")
    assert lights("show", "doc-014", "--reading", "printed").out == before
    assert lights("history", "doc-014", "--json").json()["corrections"][0]["kind"] == "markup"


def test_a_hand_edit_that_overlaps_refuses_the_correction_and_stays(lights: Desk) -> None:
    path = lights.folder / "records/lights/doc-014/record.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("type: memorandum", "type: By another hand"), encoding="utf-8")
    tip = lights.tip()
    done = lights("correct", "doc-014", "--set", "/type=By the command", "-m", "x", status=3)
    assert "By another hand" in done.err
    assert lights.tip() == tip
    assert "type: By another hand" in path.read_text(encoding="utf-8")


def test_two_records_are_corrected_as_one_decision(lights: Desk) -> None:
    lights("new", "lights/doc-015", "--title", "Reply", "--type", "letter")
    lights("correct", "lights/*", "--set", "/note=Kept in one folder", "-m", "Both lie there")
    for record in ("doc-014", "doc-015"):
        assert lights("show", record, "--json").json()["note"] == "Kept in one folder"
    newest = lights("history", "--json", "--limit", "1").json()["corrections"][0]
    assert sorted(newest["records"]) == ["lights/doc-014", "lights/doc-015"]


def test_of_two_records_that_do_not_both_fit_neither_is_written(lights: Desk) -> None:
    lights("new", "lights/doc-015", "--title", "Reply", "--type", "letter")
    tip = lights.tip()
    done = lights("correct", "lights/*", "--set", "/translation/where=p9", "-m", "x", status=2)
    assert "doc-015" in done.err
    assert lights.tip() == tip


@pytest.fixture
def many(lights: Desk) -> Desk:
    """Three records of one page, and one without the words."""
    page = SPECIMEN.read_text(encoding="utf-8")
    for number in (15, 16):
        path = lights.folder.parent / f"{number}.txt"
        path.write_text(page.replace("No. 14", f"No. {number}"), encoding="utf-8")
        lights("import", str(path), "--id", f"lights/doc-0{number}", "--living")
    lights("new", "lights/doc-017", "--title", "Reply", "--type", "letter")
    return lights


SPELLING = ("correct", "lights/*", "--from", "relief boats", "--to", "relief-boats", "--all", "-m", "As printed")


def test_words_are_corrected_in_every_record_that_holds_them_as_one_decision(many: Desk) -> None:
    tip = many.tip()
    shown = many(*SPELLING, "--kind", "transcription", "-n")
    assert shown.out.count("relief-boats") >= 3
    assert many.tip() == tip
    done = many(*SPELLING, "--kind", "transcription", "--json").json()
    assert done["records"] == ["lights/doc-014", "lights/doc-015", "lights/doc-016"]
    assert many.clean()


def test_over_many_records_what_does_not_fit_one_is_written_to_none_and_each_is_named(many: Desk) -> None:
    tip = many.tip()
    error = many(*SPELLING, "--json", status=2).error()
    assert "fixed edition" in error["message"]
    assert error["candidates"] == ["lights/doc-014"]
    assert many.tip() == tip


def test_words_that_stand_in_no_record_are_refused(many: Desk) -> None:
    typed = ("correct", "lights/*", "--from", "no such words", "--to", "x", "--all", "-m", "x")
    assert "stands in no text" in many(*typed, status=2).err


def _two_letters(desk: Desk) -> None:
    for number, words in ((1, "The art of ice."), (2, "The party left.")):
        title = f"Document No. {number}: Letter from Ada Krone to Otto Lind, June {number}, 1931"
        (desk.folder.parent / f"{number}.txt").write_text(f"{title}\n\n{words}\n", encoding="utf-8")
        desk("import", f"../{number}.txt", "--id", f"letters/doc-00{number}")


def test_words_that_one_record_has_whole_are_not_cut_out_of_another_word_elsewhere(archive: Desk) -> None:
    _two_letters(archive)
    typed = ("letters/*", "--from", "art", "--to", "craft", "--all", "--kind", "transcription", "-m", "Our typing")
    done = archive("correct", *typed)
    assert "letters/doc-002:print these words are a part of “party”: left alone" in done.err
    assert "The craft of ice." in archive("show", "letters/doc-001", "--reading", "printed").out
    assert "The party left." in archive("show", "letters/doc-002", "--reading", "printed").out


def test_a_correction_inside_a_word_names_the_word(archive: Desk) -> None:
    _two_letters(archive)
    typed = ("--from", "par", "--to", "Par", "--kind", "transcription", "-m", "As printed")
    assert "a part of “party”; is that meant?" in archive("correct", "letters/doc-002", *typed).err
    assert "The Party left." in archive("show", "letters/doc-002", "--reading", "printed").out
    assert not archive("correct", "letters/doc-001", "--from", "art", "--to", "Art", *typed[4:]).err


def test_nothing_is_taken_away_where_nothing_stands_and_nothing_is_offered(lights: Desk) -> None:
    done = lights("correct", "doc-014", "--remove", "/note", "-m", "x", status=2)
    assert "there is nothing to take away" in done.err
    assert "--add" not in done.err


def test_an_audit_of_a_collection_or_a_pattern_is_of_the_records_in_it(lights: Desk) -> None:
    for typed in ("lights", "lights/*"):
        assert "in 1 record," in lights("audit", typed, "--exit-zero").out
    assert "no record is called 'quay/*'" in lights("audit", "quay/*", status=2).err


def test_what_another_correction_has_made_already_is_no_conflict(lights: Desk) -> None:
    made = lights("correct", "doc-014", "--set", "/type=minute", "-m", "It calls itself one", "--json").json()
    tip = lights.tip()
    again = lights("correct", "doc-014", "--set", "/type=minute", "-m", "Seen too", "--expect", "v1", status=2)
    assert f"this changes nothing: it is already so, by correction {made['correction_id']}" in again.err
    words = ("doc-014", "--where", 'p7 "lamps"', "--to", "lanterns", "--kind", "transcription", "-m", "Scan")
    lights("correct", *words)
    assert "already so" in lights("correct", *words, "--expect", "v1", status=2).err
    other = lights("correct", "doc-014", "--set", "/type=letter", "-m", "No", "--expect", "v1", status=3)
    assert "theirs “minute”, ours “letter”" in other.err
    assert lights.tip() != tip
