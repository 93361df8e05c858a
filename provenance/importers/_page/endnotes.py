"""The notes of a page: where they begin, which label each has, and those that are keyed by a word of the text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.importers._page.calls import find_calls
from provenance.importers._page.front import is_citation, is_source
from provenance.importers._page.piece import Piece
from provenance.importers._page.statements import is_statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.importers._page.paragraphs import Paragraph

_NOTE_START = re.compile(
    r"(?:\[(?P<b>\d{1,4})\]|\((?P<p>\d{1,3})\)|(?P<n>\d{1,4})[.)]?|(?P<s>[*†‡]{1,3})|(?P<r>[¹²³⁰⁴-⁹]{1,4})|(?P<a>[a-z])(?=\s[A-Z]))"
    r"(?P<space>(?<=[¹²³⁰⁴-⁹])\s{0,2}|\s+)(?=\S)"
)
_SIGN = re.compile(r"[*†‡]{1,3}")
_RAISED_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_HEADING = re.compile(
    r"(?:(?:Foot|End)?[Nn]otes?|NOTES|FOOTNOTES|Anmerkungen|Fußnoten|Примечани[ея]|ПРИМЕЧАНИ[ЕЯ]|ANMERKUNGEN|"
    r"Сноски|Notes de bas de page):?"
)
_LEMMA = re.compile(
    r"(?:\d{1,4}\s)?(?P<lemma>[^\s\[\]{}#\\\d][^\s\[\]{}#\\]{0,15}(?:\s[^\s\[\]]{1,20}){0,3}?)\]\s(?=\S)"
)
_NOTE_WORDS = re.compile(
    r"(?:Not (?:printed|found|attached|enclosed|identified|reproduced)|None printed|Ibid|See\b|Cf\.|Vgl\.|Siehe|"
    r"Dok\.|Voir|Non (?:reproduit|"
    r"retrouvé|publié)|См\.|Там же|Опущен|Document \d|Printed|Reference is|Doc(?:ument)?\.? |Telegram \d|Ante|"
    r"Post|Supra|Infra|"
    r"No\. \d|Not dated|Text (?:in|printed))"
)
IN_PARENTHESES = re.compile(r"\([A-ZÀ-ÞА-ЯЁ][^()]{4,100},\s[^()]{2,100}\)\.?")
"""``(Vik family, Vardal)`` behind the last note: where the paper lies."""
_LEAST_LEMMAS = 2
"""A bracket that was never opened is a slip; two paragraphs that begin so are notes."""


def notes_start(rest: Sequence[Paragraph], last_numbered: int, title: Sequence[str] = ()) -> int:
    """Where the notes begin: the first label of the last running series of labels, behind the numbered text."""
    explicit = next((at for at, paragraph in enumerate(rest) if paragraph.note is not None), None)
    if explicit is not None:
        return explicit
    lemmas = _lemmas_start(rest, last_numbered)
    if lemmas is not None:
        return lemmas
    start, expected = len(rest), None
    for at in range(len(rest) - 1, last_numbered, -1):
        label = label_of(rest[at])
        if label is None:
            continue
        if expected is not None and label.isdigit() and int(label) != expected:
            break
        start = at
        if _SIGN.fullmatch(label) and at - 1 > last_numbered and _SIGN.fullmatch(label_of(rest[at - 1]) or ""):
            continue  # * and ** stand below one another
        if not label.isdigit() or int(label) < 1:
            break
        expected = int(label) - 1
    return start if start < len(rest) and _are_notes(rest, start, title) else len(rest)


_GLUED_LABEL = re.compile(r"\d{1,3}(?=[A-ZÀ-ÞА-ЯЁ“„«])")


def unglued_notes(rest: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """The paragraphs; notes that end the page and have their numbers glued to them are labelled.

    So web editions are copied. Numbered paragraphs look the same: only where the first
    says where the document lies (``1Source: …``).
    """
    start = len(rest)
    while start and rest[start - 1].note is None and not rest[start - 1].table:
        if not _GLUED_LABEL.match(rest[start - 1].lines[0]):
            break
        start -= 1
    labels = [match[0] if (match := _GLUED_LABEL.match(one.lines[0])) else "" for one in rest[start:]]
    counted = labels == [str(number) for number in range(1, len(labels) + 1)]
    if not start or not labels or not counted or not is_source(rest[start].lines[0][1:]):
        return tuple(rest)
    return (
        *rest[:start],
        *(replace(one.without(len(own)), note=own) for one, own in zip(rest[start:], labels, strict=True)),
    )


def is_heading(paragraph: Paragraph) -> bool:
    """Whether a paragraph is the heading ``Notes``."""
    return _HEADING.fullmatch(paragraph.words) is not None


def unnumbered_notes(rest: Sequence[Paragraph]) -> int:
    """How many paragraphs stand under a last heading ``Notes`` without any label: their numbers were lost."""
    at = next((at for at in range(len(rest) - 1, -1, -1) if is_heading(rest[at])), None)
    if at is None or any(label_of(paragraph) for paragraph in rest[at + 1 :]):
        return 0
    return len(rest) - at - 1


def _lemmas_start(rest: Sequence[Paragraph], last_numbered: int) -> int | None:
    """Where paragraphs begin that are all keyed by a word (``morgen] …``); None where fewer than two end the page."""
    at = len(rest)
    while at > last_numbered + 1 and _LEMMA.match(rest[at - 1].lines[0]):
        at -= 1
    return at if len(rest) - at >= _LEAST_LEMMAS else None


def _are_notes(rest: Sequence[Paragraph], start: int, title: Sequence[str]) -> bool:
    """Whether paragraphs with labels are notes: a wider break or their heading before them, or the text calls one.

    A number glued to another in the title calls a note that says where the document lies.
    """
    gaps = Counter(paragraph.gap for paragraph in rest[1:start]).most_common(1)
    if (gaps and rest[start].gap > gaps[0][0]) or (start and is_heading(rest[start - 1])):
        return True
    label = label_of(rest[start]) or ""
    if rest[start].lines[0][0] in "¹²³⁰⁴⁵⁶⁷⁸⁹":
        return True  # a raised figure at a paragraph's head is nothing else
    text = [line for paragraph in rest[:start] for line in paragraph.lines]
    parentheses = rest[start].lines[0].startswith("(")
    if label in find_calls(text, [label], in_parentheses=parentheses).found:
        return True
    match = _NOTE_START.match(rest[start].lines[0])
    first = rest[start].without(match.end() if match else 0).words
    if is_source(first) or (len(rest) - start >= _LEAST_LEMMAS and all(_speaks_as_a_note(one) for one in rest[start:])):
        return True
    labels = [own for one in rest[start:] if (own := label_of(one))]
    if len(labels) >= _LEAST_LEMMAS and all(one.isdigit() for one in labels) and (
        find_calls(text, labels[1:], in_parentheses=parentheses).found
    ):  # fmt: skip
        return True  # the first is called where it cannot be told from a figure: D. n° 214.1
    return (is_source(first) or is_citation(first)) and label in find_calls(
        title, [label], set(range(len(title)))
    ).found


def _speaks_as_a_note(paragraph: Paragraph) -> bool:
    """Whether a labelled paragraph begins as notes alone do: ``Not printed``, ``See Document 3``, ``Vgl. Dok. 41``."""
    match = _NOTE_START.match(paragraph.lines[0])
    return match is not None and _NOTE_WORDS.match(paragraph.lines[0], match.end()) is not None


def label_of(paragraph: Paragraph) -> str | None:
    match = None if paragraph.table else _NOTE_START.match(paragraph.lines[0])
    if match is None:
        return None
    return match["b"] or match["p"] or match["n"] or match["s"] or match["a"] or match["r"].translate(_RAISED_DIGITS)


def note_pieces(paragraphs: Sequence[Paragraph]) -> list[Piece]:
    """The notes as pieces, each with its label; a paragraph without one goes on with the note before it."""
    pieces: list[Piece] = []
    label: str | None = None
    keyed = bool(paragraphs) and paragraphs[0].note is None and _LEMMA.match(paragraphs[0].lines[0]) is not None
    used: Counter[str] = Counter()
    for paragraph in paragraphs:
        if paragraph.note is not None:
            again, label = paragraph.note == label, paragraph.note
            printed = None if again else _NOTE_START.match(paragraph.lines[0])
            bare = paragraph.without(printed.end()) if printed and label_of(paragraph) == label else paragraph
            pieces.append(Piece(bare, note=label, continued=again))
            continue
        lemma = _LEMMA.match(paragraph.lines[0]) if keyed else None
        if lemma:
            label = _free_label(lemma["lemma"], used)
            pieces.append(Piece(paragraph, note=label, lemma=lemma["lemma"]))
            continue
        last = paragraph is paragraphs[-1] and label is not None and IN_PARENTHESES.fullmatch(paragraph.words)
        if not paragraph.table and (
            last or is_source(paragraph.words) or is_citation(paragraph.words) or is_statement(paragraph.words)
        ):
            pieces.append(Piece(paragraph, tag="source-note"))  # the page's own, behind its notes
            continue
        own = label_of(paragraph)
        match = _NOTE_START.match(paragraph.lines[0])
        if own and match and (label is None or not own.isdigit() or not label.isdigit() or int(own) == int(label) + 1):
            label = own
            pieces.append(Piece(paragraph.without(match.end()), note=label, in_parentheses=match["p"] is not None))
        else:
            pieces.append(Piece(paragraph, note=label, continued=True))
    return pieces


def _free_label(lemma: str, used: Counter[str]) -> str:
    """A label from the lemma's first word, as the notation takes one, with a number where it is taken."""
    word = re.sub(r"[\W\d]", "", lemma.split(maxsplit=1)[0])[:8] or "note"
    used[word] += 1
    return word if used[word] == 1 else f"{word}{used[word]}"
