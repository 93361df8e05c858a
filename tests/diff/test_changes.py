from __future__ import annotations

from provenance.diff.changes import changes
from provenance.diff.withheld import NOT_SHOWN
from provenance.model.address import RecordId
from provenance.model.fingerprint import write_fingerprints
from provenance.text.dossier import Dossier
from provenance.text.fingerprint import fingerprints
from provenance.text.notation import parse
from tests.diff.specimen import ID, PRINT, RECORD, body

PARAGRAPHS = (
    "The crews have been without bread for nine days, and the bakers have been arrested.",
    "There is flour in the harbour, and nobody may touch it without a slip.",
    "We asked twice, and the men of the second watch sold their boots.",
)
BASE = body(*PARAGRAPHS)


def web(source: str) -> Dossier:
    return Dossier(ID, {"record.yaml": RECORD.encode(), "editions/web.txt": source.encode()})


def lines(source: str, base: str = BASE) -> list[tuple[str | None, object, object]]:
    return [(line.locator, line.before, line.after) for line in changes(web(base), web(source))]


def test_a_moved_block_is_told_by_its_places() -> None:
    first, *rest = (f"\n¶{n} {words}\n" for n, words in enumerate(PARAGRAPHS, 1))
    assert lines("%text 1\n" + "".join(rest) + first) == [("p1", "at the beginning", f"after p{len(PARAGRAPHS)}")]


def test_a_split_block_is_told_by_its_ids_and_its_changed_words() -> None:
    source = BASE.replace(", and nobody may", ".\n\n¶2a#k2 And nobody ever may")
    assert lines(source) == [("p2", "p2", "p2 + k2"), ("p2", ", and nobody", ". And nobody ever")]


def test_renumbering_is_told_by_the_numbers() -> None:
    assert lines(BASE.replace("¶3 ", "¶4#p3 ")) == [("p3", "¶3", "¶4")]


def test_a_block_added_and_one_removed_are_told_whole() -> None:
    assert lines(BASE + "\n¶4 Snow came.\n") == [("p4", None, "Snow came.")]
    assert lines(BASE, BASE + "\n¶4 Snow came.\n") == [("p4", "Snow came.", None)]


def test_a_list_of_agents_that_held_nothing_comes_whole_as_history_says_it() -> None:
    none, some = (Dossier(RecordId("agents"), {"agents.yaml": made}) for made in (b"{}\n", b"lund: {name: Lund}\n"))
    assert [(line.pointer, line.before) for line in changes(none, some)] == [("", None)]
    assert [(line.pointer, line.after) for line in changes(some, none)] == [("", None)]


def test_a_mark_that_no_reading_shows_is_told_as_it_is_written() -> None:
    assert lines(BASE.replace("flour in", "flour {pb n=2}in")) == [("p2", "flour in the", "flour {pb n=2}in the")]


def test_a_letter_gets_its_neighbours_and_a_phrase_stands_alone() -> None:
    assert lines(BASE.replace("nine days", "ten days")) == [("p1", "for nine days,", "for ten days,")]
    assert lines(BASE.replace("nine days", "four long weeks")) == [("p1", "nine days", "four long weeks")]


def test_a_withheld_text_tells_which_blocks_differ_and_no_word() -> None:
    kept = [
        write_fingerprints(fingerprints(parse(source))).encode() for source in (PRINT, PRINT.replace("nine", "ten"))
    ]
    before, after = (
        Dossier(ID, {"record.yaml": RECORD.encode(), "editions/web.fingerprints": content}) for content in kept
    )
    (line,) = changes(before, after)
    assert (line.locator, line.before, line.after) == ("p2", NOT_SHOWN, NOT_SHOWN)


def test_a_record_taken_away_is_told_by_its_title() -> None:
    told = changes(web(BASE), Dossier(ID, {}))
    assert [(line.pointer, line.before, line.after) for line in told] == [
        ("", "Telegram on bread and rope", None), (None, "text of 3 blocks", None),
    ]  # fmt: skip


def test_nothing_changed_is_no_line() -> None:
    assert changes(web(BASE), web(BASE)) == ()
    assert changes(Dossier(ID, {}), Dossier(ID, {})) == ()
