"""What a web edition puts round a document and is copied with it: navigation, data, a summary, a citation."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.importers._page.paragraphs import Residue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.importers._page.paragraphs import Paragraph

_FURNITURE = re.compile(
    r"Skip to (?:main )?content|Home|Menu|Search|Print(?: this page)?|Share(?: this(?: document| page)?)?|Tweet|"
    r"Facebook|Twitter|"
    r"LinkedIn|E-?mail|Copy (?:link|citation)|Cite(?: this(?: document)?)?|Back to (?:top|search(?: results)?|"
    r"results|list)|"
    r"(?:« ?|‹ ?)?Previous(?: (?:Document|Page))?|Next(?: (?:Document|Page))?(?: ?»| ?›)?|Log ?in|Sign (?:in|"
    r"up)|Subscribe.{0,40}|"
    r"(?:©|Copyright).{1,80}|All rights reserved\.?|About(?: us)?|Contact(?: us)?|Terms of Use|Privacy(?: Policy)?|"
    r"This document was made possible with support from .{2,160}|Contents:?|Original Scan|English Translation|"
    r"(?:English|Russian|Original|German|French) (?:HTML|PDF|Scan)(?: Download .{1,40})?|View (?:Original|"
    r"English|Translation|PDF|Scan|in).{0,30}|Download(?:s|:)?(?: .{1,60})?|Document Viewer|"
    r"Related (?:Documents|Collections|Items)\b.{0,40}|Document Information:?|Load more|Show more|Read more|"
    r"Return to (?:\w+ ){0,3}\w+|(?:Last|Page) (?:updated|modified|revised)\b.{0,60}|You are visitor\b.{0,80}|"
    r"(?:Transcribed|Scanned|Typed|Proofread) by .{2,60}?\.?(?: Last (?:updated|modified).{0,40})?|\*{3} .{4,80} \*{3}|"
    r"Digital Archive|International History Declassified|Contents: (?:Translation|Transcript|Original|Scan)\b.{0,60}|"
    r"Menü|Drucken|(?:[^\W\d_][\w ]{1,20}\s\|\s){2,10}[^\W\d_][\w ]{1,20}|Back to (?:\w+ ){0,3}(?:view|page|text|"
    r"document|index|contents)|"
    r"Imprimer|Télécharger.{0,40}|Печать|Скачать.{0,40}|https?://\S{4,300}|"
    r"(?:[\w’' -]{2,40}\s[>›»/]\s){1,6}[^>›»/]{1,79}[^>›»/.]"
)
_DATA = re.compile(
    r"(?:Creator|Creators|Creator\(s\)|Subjects? Discussed|Geographic(?:al)? (?:Subject|Coverage|Places)s?|"
    r"Document (?:Date|ID|Number)|Original Archive|"
    r"Record ID|Donors?|Contributors?|Contributor\(s\)|Rights|Tags?|Associated (?:People|Places|Topics)[\w &]{0,40}|"
    r"Publishers?|Identifier|Coverage|Format|Topics|Keywords|Permalink|Stable URL|"
    r"Language of Document)\s?:(?:\s.{0,300})?"
)
_BARE_DATA = re.compile(r"(?:Creator\(s\)|Contributor\(s\)|Subjects? Discussed|Record ID)\s.{1,300}")
_HELD = re.compile(r"(?P<label>Citation|How to cite|Cite as|Recommended citation)\s?:?(?:\s.{0,600})?")
_SUMMARY = re.compile(
    r"(?:(?:(?:Document )?Summary|Abstract|Description|(?:Original )?Languages?)\s?:|(?:Summary|"
    r"Original Languages?)(?=\s[A-Z]))(?:\s.{0,3000})?"
)
_LANGUAGE = re.compile(r"Original Languages?\s?:?\s(?P<language>[A-Z][a-z]{2,20})\.?")
_LEAST = 2
"""Pieces of furniture; fewer may be the document's own words."""


def without_frame(paragraphs: Sequence[Paragraph]) -> tuple[tuple[Paragraph, ...], tuple[Residue, ...]]:
    """The paragraphs without a web edition's furniture; its citation is a source note. A lone such line stays."""
    cut = _labels_joined([part for paragraph in paragraphs for part in _rows(paragraph)])
    kinds = [None if part.note is not None else _kind(part.words) for part in cut]
    if sum(kind is not None for kind in kinds) < _LEAST:
        return _without_address(paragraphs)
    found: list[Paragraph] = []
    residues: list[Residue] = []
    cited = False
    for part, kind in zip(cut, kinds, strict=True):
        if kind == "furniture":
            residues.append(Residue(part.words, part.line, "page furniture of a web edition"))
        elif kind == "citation":
            alone = _HELD.fullmatch(part.words)
            cited = alone is not None and part.words.rstrip(" :") == alone["label"]
            found.append(part if cited else replace(part, tag="source-note"))
            if cited:
                residues.append(Residue(part.words, part.line, "page furniture of a web edition"))
                found.pop()
        else:
            found.append(replace(part, tag="source-note") if cited else part)
            cited = False
    return tuple(found), tuple(residues)


def _without_address(paragraphs: Sequence[Paragraph]) -> tuple[tuple[Paragraph, ...], tuple[Residue, ...]]:
    """The paragraphs without the page's own address, where that is their last line: no document ends so."""
    last = paragraphs[-1] if len(paragraphs) > _LEAST else None
    if last is None or last.note is not None or re.fullmatch(r"https?://\S{4,300}", last.words) is None:
        return tuple(paragraphs), ()
    return tuple(paragraphs[:-1]), (Residue(last.words, last.line, "page furniture: the page's address"),)


_ALONE = re.compile(
    r"(?:(?:Document )?Summary|Abstract|Description|Original Languages?|Creators?|Creator\(s\)|"
    r"Subjects? Discussed|Document (?:Date|"
    r"ID|Number)|Record ID|Donors?|Contributors?|Contributor\(s\)|Rights|Tags?|Associated (?:People|Places|"
    r"Topics)[\w &]{0,40}|"
    r"Publishers?|Identifier|Coverage)\s?:?"
)


def _labels_joined(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """A label that stands by itself with what it heads, as two lines of one paragraph."""
    found: list[Paragraph] = []
    waiting: Paragraph | None = None
    for paragraph in paragraphs:
        if waiting is not None and not _kind(paragraph.words) and not _ALONE.fullmatch(paragraph.words):
            moved = tuple(replace(one, line=one.line + 1) for one in paragraph.stretches)
            found.append(replace(waiting, lines=(*waiting.lines, *paragraph.lines), stretches=moved))
            waiting = None
            continue
        if waiting is not None:
            found.append(waiting)
        waiting = paragraph if len(paragraph.lines) == 1 and _ALONE.fullmatch(paragraph.words) else None
        if waiting is None:
            found.append(paragraph)
    return [*found, waiting] if waiting is not None else found


def is_summary(words: str) -> bool:
    """Whether a paragraph is the web edition's own summary, or says the language of the original."""
    return _SUMMARY.fullmatch(words) is not None


def original_language(words: str) -> str | None:
    """The language that ``Original Language: Russian`` names."""
    match = _LANGUAGE.fullmatch(words)
    return match["language"] if match else None


def _rows(paragraph: Paragraph) -> list[Paragraph]:
    """Kept lines of which one is furniture, as paragraphs of their own."""
    if len(paragraph.lines) == 1 or not any(_kind(line) in ("furniture", "citation") for line in paragraph.lines):
        return [paragraph]
    cuts: list[int] = []
    for at, line in enumerate(paragraph.lines):
        if at == 0 or _kind(line) or _kind(paragraph.lines[at - 1]) == "furniture":
            cuts.append(at)
    return [paragraph.rows(start, end) for start, end in zip(cuts, [*cuts[1:], len(paragraph.lines)], strict=True)]


def _kind(words: str) -> str | None:
    if len(words) > 700:  # noqa: PLR2004 - no furniture is as long
        return None
    if _FURNITURE.fullmatch(words) or _DATA.fullmatch(words) or _BARE_DATA.fullmatch(words):
        return "furniture"
    if _HELD.fullmatch(words):
        return "citation"
    return "summary" if _SUMMARY.fullmatch(words) else None
