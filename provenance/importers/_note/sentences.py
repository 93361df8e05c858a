"""A note cut to sentences.

A stop behind an abbreviation or an initial ends none; a reference in brackets
behind a sentence belongs to it.
"""

from __future__ import annotations

import re

_STOP = re.compile(r"[.?!][”\"’)\]]{0,2}\s+(?=[\[(“\"‘]?[A-Z0-9À-ÞĀ-Ž])|[.?!]?\)\s+(?=[A-Z])")
_SHORTENED = """
    mr mrs ms messrs dr gen col maj capt lt sgt adm gov sen rep hon rev prof st ste no nos vol vols pp p jr sr ed eds
    cf chap ch fig art sec dept inc co corp jan feb mar apr jun jul aug sept sep oct nov dec f ff op d l ll fol fols
    doc docs bd nr sygn per ap spr dok pap i.e e.g vs approx ca u.s u.n u.k u.s.s.r d.c n.y a.e ark k bl"""
_ABBREVIATIONS = frozenset(_SHORTENED.split())
_BEFORE_STOP = re.compile(r"[^\s(\[“\"]{0,14}$")


def sentences(note: str) -> tuple[str, ...]:
    """The sentences of a note (white space folded), each with its stop and with a reference in brackets behind it."""
    cuts: list[int] = []
    for match in _STOP.finditer(note):
        if match[0].startswith(".") and not _ends(note, match):
            continue
        if note[match.end() : match.end() + 1] == "(" and not note.startswith(")", match.start()):
            continue
        if ")" in match[0][:2] and not _is_reference_end(note, match.start()):
            continue
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
    word = before[0].strip(",;").lower() if before else ""
    if word in ("a.m", "p.m"):
        return True
    if word in _ABBREVIATIONS:
        return False
    # an initial: one capital alone, or the last of several (W.T.M.)
    last = word.rpartition(".")[2]
    return not (
        len(last) == 1 and last.isalpha() and (len(word) == 1 or "." in word) and not _stands_for_more(note, match)
    )


def _stands_for_more(note: str, match: re.Match[str]) -> bool:
    """``Vol. I. Top Secret``, ``Box C. Secret``: a single letter that is a number, not an initial."""
    before = note[max(0, match.start() - 12) : match.start()]
    return re.search(r"\b(?:[Vv]ol\.|[Vv]olume|Box|Folder|Part|Reel|Annex|Section|Tab|Series)\s\w$", before) is not None


def _is_reference_end(note: str, at: int) -> bool:
    """Whether the bracket that closes here stood behind a sentence (its own opening follows a stop)."""
    opening = note.rfind("(", max(0, at - 600), at + 1)
    return opening > 0 and note[max(0, opening - 3) : opening].rstrip(' ”"’)').endswith((".", "?", "!"))


def without_stop(sentence: str) -> str:
    """The sentence as a note's leftover is written: without its full stop, which stays behind ``a.m.`` and its like."""
    if sentence.endswith(("a.m.", "p.m.", "Jr.")):
        return sentence
    return sentence.removesuffix(".")
