"""Title, number and kind: what a page's title says that the document is, and what stands beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.importers._page.entries import has_entries
from provenance.importers._page.filemarks import own_number

if TYPE_CHECKING:
    from provenance.importers._page.draft import Draft, Page


def title_fields(page: Page, draft: Draft) -> None:
    """Title, alias and type. The title is the printed one without number and date: every word of it is stated."""
    title = page.title
    draft.set("title", title.bare, "title", title.bare, "title")
    draft.record["title_basis"] = "stated"
    if title.label and title.number:
        key = f"doc-no-{title.number.lower()}"
        label = f"Document {title.number}" if title.label.isdigit() else title.label
        draft.put("aliases", key, label, what="number", shown=title.number, where="title")
    _own_number(page, draft)
    if title.type:
        draft.set("type", title.type, "type", title.type, "title")
    elif (said := _type_said(page)) is not None:
        draft.set("type", said[0], "type", said[0], said[1])
    elif has_entries(words for piece, _, words in page.pieces() if piece.tag in (None, "dateline") and not piece.note):
        draft.set("type", "diary", "type", "diary", "title")
        draft.infer("type", "diary", "medium", "its paragraphs begin with their days, one after another", "title")
    elif (where := _letter_of_one(page)) is not None:
        draft.set("type", "letter", "type", "letter", where)
        draft.infer("type", "letter", "medium", "the title names who writes to whom, and it greets or is signed", where)
    else:
        draft.ask("type", "/type", "The title names no kind of document that is known: what is it?", "title")


_TO_ONE = re.compile(r"(?:To|TO|An|AN|À|Ad?)\s|(?:[А-ЯЁ]\.\s?){1,2}[А-ЯЁ]|[А-ЯЁ][\w-]{1,30}\s[А-ЯЁ]\.")
"""A title that names whom a letter is written to, and nobody else."""


def _letter_of_one(page: Page) -> str | None:
    """Where a page whose title says only who writes to whom is known for a letter: by greeting or signature."""
    both = bool(page.title.authors) or _TO_ONE.match(page.title.bare) is not None
    if not both or not page.title.addressees or any(one.kind == "body" for one in page.title.authors):
        return None
    signs = ["salutation"]
    if not any(one.kind == "body" for one in page.title.addressees):  # to an office one may wire, too
        signs += ["signature"] if page.title.authors else ["signature", "dateline"]
    return next((where for piece, where, _ in page.pieces() if piece.tag in signs and not piece.attachment), None)


def _own_number(page: Page, draft: Draft) -> None:
    """The number that the paper itself bears (``No. 30.]``), apart from its number in the volume."""
    for piece, where, words in page.pieces():
        own = own_number(words) if piece.tag == "routing" and not piece.attachment else None
        if own:
            draft.set("number", own, "the paper's own number", own, where)
            return


def _type_said(page: Page) -> tuple[str, str] | None:
    """Where the page says beside the title that it is a telegram: ``[Telegram.]``, ``[851G.01/4-249: Telegram]``."""
    pieces = page.pieces()
    title = next(at for at, (piece, _, _) in enumerate(pieces) if piece.tag == "title")
    for at, (_, where, words) in enumerate(pieces[: title + 3]):
        above = at < title and re.fullmatch(r"\[?[\w./ –-]{3,40}\s?: Telegram\]?", words)
        below = at > title and re.fullmatch(
            r"\[{1,2}Telegram\.?\]{1,2}|(?:No\. \d{1,5} )?Telegraphic\b.{0,40}|"
            r".{0,40}\bFernschreiben Nr\..{0,12}|T\. n[o°º]s?\s?\d.{0,80}",
            words,
        )
        if above or below:
            return "telegram", where
        if at > title and re.match(r"D\. n[°o]s?\s?\d", words):
            return "dépêche", where
        italian = own_number(words) if at > title and page.language == "it" else None
        if italian:
            return _ITALIAN[italian.partition(".")[0]], where
    return None


_ITALIAN = {
    "T": "telegramma", "TELEGR": "telegramma", "R": "rapporto", "D": "dispaccio", "L": "lettera",
    "TELESPR": "telespresso", "No": "dispaccio",
}  # fmt: skip
"""Kinds of paper as Italian volumes shorten them before a paper's own number."""
