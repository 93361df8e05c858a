"""A mark put into the source: a label behind a bracket, a span around words, a point, a block's tag.

The printed reading stays as it was; the result is parsed again to make sure.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from provenance.errors import InputError
from provenance.text.atoms import Site
from provenance.text.blocks import BLOCK_TAGS, BRACKET_KINDS, MARK_KINDS, SPAN_KINDS, BlockTag, Bracket, Span
from provenance.text.brackets import kind_at
from provenance.text.inline import check_attrs
from provenance.text.splice import check_printed
from provenance.text.writing import write_head, write_label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provenance.text.blocks import Attrs, BracketKind, EditionText
    from provenance.text.locate import Place

_KEY = re.compile(r"[a-z][a-z0-9-]{0,31}")


def mark(text: EditionText, place: Place, kind: str, attrs: Mapping[str, str]) -> str:
    """The source with the place marked as ``kind``; the printed reading stays as it was.

    A bracket (its words, with or without its signs) gets a label; words get a
    span; ``pb``, ``lb`` and ``gap`` are put before the words; a whole block gets
    a tag. A mark of the same kind that is there already has its attributes
    changed; a new label keeps the ``by`` of the old. Raises InputError for a kind
    that does not fit the place, an attribute that cannot be written or is missing.
    """
    _check_kind(kind, attrs)
    site = Site.of(text, place)
    if kind in BLOCK_TAGS:
        source = _tagged(site, place, kind, attrs)
    elif kind in MARK_KINDS:
        at = site.atoms[site.span(place.start, place.end)[0]].start
        source = _put(site, at, at, write_label(kind, tuple(attrs.items())))
    else:
        bracket = _bracket_at(site, place)
        if bracket is not None and kind in BRACKET_KINDS:
            source = _relabelled(site, bracket, kind, attrs)
        elif kind in SPAN_KINDS:
            source = _wrapped(site, place, kind, attrs)
        else:
            raise InputError(
                f"{kind!r} is a kind of bracket, and no bracket stands around these words alone",
                code="no-bracket",
                hint="quote all the words of one bracket",
            )
    check_printed(site.text, source, {})
    return source


def _check_kind(kind: str, attrs: Mapping[str, str]) -> None:
    from difflib import get_close_matches

    known = tuple(dict.fromkeys((*BRACKET_KINDS, *SPAN_KINDS, *MARK_KINDS, *BLOCK_TAGS)))
    if kind not in known:
        near = get_close_matches(kind, known, n=1)
        raise InputError(f"there is no mark {kind!r}", hint=near[0] if near else None, candidates=known)
    for key, value in attrs.items():
        if _KEY.fullmatch(key) is None:
            raise InputError(f"{key!r} cannot be an attribute: lower-case letters, digits and hyphens are allowed")
        if "\n" in value or "\r" in value:
            raise InputError(f"the value of {key!r} must stand on one line")


def _put(site: Site, start: int, end: int, written: str) -> str:
    return site.text.source[:start] + written + site.text.source[end:]


def _needed(kind: str, attrs: Attrs) -> None:
    missing = check_attrs(kind, attrs)
    if missing:
        raise InputError(missing, hint=f"--attr {missing.split()[-1]}…")


def _merged(old: Attrs, new: Mapping[str, str]) -> Attrs:
    return tuple((dict(old) | dict(new)).items())


def _bracket_at(site: Site, place: Place) -> Bracket | None:
    """The bracket whose words, with or without its signs, the place is."""
    first, stop = site.span(place.start, place.end)
    left, right = site.atoms[first], site.atoms[stop - 1]
    if not (left.char == "[" and left.sort == "open" and right.sort == "close"):
        before = [n for n in site.shown if n < first]
        behind = [n for n in site.shown if n >= stop]
        if not before or not behind:
            return None
        left, right = site.atoms[before[-1]], site.atoms[behind[0]]
    if left.sort == "open" and right.sort == "close" and left.of is right.of and isinstance(left.of, Bracket):
        return left.of
    return None


def _relabelled(site: Site, bracket: Bracket, kind: str, attrs: Mapping[str, str]) -> str:
    old = bracket.attrs if bracket.kind == kind else tuple(pair for pair in bracket.attrs if pair[0] == "by")
    new = replace(bracket, kind=cast("BracketKind", kind), attrs=_merged(old, attrs))
    _needed(kind, new.attrs)
    sign = next(atom for atom in site.atoms if atom.of is bracket and atom.sort == "close")
    label = write_label(kind, new.attrs) if _says_more(site, bracket, new) else ""
    return _put(site, sign.start + 1, sign.end, label)


def _says_more(site: Site, bracket: Bracket, new: Bracket) -> bool:
    """Whether the new label says more than the closed rule does at that place."""
    printed = "".join(atom.char for atom in site.atoms)
    shown = [atom for atom in site.atoms if atom.char]
    first = next(n for n, atom in enumerate(shown) if atom.of is bracket)
    last = next(n for n in range(len(shown) - 1, -1, -1) if shown[n].of is bracket)
    return bool(new.attrs) or kind_at(printed, first + 1, last) != new.kind


def _wrapped(site: Site, place: Place, kind: str, attrs: Mapping[str, str]) -> str:
    first, stop = site.span(place.start, place.end)
    there = _span_at(site, first, stop, kind)
    if there is not None:
        start = there.children[0].start
        merged = _merged(there.attrs, attrs)
        _needed(kind, merged)
        return _put(site, there.start, start, write_label(kind, merged)[:-1] + "|")
    _needed(kind, tuple(attrs.items()))
    first, stop = _balanced(site, first, stop)
    start, end = site.atoms[first].start, site.atoms[stop - 1].end
    head = write_label(kind, tuple(attrs.items()))[:-1] + "|"
    return _put(site, start, end, head + site.text.source[start:end] + "}")


def _span_at(site: Site, first: int, stop: int, kind: str) -> Span | None:
    """The span of that kind that stands around just these words."""
    while first > 0 and not site.atoms[first - 1].char:
        first -= 1
        around = site.atoms[first].of
        if isinstance(around, Span) and around.kind == kind and site.atoms[first].sort == "open":
            close = next(n for n in range(len(site.atoms) - 1, -1, -1) if site.atoms[n].of is around)
            if close >= stop and not any(atom.char for atom in site.atoms[stop:close]):
                return around
    return None


def _balanced(site: Site, first: int, stop: int) -> tuple[int, int]:
    """The stretch, widened over marks that only it fills, so that each mark in it stands in it whole."""
    while True:
        within = site.atoms[first:stop]
        counts: dict[int, int] = {}
        for atom in within:
            if atom.sort in {"open", "close"}:
                counts[id(atom.of)] = counts.get(id(atom.of), 0) + 1
            if atom.sort == "break":
                raise InputError(
                    "no mark runs over a kept line break", hint="mark the words of each line by themselves"
                )
        halves = {mark for mark, count in counts.items() if count == 1}
        if not halves:
            return first, stop
        if first > 0 and not site.atoms[first - 1].char and id(site.atoms[first - 1].of) in halves:
            first -= 1
        elif stop < len(site.atoms) and not site.atoms[stop].char and id(site.atoms[stop].of) in halves:
            stop += 1
        else:
            cut = next(atom for atom in within if id(atom.of) in halves)
            written = site.text.source[cut.of.start : cut.of.end]
            raise InputError(
                f"only a part of {written} stands in these words, and marks cannot cross",
                code="mark-within",
                hint="quote all of its words or none",
            )


def _tagged(site: Site, place: Place, kind: str, attrs: Mapping[str, str]) -> str:
    block = site.block
    if place.words:
        raise InputError(f"{kind!r} is the tag of a whole block", hint=f"--where {block.id}, without words")
    if block.note is not None:
        raise InputError("a note has no tag")
    keeps = block.attrs if block.tag == kind else ()
    tagged = replace(block, tag=cast("BlockTag", kind), attrs=_merged(keeps, attrs))
    # a name by place would change with the tag: write it, for it is the block's address
    written = f"#{block.id}" if block.given_id or (block.number is None and block.tag != kind) else ""
    return _put(site, block.start, site.words_start, write_head(tagged, written))
