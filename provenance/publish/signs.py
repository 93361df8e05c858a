"""The signs of an edition as HTML: spans, points, what a bracket leaves behind, the mark of an erratum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from provenance.publish.render import language_attributes, safe_words
from provenance.text.brackets import printed_words
from provenance.text.layers import NOT_THE_DOCUMENT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provenance.text.blocks import Bracket, Mark, Span

SIGLA = {"translator": "tr", "editor": "ed", "edition": "ed", "record": "us", "unknown": "?"}
"""How a speaker other than the document is signed."""

GONE = Markup('<span class="as-doc">⟨…⟩</span>')
_TAGS = {"b": "b", "sup": "sup"}
_CLASSES = {"u": "u", "sc": "sc", "speaker": "speaker", "q": "q", "name": "name", "sic": "sicword", "expan": "expan"}


def erratum_mark(key: str, siglum: str) -> Markup:
    """The button that opens an erratum's slip."""
    return Markup(
        '<button type="button" class="errmark" popovertarget="erratum-{0}" '
        'aria-label="Erratum {1}: who, why, evidence">{1}</button>'
    ).format(key, siglum)


def left_in_the_document(bracket: Bracket, attrs: Mapping[str, str]) -> Markup:
    """What the document reading has in place of a bracket."""
    if bracket.kind in ("omission", "illegible", "redacted"):
        return GONE
    if bracket.kind == "corr":
        return Markup('<span class="as-doc">{}</span>').format(safe_words(attrs["was"]))
    if bracket.kind == "cap":
        letter = attrs.get("was") or printed_words(bracket.children).swapcase()
        return Markup('<span class="as-doc">{}</span>').format(safe_words(letter))
    return Markup("")


def span_marks(span: Span, hands: Mapping[str, str]) -> tuple[str, str]:
    """What opens and what closes a span. ``hands`` name the keys of ``by=`` in words."""
    attrs = dict(span.attrs)
    if span.kind in _TAGS:
        return f"<{_TAGS[span.kind]}>", f"</{_TAGS[span.kind]}>"
    if span.kind in ("del", "add", "hand"):
        return _written(span, attrs.get("by", ""), hands)
    if span.kind == "var":
        witness, reading = safe_words(attrs.get("w", "")), safe_words(attrs.get("r", ""))
        return Markup(
            '<span class="var" data-sig="{0}" title="{0}: {1}"><span class="vh">(copy {0} has {1}:) </span>'
        ).format(witness, reading), "</span>"
    if span.kind == "foreign":
        return Markup("<i{}>").format(language_attributes(attrs.get("lang"))), "</i>"
    return Markup('<span class="{}">').format(_CLASSES[span.kind]), "</span>"


def _written(span: Span, by: str, hands: Mapping[str, str]) -> tuple[str, str]:
    """Words struck out or written in: on the document itself, or by its publishers."""
    ours = by in NOT_THE_DOCUMENT
    if span.kind == "del":
        return Markup('<del class="{}"><span class="vh">(struck out:) </span>').format(
            "ours" if ours else "doc"
        ), "</del>"
    if span.kind == "add" and ours:
        opening = Markup('<span class="by added" data-by="{}" data-sig="{}"><span class="as-ed">')
        return opening.format(by, SIGLA[by]), "</span></span>"
    hand = safe_words(hands.get(by, by) or "a hand not named")
    opening = Markup('<span class="hand" data-sig="{}">{}<span class="vh">(written in by {}:) </span>')
    if span.kind == "hand":
        return opening.format(by, Markup(""), hand), "</span>"
    return opening.format(by, Markup('<ins class="doc">'), hand), "</ins></span>"


def mark_html(mark: Mark) -> Markup:
    """A point of the text: where a page or a line begins, or a gap."""
    attrs = dict(mark.attrs)
    if mark.kind == "pb":
        page = safe_words(attrs.get("n", "–"))
        return Markup('<span class="pb"><span class="vh">(page </span>{}<span class="vh">) </span></span>').format(page)
    if mark.kind == "lb":
        return Markup('<span class="lb" aria-hidden="true"></span>')
    extent = safe_words(attrs.get("extent", "a gap"))
    return Markup('<span class="gap" title="{0}"><span class="vh">(gap: {0}) </span>⟨…⟩</span>').format(extent)
