"""The markup of an HTML page read into elements, with nothing fetched and nothing expanded."""

from __future__ import annotations

import re

from lxml import etree

from provenance.errors import InputError

_SUBSET = re.compile(r"<!ENTITY|<!DOCTYPE[^>\[]{0,300}\[", re.IGNORECASE)


def _parser() -> etree.HTMLParser:
    """A parser with every option stated: nothing is fetched, nothing expanded, no node is huge (THREATS T33)."""
    return etree.HTMLParser(  # type: ignore[call-arg]  # two options are newer than the stubs
        encoding="utf-8", remove_blank_text=False, remove_comments=True, remove_pis=True,
        no_network=True, target=None, schema=None, recover=True, compact=True, collect_ids=False, huge_tree=False,
        decompress=False, default_doctype=False,
    )  # fmt: skip


def parsed(text: str, name: str | None) -> etree._Element:
    """The page's elements. Raises InputError: entities of its own, markup that cannot be read."""
    subset = _SUBSET.search(text)
    if subset:
        raise InputError(
            "the page declares entities of its own, which are never expanded", code="entities", file=name,
            line=text.count("\n", 0, subset.start()) + 1, hint="take the <!ENTITY …> declarations out, or save as text",
        )  # fmt: skip
    try:
        root = etree.fromstring(text.encode("utf-8"), parser=_parser())
    except (etree.LxmlError, ValueError) as error:
        said = f"the page's markup cannot be read: {error}"
        raise InputError(said, file=name, hint="save it as plain text") from error
    if root is None:
        raise InputError("no words were found in the page", code="empty", file=name, hint="save it as plain text")
    return root
