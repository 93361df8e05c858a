"""The marks by which an office files a paper: ``No. 212 Telegraphic [C 4417/18/55]``, ``AZ: 21-30/74``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.importers._page.draft import Page

_FILE = r"\[(?P<file>[A-Z]{1,3}\s?\d{1,6}(?:/\d{1,6}){1,4}(?:/[A-Z]{1,3})?)\]"
_DESPATCH = re.compile(
    rf"Nos?\.\s\d[\w.\s-]{{0,24}}?(?:\s(?:Telegraphic|Saving|Despatch|Dispatch|"
    rf"Telegram))?(?:\s\([^()]{{2,30}}\))?\.?,?\s?{_FILE}\.?"
)
AT_END = re.compile(rf"\s{{0,2}}{_FILE}\.?$")
"""A file's number behind a title: it is the file's, no word of the title."""
_GERMAN = re.compile(r"(?:A[Zz]\.?|Aktenzeichen|Geschäftszeichen|Gz\.)\s?:?\s(?P<file>(?=\D{0,20}\d)[^;:?!]{3,60}?)\.?")
_PLAN = re.compile(
    r"(?=.{0,40}\d[./–-]\d)(?P<file>(?:[IVX]{1,4}\s[A-Z]\s\d{1,2}|[A-Z][\w/]{0,8}(?:\s\d{1,3})?|\d{3})[\s–-]\d{2,5}[\d./–-]{2,30}"
    r"(?:\sVS-Nr\.\s\d{1,6}/\d{2,4})?)(?:\s(?:VS-[Vv]ertraulich|VS-NfD|(?:[Ss]treng )?[Gg]eheim|[Vv]ertraulich))?"
)
"""``II A 5-82.00-94.11/1204/69 VS-vertraulich``: a German file plan's number, and a marking."""
_OWN = re.compile(
    r"[\[(]?(?P<en>No\.\s\d{1,5})\s?[.,]?(?:\s(?:Most |Very )?(?:Secret|Confidential|Commercial|Telegraphic|Extract|"
    r"Political)\.?){0,2}[\])]?[.,]?|"
    r"(?P<fr>[DTL]\.\s?n[°o]s?\s?\d[\d-]{0,12}(?:\s(?:à|et)\s\d{1,5})?)(?!\w).{0,60}|"
    r"(?P<it>(?:T|R|D|L|TELESPR|TELEGR)\.\s(?:(?:RISERVAT[OA]|RISERVATISSIM[OA]|CONFIDENZIALE|SEGRET[OA]|PERSONALE|"
    r"GABINETTO|"
    r"PER CORRIERE|URGENTE|RR\.?)\s){0,3}(?:[Nn]\.\s)?\d{1,6}(?:/\d{1,6}){0,2})\.?"
)
"""A paper's own number at its head: ``No. 30.]``, ``T. n° 441 à 443. Très secret.``, ``R. RISERVATO 512/187.``"""
FILE_ABOVE = re.compile(
    r"\[?(?:File(?: No\.)?\s)?(?P<file>[A-Z]?\d{2,4}[A-Z]?\.\d[\w.]{0,12}/[\w–-]{1,16}|"
    r"[A-Z]{1,3}\s?\d{1,6}/\d{1,6}/\d{1,4})"
    r"(?:\s?:\s(?:Telegram|Airgram|Despatch))?\]?\.?"
)
"""``File No. 861.00/6210``, ``[851.00/12: Telegram]``: what stands above each paper in volumes ordered by files."""
_LONGEST = 120


def file_mark(words: str) -> str | None:
    """The file's number, where words are no more than a paper's own number and its file's."""
    match = (
        (_DESPATCH.fullmatch(words) or _GERMAN.fullmatch(words) or _PLAN.fullmatch(words))
        if len(words) < _LONGEST
        else None
    )
    return match["file"] if match else None


def own_number(words: str) -> str | None:
    """The number that a paper bears itself, where words are no more than it and how the paper was sent."""
    match = _OWN.fullmatch(words) if len(words) < _LONGEST else None
    return next((value for value in match.groupdict().values() if value), None) if match else None


def file_marks(page: Page) -> Iterator[tuple[str, str]]:
    """Each file's number at the head of the document itself or behind its title, with its locator."""
    for piece, where, words in page.pieces():
        if piece.attachment or piece.headnote or piece.note is not None or piece.tag not in ("routing", "title"):
            continue
        behind = AT_END.search(words) if piece.tag == "title" else None
        mark = behind["file"] if behind else file_mark(words) if piece.tag == "routing" else None
        if mark:
            yield where, mark
