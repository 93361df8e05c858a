"""Source lines of another grammar than source notes: descriptive notes of letters, German volumes, printed sources."""

from __future__ import annotations

import re
from dataclasses import replace

from provenance.importers._page.dates import find_dates
from provenance.importers._page.statements import read_statement
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


_PARENTHESES = re.compile(r"\([^()]{4,300}\)\.?")
_FRENCH = re.compile(
    r"\((?P<repository>[A-Z][^,()]{1,80}),\s(?P<within>[^()]{2,120}?),?\s(?:vol\.\s\d{1,5},?\s)?(?:fol\.|f[°o]s?|"
    r"ff?\.)\s?"
    r"\d{1,4}[\d\s,–-]{0,20}(?:r[°o]|v[°o])?\.?\)\.?"
)
"""``(AD, Levant, Vardal, 12, fol. 45-47.)``: the foot of a French document."""
_OF_SPAIN = re.compile(
    r"(?P<repository>(?:[A-Z]\.\s?){2,5}|AHN|AGI|AGS|AGA|AGP|"
    r"Archivo [^,.;]{3,60}),\s(?P<within>[^.;]{0,60}?(?:leg(?:ajo|\.)|caja|exp(?:ediente|\.))\s?\d"
    r"(?:[^.;]|\bn\.º|\bexp\.|\bf\.){0,60}?)\.?(?:\s(?P<form>Original|Copia|Minuta|Borrador|Autógrafo)\.?)?"
)
"""``A.H.N., Estado, legajo 5470, n.º 31. Original.``: the foot of a Spanish document."""
_OF_BRITAIN = re.compile(
    r"\(?(?P<file>(?:F\.\s?O\.|C\.\s?O\.|W\.\s?O\.|FO|CO|WO|CAB|PREM|ADM|HO|DEFE|"
    r"DO)\s\d{1,4}/\d{1,5}(?:/\d{1,5})?)\)?\.?"
)
"""``(F.O. 195/2409)``: a class and a piece of the Public Records, whose house is not printed."""
_NEWSPAPER = re.compile(r"[«„“\"](?P<title>[^«»„“”\"]{3,60})[»“”\"],?\s(?P<day>[^«»\"]{6,40}?)\.?")
_OF_A_LIBRARY = re.compile(
    r"(?:(?P<form>Copie|Original|Minute|Autographe|Copy|"
    r"Draft)(?:\s[^.;,]{2,40})?\.\s)?(?P<repository>(?:Biblioth[èe]que|Archives?|Library|"
    r"Bibliothek|Biblioteca|Archivio|Musée|Bodleian)[^,.;]{0,80}),\s(?P<within>(?:[^.;]|\b(?:MSS?|fr|lat|fol|C\.P|"
    r"vol|coll|fonds|ff?|n)\.)"
    r"{4,140}?(?:fol|f|ff|p|pp|n)\.\s?\d[\d\s,–-]{0,16}(?:r[°o]|v[°o])?)(?:\.|$)(?P<rest>.*)",
    re.DOTALL,
)
"""``Bibliothèque du Port, MS. fr. 190, fol. 61.``, with what else a first note says behind it."""
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


def _of_a_library(raw: str, match: re.Match[str]) -> SourceNote:
    """The way within a library as it is printed, where no level of it is known by its word."""
    rest = match["rest"].strip(" .–—-")
    return SourceNote(
        raw, repository=match["repository"].strip(), references=(match["within"],), form=match["form"],
        unparsed=(rest,) if rest else (),
    )  # fmt: skip


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


_HELD = re.compile(
    r"(?:The )?[Oo]riginals? (?:is |are )?(?:in the (?:possession|collections?|custody|holdings) of|held (?:by|at)|"
    r"preserved (?:at|in))\s(?:the\s)?(?=[A-Z])"
)
"""``Original in the possession of the Lund Society``: whose it is stands behind."""


def _special(raw: str, own: str) -> SourceNote | None:
    """A source line of another grammar than that of source notes; None where words are none."""
    letter, french, mediated = _LETTER.match(own), _FRENCH.fullmatch(own), _THROUGH_AN_EDITION.match(own)
    british, spanish = _OF_BRITAIN.fullmatch(own), _OF_SPAIN.fullmatch(own)
    if letter:
        return _of_letter(raw, own, letter)
    if french:
        return _of_france(raw, own, french)
    if spanish:
        within = (spanish["within"].strip(" .,"),)
        return SourceNote(raw, repository=spanish["repository"].strip(), references=within, form=spanish["form"])
    if british or _MICROFILM.fullmatch(own):
        return SourceNote(raw, references=(british["file"] if british else own.rstrip("."),))
    if is_newspaper(own) or _PRINTED.fullmatch(own):
        return SourceNote(raw, publication_refs=(own.rstrip("."),))
    return _of_a_web_edition(raw, mediated) if mediated else None


def read_source(words: str) -> SourceNote:
    """A source note, or a line of another kind that says where the document lies or was printed."""
    own = words.strip().strip("[]").strip()
    statement = read_statement(words)
    if statement is not None:
        lies = _by_shelfmark(words, own, statement) if statement.repository is None else None
        return replace(lies, publication_refs=statement.publication_refs) if lies else statement
    special = _special(words, own)
    if special is not None:
        return special
    note = parse_note(words)
    within = parse_note(own[1:-1]) if _PARENTHESES.fullmatch(own) else None
    note = replace(within, raw=words) if within is not None and within.parts else note
    library = None if note.repository and note.parts else _OF_A_LIBRARY.match(own)
    if library:
        return _of_a_library(words, library)
    shelved = _by_shelfmark(words, own, note)
    if shelved is not None:
        return shelved
    note = replace(note, raw=words)
    held = _HELD.match(own)
    note = replace(parse_note(own[held.end() :]), raw=words) if held else note
    denied = re.search(r"\b(?:not|never)\s(?:yet\s)?translated by\b", words, re.IGNORECASE)
    return replace(note, translators=(), unparsed=(*note.unparsed, denied[0])) if denied and note.translators else note


_SHELFMARK = re.compile(
    r"(?:(?:Sources?|SOURCE|Quelle|MSS?|H\d?|"
    r"Hs)\.?\s?:\s{0,2})?(?P<repository>(?:[^\s,;:.()]{2,30}\s){0,7}?(?i:[^\W\d_]{0,20}"
    r"(?:bibliothek|bibliotek\w?|biblioteka|librar(?:y|ies)|bibliothèque|biblioteca|archives?|archivo?|archiwum|"
    r"arkiv(?:et)?|arhiva|"
    r"museum|society|college|record office))(?:\s[^\s,;:.()]{2,30}){0,6}(?:,\s[A-ZÀ-ÞŁŚ][^\W\d_-]{2,20})?),\s"
    r"(?P<shelf>(?=[^;]{0,100}\d)(?:[^\s;]{1,24}\s){0,14}?[^\s;]{0,20}\d[^\s;]{0,12}?)"
    r"(?:\.?$|\.\s(?=[A-ZÀ-ÞА-ЯЁ][a-zà-ÿа-яё]{3,}\s?))(?P<rest>.{0,400})",
    re.DOTALL,
)
"""``Coast Library, Vardal, Cod. ser. n. 30.117, fol. 9. Draft.``: a shelfmark whose stops end no sentence."""


def _by_shelfmark(raw: str, own: str, note: SourceNote) -> SourceNote | None:
    """A library or an archive with its shelfmark as printed, where the grammar of source notes cuts it at its stops."""
    match = _SHELFMARK.match(own[:600])
    if match is None or (note.repository and note.parts and not any(map(_is_of_a_shelf, note.unparsed))):
        return None
    beyond = parse_note(match["rest"]) if match["rest"] else SourceNote("")
    return replace(beyond, raw=raw, repository=match["repository"].strip(), references=(match["shelf"].rstrip(" ."),))


def _is_of_a_shelf(words: str) -> bool:
    return words[:1].isdigit() and len(words) < _LONGEST_SHELF


_LONGEST_SHELF = 80


def is_newspaper(words: str) -> bool:
    """Whether a line is a newspaper's name and its day alone: ``«Известия», 4 марта 1941 г.``."""
    match = _NEWSPAPER.fullmatch(words.strip())
    dates = find_dates(match["day"]) if match else ()
    return match is not None and len(dates) == 1 and not match["day"].replace(dates[0].words, "").strip(" .,г")


def is_special(words: str) -> bool:
    """Whether a line is such a source line, by its look alone."""
    own = words.strip().strip("[]").strip()
    return bool(
        _FRENCH.fullmatch(own)
        or _OF_SPAIN.fullmatch(own)
        or _OF_BRITAIN.fullmatch(own)
        or _LETTER.match(own)
        or _MICROFILM.fullmatch(own)
        or _PRINTED.fullmatch(own)
    )


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
