"""What is told of a page's text: how its parts were concluded, what is doubtful in it, what was taken out of it."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from provenance.importers._page import fields
from provenance.importers._page.layout import UNSURE_BREAK, UNSURE_VOICE
from provenance.importers._page.residue import lone_figures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.importers._page.draft import Draft, Page
    from provenance.importers._page.paragraphs import Residue

_DOTS = re.compile(r"(?<=[.!?»”\"]) ?(?:\. ?\. ?\.|…)(?=\s[^\W\d_a-z]|$)|^(?:\. ?\. ?\.|…)(?=\s)")
"""Dots between two sentences, or before one: words left out, or the writer's own."""


def tell(page: Page, draft: Draft, residues: Sequence[Residue]) -> None:
    """What was concluded of the text's shape, what is doubtful in it, and what is left over."""
    _headnote(page, draft)
    _calls(page, draft)
    _speakers(page, draft)
    _enclosures(page, draft)
    for number in page.layout.missing_numbers:
        draft.ask(f"number-{number}", f"/editions/{page.edition}", f"The paragraph numbers leave out {number}")
    for where, words, kind in page.text.labelled:
        draft.infer("bracket", f"{kind}: {words[:40]}", "high", "its words say what it is", where)
    _omissions(page, draft)
    if any(True for at, _ in fields.bracketed(page) if page.layout.pieces[at].tag != "source-note"):
        about = f"/editions/{page.edition}"
        draft.ask("brackets", about, "Whose words stand in the square brackets: the translator's, or the editors'?")
    _damaged(page, draft)
    _left_over(page, draft, residues)


def _headnote(page: Page, draft: Draft) -> None:
    layout = page.layout
    if not layout.headnote_by:
        return
    sure = "medium" if layout.headnote_by in (UNSURE_BREAK, UNSURE_VOICE) else "high"
    last = max(int(piece.number or 0) for piece in layout.pieces if piece.headnote)
    draft.infer("headnote", f"¶1–{last}" if last else "unnumbered", sure, layout.headnote_by)
    if sure == "medium":
        question = "Where does the editors' headnote end? What the page shows does not settle it"
        draft.ask("headnote", f"/editions/{page.edition}", question)


def _calls(page: Page, draft: Draft) -> None:
    """The calls that were found, those that are doubtful, the notes without one."""
    layout, text = page.layout, page.text
    lemmas = {piece.note: piece.lemma for piece in layout.pieces if piece.lemma}
    shown = any(one.kind == "call" for piece in layout.pieces for one in piece.paragraph.stretches)
    why = "the page's markup" if shown else "its number, glued to the word"
    for call in text.calls:
        draft.infer(
            "note call",
            f"fn {call.label} at …{call.before[-24:]}",
            "medium" if call.doubtful else "high",
            "the word that the note is keyed by" if call.label in lemmas else why,
            call.where,
        )
        if call.doubtful:
            question = f"Is note {call.label} called here? {call.doubtful[0].upper()}{call.doubtful[1:]}"
            draft.ask(f"call-{call.label}", call.where, question, call.where)
    for label in text.missing:
        if label in lemmas:
            question = f"Where does “{lemmas[label]}” stand, which a note is keyed by? Not at all, or more than once"
        else:
            question = f"Where is note {label} called? {_glued_to_figures(page, label)}"
        draft.ask(f"call-{label}", f"fn {label}", question, f"fn {label}")
    if layout.lost_notes:
        count = f"{layout.lost_notes} paragraphs" if layout.lost_notes > 1 else "one paragraph"
        question = f"Under the heading of the notes stand {count} without a number: which note is which?"
        draft.ask("lost-numbers", f"/editions/{page.edition}", question)


def _glued_to_figures(page: Page, label: str) -> str:
    """Where a call may have been glued to a figure (``January 102``): said, never taken."""
    glued = re.compile(rf"(?<!\S)(?:[^\W\d_]{{1,20}}\s)?\d{{1,6}}[.,]?{re.escape(label)}(?![\w–-]|[.,/]\d)")
    pairs = ((where, match[0]) for _, where, words in page.pieces() for match in glued.finditer(words))
    found = [f"{where} “{words}”" for where, words in islice(pairs, 4) if not where.startswith("fn ")]
    return f"Perhaps behind a figure: {', '.join(found)}" if found else "No such number stands in the text"


def _speakers(page: Page, draft: Draft) -> None:
    layout = page.layout
    if layout.speakers:
        why = "their names stand before a colon, and come back or are among those present"
        draft.infer("speakers", ", ".join(layout.speakers), "high", why)
    for said, at in layout.doubtful_turns:
        where = page.text.wheres[at]
        draft.ask("speaker", where, f"Does “{said}” name who speaks? It is kept as words of the text", where)
    for at in layout.additions:
        why = "it begins with the sign # that stands in the text; no editor's note"
        draft.infer("the writer's addition", page.text.words[at][:40], "high", why, page.text.wheres[at])


def _enclosures(page: Page, draft: Draft) -> None:
    """Which document is the record's, where another stands inside it."""
    for piece, where, words in page.pieces():
        if piece.attachment and piece.tag == "heading":
            why = "behind this heading stands a document inside the document, with title, date and author of its own"
            draft.infer("enclosure", words[:60], "high", why, where)


def _omissions(page: Page, draft: Draft) -> None:
    for where, before in page.text.gaps:
        draft.infer("omission", f"behind …{before}", "high", "the sign for words left out", where)
    dots = [
        where for piece, where, words in page.pieces() if piece.note is None and _DOTS.search(words)
    ]  # fmt: skip
    if dots:
        places = f"in {len(dots)} paragraphs, first in {dots[0]}" if len(dots) > 1 else f"in {dots[0]}"
        question = f"Do the dots without brackets ({places}) stand for words left out, or are they the writer's own?"
        draft.ask("dots", f"/editions/{page.edition}", question, dots[0])


_RUNNING_HEAD = re.compile(
    r"(?:\d{1,4} )?[A-ZÀ-ÞА-ЯЁ][A-ZÀ-ÞА-ЯЁ .,’'-]{6,60} \d{1,4}|\d{1,4} [A-ZÀ-ÞА-ЯЁ][A-ZÀ-ÞА-ЯЁ .,’'-]{6,60}"
)
_MOJIBAKE = re.compile(r"â€[™œ\u009d\u0094\u0093“”˜¦]|Ã[©¨¼¶¤ª§\u00a0´®±]|Ð[°-¿]Ñ")


def _damaged(page: Page, draft: Draft) -> None:
    """UTF-8 that was once read as Windows-1252 (``â€œ``) is kept as it is, and asked about."""
    found = [(where, match[0]) for _, where, words in page.pieces() if (match := _MOJIBAKE.search(words))]
    if len(found) > 0:
        where, said = found[0]
        question = f"{said!r} and the like look like UTF-8 that was read as Windows-1252: is the file damaged?"
        draft.ask("encoding", f"/editions/{page.edition}", question, where)


def _left_over(page: Page, draft: Draft, residues: Sequence[Residue]) -> None:
    """What was not understood, and what was taken out of the reading."""
    layout, text = page.layout, page.text
    for where, around in text.unbalanced:
        draft.leave(around, where, "a bracket without its other half: kept as a plain character")
    for where, said in text.pages:
        draft.leave(said, where, "a page's number inside the text: kept as a mark, taken out of the reading")
    for at in layout.unplaced:
        paragraph = layout.pieces[at].paragraph
        draft.leave(paragraph.words, f"line {paragraph.line}", "stands above the title and was not understood")
    for residue in residues:
        draft.leave(residue.words, f"line {residue.line}", residue.why)
    for piece, where, words in page.pieces():
        if piece.tag is None and piece.note is None and _RUNNING_HEAD.fullmatch(words):
            question = f"Is {words!r} a page's running head? It is kept as text"
            draft.ask("running-head", f"/editions/{page.edition}", question, where)
    for figure, line in lone_figures([piece.paragraph for piece in layout.pieces if piece.tag is None]):
        question = f"Is {figure}, which stands by itself at line {line}, a page's number? It is kept as text"
        draft.ask(f"figure-{figure}", f"/editions/{page.edition}", question)
