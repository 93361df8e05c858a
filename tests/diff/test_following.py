from __future__ import annotations

from provenance.diff.following import follow
from provenance.diff.merge import apply
from provenance.model.address import Locator, Pointer
from provenance.model.correction import FieldEdit, MarkEdit, WordsEdit
from provenance.text.dossier import Dossier
from tests.diff.specimen import ID, RECORD, body

BASE = body(
    "The crews have been without bread for nine days now.",
    "There is flour in the harbour, and nobody may touch it without a slip.",
    "We asked twice, and the men of the second watch sold their boots.",
)


def web(source: str) -> Dossier:
    return Dossier(ID, {"record.yaml": RECORD.encode(), "editions/web.txt": source.encode()})


def words(where: str, old: str, new: str) -> WordsEdit:
    return WordsEdit(ID, "web", Locator.parse(where), old, new)


def test_an_edit_goes_to_the_half_of_a_split_block_that_has_its_words() -> None:
    newer = web(BASE.replace(", and nobody may", ".\n\n¶#k2 And nobody may"))
    edit = follow(words("p2", "without a slip", "without a written slip"), web(BASE), newer)
    assert edit == words("k2", "without a slip", "without a written slip")
    assert b"a written slip" in apply(edit, newer).files["editions/web.txt"]


def test_an_edit_goes_to_the_block_that_took_its_own_in() -> None:
    newer = web(BASE.replace("slip.\n\n¶3 We asked", "slip; we asked"))
    edit = follow(words("p3", "their boots", "their coats"), web(BASE), newer)
    assert isinstance(edit, WordsEdit)
    assert str(edit.locator) == "p2"


def test_an_edit_follows_a_block_that_was_renumbered() -> None:
    newer = web(body("Snow came over the bay.", *(line[3:] for line in BASE.split("\n") if line.startswith("¶"))))
    edit = follow(words('p2 "a slip"', "", "a note"), web(BASE), newer)
    assert isinstance(edit, WordsEdit)
    assert str(edit.locator) == 'p3 "a slip"'


def test_a_mark_follows_its_words() -> None:
    newer = web(BASE.replace(", and nobody may", ".\n\n¶#k2 And nobody may"))
    edit = follow(MarkEdit(ID, "web", Locator.parse('p2 "slip"'), "u", {}), web(BASE), newer)
    assert isinstance(edit, MarkEdit)
    assert str(edit.locator) == 'k2 "slip"'


def test_what_still_fits_and_what_is_gone_stay_as_they_are() -> None:
    edit = words("p2", "a slip", "a note")
    assert follow(edit, web(BASE), web(BASE.replace("nine", "ten"))) == edit
    assert follow(edit, web(BASE), web(BASE.replace("a slip", "a pass"))) == edit
    field = FieldEdit(ID, "set", Pointer.parse("/title"), "x")
    assert follow(field, web(BASE), web(BASE)) == field
