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
    "cookie": "a cookie banner", "cookies": "a cookie banner", "consent": "a cookie banner",
    "gdpr": "a cookie banner", "share": "share buttons", "sharing": "share buttons", "social": "share buttons",
    "addtoany": "share buttons", "share2": "share buttons", "forum": "comments of readers", "buttons": "buttons",
    "prevnext": "navigation", "breadcrumb": "navigation", "breadcrumbs": "navigation", "navbar": "navigation",
    "navigation": "navigation", "nav": "navigation", "menu": "a menu", "sidebar": "an aside of the page",
    "pagination": "navigation", "pager": "navigation", "newsletter": "an advertisement", "advert": "an advertisement",
    "ads": "an advertisement", "promo": "an advertisement", "skip": "navigation", "toolbar": "a toolbar",
    "popup": "a dialog", "modal": "a dialog", "search": "a search form", "searchbox": "a search form",
    "toc": "a table of contents", "widget": "an aside of the page", "related": "links to other pages",
    "relatedposts": "links to other pages", "comments": "comments of readers", "comment": "comments of readers",
    "respond": "comments of readers", "sharedaddy": "share buttons", "catlinks": "navigation", "subscribe": "a form",
    "signup": "a form", "breadcrumbtrail": "navigation", "ariane": "navigation", "partage": "share buttons",
    "brotkrumen": "navigation", "krümel": "navigation", "colophon": "the page's footer",
    "bandeau": "the page's header", "editsection": "a button", "printfooter": "the page's footer",
    "license": "a licence", "licence": "a licence", "licensecontainer": "a licence", "disclaimer": "a disclaimer",
    "viewopts": "a toolbar", "actions": "a toolbar",
}  # fmt: skip
_WHOLE_NAMES = {
    "logo": "the page's header", "masthead": "the page's header", "header": "the page's header", "tabs": "a menu",
    "site-header": "the page's header", "footer": "the page's footer", "site-footer": "the page's footer",
    "site-name": "the page's header", "entry-footer": "the page's footer", "post-footer": "the page's footer",
    "entry-meta": "data of the posting", "post-meta": "data of the posting", "postmetadata": "data of the posting",
    "region-footer": "the page's footer", "region-header": "the page's header", "page-footer": "the page's footer",
    "site-info": "the page's footer", "site-branding": "the page's header", "site-title": "the page's header",
    "site-description": "the page's header", "fil": "navigation", "outils": "a toolbar", "pied": "the page's footer",
    "pied-de-page": "the page's footer", "hd": "the page's header", "ft": "the page's footer",
    "sitesub": "the page's header", "contentsub": "the page's header", "sitenotice": "a notice of the site",
    "action-list": "a menu", "mw-navigation": "navigation", "mw-jump-link": "navigation", "mw-panel": "navigation",
    "mw-head": "navigation", "view-options": "a toolbar", "viewopts": "a toolbar", "tools": "a toolbar",
    "werkzeuge": "a toolbar", "fusszeile": "the page's footer", "kopfzeile": "the page's header",
    "cite": "how the page is cited", "citation-popup": "how the page is cited", "howtocite": "how the page is cited",
    "how-to-cite": "how the page is cited", "cite-this": "how the page is cited", "topbar": "the page's header",
    "top-bar": "the page's header", "doc-link": "links to other pages", "info-publi": "data of the posting",
    "wp-block-post-date": "data of the posting", "post-date": "data of the posting",
    "msoheader": "the draft's running head", "msofooter": "the draft's running foot", "btn-group": "buttons",
    "reiter": "a menu", "pfad": "navigation", "blaettern": "navigation", "download": "links to other pages",
    "downloads": "links to other pages", "prevnext": "navigation", "prev-next": "navigation",
    "nextprev": "navigation", "langswitch": "a menu", "language-switcher": "a menu",
}  # fmt: skip
"""Names that speak of furniture only as they stand: ``letter-header`` is the letter's."""
_OF_A_LETTER = frozenset({"header", "footer", "masthead"})
"""Names that inside an article may be the document's own."""
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


_HEADNOTE_NAMES = frozenset(
    {"headnote", "regest", "regeste", "kopfregest", "summary", "abstract", "description", "vorbemerkung", "chapeau"}
)


def is_headnote(element: _Element) -> bool:
    """Whether an element's names say that an editor describes the document in it."""
    if element.tag not in ("div", "p", "section", "blockquote", "td"):
        return False
    return not _HEADNOTE_NAMES.isdisjoint(re.split(r"[\s_-]+", element.get("class", "").lower()[:200]))


_DATA_NAMES = frozenset(
    {"metadata", "document-meta", "document-info", "document-metadata", "docmeta", "doc-meta", "doc-info", "group-meta",
     "item-metadata", "record-metadata", "metadaten", "métadonnées", "metadonnees", "infobox", "datenblatt",
     "headertemplate"}
)  # fmt: skip


def is_data(element: _Element) -> bool:
    """Whether an element's names say that it holds data of a web edition, no words of the document."""
    return element.tag in ("div", "section", "dl", "table", "ul") and _is_called(element, _DATA_NAMES)


_APPARATUS_NAMES = frozenset(
    {"apparat", "apparatus", "app", "textkritik", "apparatus-criticus", "varianten", "variants", "stellenkommentar",
     "kommentar", "commentary", "anmerkungen", "apparato", "примечания"}
)  # fmt: skip


def is_apparatus(element: _Element) -> bool:
    """Whether an element's names say that an edition's apparatus stands in it, whose notes are keyed by words."""
    return element.tag in ("div", "section", "ul", "ol", "dl") and _is_called(element, _APPARATUS_NAMES)


def _is_called(element: _Element, names: frozenset[str]) -> bool:
    """Whether one of its classes, or its id, is among these."""
    own = f"{element.get('class', '')} {element.get('id', '')}".lower()[:300].split()
    return not names.isdisjoint(own)


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
    if _OF_A_LETTER & set(names) and _is_within(element, {"article", "main"}):
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
