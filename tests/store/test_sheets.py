from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from provenance.model.address import Locator, Pointer, RecordId
from provenance.model.correction import Decision, FieldEdit, FileEdit, WordsEdit
from provenance.model.sheet import Row, escaped, unescaped
from provenance.store.history import history
from provenance.store.reversal import revert
from provenance.store.sheets import RowResult, correct_rows, row_id
from tests.store.conftest import RECORD, RECORD_YAML

if TYPE_CHECKING:
    from collections.abc import Callable

    from provenance.store.archive import Archive

NONE = Decision(reason="")
LIVING = f"{RECORD}:ours"


def rows(*cells: dict[str, str]) -> list[Row]:
    return [Row(number, {"why": "Seen.", **one}) for number, one in enumerate(cells, start=2)]


def states(results: list[RowResult]) -> list[str]:
    return [one.state for one in results]


def text(archive: Archive, edition: str = "ours") -> str:
    return archive.snapshot().dossier(RECORD).files[f"editions/{edition}.txt"].decode()


BREAD = {"edition": LIVING, "place": "p1", "for": "flour", "read": "flour and bread", "evidence": "fn 1\np2"}
DATE = {"edition": RECORD, "place": "/date/edtf", "for": "1931-03-03", "read": "1931-03-04", "reporter": "A reader"}


def test_each_row_is_a_correction_of_its_own_with_its_reason_and_evidence(
    archive: Archive, git: Callable[..., str]
) -> None:
    results = list(correct_rows(archive, rows(BREAD, DATE), NONE))
    assert states(results) == ["written", "written"]
    assert "flour and bread" in text(archive)
    newest, before = list(history(archive, RECORD))[:2]
    assert (newest.reported_by, before.evidence, before.reason) == ("A reader", ("fn 1", "p2"), "Seen.")
    assert newest.commit == results[1].receipt.commit if results[1].receipt else False
    assert git("status", "--porcelain") == ""


def test_a_second_run_changes_nothing_even_where_the_new_words_hold_the_old(archive: Archive) -> None:
    list(correct_rows(archive, rows(BREAD, DATE), NONE))
    before = archive.tip
    assert states(list(correct_rows(archive, rows(BREAD, DATE, BREAD), NONE))) == ["already"] * 3
    assert archive.tip == before


def test_a_row_that_was_taken_back_is_not_made_again_by_the_same_sheet(archive: Archive) -> None:
    (done,) = correct_rows(archive, rows(BREAD), NONE)
    revert(archive, done.correction_id or "", Decision(reason="It was right."))
    assert states(list(correct_rows(archive, rows(BREAD), NONE))) == ["already"]
    assert states(list(correct_rows(archive, rows({**BREAD, "why": "Seen again."}), NONE))) == ["written"]


def test_what_reads_so_already_however_it_came_there_is_told(archive: Archive) -> None:
    archive.correct([WordsEdit(RECORD, "ours", Locator.parse("p2"), "Monday", "Tuesday")], Decision(reason="x"))
    archive.correct([FieldEdit(RECORD, "set", Pointer.parse("/date/edtf"), "1931-03-04")], Decision(reason="x"))
    words = {"edition": LIVING, "place": "p2", "for": "Monday", "read": "Tuesday"}
    assert states(list(correct_rows(archive, rows(words, DATE), NONE))) == ["already", "already"]


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"for": "meal"}, "meal"),
        ({"edition": "doc-009"}, "doc-009"),
        ({"edition": str(RECORD)}, "editions"),
        ({"edition": f"{RECORD}:web"}, "fixed edition"),
        ({"edition": ""}, "edition"),
        ({"edition": f"{LIVING}@v1"}, "as it is now"),
        ({"read": ""}, "read"),
        ({"why": ""}, "reason"),
        ({"kind": "guess"}, "guess"),
        ({"for": "", "place": "p1"}, "which words"),
        ({"place": "p99"}, "p99"),
        ({"edition": RECORD, "place": "/titel", "for": "", "read": "x"}, "titel"),
        ({"edition": RECORD, "place": "/date/edtf", "for": "1931-03-09", "read": "1931-03-07"}, "1931-03-09"),
        ({"expect": "=rope"}, "rope"),
    ],
)
def test_a_row_that_does_not_fit_is_refused_by_itself_and_the_others_go_on(
    archive: Archive, cells: dict[str, str], says: str
) -> None:
    first, refused, last = correct_rows(archive, rows(DATE, {**BREAD, **cells}, {**BREAD, "why": "Other."}), NONE)
    assert (first.state, refused.state, last.state) == ("written", "refused", "written")
    assert refused.error is not None
    assert says in f"{refused.error.message} {refused.error.candidates}"


def test_a_version_that_the_editor_saw_holds_a_row_to_it(archive: Archive) -> None:
    archive.correct([FieldEdit(RECORD, "set", Pointer.parse("/date/edtf"), "1931-03-05")], Decision(reason="x"))
    seen = {**DATE, "for": "", "expect": "v1"}
    (refused, other) = correct_rows(archive, rows(seen, {**BREAD, "expect": "v1"}), NONE)
    assert (refused.state, other.state) == ("refused", "written")
    assert refused.error is not None
    assert refused.error.exit_status == 3


def test_an_erratum_and_a_removal_by_row(archive: Archive) -> None:
    erratum = {**BREAD, "edition": f"{RECORD}:web", "kind": "erratum"}
    gone = {"edition": LIVING, "place": "p3", "for": "Nobody came.", "read": "(nothing)"}
    assert states(list(correct_rows(archive, rows(erratum, gone), NONE))) == ["written", "written"]
    assert "Nobody came" not in text(archive)
    assert "flour and bread" not in text(archive, "web")
    assert [str(one.now) for one in archive.snapshot().dossier(RECORD).record.editions["web"].errata.values()] == [
        "flour and bread"
    ]


def test_an_erratum_is_of_words_alone_also_in_a_sheet(archive: Archive) -> None:
    own = {**DATE, "kind": "erratum"}
    (refused,) = correct_rows(archive, rows(own), NONE)
    assert refused.state == "refused"
    assert "leave the cell 'kind' empty" in str(getattr(refused.error, "hint", ""))
    (done,) = correct_rows(archive, rows(DATE), Decision(reason="", kind="erratum"))
    assert done.receipt is not None
    assert done.receipt.kind == "date"


def test_a_hand_edit_in_the_way_refuses_its_row_alone(archive: Archive) -> None:
    path = archive.root / RECORD.path
    path.write_bytes(RECORD_YAML.replace(b"1931-03-03", b"1931-03-09"))
    results = list(correct_rows(archive, rows(DATE, BREAD), NONE))
    assert states(results) == ["refused", "written"]
    assert b"1931-03-09" in path.read_bytes()


def test_a_dry_run_shows_each_and_writes_nothing(archive: Archive) -> None:
    before = archive.tip
    results = list(correct_rows(archive, rows(BREAD, DATE), NONE, dry_run=True))
    assert states(results) == ["would be written"] * 2
    assert [one.receipt.changes[0].after for one in results if one.receipt][1] == "1931-03-04"
    assert archive.tip == before


def test_outer_spaces_and_the_form_of_letters_make_no_other_row() -> None:
    assert row_id(Row(2, {"for": "café"})) == row_id(Row(9, {"for": " cafe\u0301 "}))
    assert row_id(Row(2, {"for": "a", "read": "b"})) != row_id(Row(2, {"for": "ab", "read": ""}))


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "'=1", "''+", "plain", "'quoted'", ""])
def test_t36_a_cell_that_could_be_a_formula_is_escaped_and_reads_back(cell: str) -> None:
    assert not escaped(cell).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unescaped(escaped(cell)) == cell


def test_a_cell_adds_a_text_to_a_set_takes_one_away_or_puts_one_in_anothers_place(archive: Archive) -> None:
    agents = RecordId("agents")
    begun = FileEdit(agents, "agents.yaml", b"korneev-pa:\n  name: Pavel Korneyev\n")
    archive.correct([begun], Decision(reason="Named in the telegram."))
    place = {"edition": agents, "place": "/korneev-pa/names"}
    given = rows(
        {**place, "read": "Korneyev, P.: the elder"},
        {**place, "read": "Korneev"},
        {**place, "for": "Korneev", "read": "Korneiev's"},
        {**place, "for": "Korneyev, P.: the elder", "read": "(nothing)"},
        {**place, "for": "Korn", "read": "Corneyev"},
        {**place, "read": "Korneiev's"},
    )
    results = list(correct_rows(archive, given, NONE))
    assert states(results) == ["written", "written", "written", "written", "refused", "already"]
    assert archive.snapshot().agents()["korneev-pa"].names == ("Korneiev's",)
    assert states(list(correct_rows(archive, given, NONE))) == ["already"] * 4 + ["refused", "already"]
