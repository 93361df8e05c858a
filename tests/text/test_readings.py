"""The three readings, the layers, and errata laid over the printed words."""

from __future__ import annotations

import pytest

from provenance.model.edition import Erratum
from provenance.text.blocks import Block, Bracket, EditionText, Layer, Words, walk
from provenance.text.brackets import certainty, inferred_kind
from provenance.text.notation import parse
from provenance.text.readings import GAP, Passage, Reading, Run, derive, place_errata
from tests.text.every_mark import EVERY_MARK

ERRATA = {
    "thirty-first": Erratum(where='p2 "[13th]"', now="[31st]"),
    "berg": Erratum(where='p3 "he said"', now="Berg said"),
}


def read(words: str, reading: Reading, brackets: Layer = "unknown") -> str:
    passages = derive(parse(f"%text 1\n\n¶1 {words}\n"), reading, brackets=brackets)
    return passages[0].words if passages else ""


def by_id(reading: Reading, errata: dict[str, Erratum] | None = None) -> dict[str, Passage]:
    return {passage.id: passage for passage in derive(parse(EVERY_MARK), reading, errata=errata or {})}


def test_the_printed_reading_is_what_stands_in_the_edition() -> None:
    words = {name: passage.words for name, passage in by_id(Reading.PRINTED).items()}
    assert words["byline"] == "Ada Winter\nBo Lund"
    assert words["p1"] == "The keepers said “[t]he lamp [was] out.” See Lights of Vardal."
    assert words["p2"] == (
        "HOLM: The lamp [at Nore?] is dark; [h]e burns [olje] in it. [...] Oil for the [13th], to barrels[!] [sic]. "
        "Buy one two [as before] [two words] [Here the lamp was lit.]"
    )
    assert words["p3"] == (
        "No, sir, he said2; the nb read à peu près Department, seen , [one name withheld] ha[d] gone."
    )
    assert words["p3a"] == "No oil, no light,\n  no ship tonight;\n[A. Holm] no rope."
    assert words["r1"] == "Granted. 100 * 2 {sic}"
    assert words["t1"] == "Nore \t 12 \t "
    assert words["n1-2"] == "A copy has “was [not] out.”"
    assert len(words) == 22


def test_the_document_reading_is_without_what_others_added() -> None:
    words = {name: passage.words for name, passage in by_id(Reading.DOCUMENT).items()}
    assert words["p2"] == (
        "HOLM: The lamp is dark; He burns in it. ⟨…⟩ Oil for the 31th, to barrels. "
        "Buy two [as before] ⟨…⟩ [Here the lamp was lit.]"
    )
    assert words["p3"] == "No, sir, he said2; the nb read à peu près Department, seen ⟨…⟩, ⟨…⟩ ha gone."
    assert words["p3a"] == "No oil, no light,\n  no ship tonight;\nno rope."
    assert words["t1"] == "Nore \t 12 \t ⟨…⟩"
    assert not words.keys() & {"byline", "title", "p1", "caption", "p7", "n1", "n1-2", "b1", "b2"}


def test_the_corrected_reading_lays_our_words_over_the_printed_ones() -> None:
    printed, corrected = by_id(Reading.PRINTED), by_id(Reading.CORRECTED, ERRATA)
    assert corrected["p2"].words == printed["p2"].words.replace("[13th]", "[31st]")
    assert corrected["p3"].words == printed["p3"].words.replace("he said", "Berg said")
    assert {name for name in printed if printed[name] != corrected[name]} == {"p2", "p3"}
    ours = [run for passage in corrected.values() for run in passage.runs if run.layer == "record"]
    assert ours == [
        Run("[31st]", "record", ("erratum:thirty-first",)),
        Run("Berg said", "record", ("erratum:berg",)),
    ]


def test_without_errata_the_corrected_reading_is_the_printed_one() -> None:
    assert by_id(Reading.CORRECTED) == by_id(Reading.PRINTED)


@pytest.mark.parametrize(
    ("words", "document"),
    [
        ("their searches [for solutions].", "their searches."),
        ("[First,] we ask", "we ask"),
        ("a [b] [c] d", "a d"),
        ("“[And] we”", "“we”"),
        ("([idea] x) y", "(x) y"),
        ("ha[ve] no", "ha no"),
        ("[W]e must. [h]e", "we must. He"),
        ("[Й]сть", "йсть"),
        ("a [...] b […]{by}".replace("{by}", ""), f"a {GAP} b {GAP}"),
        ("by the [14th]{corr was=41th};", "by the 41th;"),
        ('by [the]{corr was=""} way', "by way"),
        ("some {del|few} words", "some words"),
        ("some {del by=editor|few} words", "some few words"),
        ("some {add by=editor|few} words", "some words"),
        ("some {add by=h2|few} words", "some few words"),
        ("ours [x]{remark by=document}", "ours [x]"),
        ("see [^1] here", "see  here"),
        ("torn {gap} here{pb n=2}{lb}", f"torn {GAP} here"),
        ("one\n| [two]\n| three", "one\nthree"),
        ("[one]\n| two", "two"),
        ("one\n| [two]", "one"),
        ("[all]", ""),
        (r"\[kept\]", "[kept]"),
        ("a *[b]* c", "a c"),
    ],
)
def test_what_goes_and_what_stays_in_the_document_reading(words: str, document: str) -> None:
    assert read(words, Reading.DOCUMENT) == document


def test_brackets_that_are_the_documents_own_by_convention_stay() -> None:
    assert (
        read("a [b] [...] [c]{by}".replace("{by}", "{gloss by=editor}"), Reading.DOCUMENT, "document") == "a [b] [...]"
    )


def test_whose_a_bracket_is() -> None:
    text = parse(
        "%text 1\n\n¶1 a [b] [c]{supplied by=translator}\n\n::: headnote\n\n¶2 a [b]\n\n:::\n\n"
        "::: attachment by=edition\n\n¶3 a [b] [c]{gloss by=editor}\n\n:::\n\n[^1]: a [b]\n"
    )

    def layers(brackets: Layer) -> list[str]:
        return [
            run.layer for passage in derive(text, Reading.PRINTED, brackets=brackets) for run in passage.runs
            if run.text.startswith("[")
        ]  # fmt: skip

    assert layers("translator") == ["translator", "translator", "editor", "edition", "editor", "editor"]
    assert layers("unknown") == ["unknown", "translator", "editor", "edition", "editor", "editor"]


def test_a_section_bracketed_over_blocks_prints_its_signs_and_goes_from_the_document() -> None:
    passages = by_id(Reading.PRINTED)
    assert passages["b1"].words.startswith("[Here follows")
    assert passages["b2"].words.endswith("printed.]")
    assert passages["b1"].layer == "editor"
    kept = parse("%text 1\n\n::: bracketed by=document\n\n¶1 kept\n\n:::\n")
    assert [passage.words for passage in derive(kept, Reading.DOCUMENT)] == ["kept"]


def test_a_hand_named_by_a_block_leaves_it_the_documents() -> None:
    assert by_id(Reading.PRINTED)["r1"].layer == "document"


def test_runs_name_the_marks_around_them() -> None:
    runs = {run.text: run.kinds for run in by_id(Reading.PRINTED)["p2"].runs}
    assert runs["[at Nore?]"] == ("supplied",)
    assert runs["olje"] == ("gloss", "emphasis")
    assert runs["HOLM:"] == ("speaker",)


@pytest.mark.parametrize(
    ("where", "code"),
    [
        ('p2 "lantern"', "not-found"),
        ('p2 "the"/9', "not-found"),
        ('p9 "lamp"', "not-found"),
        ('"the"', "several"),
        ("p2", "input"),
        ("", "input"),
    ],
)
def test_an_erratum_that_does_not_fit_exactly_once_is_reported_and_not_guessed(where: str, code: str) -> None:
    errata = {"x": Erratum.model_construct(where=where, now="y")}
    placed, unplaced = place_errata(parse(EVERY_MARK), errata)
    assert placed == {}
    assert unplaced["x"].code == code
    assert by_id(Reading.CORRECTED, errata) == by_id(Reading.PRINTED)


def test_two_errata_on_the_same_words_are_not_both_laid_over() -> None:
    errata = {"a": Erratum(where='p3 "he said"', now="she said"), "b": Erratum(where='p3 "sir, he"', now="sir, she")}
    placed, unplaced = place_errata(parse(EVERY_MARK), errata)
    assert set(placed) == {"a"}
    assert unplaced["b"].candidates == ("a", "b")


def test_an_erratum_over_several_runs_replaces_them_all() -> None:
    errata = {"x": Erratum(where='p3 "à peu près Department, seen"', now="nearly")}
    runs = by_id(Reading.CORRECTED, errata)["p3"].runs
    assert (
        "".join(run.text for run in runs) == "No, sir, he said2; the nb read nearly , [one name withheld] ha[d] gone."
    )
    assert sum(run.layer == "record" for run in runs) == 1


def test_words_taken_out_leave_a_run_that_shows_where() -> None:
    runs = by_id(Reading.CORRECTED, {"x": Erratum(where='p3 ", sir"', now="")})["p3"].runs
    assert Run("", "record", ("erratum:x",)) in runs


def test_labels_are_what_a_reader_calls_the_place() -> None:
    passages = by_id(Reading.PRINTED)
    assert [passages[name].label for name in ("p3a", "title", "n1-2", "b1")] == ["¶4", "title", "fn 1", "b1"]
    assert passages["p3a"].locator == "p3a"


@pytest.mark.parametrize(
    ("words", "before", "after", "kind"),
    [
        ("...", "", "", "omission"),
        ("…", "a ", " b", "omission"),
        ("....", "", "", "supplied"),
        ("sic", "", "", "sic"),
        ("Sic", "", "", "supplied"),
        ("h", " ", "e lies", "cap"),
        ("W", "“", "e", "cap"),
        ("é", "", "t", "cap"),
        ("e\u0301", "", "t", "cap"),
        ("h", "a", "e", "supplied"),
        ("h", "a\u0301", "e", "supplied"),
        ("h", " ", " e", "supplied"),
        ("h", "", "", "supplied"),
        ("1", "", "a", "supplied"),
        ("ve", "ha", " no", "supplied"),
        ("Ole?", " ", " ", "supplied"),
        ("", "", "", "supplied"),
    ],
)
def test_the_closed_rule_for_brackets_without_a_label(words: str, before: str, after: str, kind: str) -> None:
    assert inferred_kind((Words(words),) if words else (), before, after) == kind


def test_the_rule_sees_letters_through_marks() -> None:
    block = parse("%text 1\n\n¶1 *[h]*{u|e} [*sic*] {pb}[a][^1]{lb}b\n").items[0]
    assert isinstance(block, Block)
    kinds = [inline.kind for inline in _brackets(block)]
    assert kinds == ["cap", "sic", "cap"]


def _brackets(block: Block) -> list[Bracket]:
    return [inline for inline in walk(block.inlines) if isinstance(inline, Bracket)]


def test_supplied_words_that_end_in_a_question_mark_are_of_low_certainty() -> None:
    block = parse("%text 1\n\n¶1 [Ole?] [Ole] [Ole?]{supplied cert=high} [why?]{remark}\n").items[0]
    assert isinstance(block, Block)
    assert [certainty(bracket) for bracket in _brackets(block)] == ["low", None, "high", None]


def test_a_text_made_from_values_has_the_same_readings_without_offsets() -> None:
    text = EditionText((Block("p1", (Words("a "), Bracket("supplied", (Words("b"),))), number="1"),))
    (passage,) = derive(text, Reading.PRINTED)
    assert passage.words == "a [b]"
    assert all(run.start == -1 for run in passage.runs)
