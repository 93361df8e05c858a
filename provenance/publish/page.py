"""A page to be published, and where it lies: values that know nothing of MkDocs."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Callable

    from provenance.model.address import RecordId


FORMATS = {"json": "record (JSON)", "text": "catalogue entry (text)"}
"""What a record's page offers as data, by the exporters' names."""


@dataclass(frozen=True)
class Page:
    """One page: its source address, what it is, and how its HTML is made when its turn comes.

    ``title`` and ``summary`` are plain words; ``summary`` is what a search
    index gets of it. ``body`` is called once, when the page is written, so that
    ten thousand pages are never held at the same time.
    """

    uri: str
    kind: str
    title: str
    summary: str
    body: Callable[[], str]
    record: RecordId | None = None
    """The record whose page it is."""
    in_bar: int | None = None
    """Its place in the site's bar, from 1; None: the bar does not lead to it."""


@dataclass(frozen=True)
class Addresses:
    """Where each page of an archive lies. ``uri`` is MkDocs' source address, ``url`` that of the built page."""

    prefix: str = ""
    directory_urls: bool = True

    HOME = ""
    """The site's start page as where a link is written, whatever its file is called."""

    def under(self, uri: str) -> str:
        """A source address within the archive's part of the site."""
        return posixpath.join(self.prefix, uri)

    @property
    def records(self) -> str:
        """The index of all records."""
        return self.under("records.md")

    @property
    def changelog(self) -> str:
        """The newest page of the change log."""
        return self.under("changelog.md")

    @property
    def errata(self) -> str:
        """The list of errata."""
        return self.under("errata.md")

    def record(self, record: str) -> str:
        """The page of a record, or of a collection."""
        return self.under(f"records/{record}.md")

    def record_part(self, record: str, part: str) -> str:
        """A further page of a record: another edition's text, a comparison."""
        return self.under(f"records/{record}/{part}.md")

    def record_file(self, record: str, suffix: str) -> str:
        """The record in another format."""
        return self.under(f"records/{record}{suffix}")

    def destination(self, uri: str) -> str:
        """The built file of a page. ``x/index.md`` gets a folder of its own: a record may be called ``index``."""
        if not uri.endswith(".md"):
            return uri
        stem = uri[: -len(".md")]
        return f"{stem}/index.html" if self.directory_urls else f"{stem}.html"

    def url(self, uri: str) -> str:
        """The address of a built page from the site's root; a folder ends with a slash."""
        destination = self.destination(uri)
        if self.directory_urls and destination.endswith("/index.html"):
            destination = destination[: -len("index.html")]
        return quote(destination)

    def between(self, here: str, there: str, anchor: str | None = None) -> str:
        """The relative address of ``there`` as written on ``here``."""
        fragment = f"#{quote(anchor)}" if anchor else ""
        if here == there:
            return fragment or "#main"
        target = self.url(there)
        folder = posixpath.dirname(self.url(here))
        relative = posixpath.relpath(target, folder or ".")
        return relative + ("/" if target.endswith("/") else "") + fragment
