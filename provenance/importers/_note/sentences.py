"""A note cut to sentences.

A stop behind an abbreviation or an initial ends none; a reference in brackets
behind a sentence belongs to it.
"""

from __future__ import annotations

import re

_UPPER = "A-ZА-ЯЁ" + "".join(letter for letter in map(chr, range(0xC0, 0x180)) if letter.isupper())
_STOP = re.compile(rf"[.?!)](?:(?<!\))[”\"’)\]]{{0,2}}\s+(?=[\[(“\"‘]?[{_UPPER}0-9])|(?<=\))\s+(?=[{_UPPER}]))")
"""It begins with its signs and not with a choice, so that the engine looks for these alone."""
_SHORTENED = """
    mr mrs ms messrs dr gen col maj capt lt sgt adm gov sen rep hon rev prof st ste no nos vol vols pp p jr sr ed eds
    cf chap ch fig art sec dept inc co corp jan feb mar apr jun jul aug sept sep oct nov dec f ff op d l ll fol fols
    doc docs bd nr sygn per ap spr dok pap i.e e.g vs approx ca u.s u.n u.k u.s.s.r d.c n.y a.e a.j ark k bl
    sv sb ser spec trans tr ф оп д л лл п пап пер ед хр спр арк док кн стр с тов г гг а.е ar.j тыс inv kh fl
    nachl teilnachl nl slg tgb"""
_ABBREVIATIONS = frozenset(_SHORTENED.split())
_SHORT = re.compile(r"(?:(?![A-ZА-ЯЁ])[^\W\d_]){1,3}")
"""``mf. 0345``, ``sv. 4``: before a number, a short word in small letters is an abbreviation."""
_NUMBERED_BY_LETTER = re.compile(r"\b(?:[Vv]ol\.|[Vv]olume|Box|Folder|Part|Reel|Annex|Section|Tab|Series)\s\w$")
_LETTERED = re.compile(r"\w-[A-Z]$")
"""``MPKBS-V. 1960``: the letter at a call number's end is of the number."""
_QUOTED = re.compile(r"“[^“”]{1,600}”")
_BEFORE_STOP = re.compile(r"[^\s(\[“\"]{0,14}$")


def sentences(note: str) -> tuple[str, ...]:
    """The sentences of a note (white space folded), each with its stop and with a reference in brackets behind it."""
    cuts: list[int] = []
    quoted = [match.span() for match in _QUOTED.finditer(note)] if "“" in note else []
    quoted.reverse()
    for match in _STOP.finditer(note):
        if match[0].startswith(".") and not _ends(note, match):
            continue
        if note[match.end() : match.end() + 1] == "(" and not note.startswith(")", match.start()):
            continue
        if ")" in match[0][:2] and not _is_reference_end(note, match.start()):
            continue
        while quoted and quoted[-1][1] < match.end():
            quoted.pop()
        if not (quoted and quoted[-1][0] < match.start()):  # several sentences in one quotation are of one sentence
            cuts.append(match.end())
    found = []
    start = 0
    for cut in [*cuts, len(note)]:
        sentence = note[start:cut].strip()
        if sentence:
            found.append(sentence)
        start = cut
    return tuple(found)


def _ends(note: str, match: re.Match[str]) -> bool:
    """Whether the stop at this place ends a sentence."""
    if match[0].rstrip()[1:]:
        return True  # a closing quotation mark or bracket stands behind it
    before = _BEFORE_STOP.search(note, max(0, match.start() - 14), match.start())
    written = before[0].strip(",;") if before else ""
    word = written.lower()
    if word in ("a.m", "p.m"):
        return True
    if _LETTERED.search(written) and note[match.end()].isdigit():
        return False
    if word in _ABBREVIATIONS or (_SHORT.fullmatch(written) and note[match.end()].isdigit()):
        return False
    # an initial: one capital alone, or the last of several (W.T.M.)
    last = written.rpartition(".")[2]
    return not (
        len(last) == 1
        and last.isupper()
        and (len(written) == 1 or "." in written)
        and not _stands_for_more(note, match)
    )


def _stands_for_more(note: str, match: re.Match[str]) -> bool:
    """``Vol. I. Top Secret``, ``Box C. Secret``: a single letter that is a number, not an initial."""
    before = note[max(0, match.start() - 12) : match.start()]
    return _NUMBERED_BY_LETTER.search(before) is not None


def _is_reference_end(note: str, at: int) -> bool:
    """Whether the bracket that closes here stood behind a sentence (its own opening follows a stop)."""
    opening = note.rfind("(", max(0, at - 600), at + 1)
    if opening <= 0 or not note[max(0, opening - 3) : opening].rstrip(' ”"’)').endswith((".", "?", "!")):
        return False
    before = _BEFORE_STOP.search(note, max(0, opening - 16), opening - 2)
    return before is None or before[0].lower() not in _ABBREVIATIONS  # Maj. Gen. (ret.) A. F. Moe


def without_stop(sentence: str) -> str:
    """The sentence as a note's leftover is written: without its full stop, which stays behind ``a.m.`` and its like."""
    if sentence.endswith(("a.m.", "p.m.", "Jr.", "ő. e.", "ö. e.", "ő.e.", "ö.e.")):
        return sentence
    return sentence.removesuffix(".")
