"""Source lines of another grammar than source notes: descriptive notes of letters, German volumes, printed sources."""

from __future__ import annotations

import re
from dataclasses import replace

from provenance.importers.source_note import Part, SourceNote, parse_note

_FORMS = "ALS AL LS ADS AD DS ADf Df ADfS DfS LbC PrC RC FC Tr TLS TL TS MS MSS Copy Extract Draft Printed"
_LETTER = re.compile(
    rf"(?P<form>{'|'.join(sorted(_FORMS.split(), key=len, reverse=True))}),?\s\((?P<repository>[A-Z][\w. -]{{1,60}}?)"
    r"(?:[:,]\s(?P<collection>[^();]{2,90}))?\)"
)
"""``ALS (CCHi: Lund Papers)``: an autograph letter signed, the code of the library, the collection."""
_MICROFILM = re.compile(
    r"(?:VS-Bd\.\s\d{1,6}(?:\s\([\w. /-]{1,30}\))?|(?:PA/?AA,\s)?(?:Ref\.|Referat|"
    r"B)\s[\w.-]{1,12}(?:-[A-Z]{1,3}\s\d)?,?\s(?:Bd\.|ZA)\s\d[\w. ]{0,20})\.?"
)
_PRINTED = re.compile(
    r"(?P<work>[А-ЯЁA-Z][^.;]{3,120}(?:\.\s[^.;]{3,80})?)\.\s(?:Т\.|Вып\.|№|Bd\.|Vol\.|T\.)\s?[\dIVXLC]{1,6}\."
    r"(?:\s[А-ЯЁA-Z][\w.-]{0,20},\s\d{4}\.)?\s(?:С\.|Стб\.|S\.|Pp?\.|p\.)\s?\d[\d–—, -]{0,16}\.?"
)


_FRENCH = re.compile(
    r"\((?P<repository>[A-Z][^,()]{1,80}),\s(?P<within>[^()]{2,120}?),?\s(?:vol\.\s\d{1,5},?\s)?(?:fol\.|f[°o]s?|ff?\.)\s?"
    r"\d{1,4}[\d\s,–-]{0,20}(?:r[°o]|v[°o])?\.?\)\.?"
)
"""``(AD, Levant, Vardal, 12, fol. 45-47.)``: the foot of a French document."""
_THROUGH_AN_EDITION = re.compile(
    r"(?:Citation\s?:\s?)?[“\"].{3,400}?[”\"],?\s(?:[^“”\"]{0,60}?,\s)?"
    r"(?:History and Public Policy Program Digital Archive|"
    r"(?P<holder>Wilson Center Digital Archive)),\s(?P<rest>\S.*)",
    re.DOTALL,
)
"""A web edition's citation of itself: behind its own name stands where the paper lies."""


def _of_france(raw: str, own: str, match: re.Match[str]) -> SourceNote:
    within = match["within"].strip(" ,")
    parts, whole = (Part("collection", within),), own.strip("(). ")
    return SourceNote(raw, repository=match["repository"], parts=parts, collection=within, references=(whole,))


def _of_a_web_edition(raw: str, match: re.Match[str]) -> SourceNote:
    """The note of the archive that it names, read as any other; the web edition holds a copy."""
    note = parse_note(match["rest"])
    if note.repository is None:
        first, _, within = match["rest"].partition(", ")
        within_it = parse_note(f"Archives, {within}")
        if not within_it.parts:
            return parse_note(raw)
        note = replace(within_it, repository=first)
    holder = match["holder"] or "Wilson Center Digital Archive"
    return replace(note, raw=raw, references=(), holding_copies=tuple(dict.fromkeys((*note.holding_copies, holder))))


def read_source(words: str) -> SourceNote:
    """A source note, or a line of another kind that says where the document lies or was printed."""
    own = words.strip().strip("[]").strip()
    letter = _LETTER.match(own)
    if letter:
        return _of_letter(words, own, letter)
    if _MICROFILM.fullmatch(own):
        return SourceNote(words, references=(own.rstrip("."),))
    french = _FRENCH.fullmatch(own)
    if french:
        return _of_france(words, own, french)
    mediated = _THROUGH_AN_EDITION.match(own)
    if mediated:
        return _of_a_web_edition(words, mediated)
    if _PRINTED.fullmatch(own):
        return SourceNote(words, publication_refs=(own.rstrip("."),))
    note = parse_note(words)
    denied = re.search(r"\b(?:not|never)\s(?:yet\s)?translated by\b", words, re.IGNORECASE)
    return replace(note, translators=(), unparsed=(*note.unparsed, denied[0])) if denied and note.translators else note


def is_special(words: str) -> bool:
    """Whether a line is such a source line, by its look alone."""
    own = words.strip().strip("[]").strip()
    return bool(_FRENCH.fullmatch(own) or _LETTER.match(own) or _MICROFILM.fullmatch(own) or _PRINTED.fullmatch(own))


def _of_letter(raw: str, own: str, match: re.Match[str]) -> SourceNote:
    parts = (Part("collection", match["collection"].strip()),) if match["collection"] else ()
    others = tuple(other["repository"] for other in _LETTER.finditer(own, match.end()))
    rest = [piece.strip(" .,;") for piece in re.split(r";\s|\.\s", _LETTER.sub("", own[match.end() :]))]
    return SourceNote(
        raw,
        repository=match["repository"],
        parts=parts,
        collection=parts[0].name if parts else None,
        form=match["form"],
        holding_copies=tuple(dict.fromkeys(other for other in others if other != match["repository"])),
        unparsed=tuple(piece for piece in rest if piece),
    )
