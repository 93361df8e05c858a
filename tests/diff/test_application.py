from __future__ import annotations

import pytest

from provenance.diff.errata import key_of
from provenance.diff.merge import apply, changes, kind_of
from provenance.errors import InputError
from provenance.model.address import Locator, Pointer, RecordId
from provenance.model.correction import Decision, FieldEdit, FileEdit, Kind, MarkEdit, WordsEdit
from provenance.text.dossier import Dossier
from provenance.text.fingerprint import fingerprints
from provenance.text.notation import parse
from provenance.text.readings import Reading, derive
from tests.diff.specimen import ID, PRINT, RECORD, dossier

WHY = Decision("Misquotes ¶2", evidence=("p2", "the file"))


def words(
    old: str, new: str, *, where: str | None = None, edition: str = "print-1958", every: bool = False
) -> WordsEdit:
    return WordsEdit(ID, edition, Locator.parse(where) if where else None, old, new, every)


def refused(
    edit: WordsEdit | FieldEdit | FileEdit | MarkEdit, kind: Kind | None, on: Dossier | None = None
) -> InputError:
    given = on or dossier()
    with pytest.raises(InputError) as caught:
        apply(edit, given, kind, WHY)
    return caught.value


def test_a_field_is_set_and_nothing_else_of_the_file_changes() -> None:
    edit = FieldEdit(ID, "set", Pointer.parse("/date/edtf"), "1931-03-04")
    result = apply(edit, dossier())
    assert result.files["record.yaml"].decode() == RECORD.replace("1931-03-03", "1931-03-04")
    assert kind_of([edit], {ID: dossier()}) == "date"


def test_an_unknown_field_is_refused_with_what_is_there() -> None:
    error = refused(FieldEdit(ID, "set", Pointer.parse("/dates"), "x"), None)
    assert error.hint or error.candidates


def test_a_field_of_a_record_that_is_not_there_is_refused() -> None:
    assert "there is no" in refused(FieldEdit(ID, "set", Pointer.parse("/title"), "x"), None, Dossier(ID, {})).message


def test_setting_what_is_set_already_returns_an_equal_dossier() -> None:
    assert apply(FieldEdit(ID, "set", Pointer.parse("/date/edtf"), "1931-03-03"), dossier()) == dossier()


def test_words_of_a_living_edition_change_by_any_kind() -> None:
    edit = words("nine days", "ten days", edition="web")
    result = apply(edit, dossier(), kind_of([edit], {ID: dossier()}))
    assert result.files["editions/web.txt"].decode() == PRINT.replace("nine days", "ten days")


@pytest.mark.parametrize("kind", [None, "editorial", "translation", "date", "withdrawal"])
def test_words_of_a_fixed_edition_are_refused_and_both_ways_explained(kind: Kind | None) -> None:
    error = refused(words("nine days", "ten days"), kind)
    assert error.code == "fixed-edition"
    assert error.hint is not None
    assert "transcription" in error.hint
    assert "erratum" in error.hint


def test_no_kind_follows_from_words_of_a_fixed_edition() -> None:
    with pytest.raises(InputError, match="fixed edition"):
        kind_of([words("nine days", "ten days")], {ID: dossier()})


@pytest.mark.parametrize("kind", [None, "editorial", "transcription"])
def test_a_fixed_edition_is_not_made_a_living_one_whose_words_anybody_could_change(kind: Kind | None) -> None:
    error = refused(FieldEdit(ID, "set", Pointer.parse("/editions/print-1958/state"), "living"), kind)
    assert error.code == "fixed-edition"
    assert "--living" in (error.hint or "")


def test_a_transcription_changes_the_file_of_a_fixed_edition() -> None:
    result = apply(words("nine days", "ten days"), dossier(), "transcription")
    assert result.files["editions/print-1958.txt"].decode() == PRINT.replace("nine days", "ten days")
    assert result.files["editions/web.txt"] == dossier().files["editions/web.txt"]


def test_markup_may_not_change_words() -> None:
    assert "leaves the words" in refused(words("nine days", "ten days"), "markup").message


def test_words_that_stand_twice_are_refused_with_both_places() -> None:
    error = refused(words("by the", "before the"), "transcription")
    assert error.code == "several"
    assert error.candidates == ('p4 "by the"/1', 'p4 "by the"/2')


def test_words_that_stand_nowhere_are_refused() -> None:
    assert refused(words("no such words", "x"), "transcription").code == "not-found"
    assert refused(words("no such words", "x", every=True), "transcription").code == "not-found"


def test_every_occurrence_is_changed_once_even_where_the_new_words_hold_the_old() -> None:
    result = apply(words("by the", "by by the", every=True), dossier(), "transcription")
    assert result.files["editions/print-1958.txt"].decode() == PRINT.replace("by the", "by by the")


def test_the_second_occurrence_can_be_named() -> None:
    result = apply(words("", "before the", where='p4 "by the"/2'), dossier(), "transcription")
    assert result.files["editions/print-1958.txt"].decode() == PRINT.replace("rope by the", "rope before the")


def test_words_within_quoted_words_are_found_there_alone() -> None:
    result = apply(words("the", "a", where='p4 "rope by the"'), dossier(), "transcription")
    assert result.files["editions/print-1958.txt"].decode() == PRINT.replace("rope by the", "rope by a")
    assert refused(words("of", "a", where='p4 "rope by the"'), "transcription").code == "not-found"


def test_an_edition_that_the_record_has_not_is_refused_with_those_it_has() -> None:
    assert refused(words("x", "y", edition="other"), "transcription").candidates == (
        "print-1958",
        "web",
        "withheld-1990",
    )


def test_an_erratum_is_laid_over_the_printed_words_which_stay() -> None:
    result = apply(words("was without", "have been without", where="p1"), dossier(), "erratum", WHY)
    assert result.files["editions/print-1958.txt"] == dossier().files["editions/print-1958.txt"]
    assert result.files["record.yaml"].decode() == RECORD.replace(
        "    state: fixed\n    language: en\n  web:",
        "    state: fixed\n    language: en\n    errata:\n      was-without:\n"
        "        where: 'p1 \"was without\"'\n        now: have been without\n        evidence: p2; the file\n"
        "        why: Misquotes ¶2\n  web:",
    )
    line = changes(dossier(), result)[0]
    assert line.pointer == "/editions/print-1958/errata/was-without"
    text = result.text("print-1958")
    assert text is not None
    errata = {str(key): erratum for key, erratum in result.record.editions["print-1958"].errata.items()}
    corrected = derive(text, Reading.CORRECTED, errata=errata)
    assert "have been without bread" in corrected[1].words


def test_the_same_erratum_again_changes_nothing() -> None:
    edit = words("was without", "have been without", where="p1")
    once = apply(edit, dossier(), "erratum", WHY)
    assert apply(edit, once, "erratum", WHY) == once


def test_another_reading_of_the_same_words_is_refused_and_says_what_to_type() -> None:
    once = apply(words("was without", "have been without", where="p1"), dossier(), "erratum", WHY)
    error = refused(words("was without", "had been without", where="p1"), "erratum", once)
    assert error.hint is not None
    assert "/editions/print-1958/errata/was-without/now" in error.hint


def test_an_erratum_that_overlaps_another_is_refused() -> None:
    once = apply(words("was without", "have been without", where="p1"), dossier(), "erratum", WHY)
    assert refused(words("without bread", "without any bread", where="p1"), "erratum", once).code == "anchor"


def test_two_errata_with_the_same_words_get_two_keys() -> None:
    once = apply(words("", "before the", where='p4 "by the"/1'), dossier(), "erratum", WHY)
    twice = apply(words("", "before the", where='p4 "by the"/2'), once, "erratum", WHY)
    assert list(twice.record.editions["print-1958"].errata) == ["by-the", "by-the-2"]


def test_an_erratum_of_a_living_edition_changes_its_text() -> None:
    result = apply(words("nine days", "ten days", edition="web"), dossier(), "erratum", WHY)
    assert result.files["record.yaml"] == dossier().files["record.yaml"]
    assert b"ten days" in result.files["editions/web.txt"]


def test_a_transcription_that_takes_an_erratum_its_anchor_is_refused_with_the_mend() -> None:
    once = apply(words("was without", "have been without", where="p1"), dossier(), "erratum", WHY)
    edit = words("“was without", "“were without", where="p1")
    error = refused(edit, "transcription", once)
    assert error.code == "anchor"
    assert error.hint is not None
    carried = apply(
        FieldEdit(ID, "set", Pointer.parse("/editions/print-1958/errata/was-without/where"), 'p1 "were without"'),
        once,
        "transcription",
    )
    assert b"were without" in apply(edit, carried, "transcription").files["editions/print-1958.txt"]


def test_a_transcription_beside_an_anchor_goes_through() -> None:
    once = apply(words("was without", "have been without", where="p1"), dossier(), "erratum", WHY)
    assert (
        b"a month"
        in apply(words("a week", "a month", where="p1"), once, "transcription").files["editions/print-1958.txt"]
    )


def test_an_erratum_whose_words_are_not_there_cannot_be_added_as_a_field_either() -> None:
    edit = FieldEdit(ID, "add", Pointer.parse("/editions/print-1958/errata"), "{x: {where: 'p1 \"no such\"', now: y}}")
    assert refused(edit, None).code == "anchor"


def test_a_withheld_text_can_have_an_erratum_but_no_transcription() -> None:
    error = refused(words("14th", "15th", where="p4", edition="withheld-1990"), "transcription")
    assert error.code == "withheld"
    result = apply(words("14th", "15th", where="p4", edition="withheld-1990"), dossier(), "erratum", WHY)
    assert result.record.editions["withheld-1990"].errata["14th"].where == 'p4 "14th"'
    assert "say in which place" in refused(words("14th", "15th", edition="withheld-1990"), "erratum").message


def test_a_bracket_gets_a_label_and_its_words_stay() -> None:
    edit = MarkEdit(ID, "print-1958", Locator.parse('p4 "lzhet"'), "gloss", {"lang": "ru-Latn"})
    assert kind_of([edit], {ID: dossier()}) == "markup"
    result = apply(edit, dossier(), "markup")
    assert "[lzhet]{gloss lang=ru-Latn}" in result.files["editions/print-1958.txt"].decode()
    (line,) = changes(dossier(), result)
    assert (line.locator, line.before, line.after) == (
        "p4", "[lzhet]", "[lzhet]{gloss lang=ru-Latn}",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["../x", "editions/../x.txt", "editions/X.txt", "editions/con.txt", "notes.md"])
def test_a_file_that_is_none_of_the_record_is_refused(name: str) -> None:
    refused(FileEdit(ID, name, b""), "import")


def test_a_whole_text_of_a_fixed_edition_changes_only_to_become_what_is_printed() -> None:
    edit = FileEdit(ID, "editions/print-1958.txt", PRINT.replace("boots", "coats").encode())
    assert refused(edit, "editorial").code == "fixed-edition"
    assert refused(edit, "markup").hint == "--kind transcription"
    assert b"coats" in apply(edit, dossier(), "transcription").files["editions/print-1958.txt"]
    marked = FileEdit(ID, "editions/print-1958.txt", PRINT.replace("[lzhet]", "[lzhet]{gloss}").encode())
    assert kind_of([marked], {ID: dossier()}) == "markup"
    assert apply(marked, dossier(), "markup") != dossier()


def test_a_file_that_cannot_be_read_is_refused_with_its_place() -> None:
    error = refused(FileEdit(ID, "editions/web.txt", b"%text 1\n\nan [open bracket\n"), "editorial")
    assert error.line == 3
    assert refused(FileEdit(ID, "record.yaml", b"schema: 1\ntitel: x\n"), None).line is not None


@pytest.mark.parametrize(
    ("pointer", "kind"),
    [
        ("/attributions/a/role", "attribution"), ("/source/form", "source"), ("/copies/nsa/holder", "source"),
        ("/date/edtf", "date"), ("/translation/from/tag", "translation"), ("/relations/x", "relation"),
        ("/title", "editorial"), ("/editions/a/errata/k/now", "erratum"), ("/editions/a/pages", "editorial"),
    ],
)  # fmt: skip
def test_the_kind_follows_from_the_place(pointer: str, kind: Kind) -> None:
    assert kind_of([FieldEdit(ID, "set", Pointer.parse(pointer), "x")], {ID: dossier()}) == kind


def test_edits_of_several_kinds_are_editorial() -> None:
    edits = [FieldEdit(ID, "set", Pointer.parse(pointer), "x") for pointer in ("/date/edtf", "/relations/x")]
    assert kind_of(edits, {ID: dossier()}) == "editorial"


def test_the_kind_of_a_whole_file_follows_from_what_differs_in_it() -> None:
    edit = FileEdit(ID, "record.yaml", RECORD.replace("1931-03-03", "1931-03-04").encode())
    assert kind_of([edit], {ID: dossier()}) == "date"


def test_changes_show_the_words_and_little_around_them() -> None:
    (line,) = changes(dossier(), apply(words("nine days", "ten days"), dossier(), "transcription"))
    assert (line.edition, line.locator, line.before, line.after) == (
        "print-1958", "p2", "for nine days.", "for ten days.",
    )  # fmt: skip


def test_a_new_record_and_a_new_text_are_told_without_their_words() -> None:
    lines = changes(Dossier(ID, {}), dossier())
    assert [(line.pointer, line.edition, line.after) for line in lines] == [
        ("", None, "Telegram on bread and rope"), (None, "print-1958", "text of 7 blocks"),
        (None, "web", "text of 7 blocks"),
    ]  # fmt: skip


def test_changes_of_agents_are_told_by_field() -> None:
    agents = RecordId.parse("agents")
    before = Dossier(agents, {"agents.yaml": b"korneyev-pavel:\n  name: Korneyev\n"})
    edit = FieldEdit(agents, "set", Pointer.parse("/korneyev-pavel/name"), "Pavel Korneyev")
    (line,) = changes(before, apply(edit, before))
    assert (line.record, line.pointer, line.after) == ("agents", "/korneyev-pavel/name", "Pavel Korneyev")


def test_withholding_a_text_names_no_word_of_it() -> None:
    from provenance.model.fingerprint import write_fingerprints

    kept = write_fingerprints(fingerprints(parse(PRINT))).encode()
    after = dossier().with_file("editions/web.txt", None).with_file("editions/web.fingerprints", kept)
    (line,) = changes(dossier(), after)
    assert (line.before, line.after) == ("text of 7 blocks", "fingerprints of 7 blocks")


def test_no_words_at_all_are_refused() -> None:
    assert "which words" in refused(words("", "x", where="p4"), "transcription").message


def test_a_mark_on_a_withheld_text_or_of_another_kind_is_refused() -> None:
    locator = Locator.parse('p4 "lzhet"')
    assert refused(MarkEdit(ID, "withheld-1990", locator, "gloss", {}), "markup").code == "withheld"
    assert refused(MarkEdit(ID, "print-1958", locator, "gloss", {}), "erratum").code == "fixed-edition"


def test_fingerprints_and_a_taken_away_file_go_through() -> None:
    from provenance.model.fingerprint import write_fingerprints

    kept = write_fingerprints(fingerprints(parse(PRINT))).encode()
    result = apply(FileEdit(ID, "editions/web.fingerprints", kept), dossier(), "import")
    result = apply(FileEdit(ID, "editions/web.txt", None), result, "editorial")
    assert result.text("web") is None
    assert result.fingerprints("web") is not None
    refused(FileEdit(ID, "editions/web.fingerprints", b"no such thing\n"), "import")


@pytest.mark.parametrize(
    ("old", "key"),
    [
        ("was viewed", "was-viewed"), ("Été “perdu”", "ete-perdu"), ("хлеб", "p1-4"),
        ("one two three four five six seven eight nine ten", "one-two-three-four-five-six-seven-eight"),
    ],
)  # fmt: skip
def test_a_key_is_made_of_the_words(old: str, key: str) -> None:
    assert key_of(old, {}, "p1") == key
    assert key_of(old, {key: 1}, "p1") == f"{key}-2"
    assert RecordId.parse(key) == key


def test_kind_of_a_new_file_is_editorial_and_of_a_fixed_text_a_question() -> None:
    new = FileEdit(ID, "editions/new.txt", PRINT.encode())
    gone = FileEdit(ID, "editions/print-1958.txt", None)
    living = FileEdit(ID, "editions/web.txt", PRINT.replace("nine", "ten").encode())
    for edit in (new, gone, living):
        assert kind_of([edit], {ID: dossier()}) == "editorial"
    with pytest.raises(InputError, match="fixed edition"):
        kind_of([FileEdit(ID, "editions/print-1958.txt", PRINT.replace("nine", "ten").encode())], {ID: dossier()})
