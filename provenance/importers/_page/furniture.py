"""What of an HTML page is no part of the document: its furniture, what is hidden, what are no words at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

NO_WORDS = frozenset(
    {"script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "canvas", "link", "meta"}
)
_FURNITURE = {
    "nav": "navigation", "footer": "the page's footer", "aside": "an aside of the page", "form": "a form",
    "button": "a button", "select": "a form", "dialog": "a dialog", "menu": "a menu",
}  # fmt: skip
_ROLES = {
    "navigation": "navigation", "banner": "the page's header", "contentinfo": "the page's footer",
    "search": "a search form", "complementary": "an aside of the page", "dialog": "a dialog", "menu": "a menu",
    "menubar": "a menu", "toolbar": "a toolbar", "alertdialog": "a dialog", "button": "a button",
}  # fmt: skip
_NAMES = {
    "cookie": "a cookie banner", "cookies": "a cookie banner", "consent": "a cookie banner", "gdpr": "a cookie banner",
    "share": "share buttons", "sharing": "share buttons", "social": "share buttons", "addtoany": "share buttons",
    "breadcrumb": "navigation", "breadcrumbs": "navigation", "navbar": "navigation", "navigation": "navigation",
    "nav": "navigation", "menu": "a menu", "sidebar": "an aside of the page", "pagination": "navigation",
    "pager": "navigation", "newsletter": "an advertisement", "advert": "an advertisement", "ads": "an advertisement",
    "promo": "an advertisement", "skip": "navigation", "toolbar": "a toolbar", "popup": "a dialog", "modal": "a dialog",
    "toc": "a table of contents",
}  # fmt: skip
_WHOLE_NAMES = {
    "logo": "the page's header", "masthead": "the page's header", "header": "the page's header", "tabs": "a menu",
    "site-header": "the page's header", "footer": "the page's footer", "site-footer": "the page's footer",
    "site-name": "the page's header",
}  # fmt: skip
"""Names that speak of furniture only as they stand: ``letter-header`` is the letter's."""
_HIDDEN_NAMES = frozenset({"sr-only", "visually-hidden", "screen-reader-text", "hidden", "d-none", "element-invisible"})
_HIDDEN_STYLE = re.compile(r"display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}hidden", re.IGNORECASE)


def why_left_out(element: _Element) -> str | None:
    """Why an element's words are no part of the reading; None where they are."""
    names = f"{element.get('class', '')} {element.get('id', '')}".lower().split()[:20]
    if _is_hidden(element, names):
        return "hidden on the page"
    if element.tag in ("body", "html", "main", "article"):
        return None
    furniture = _by_role(element) or _by_name(element, names)
    return f"page furniture: {furniture}" if furniture else None


def _by_role(element: _Element) -> str | None:
    """What furniture an element says that it is."""
    tag = str(element.tag)
    role = element.get("role", "").lower()
    if role in _ROLES:
        return _ROLES[role]
    if tag in _FURNITURE and not (tag == "footer" and _is_within(element, {"article", "main", "blockquote"})):
        return _FURNITURE[tag]
    if tag == "header" and not _is_within(element, {"article", "main"}) and element.find(".//h1") is None:
        return "the page's header"
    return None


def _by_name(element: _Element, names: list[str]) -> str | None:
    """What furniture an element's names speak of; one that holds the page's heading is none."""
    if _is_within(element, {"article", "main"}) and _WHOLE_NAMES.keys() & set(names):
        return None
    for name in names:
        found = _WHOLE_NAMES.get(name) or next(
            (_NAMES[word] for word in re.split(r"[-_]+", name)[:6] if word in _NAMES), None
        )
        if found and element.find(".//h1") is None:
            return found
    return None


def _is_hidden(element: _Element, names: list[str]) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden", "").lower() == "true":
        return True
    return bool(_HIDDEN_STYLE.search(element.get("style", "")[:500])) or not _HIDDEN_NAMES.isdisjoint(names)


def _is_within(element: _Element, tags: set[str]) -> bool:
    return any(above.tag in tags for above in element.iterancestors())
