"""The notation: one text that uses every mark, what is accepted, what is refused and where."""

from __future__ import annotations

import pytest

from provenance.errors import InputError
from provenance.text.blocks import (
    BLOCK_TAGS,
    BRACKET_KINDS,
    MARK_KINDS,
    SECTION_KINDS,
    SPAN_KINDS,
    Block,
    Bracket,
    Break,
    Call,
    Cell,
    EditionText,
    Emphasis,
    Mark,
    Section,
    Span,
    Words,
    walk,
)
from provenance.text.notation import escape, parse, write
from tests.text.every_mark import EVERY_MARK


def body(words: str) -> str:
    return f"%text 1\n\n{words}\n"


def only(words: str) -> Block:
    (item,) = parse(body(words)).items
    assert isinstance(item, Block)
    return item


def test_the_text_that_uses_every_mark_is_written_back_to_the_byte() -> None:
    assert write(parse(EVERY_MARK)) == EVERY_MARK
    assert parse(write(parse(EVERY_MARK))) == parse(EVERY_MARK)


def test_that_text_does_use_every_mark() -> None:
    text = parse(EVERY_MARK)
    inlines = [inline for block, _ in text.blocks() for inline in walk(block.inlines)]
    assert {inline.kind for inline in inlines if isinstance(inline, Bracket)} == set(BRACKET_KINDS)
    assert {inline.kind for inline in inlines if isinstance(inline, Span)} == set(SPAN_KINDS)
    assert {inline.kind for inline in inlines if isinstance(inline, Mark)} == set(MARK_KINDS)
    assert {Words, Break, Emphasis, Call, Cell} <= {type(inline) for inline in inlines}
    assert {section.kind for _, sections in text.blocks() for section in sections} == set(SECTION_KINDS)
    assert {block.tag for block, _ in text.blocks()} >= set(BLOCK_TAGS)
    assert {block.continued for block, _ in text.blocks() if block.note} == {True, False}


def test_every_node_says_where_in_the_source_it_stands() -> None:
    for block, _ in parse(EVERY_MARK).blocks():
        for inline in walk(block.inlines):
            written = EVERY_MARK[inline.start : inline.end]
            if isinstance(inline, Words):
                assert written.replace("\\", "") == inline.text
            elif isinstance(inline, Bracket):
                assert written.startswith("[")
                assert written.endswith("}" if inline.labelled else "]")
            elif isinstance(inline, Break):
                assert written == "\n| "
            elif isinstance(inline, Emphasis):
                assert written[0] == written[-1] == "*"
        assert EVERY_MARK[: block.start].endswith("\n\n")
        assert EVERY_MARK[block.end] == "\n"


def test_ids_follow_from_number_label_and_place() -> None:
    text = parse(
        body(
            "@title Letter\n\nFirst words.\n\n¶12 Numbered.\n\n¶13#p12a Renumbered.\n\n¶#k7 @heading Own id.\n\n"
            "@heading One\n\n@heading Two\n\nSecond words.\n\n[^1]: Note.\n\n[^1]+ More.\n\n[^*]: Starred."
        )
    )
    assert [block.id for block, _ in text.blocks()] == [
        "title", "u1", "p12", "p12a", "k7", "heading", "heading-2", "u2", "n1", "n1-2", "n-star",
    ]  # fmt: skip


def test_names_by_place_go_around_ids_that_are_written() -> None:
    text = parse(body("words\n\n¶#u1 given\n\nmore\n\n::: attachment #title\n\n@title Annex\n\n:::"))
    assert [block.id for block, _ in text.blocks()] == ["u2", "u1", "u3", "title-2"]
    assert parse(write(text)) == text


def test_a_heads_parts_are_all_read() -> None:
    block = only('¶5#p4 @resolution{by=h2 place="the \\"margin\\""} Agreed.')
    assert (block.number, block.id, block.given_id, block.tag) == ("5", "p4", True, "resolution")
    assert block.attrs == (("by", "h2"), ("place", 'the "margin"'))


def test_sections_nest_and_carry_ids_and_attributes() -> None:
    source = body("::: attachment by=document #a1\n\n::: table\n\n¶#t1 a {|} b\n\n:::\n\n:::\n\n¶2 rest")
    text = parse(source)
    outer = text.items[0]
    assert isinstance(outer, Section)
    assert (outer.kind, outer.id, outer.attrs) == ("attachment", "a1", (("by", "document"),))
    assert isinstance(outer.items[0], Section)
    assert [len(sections) for _, sections in text.blocks()] == [2, 0]
    assert write(text) == source


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        (r"a\b\c", "abc"),
        ("[x]{supplied}", "[x]"),
        ("[sic]{sic}", "[sic]"),
        ('[x]{gloss lang="ru"}', "[x]{gloss lang=ru}"),
        (r"{gap extent=\"2 lines\"}".replace("\\", ""), '{gap extent="2 lines"}'),
    ],
)
def test_what_is_accepted_beyond_the_canonical_form_is_written_canonically(written: str, canonical: str) -> None:
    text = parse(body(written))
    assert write(text) == body(canonical)
    assert parse(body(canonical)) == text


def test_a_mark_behind_a_bracket_is_its_label_only_where_a_label_can_be() -> None:
    bracket, span = only("[x]{sic|stors}").inlines
    assert isinstance(bracket, Bracket)
    assert not bracket.labelled
    assert isinstance(span, Span)
    bracket, point = only("[x]{gap}").inlines
    assert isinstance(point, Mark)
    (bracket,) = only("[x]{sic}").inlines
    assert isinstance(bracket, Bracket)
    assert (bracket.kind, bracket.labelled) == ("sic", True)


def test_words_that_look_like_marks_are_escaped_where_they_would_be_read_so() -> None:
    for words in ("¶1 a", "@title", "::: x", "| x", "%text", "[x]", "{u|x}", "*x*", "\\", "::x", "a ¶ @ | %"):
        text = EditionText((Block("u1", (Words(words),)),))
        assert parse(write(text)) == text
    assert escape("::: [x]", at_start=True) == r"\::: \[x\]"
    assert escape("@x") == "@x"


def test_a_circumflex_in_a_bracket_and_a_colon_behind_an_opening_call_are_escaped() -> None:
    block = Block("u1", (Call("1"), Words(": x "), Bracket("supplied", (Words("^2"),))))
    text = EditionText((block,))
    assert write(text) == body(r"[^1]\: x [\^2]")
    assert parse(write(text)) == text


def test_values_are_bare_where_they_can_be() -> None:
    block = Block("u1", (Mark("gap", (("a", "x"), ("b", ""), ("c", 'q"\\'), ("d", "a|b"))),))
    assert write(EditionText((block,))) == body(r'{gap a=x b="" c="q\"\\" d="a|b"}')


def test_an_empty_text_is_a_text() -> None:
    assert parse("%text 1\n").items == ()
    assert write(EditionText(())) == "%text 1\n"


REFUSED = [
    ("", 1, 1, "begins with the line"),
    ("%text 2\n", 1, 1, "begins with the line"),
    ("\ufeff%text 1\n", 1, 1, "byte order mark"),
    ("%text 1\r\n", 1, 8, "carriage return"),
    ("%text 1\n\na\x00b\n", 3, 2, "control character"),
    ("%text 1\n\na \n", 3, 2, "ends with a space"),
    ("%text 1\n\na", 3, 2, "not ended"),
    ("%text 1\na\n", 2, 1, "a blank line must stand"),
    ("%text 1\n\na\nb\n", 4, 1, "a blank line must stand"),
    ("%text 1\n\n\na\n", 3, 1, "one blank line"),
    ("%text 1\n\na\n\n", 4, 1, "blank line at the end"),
    (body("¶1 a\n\n¶1 b"), 5, 1, "'p1' stands twice"),
    (body("¶1#n1 a\n\n[^1]: b"), 5, 1, "'n1' stands twice"),
    (body("::: table #x\n\n¶#x a\n\n:::"), 5, 1, "'x' stands twice"),
    (body("¶x a"), 3, 1, "no paragraph's head"),
    (body("¶1"), 3, 1, "no paragraph's head"),
    (body("@titel a"), 3, 1, "no tag 'titel'"),
    (body("@ a"), 3, 1, "a tag must stand"),
    (body("@title"), 3, 7, "words must stand"),
    (body("@title{by=x| a"), 3, 12, "not closed"),
    (body("@title{by=x a"), 3, 13, "an attribute should stand"),
    (body("¶1 ¶2 a"), 3, 4, "cannot begin"),
    (body("| a"), 3, 1, "cannot begin"),
    (body("%a"), 3, 1, "cannot begin"),
    (body("[^1]:a"), 3, 5, "begin a note"),
    (body("a\n|b"), 4, 1, "kept line break"),
    (body(":::"), 3, 1, "closes no section"),
    (body("::: headnote\n\na"), 3, 1, "headnote is not closed"),
    (body("::: heading\n\n:::"), 3, 5, "no kind of section 'heading'"),
    (body(":::headnote\n\n:::"), 3, 1, "behind ':::'"),
    (body("::: headnote #1\n\n:::"), 3, 13, "does not belong"),
    (body("a [b"), 3, 3, "not closed on its line"),
    (body("a [b\n| c]"), 3, 3, "not closed on its line"),
    (body("a] b"), 3, 2, "closes nothing"),
    (body("a} b"), 3, 2, "closes nothing"),
    (body("{u|a] b}"), 3, 5, "opened at line 3, column 1"),
    (body("[a} b]"), 3, 3, "opened at line 3, column 1"),
    (body("*a [b* c]"), 3, 6, "opened at line 3, column 4"),
    (body("a *b"), 3, 3, "not closed"),
    (body("**bold**"), 3, 1, "empty"),
    (body("[^] a"), 3, 1, "no note call"),
    (body("{x|a}"), 3, 1, "no kind of span 'x'"),
    (body("{pg n=1}"), 3, 1, "no mark 'pg'"),
    (body("a {gloss}"), 3, 3, "label of a bracket"),
    (body("{ a}"), 3, 1, "kind of a mark"),
    (body("{u a}"), 3, 4, "an attribute should stand"),
    (body("{u by=|a}"), 3, 7, "a value is missing"),
    (body('{u by="x|a}'), 3, 7, "not closed on its line"),
    (body("{u by=a by=b|c}"), 3, 9, "given twice"),
    (body("[14th]{corr}"), 3, 7, "needs was="),
    (body("{var w=c2|x}"), 3, 1, "needs r="),
    (body("{u"), 3, 3, "should stand"),
    (body("a\\"), 3, 2, "escapes nothing"),
]


@pytest.mark.parametrize(("source", "line", "column", "message"), REFUSED)
def test_what_the_grammar_does_not_have_is_refused_with_line_and_column(
    source: str, line: int, column: int, message: str
) -> None:
    with pytest.raises(InputError) as caught:
        parse(source, file="editions/x.txt")
    assert message in caught.value.message
    assert (caught.value.file, caught.value.line, caught.value.column) == ("editions/x.txt", line, column)
    assert caught.value.hint or "control character" in message or "twice" in message


def test_a_near_miss_is_answered_with_the_nearest_word() -> None:
    with pytest.raises(InputError) as caught:
        parse(body("@resolutoin a"))
    assert caught.value.hint == "resolution"
    assert "resolution" in caught.value.candidates


@pytest.mark.parametrize(
    "block",
    [
        Block("p1", (Words("a\n\n¶2 forged"),), number="1"),
        Block("p1", (Mark("gap", (("n", "a\n\n¶2 forged"),)),), number="1"),
        Block("p1", (Call("1]\n\n¶2 forged"),), number="1"),
        Block("x y", (Words("a"),), given_id=True),
        Block("p1", (Words("a"),), number="one"),
        Block("n1", (Words("a"),), note="1]: b\n\n[^2"),
    ],
)
def test_values_that_would_be_read_as_other_blocks_are_not_written(block: Block) -> None:
    with pytest.raises(InputError):
        write(EditionText((block,)))


def test_a_section_whose_id_cannot_be_one_is_not_written() -> None:
    with pytest.raises(InputError):
        write(EditionText((Section("table", (), id="a b"),)))
