from __future__ import annotations

import pytest

from provenance.diff.align import align
from provenance.diff.compare import compare, compare_passages, compare_texts
from provenance.diff.difference import SORT_WORDS, SORTS, BlockChange, Difference, Side
from provenance.errors import InputError
from provenance.model.fingerprint import write_fingerprints
from provenance.text.dossier import Dossier
from provenance.text.fingerprint import fingerprints
from provenance.text.notation import parse
from provenance.text.readings import Reading
from tests.diff.specimen import ID, PRINT, RECORD, body, dossier, passages

PARAGRAPHS = (
    "The crews have been without bread for nine days, and the bakers have been arrested for it.",
    "There is flour in the harbour, and nobody may touch it without a slip from the commissioner.",
    "We asked twice, and the men of the second watch sold their boots for a sack of rye.",
    "Send rope by the fourteenth and coal when the ice lets you, or do not write again.",
    "On Thursday the ice broke the pier, so that two barges lie on the bottom of the bay.",
)
LEFT, RIGHT = Side("a/b", version="v1"), Side("a/b", version="v2")


def between(left: str, right: str) -> tuple[BlockChange, ...]:
    return compare_texts(passages(left), passages(right))


def told(left: str, right: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return [(change.change, change.ids_before, change.ids_after) for change in between(left, right)]


def numbered(*order: int, start: int = 1) -> str:
    return "%text 1\n" + "".join(f"\n¶{n} {PARAGRAPHS[k]}\n" for n, k in enumerate(order, start))


def kept(*order: int) -> str:
    return "%text 1\n" + "".join(f"\n¶{k + 1} {PARAGRAPHS[k]}\n" for k in order)


def test_equal_texts_do_not_differ() -> None:
    assert between(numbered(0, 1, 2), numbered(0, 1, 2)) == ()


def test_a_change_of_numbering_alone_is_a_change_of_numbering_alone() -> None:
    changes = between(numbered(0, 1, 2), numbered(0, 1, 2, start=7))
    assert [change.change for change in changes] == ["renumbered"] * 3
    assert all(not change.changed_words() for change in changes)
    summary = Difference(LEFT, RIGHT, "printed", blocks=changes).summary
    assert (summary.substantive, summary.accidental, summary.renumbered) == (0, 0, 3)


def test_an_edition_that_prints_no_numbers_renumbers_nothing() -> None:
    plain = "%text 1\n" + "".join(f"\n{PARAGRAPHS[k]}\n" for k in range(3))
    assert between(numbered(0, 1, 2), plain) == ()


def test_a_block_put_in_front_changes_no_other() -> None:
    assert told(kept(1, 2, 3), kept(0, 1, 2, 3)) == [("added", (), ("p1",))]
    assert told(kept(0, 1, 2, 3), kept(1, 2, 3)) == [("removed", ("p1",), ())]


def test_a_moved_block_is_moved_and_no_other() -> None:
    (change,) = between(kept(0, 1, 2, 3, 4), kept(1, 2, 3, 0, 4))
    assert (change.change, change.ids_before, change.moved) == ("moved", ("p1",), True)
    assert change.changed_words() == ()


def test_a_block_moved_and_changed_is_both() -> None:
    (change,) = between(kept(0, 1, 2, 3, 4), kept(1, 2, 3, 0, 4).replace("nine days", "ten days"))
    assert change.change == "moved"
    assert [(word.before, word.after) for word in change.changed_words()] == [("nine", "ten")]


def test_a_split_block_is_split_and_its_words_are_the_same() -> None:
    right = kept(0, 1, 2).replace(", and nobody may", ",\n\n¶2a and nobody may")
    (change,) = between(kept(0, 1, 2), right)
    assert (change.change, change.ids_before, change.ids_after) == ("split", ("p2",), ("p2", "p2a"))
    assert change.changed_words() == ()


def test_a_block_split_in_three_and_changed() -> None:
    right = (
        kept(0, 1, 2)
        .replace(", and nobody may", ",\n\n¶2a and nobody ever may")
        .replace("without a slip", "\n\n¶2b without a slip")
        .replace("it \n", "it\n")
    )
    (change,) = between(kept(0, 1, 2), right)
    assert (change.change, len(change.ids_after)) == ("split", 3)
    assert [word.after.strip() for word in change.changed_words()] == ["ever"]


def test_merged_blocks_are_merged() -> None:
    right = kept(0, 1, 2).replace("commissioner.\n\n¶3 We", "commissioner. We")
    (change,) = between(kept(0, 1, 2), right)
    assert (change.change, change.ids_before, change.ids_after) == ("merged", ("p2", "p3"), ("p2",))
    assert change.changed_words() == ()


def test_the_best_alignment_is_not_the_first_that_fits() -> None:
    # greedily, the first block of the left would take the first of the right, which is more like the second
    left = body(
        "bread and flour and rope for the ships", "bread and flour and rope for the crews of the ships at Vardal"
    )
    right = body("bread and flour and rope for the crews of the ships in Vardal")
    assert told(left, right) == [("removed", ("p1",), ()), ("changed", ("p2",), ("p1",))]


def test_notes_renumbered_with_the_same_words_are_no_change_of_text() -> None:
    left = "%text 1\n\n¶1 One[^1] two[^2].\n\n[^1]: The copy is unsigned.\n\n[^2]: The clerk is not named.\n"
    right = left.replace("[^2]", "[^3]").replace("[^1]", "[^2]")
    changes = between(left, right)
    assert {change.change for change in changes} == {"renumbered"}
    assert len(changes) == 2


def test_a_dateline_is_no_counterpart_of_a_paragraph() -> None:
    left = "%text 1\n\n¶1 Vardal, March 3, in the morning\n"
    right = "%text 1\n\n¶1 @dateline Vardal, March 4, in the evening\n"
    assert [change.change for change in between(left, right)] == ["removed", "added"]


def test_a_paragraph_that_became_a_dateline_word_for_word_is_a_change_of_marks() -> None:
    left = "%text 1\n\n¶1 Vardal, March 3, in the morning\n"
    (change,) = between(left, left.replace("¶1 V", "¶1 @dateline V"))
    assert (change.change, change.note) == ("markup", "paragraph → dateline")


def test_a_label_given_to_a_bracket_is_markup_only() -> None:
    after = dossier(text=PRINT.replace("[lzhet]", "[lzhet]{gloss lang=ru-Latn}"))
    found = compare(dossier(), after, left=Side("a/b", "web"), right=Side("a/b", "web"))
    assert found.summary.markup_only
    assert found.summary.line == "marks only, no words"
    assert [change.change for change in found.blocks] == ["markup"]


def test_pairs_stand_in_the_order_of_the_right_side_and_what_is_gone_where_it_stood() -> None:
    pairs = align(passages(kept(0, 1, 2, 3)), passages(kept(0, 2, 4, 3)))
    assert [(pair.before or pair.after)[0].id for pair in pairs] == ["p1", "p2", "p3", "p5", "p4"]


def test_two_states_of_a_record_differ_in_fields_and_words() -> None:
    after = dossier(record=RECORD.replace("1931-03-03", "1931-03-04"), text=PRINT.replace("nine days", "ten days"))
    found = compare(dossier(), after, left=LEFT, right=RIGHT)
    assert [(change.pointer, change.before, change.after) for change in found.fields] == [
        ("/date/edtf", "1931-03-03", "1931-03-04")
    ]
    assert [change.edition for change in found.blocks] == ["print-1958", "web"]
    assert found.summary.line == "2 substantive, 1 field"


def test_two_editions_are_compared_without_fields() -> None:
    after = dossier(record=RECORD.replace("1931-03-03", "1931-03-04"))
    found = compare(dossier(), after, left=Side("a/b", "print-1958"), right=Side("a/b", "web"))
    assert found.empty


def test_an_edition_against_a_record_is_refused() -> None:
    with pytest.raises(InputError):
        compare(dossier(), dossier(), left=Side("a/b", "web"), right=RIGHT)


def test_an_edition_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(InputError) as caught:
        compare(dossier(), dossier(), left=Side("a/b", "web"), right=Side("a/b", "other"))
    assert caught.value.candidates == ("print-1958", "web")


def test_the_corrected_reading_shows_an_erratum_as_ours() -> None:
    record = RECORD.replace(
        "    state: fixed\n    language: en\n  web",
        "    state: fixed\n    language: en\n    errata:\n      x: {where: 'p2 \"nine\"', now: ten}\n  web",
    )
    after = dossier(record=record)
    side = Side("a/b", "print-1958")
    assert compare(dossier(), after, left=side, right=side).empty
    found = compare(dossier(), after, left=side, right=side, reading=Reading.CORRECTED)
    (word,) = found.blocks[0].changed_words()
    assert (word.before, word.after, found.reading) == ("nine", "ten", "corrected")


def test_withheld_texts_are_compared_by_their_fingerprints() -> None:
    def withheld(source: str) -> Dossier:
        content = write_fingerprints(fingerprints(parse(source))).encode()
        return Dossier(ID, {"record.yaml": RECORD.encode(), "editions/web.fingerprints": content})

    before, after = withheld(PRINT), withheld(PRINT.replace("nine days", "ten days"))
    found = compare(before, after, left=LEFT, right=RIGHT)
    assert [(change.change, change.ids_after, change.before) for change in found.blocks] == [("changed", ("p2",), "")]
    assert "withheld" in found.notices[0]
    assert compare(before, before, left=LEFT, right=RIGHT).notices == ()


def test_a_text_that_is_withheld_now_is_compared_with_the_text_that_was_there() -> None:
    kept_of = write_fingerprints(fingerprints(parse(PRINT))).encode()
    after = dossier().with_file("editions/web.txt", None).with_file("editions/web.fingerprints", kept_of)
    found = compare(dossier(), after, left=LEFT, right=RIGHT)
    assert found.blocks == ()
    assert "withheld" in found.notices[0]


def test_an_empty_text_against_a_text_is_all_added() -> None:
    assert {change.change for change in compare_texts((), passages(kept(0, 1)))} == {"added"}


def test_what_is_ignored_is_named_and_counted() -> None:
    found = compare_passages(
        passages(body("The crews, without bread.")), passages(body("the crews without flour.")), left=LEFT, right=RIGHT
    )
    assert (found.summary.substantive, found.summary.accidental) == (1, 2)
    quiet = found.ignoring(frozenset({"punctuation", "capitals"}))
    assert (quiet.summary.substantive, quiet.summary.accidental, quiet.summary.hidden) == (1, 0, 2)
    assert quiet.ignored == ("capital", "punctuation")
    assert quiet.summary.line == "1 substantive, 2 not shown"
    assert found.only("substantive").summary.accidental == 0
    assert found.only("accidental").summary.substantive == 0
    with pytest.raises(InputError, match="no sort"):
        found.ignoring(frozenset({"commas"}))


def test_a_layer_alone() -> None:
    left = "%text 1\n\n¶1 The [lzhet]{gloss by=translator} crews of the ships in the bay\n"
    right = left.replace("lzhet", "vriot").replace("crews", "men")
    found = compare_passages(passages(left), passages(right), left=LEFT, right=RIGHT)
    assert found.summary.substantive == 2
    only = found.in_layer("document")
    assert [word.after for word in only.blocks[0].changed_words()] == ["men"]
    assert only.summary.hidden == 1


def test_the_summary_says_it_in_words() -> None:
    changes = between(kept(0, 1, 2, 3, 4), kept(1, 2, 3, 0, 4).replace("nine", "ten").replace("twice,", "twice;"))
    line = Difference(LEFT, RIGHT, "printed", blocks=changes).summary.line
    assert line == "1 substantive, 1 accidental (punctuation), 1 paragraph moved"
    assert Difference(LEFT, RIGHT, "printed").summary.line == "no difference"


def test_the_json_is_what_the_design_says() -> None:
    after = dossier(record=RECORD.replace("1931-03-03", "1931-03-04"), text=PRINT.replace("nine days", "ten days"))
    found = compare(dossier(), after, left=LEFT, right=RIGHT).as_json()
    assert set(found) >= {"schema", "left", "right", "reading", "ignored", "fields", "blocks", "summary"}
    assert set(found["left"]) >= {"record", "edition", "version", "commit"}
    assert set(found["fields"][0]) == {"pointer", "label", "before", "after", "change"}
    assert set(found["blocks"][0]) >= {
        "change", "ids_before", "ids_after", "before", "after", "layer", "locator_before", "locator_after", "words",
    }  # fmt: skip
    assert set(found["blocks"][0]["words"][0]) >= {"op", "before", "after", "class", "sort", "layer", "offsets"}
    assert set(found["summary"]) >= {
        "substantive", "accidental", "fields", "moved", "split", "merged", "renumbered", "markup_only",
    }  # fmt: skip


def test_unchanged_blocks_and_words_are_left_out_unless_asked_for() -> None:
    left, right = passages(kept(0, 1)), passages(kept(0, 1).replace("nine", "ten"))
    assert len(compare_passages(left, right, left=LEFT, right=RIGHT).as_json()["blocks"]) == 1
    found = compare_passages(left, right, left=LEFT, right=RIGHT, everything=True)
    assert len(found.as_json()["blocks"]) == 2
    assert len(found.as_json()["blocks"][0]["words"]) == 3


def test_every_sort_has_its_words() -> None:
    assert set(SORT_WORDS) == set(SORTS)


def test_a_text_without_numbers_that_changed_is_changed_and_not_renumbered() -> None:
    plain = "%text 1\n" + "".join(f"\n{PARAGRAPHS[k]}\n" for k in range(3))
    (change,) = between(numbered(0, 1, 2), plain.replace("nine", "ten"))
    assert (change.change, change.renumbered) == ("changed", False)


def test_a_text_put_where_there_was_none_is_all_added() -> None:
    found = compare(dossier().with_file("editions/web.txt", None), dossier(), left=LEFT, right=RIGHT)
    assert {(change.change, change.edition) for change in found.blocks} == {("added", "web")}


def test_a_paragraph_that_went_into_a_headnote_is_told_so() -> None:
    left = f"%text 1\n\n¶1 {PARAGRAPHS[0]}\n\n¶2 {PARAGRAPHS[1]}\n"
    right = f"%text 1\n\n::: headnote\n\n¶1 {PARAGRAPHS[0]}\n\n:::\n\n¶2 {PARAGRAPHS[1]}\n"
    (change,) = between(left, right)
    assert change.change == "markup"
    assert change.note == "no section → headnote; layer document → editor"


def test_a_paragraph_rewritten_in_its_place_is_changed_and_not_removed_and_added() -> None:
    rewritten = "There was once flour here, and nobody may have it now without the leave of two commissioners."
    assert told(kept(0, 1, 2), kept(0, 1, 2).replace(PARAGRAPHS[1], rewritten)) == [("changed", ("p2",), ("p2",))]
    another = "On Friday they shot at the lamps of the northern pier until all glass was gone."
    assert {change for change, _, _ in told(kept(0, 1, 2), kept(0, 1, 2).replace(PARAGRAPHS[1], another))} == {
        "added", "removed",
    }  # fmt: skip


def test_texts_that_share_hardly_a_word_are_said_to_be_unlike_and_short_ones_are_not() -> None:
    left, right = kept(0, 1), kept(3, 4)
    found = compare_passages(passages(left), passages(right), left=Side(name="a"), right=Side(name="b"))
    assert "may be two different documents" in found.notices[0]
    short = compare_passages(passages(body("Bread.")), passages(body("Rope.")), left=LEFT, right=RIGHT)
    assert short.notices == ()
    same = compare_passages(passages(left), passages(kept(1, 0)), left=LEFT, right=RIGHT)
    assert same.notices == ()


def test_a_text_without_words_is_said_to_have_none() -> None:
    found = compare_passages((), passages(kept(0)), left=Side(name="a.txt"), right=RIGHT)
    assert found.notices == ("a.txt has no words",)
    assert compare_passages((), (), left=LEFT, right=RIGHT).notices[0].startswith("no words on either side")


def test_an_edition_that_one_state_has_alone_came_or_went() -> None:
    before = dossier().with_file("editions/web.txt", None)
    found = compare(before, dossier(), left=Side("a/b", "web", "v1"), right=Side("a/b", "web", "v2"))
    assert {change.change for change in found.blocks} == {"added"}


def test_brackets_are_laid_to_whom_the_volume_of_each_side_says() -> None:
    after = dossier(text=PRINT.replace("[Nobody]", "[No one]"))
    sides = {"left": Side("a/b", "web", "v1"), "right": Side("a/b", "web", "v2")}
    nobody = compare(dossier(), after, **sides)
    assert {word.layer for block in nobody.blocks for word in block.changed_words()} == {"unknown"}
    theirs = compare(dossier(), after, **sides, owners=({"web": "translator"}, {"web": "translator"}))
    assert {word.layer for block in theirs.blocks for word in block.changed_words()} == {"translator"}


def test_blocks_known_by_fingerprints_alone_are_counted_and_never_hidden() -> None:
    prints = write_fingerprints(fingerprints(parse(PRINT.replace("nine days", "ten days"))))
    after = dossier().with_file("editions/web.txt", None).with_file("editions/web.fingerprints", prints.encode())
    found = compare(dossier(), after, left=LEFT, right=RIGHT)
    assert found.summary.withheld == 1
    assert found.summary.line == "1 withheld block changed"
    assert not found.only("substantive").empty
    assert not found.ignoring(frozenset({"capital"})).empty
