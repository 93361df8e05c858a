"""New words and marks in the source: only what was asked changes, marks stay or the change is refused."""

from __future__ import annotations

import pytest

from provenance.errors import InputError
from provenance.model.address import Locator
from provenance.text.blocks import Block, EditionText, Words
from provenance.text.locate import find, find_words, mark, replace_each, replace_words
from provenance.text.notation import parse
from provenance.text.readings import Reading
from tests.text.every_mark import EVERY_MARK


def body(words: str) -> str:
    return f"%text 1\n\n{words}\n"


def spliced(words: str, where: str, new: str) -> str:
    """``words`` as a text of one block, ``where`` in it replaced: the block's source."""
    text = parse(body(words))
    return _one(replace_words(text, find(text, Locator.parse(where)), new))


def marked(words: str, where: str, kind: str, **attrs: str) -> str:
    text = parse(body(words))
    return _one(mark(text, find(text, Locator.parse(where)), kind, attrs))


def _one(source: str) -> str:
    assert source.startswith("%text 1\n\n")
    return source.removeprefix("%text 1\n\n").removesuffix("\n")


@pytest.mark.parametrize(
    ("words", "where", "new", "result"),
    [
        ("¶1 Moscow was viewed so.", '"was viewed"', "has been viewed", "¶1 Moscow has been viewed so."),
        ("¶1 by Medvedev,[^1] the", '"Medvedev, the"', "Medvedev, this", "¶1 by Medvedev,[^1] this"),
        ("¶1 by Medvedev,[^1] the", '"Medvedev, the"', "Medvedeff, this", "¶1 by Medvedeff,[^1] this"),
        ("¶1 the *old man* sat", '"the old man sat"', "an elderly man sits", "¶1 an *elderly man* sits"),
        ("¶1 scarce[^1] now", '"scarce now"', "scarce. now", "¶1 scarce.[^1] now"),
        ("¶1 scarce.[^1]", '"scarce."', "scarce. Indeed", "¶1 scarce.[^1] Indeed"),
        ("¶1 *scarce*", '"scarce"', "scarce, so", "¶1 *scarce*, so"),
        ("¶1 inde{pb n=3}pendant", '"independant"', "independent", "¶1 inde{pb n=3}pendent"),
        ("¶1 ha[ve] no", '"ha[ve]"', "has", "¶1 has no"),
        ("¶1 a [b]{gloss lang=ru} c", '"a [b] c"', "x [b] y", "¶1 x [b]{gloss lang=ru} y"),
        ("¶1 a [b]{gloss lang=ru} c", '"b"', "d", "¶1 a [d]{gloss lang=ru} c"),
        ("¶1 a [*b*]{gloss lang=ru} c", '" [b]"', "", "¶1 a c"),
        ("¶1 [for x] y", '"[for x]"', "(for x)", "¶1 (for x) y"),
        ("¶1 a b", '"b"', "b [sic]", "¶1 a b [sic]"),
        ("¶1 a b", '"b"', "b] {*\\", r"¶1 a b\] \{\*\\"),
        ("¶1 a b", '"a"', "@a", r"¶1 \@a b"),
        ("a b", '"a"', "¶1", r"\¶1 b"),
        ("[^1] b", '"b"', ": b", r"[^1] : b"),
        ("[^1]b", '"b"', ":b", r"[^1]\:b"),
        ("¶1 [b] c", '"b"', "^b", r"¶1 [\^b] c"),
        ("¶1 a b", '"a"', "[^1]", r"¶1 [\^1] b"),
        ("¶1 a b c", '"b"', "b\nd", "¶1 a b\n| d c"),
        ("¶1 a b\n| c d", '"b\nc"', "b c", "¶1 a b c d"),
        ("¶1 a {|} b", '"b"', "c\td", "¶1 a {|} c{|}d"),
        (r"¶1 \[as agreed\] x", '"as agreed"', "as asked", r"¶1 \[as asked\] x"),
        (r"¶1 a\b c", '"b"', "d", "¶1 ad c"),
        ("¶1 a {pb n=2}b", '"b"', "or b", "¶1 a {pb n=2}or b"),
        ("¶1 {name ref=x|Lund} came", '"Lund"', "Lindh", "¶1 {name ref=x|Lindh} came"),
        ("¶1 {u|a b} c", '"b c"', "d e", "¶1 {u|a d} e"),
    ],
)
def test_only_the_words_change_and_marks_stay(words: str, where: str, new: str, result: str) -> None:
    assert spliced(words, where, new) == result


@pytest.mark.parametrize(
    ("words", "where", "new", "message"),
    [
        ("¶1 was *never* seen", '"was never seen"', "saw", "stands the mark *never*"),
        ("¶1 a[^1]b c", '"ab"', "", "stands the mark [^1]"),
        ("¶1 *a* b", '"a"', "", "cannot be written there"),
        ("¶1 a b", '"b"', "", "ends with a space"),
        ("¶1 a", '"a"', "", "cannot be written there"),
        ("¶1 {u|a b}", '"b"', "x\ny", "cannot be written there"),
        ("::: bracketed\n\n¶1 a b\n\n:::", '"[a"', "(a", "section's"),
        ("¶1 a [b] c", '"[b"', "(b", "stands the mark [b]"),
    ],
)
def test_where_a_mark_would_be_lost_or_the_text_broken_the_change_is_refused(
    words: str, where: str, new: str, message: str
) -> None:
    with pytest.raises(InputError, match=r".") as caught:
        spliced(words, where, new)
    assert message in caught.value.message


def test_words_that_are_the_same_already_leave_the_source_as_it_was() -> None:
    assert spliced("¶1 a [b]{gloss} *c*", '"a [b] c"', "a [b] c") == "¶1 a [b]{gloss} *c*"


def test_no_byte_outside_the_words_changes_even_where_the_source_is_not_canonical() -> None:
    source = body('¶1 a [b]{supplied} c\n\n¶2 [x]{gloss lang="ru"} \\y')
    text = parse(source)
    changed = replace_words(text, find(text, Locator.parse('p1 "c"')), "d")
    assert changed == source.replace(" c\n", " d\n")


def test_a_place_of_another_reading_is_refused() -> None:
    text = parse(body("¶1 a [b] c"))
    place = find(text, Locator.parse('"a c"'), Reading.DOCUMENT)
    with pytest.raises(InputError, match="printed"):
        replace_words(text, place, "x")


def test_a_text_made_from_values_is_written_with_the_new_words() -> None:
    text = EditionText((Block("p1", (Words("a b"),), number="1"),))
    assert replace_words(text, find(text, Locator.parse('"b"')), "c") == body("¶1 a c")


@pytest.mark.parametrize(
    ("words", "where", "kind", "attrs", "result"),
    [
        ("¶1 a [b] c", '"b"', "gloss", {"lang": "ru-Latn"}, "¶1 a [b]{gloss lang=ru-Latn} c"),
        ("¶1 a [b] c", '"[b]"', "gloss", {"lang": "ru-Latn"}, "¶1 a [b]{gloss lang=ru-Latn} c"),
        ("¶1 a [*b*] c", '"b"', "gloss", {}, "¶1 a [*b*]{gloss} c"),
        ("¶1 a [b]{gloss lang=x} c", '"b"', "gloss", {"lang": "y"}, "¶1 a [b]{gloss lang=y} c"),
        ("¶1 a [b]{gloss by=editor} c", '"b"', "supplied", {}, "¶1 a [b]{supplied by=editor} c"),
        ("¶1 a [b]{gloss} c", '"b"', "supplied", {}, "¶1 a [b] c"),
        ("¶1 a [sic] c", '"sic"', "sic", {}, "¶1 a [sic] c"),
        ("¶1 by the [14th];", '"14th"', "corr", {"was": "41th"}, "¶1 by the [14th]{corr was=41th};"),
        ("¶1 a b c", '"b"', "sic", {}, "¶1 a {sic|b} c"),
        ("¶1 a b c", '"b"', "name", {"ref": "b b"}, '¶1 a {name ref="b b"|b} c'),
        ("¶1 a {name ref=x|b} c", '"b"', "name", {"ref": "y"}, "¶1 a {name ref=y|b} c"),
        ("¶1 a {name ref=x|*b*} c", '"b"', "name", {"cert": "low"}, "¶1 a {name ref=x cert=low|*b*} c"),
        ("¶1 a *b* c", '"b c"', "u", {}, "¶1 a {u|*b* c}"),
        ("¶1 Medvedev,[^1] the", '"Medvedev, the"', "name", {}, "¶1 {name|Medvedev,[^1] the}"),
        ("¶1 a b", '"b"', "pb", {"n": "2"}, "¶1 a {pb n=2}b"),
        ("¶1 a b", "p1", "b", {}, "¶1 {b|a b}"),
        ("¶25 June 26", "p25", "dateline", {}, "¶25 @dateline June 26"),
        ("¶25#x @heading June 26", "x", "dateline", {"by": "h2"}, "¶25#x @dateline{by=h2} June 26"),
        ("@stamp{place=top} R", "stamp", "stamp", {"by": "h2"}, "@stamp{place=top by=h2} R"),
        ("June 26", "u1", "dateline", {}, "¶#u1 @dateline June 26"),
        ("@heading June 26", "heading", "dateline", {}, "¶#heading @dateline June 26"),
    ],
)
def test_a_mark_is_put_where_the_words_are(
    words: str, where: str, kind: str, attrs: dict[str, str], result: str
) -> None:
    assert marked(words, where, kind, **attrs) == result


@pytest.mark.parametrize(
    ("words", "where", "kind", "attrs", "message"),
    [
        ("¶1 a b c", '"b"', "glos", {}, "no mark 'glos'"),
        ("¶1 a b c", '"b"', "gloss", {}, "no bracket stands around"),
        ("¶1 a [b d] c", '"b"', "gloss", {}, "no bracket stands around"),
        ("¶1 a [b] c", '"b"', "corr", {}, "needs was="),
        ("¶1 a b c", '"b"', "var", {"w": "c2"}, "needs r="),
        ("¶1 a b c", '"b"', "u", {"By": "x"}, "'By' cannot be an attribute"),
        ("¶1 a b c", '"b"', "u", {"by": "x\ny"}, "one line"),
        ("¶1 *a b* c", '"b c"', "u", {}, "only a part of *a b*"),
        ("¶1 a\n| b", '"a\nb"', "u", {}, "kept line break"),
        ("¶1 a b", '"b"', "heading", {}, "tag of a whole block"),
        ("[^1]: a b", "fn 1", "heading", {}, "a note has no tag"),
    ],
)
def test_a_mark_that_does_not_fit_the_place_is_refused(
    words: str, where: str, kind: str, attrs: dict[str, str], message: str
) -> None:
    with pytest.raises(InputError, match=r".") as caught:
        marked(words, where, kind, **attrs)
    assert message in caught.value.message


def test_marking_one_block_leaves_the_names_of_the_others() -> None:
    source = body("one\n\ntwo\n\nthree")
    text = parse(source)
    again = parse(mark(text, find(text, Locator.parse("u2")), "heading", {}))
    assert [block.id for block, _ in again.blocks()] == ["u1", "u2", "u3"]


def test_every_letter_of_a_text_of_all_marks_can_be_replaced() -> None:
    text = parse(EVERY_MARK)
    done = 0
    for block, _ in text.blocks():
        passage = find(text, Locator(place=block.id)).passage
        for at in range(0, len(passage.words), 3):
            place = find(text, Locator(place=block.id))
            place = type(place)(block, passage, at, at + 1, words=True)
            if passage.words[at] in "[]":
                continue  # one sign of a pair
            source = replace_words(text, place, "Q")
            done += 1
            after = find(parse(source), Locator(place=block.id)).passage.words
            assert after == passage.words[:at] + "Q" + passage.words[at + 1 :]
    assert done > 150


def test_many_places_are_replaced_at_once() -> None:
    source = body(
        "¶1 Shaknazarov, *Shaknazarov*’s and x\n| Shaknazarov[^1].\n\n¶2 Shaknazarov\n\n[^1]: a [Shaknazarov]{gloss}"
    )
    text = parse(source)
    changed = replace_each(text, find_words(text, "Shaknazarov"), "Shakhnazarov")
    assert changed == source.replace("Shaknazarov", "Shakhnazarov")


def test_new_words_that_hold_the_old_ones_are_no_trap() -> None:
    text = parse(body("¶1 colour colour"))
    assert replace_each(text, find_words(text, "col"), "col col") == body("¶1 col colour col colour")


def test_places_that_overlap_and_no_places_are_refused() -> None:
    text = parse(body("¶1 a b c"))
    one, other = (find(text, Locator.parse(typed)) for typed in ('"a b"', '"b c"'))
    with pytest.raises(InputError, match="overlap"):
        replace_each(text, (one, other), "x")
    with pytest.raises(InputError, match="no place"):
        replace_each(text, (), "x")
