"""Errata whose words were moved, divided, joined or changed on the other side."""

from __future__ import annotations

import pytest

from provenance.diff.choices import Choice
from provenance.diff.errata import errata_of
from provenance.diff.merge import merge, merged
from provenance.errors import ConflictError
from provenance.text.dossier import Dossier
from provenance.text.readings import place_errata
from tests.diff.specimen import ID, RECORD, body

FIRST = "The crews of three ships have been without bread for nine days. Nobody may touch the flour in the harbour."
SECOND = "We asked twice, and the men of the second watch sold their boots for a sack of rye and a box of candles."
THIRD = "Send rope by the fourteenth, oil by the twentieth, and coal when the ice lets you come through the strait."
WEB = "  web:\n    state: living\n    language: en\n"
KEY = f"{ID} /editions/web/errata/slip/where"
PLAIN = body(FIRST, SECOND, THIRD)
SPLIT = PLAIN.replace(". Nobody", ".\n\n¶#k7 Nobody")
MOVED = body(FIRST, SECOND, THIRD).replace(f"¶1 {FIRST}\n\n¶2 {SECOND}\n", f"¶2 {SECOND}\n\n¶1 {FIRST}\n")
JOINED = PLAIN.replace(f"\n\n¶3 {THIRD}", f" {THIRD}")


def record(text: str, where: str = "", rest: str = "") -> Dossier:
    """The specimen with an erratum in its web edition, if ``where`` says where."""
    laid = f"    errata:\n      slip: {{where: '{where}', now: something else, why: A slip}}\n" if where else ""
    files = {"record.yaml": RECORD.replace(WEB, WEB + laid) + rest, "editions/web.txt": text}
    return Dossier(ID, {name: content.encode() for name, content in files.items()})


def anchor(joined: Dossier) -> str:
    """Where the erratum is anchored; it has to fit there."""
    text = joined.text("web")
    assert text is not None
    errata = errata_of(joined, "web")
    assert place_errata(text, errata)[1] == {}
    return errata["slip"].where


@pytest.mark.parametrize(
    ("theirs", "where", "home"),
    [
        (SPLIT, 'p1 "the flour"', 'k7 "the flour"'),
        (MOVED, 'p1 "the flour"', 'p1 "the flour"'),
        (JOINED, 'p3 "the fourteenth"', 'p2 "the fourteenth"'),
    ],
)
def test_an_erratum_goes_with_its_words_whichever_side_laid_it(theirs: str, where: str, home: str) -> None:
    laid, changed = record(PLAIN, where), record(theirs)
    for ours, other in ((laid, changed), (changed, laid)):
        assert anchor(merge(record(PLAIN), ours, other)) == home


def test_an_anchor_that_both_sides_carried_to_one_place_is_no_conflict() -> None:
    into_the_second = PLAIN.replace(f"¶1 {FIRST}\n\n¶2 ", f"¶2 {FIRST} ")
    ours, theirs = record(SPLIT, 'k7 "the flour"'), record(into_the_second, 'p2 "the flour"')
    assert anchor(merge(record(PLAIN, 'p1 "the flour"'), ours, theirs)) == 'k7 "the flour"'


def test_an_anchor_that_both_sides_carried_to_other_words_is_a_conflict() -> None:
    base = record(PLAIN, 'p1 "flour"')
    ours, theirs = record(PLAIN, 'p1 "bread"'), record(PLAIN, 'p1 "harbour"')
    with pytest.raises(ConflictError) as caught:
        merge(base, ours, theirs)
    (conflict,) = caught.value.conflicts
    assert (conflict["key"], conflict["base"]) == (KEY, 'p1 "flour"')
    assert (conflict["ours"], conflict["theirs"]) == ('p1 "bread"', 'p1 "harbour"')
    assert anchor(merge(base, ours, theirs, {KEY: Choice("ours")})) == 'p1 "bread"'
    assert anchor(merge(base, ours, theirs, {KEY: Choice("theirs")})) == 'p1 "harbour"'


def test_an_erratum_whose_words_the_other_side_changed_is_a_conflict_until_it_is_settled() -> None:
    base, ours, theirs = record(PLAIN), record(PLAIN, 'p1 "the flour"'), record(PLAIN.replace("the flour", "the oats"))
    with pytest.raises(ConflictError) as caught:
        merge(base, ours, theirs)
    (conflict,) = caught.value.conflicts
    assert (conflict["key"], conflict["ours"], conflict["theirs"]) == (KEY, 'p1 "the flour"', None)
    assert "the flour" in conflict["problem"]
    assert errata_of(merge(base, ours, theirs, {KEY: Choice("theirs")}), "web") == {}
    assert anchor(merge(base, ours, theirs, {KEY: Choice("text", 'p1 "the oats"')})) == 'p1 "the oats"'
    with pytest.raises(ConflictError, match="slip"):
        merge(base, ours, theirs, {KEY: Choice("text", 'p1 "the barley"')})


def test_an_erratum_that_fitted_on_neither_side_hinders_no_merge() -> None:
    base = record(PLAIN, 'p1 "the barley"')
    ours, theirs = record(PLAIN.replace("rope", "cord"), 'p1 "the barley"'), record(SPLIT, 'p1 "the barley"')
    joined = merge(base, ours, theirs)
    assert errata_of(joined, "web")["slip"].where == 'p1 "the barley"'


def test_comments_of_both_sides_stay_where_lines_clash() -> None:
    date = "date: {edtf: 1931-03-03, basis: stated, where: title}\n"
    old = RECORD + WEB.replace("web", "last")
    mine = old.replace(date, "# we saw the telegram\n" + date.replace("03-03", "03-04")).replace(
        "title: Telegram", "# as printed\ntitle: Telegram"
    )
    other = old.replace(date, date.replace("where: title", "where: p1")) + "# the end\n"
    base, ours, theirs = (
        Dossier(ID, {**record(PLAIN).files, "record.yaml": content.encode()}) for content in (old, mine, other)
    )
    found = merged(base, ours, theirs)
    source = found.dossier.files["record.yaml"].decode()
    for words in ("# we saw the telegram", "# as printed", "# the end", "edtf: 1931-03-04", "where: p1"):
        assert words in source, words
    assert found.notices == ()


def test_a_comment_that_could_not_be_kept_is_said() -> None:
    date = "date: {edtf: 1931-03-03, basis: stated, where: title}\n"
    mine = RECORD.replace(date, date.replace("03-03", "03-04").replace("}\n", "}  # by the postmark\n"))
    other = RECORD.replace(date, date.replace("where: title", "where: p1"))
    base, ours, theirs = (
        Dossier(ID, {**record(PLAIN).files, "record.yaml": content.encode()}) for content in (RECORD, mine, other)
    )
    found = merged(base, ours, theirs)
    source = found.dossier.files["record.yaml"].decode()
    assert ("# by the postmark" in source) != any("# by the postmark" in notice for notice in found.notices)
