from __future__ import annotations

import pytest

from provenance.diff.collate import Table, collate
from provenance.errors import InputError
from tests.diff.specimen import PRINT, body, passages


def table(*sources: str) -> Table:
    return collate({name: passages(source) for name, source in zip("ABCD", sources, strict=False)})


def rows(found: Table) -> list[tuple[str | None, str | None, dict[str, str | None]]]:
    return [(row.locator, row.lemma, {reading.witness: reading.text for reading in row.readings}) for row in found.rows]


def test_each_place_shows_what_every_witness_reads() -> None:
    base = "The crews have been without bread for nine days in the harbour."
    found = table(body(base), body(base.replace("nine", "ten")), body(base.replace("harbour", "harbor")))
    assert rows(found) == [
        ("p1", "nine", {"B": "ten", "C": "nine"}),
        ("p1", "harbour", {"B": "harbour", "C": "harbor"}),
    ]
    assert [reading.class_ for reading in found.rows[1].readings] == ["equal", "accidental"]


def test_places_that_touch_are_one() -> None:
    base = "without bread for nine days in spring"
    found = table(body(base), body(base.replace("nine days", "ten weeks")), body(base.replace("nine", "some nine")))
    assert len(found.rows) == 1
    assert found.rows[0].readings[1].text is not None
    assert "some nine" in found.rows[0].readings[1].text


def test_a_block_that_a_witness_has_not_and_one_that_only_it_has() -> None:
    without = PRINT.replace("¶5 @signature Korneyev\n\n", "")
    more = PRINT.replace("¶5 @sig", "¶99 Snow came over the whole bay at night.\n\n¶5 @sig")
    found = table(PRINT, without, more)
    assert rows(found) == [
        ("p4", None, {"B": None, "C": "Snow came over the whole bay at night."}),
        ("p5", "Korneyev", {"B": None, "C": "Korneyev"}),
    ]


def test_a_split_block_reads_the_same() -> None:
    base = "We asked twice for bread. Nobody came, and the men sold their boots."
    found = table(
        body(base), "%text 1\n\n¶1 We asked twice for bread.\n\n¶2 Nobody came, and the men sold their boots.\n"
    )
    assert [reading.note for row in found.rows for reading in row.readings] == ["split"]


def test_the_readings_of_a_witness_put_together_are_its_words() -> None:
    left = "The men of the second watch sold their boots for rye at the old pier"
    right = "The men of the third watch sold coats and boots for rye, at the new pier"
    found = table(body(left), body(right))
    words, at = "", 0
    for row in found.rows:
        words += left[at : row.start] + (row.readings[0].text or "")
        at = row.end
    assert words + left[at:] == right


def test_one_witness_alone_is_refused() -> None:
    with pytest.raises(InputError):
        table(PRINT)


def test_the_lines_group_witnesses_that_agree() -> None:
    base = "without bread for nine days"
    lines = "\n".join(table(body(base), *[body(base.replace("nine", "ten"))] * 2).lines(60))
    assert "B, C: “ten”  substantive" in lines


def test_the_json_names_base_witnesses_and_rows() -> None:
    found = table(body("nine days"), body("ten days")).as_json()
    assert (found["base"], found["witnesses"]) == ("A", ["A", "B"])
    assert found["rows"][0]["readings"][0] == {
        "witness": "B", "text": "ten", "class": "substantive", "sort": "words", "note": None,
    }  # fmt: skip


def test_the_gravest_class_of_a_place_counts_it_and_one_class_can_be_shown_alone() -> None:
    found = table(body("nine days of rain"), body("ten days of Rain"), body("nine days of rain"))
    assert found.line == "2 places: 1 substantive, 1 accidental"
    alone = found.only("substantive")
    assert ([row.lemma for row in alone.rows], alone.hidden) == (["nine"], 1)
    assert alone.line == "1 place: 1 substantive; 1 not shown"
    assert table(body("nine"), body("nine")).line == "no variants"


def test_in_markdown_a_witness_that_agrees_is_marked_so() -> None:
    found = table(body("nine | days"), body("ten | days"), body("nine | days"))
    assert list(found.markdown())[2:] == [
        "| place | A | B | C |",
        "| --- | --- | --- | --- |",
        "| ¶1 | “nine” | “ten”  substantive | = |",
    ]


def test_where_the_base_reads_nothing_the_word_before_is_named() -> None:
    lines = "\n".join(table(body("nine days of rain"), body("And nine days of cold rain")).lines())
    assert "¶1  (at the start)" in lines
    assert "¶1  (after “of”)" in lines
