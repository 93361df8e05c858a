from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model.address import Pointer
from provenance.model.correction import Decision, FieldEdit, FileEdit, WordsEdit
from provenance.store.blame import blame
from tests.store.conftest import RECORD

if TYPE_CHECKING:
    from collections.abc import Callable

    from provenance.store.archive import Archive

FIRST = "The crews of the northern boats ask for flour, for rope and for lamp oil before the ice comes."
SECOND = "The harbour is closed since Monday, and nobody was told who had ordered it, or for how long."
THIRD = "We asked twice. Nobody came, and the men of the second watch sold their boots for a sack of rye."


def body(*blocks: str) -> bytes:
    return ("%text 1\n" + "".join(f"\n{block}\n" for block in blocks)).encode()


def written(archive: Archive, *texts: bytes | None) -> dict[str, str | None]:
    """The version that each block of the living edition goes back to, after the edition was saved in these states."""
    for number, content in enumerate(texts):
        archive.correct([FileEdit(RECORD, "editions/ours.txt", content)], Decision(reason=f"State {number}."))
    return {line.value: line.entry.version for line in blame(archive, RECORD, "ours")}


def test_a_block_that_was_moved_or_renumbered_keeps_its_correction(archive: Archive) -> None:
    before = body(f"¶1 {FIRST}", f"¶2 {SECOND}", f"¶3 {THIRD}")
    found = written(
        archive, before, body(f"¶1 {THIRD}", "¶2 A new one came in between.", f"¶3 {FIRST}", f"¶4 {SECOND}")
    )
    assert found == {THIRD: "v2", "A new one came in between.": "v3", FIRST: "v2", SECOND: "v2"}


def test_the_parts_of_a_split_block_keep_its_correction_where_their_words_stayed(archive: Archive) -> None:
    before = body(f"¶1 {FIRST}", f"¶2 {THIRD}")
    head, tail = "We asked twice.", THIRD.removeprefix("We asked twice. ")
    assert written(archive, before, body(f"¶1 {FIRST}", f"¶2 {head}", f"¶3 {tail}")) == {
        FIRST: "v2", head: "v2", tail: "v2",
    }  # fmt: skip


def test_a_part_of_a_split_block_that_was_changed_goes_to_who_changed_it(archive: Archive) -> None:
    before = body(f"¶1 {FIRST}", f"¶2 {THIRD}")
    head, tail = "We asked twice.", THIRD.removeprefix("We asked twice. ").replace("rye", "oats")
    found = written(archive, before, body(f"¶1 {FIRST}", f"¶2 {head}", f"¶3 {tail}"))
    assert (found[head], found[tail]) == ("v2", "v3")


def test_joined_blocks_go_to_the_later_of_their_corrections(archive: Archive) -> None:
    first = body(f"¶1 {FIRST}", f"¶2 {SECOND.replace('Monday', 'Friday')}", f"¶3 {THIRD}")
    second = body(f"¶1 {FIRST}", f"¶2 {SECOND}", f"¶3 {THIRD}")
    assert written(archive, first, second, body(f"¶1 {FIRST} {SECOND}", f"¶2 {THIRD}")) == {
        f"{FIRST} {SECOND}": "v3", THIRD: "v2",
    }  # fmt: skip


def test_a_text_that_went_and_came_back_goes_to_its_return(archive: Archive) -> None:
    before = body(f"¶1 {FIRST}")
    assert written(archive, before, None, before) == {FIRST: "v4"}


def test_after_a_merge_by_hand_each_side_keeps_what_it_brought(archive: Archive, git: Callable[..., str]) -> None:
    def corrected(pointer: str, value: str) -> str:
        edit = FieldEdit(RECORD, "set", Pointer.parse(pointer), value)
        return archive.correct([edit], Decision(reason="Because.")).correction_id

    written(archive, body(f"¶1 {FIRST}", f"¶2 {SECOND}"))
    git("checkout", "-q", "-b", "side")
    theirs = corrected("/title", "Telegram of the pilots")
    words = archive.correct([WordsEdit(RECORD, "ours", None, "Monday", "Friday")], Decision(reason="Misread."))
    git("checkout", "-q", "main")
    ours = corrected("/date/edtf", "1931-03-04")
    git("merge", "-q", "--no-edit", "side")
    owner = {line.pointer or line.block: line.entry.correction_id for line in blame(archive, RECORD)}
    assert (owner["/title"], owner["/date/edtf"]) == (theirs, ours)
    found = {line.block: line.entry for line in blame(archive, RECORD, "ours")}
    assert found["p2"].correction_id == words.correction_id
    assert found["p1"].reason == "State 0."
    assert next(line.entry.version for line in blame(archive, RECORD) if line.pointer == "/specimen") == "v1"
