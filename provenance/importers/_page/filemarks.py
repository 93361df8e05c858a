"""The marks by which an office files a paper: ``No. 212 Telegraphic [C 4417/18/55]``, ``AZ: 21-30/74``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.importers._page.draft import Page

_FILE = r"\[(?P<file>[A-Z]{1,3}\s?\d{1,6}(?:/\d{1,6}){1,4}(?:/[A-Z]{1,3})?)\]"
_DESPATCH = re.compile(
    rf"Nos?\.\s\d[\w.\s-]{{0,24}}?(?:\s(?:Telegraphic|Saving|Despatch|Dispatch|Telegram))?(?:\s\([^()]{{2,30}}\))?\.?,?\s?{_FILE}\.?"
)
AT_END = re.compile(rf"\s{{0,2}}{_FILE}\.?$")
"""A file's number behind a title: it is the file's, no word of the title."""
_GERMAN = re.compile(r"(?:A[Zz]\.?|Aktenzeichen|Geschäftszeichen|Gz\.)\s?:?\s(?P<file>(?=\D{0,20}\d)[^;:?!]{3,60}?)\.?")
_LONGEST = 120


def file_mark(words: str) -> str | None:
    """The file's number, where words are no more than a paper's own number and its file's."""
    match = (_DESPATCH.fullmatch(words) or _GERMAN.fullmatch(words)) if len(words) < _LONGEST else None
    return match["file"] if match else None


def file_marks(page: Page) -> Iterator[tuple[str, str]]:
    """Each file's number at the head of the document itself or behind its title, with its locator."""
    for piece, where, words in page.pieces():
        if piece.attachment or piece.headnote or piece.note is not None or piece.tag not in ("routing", "title"):
            continue
        behind = AT_END.search(words) if piece.tag == "title" else None
        mark = behind["file"] if behind else file_mark(words)
        if mark:
            yield where, mark
