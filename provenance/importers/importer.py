"""What every importer takes and gives: bytes in, `Imported` out, and the edits that bring it into an archive.

An importer writes what the source says and what follows from it, each with its
basis; it never writes what a person must judge (``held``). What it cannot know
is a question, what it did not understand is left over: both stand in the record
and in the report.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from provenance.errors import InputError
from provenance.importers._bytes import Decoded, decode
from provenance.importers._edits import Existing, agents_together, edits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from provenance.model.address import RecordId
    from provenance.text.blocks import EditionText

__all__ = [
    "Decoded",
    "Existing", "Imported", "Importer", "Inferred", "Left", "Open", "Placed", "Report", "agents_together", "decode",
    "edits", "importer_for", "importers", "read", "read_all", "read_text",
]  # fmt: skip


@dataclass(frozen=True)
class Placed:
    """A stated value that was put into the record: what, where in the record, and where it is printed."""

    what: str
    value: str
    pointer: str | None = None
    where: str | None = None


@dataclass(frozen=True)
class Inferred:
    """A value that was concluded: how surely (``high``, ``medium``, ``low``), and from what."""

    what: str
    value: str
    sure: str
    why: str
    where: str | None = None


@dataclass(frozen=True)
class Open:
    """A question that a person must answer."""

    about: str
    question: str
    where: str | None = None


@dataclass(frozen=True)
class Left:
    """Words of the input that were not understood, or were taken out of the reading; a locator or a line."""

    words: str
    place: str
    why: str


@dataclass(frozen=True)
class Report:
    """What an import did, for the editor to read before anything is believed."""

    placed: tuple[Placed, ...] = ()
    inferred: tuple[Inferred, ...] = ()
    open: tuple[Open, ...] = ()
    left_over: tuple[Left, ...] = ()
    encoding: str = "utf-8"
    encoding_guessed: bool = False

    def as_json(self) -> dict[str, Any]:
        """One object, its lists in the order of the page."""
        return {
            "schema": 1,
            "encoding": {"name": self.encoding, "guessed": self.encoding_guessed},
            "placed": [dict(vars(one)) for one in self.placed],
            "inferred": [dict(vars(one)) for one in self.inferred],
            "open": [dict(vars(one)) for one in self.open],
            "left_over": [dict(vars(one)) for one in self.left_over],
        }


@dataclass(frozen=True)
class Imported:
    """A record and one edition of it, made from bytes.

    ``record`` and ``agents`` are plain trees as record.yaml and agents.yaml hold
    them; ``volume`` is the volume's key and what the page says of it. A source
    that describes a document and does not print it gives no ``edition`` and no
    ``text``. ``made_from`` are the bytes it was made from, where that is less
    than the whole source (one row of a table): the same bytes are known again.
    """

    record: Mapping[str, Any]
    edition: str | None
    text: EditionText | None
    agents: Mapping[str, Any]
    volume: tuple[str, Mapping[str, Any]] | None
    report: Report = field(default_factory=Report)
    made_from: bytes | None = None

    def printed(self) -> tuple[str, EditionText]:
        """The edition and its text; InputError where the source describes a document and does not print it."""
        if self.edition is None or self.text is None:
            raise InputError(
                "this describes a document and holds no text of it", code="no-text",
                hint="the page itself, as plain text or HTML",
            )  # fmt: skip
        return self.edition, self.text


class Importer(Protocol):
    """One kind of source. Its module holds one of these as ``IMPORTER``."""

    name: str

    def claims(self, name: str, head: bytes) -> bool:
        """Whether a file of this name that begins with ``head`` is of this kind."""

    def read(
        self,
        content: bytes,
        *,
        name: str,
        id: RecordId,  # noqa: A002 - the word of the command
        edition: str | None = None,
        volume: str | None = None,
        living: bool = False,
        encoding: str | None = None,
    ) -> Imported:
        """The record that these bytes make. Raises InputError that names the file, the place and the mend."""


def importers() -> Iterator[Importer]:
    """Every importer on the shelf, by name."""
    from provenance.shelf import members

    for member in members("provenance.importers"):
        if member.name in ("importer", "source_note"):
            continue
        found = getattr(member.load(), "IMPORTER", None)
        if found is not None:
            yield found


def importer_for(name: str, head: bytes) -> Importer:
    """The importer that claims a file; InputError where none does."""
    known = []
    for candidate in importers():
        known.append(candidate.name)
        if candidate.claims(name, head):
            return candidate
    raise InputError(
        "no importer knows this kind of file", code="unknown-format", file=name, candidates=tuple(known),
        hint="save the page as plain text (UTF-8) and import that",
    )  # fmt: skip


_HEAD = 4096
"""Bytes an importer may look at to say whether a file is its kind."""


def read(
    content: bytes,
    *,
    name: str,
    id: RecordId,  # noqa: A002 - the word of the command
    edition: str | None = None,
    volume: str | None = None,
    living: bool = False,
    encoding: str | None = None,
) -> Imported:
    """The record that a file makes, by the importer that claims it; InputError as :meth:`Importer.read`."""
    importer = importer_for(name, content[:_HEAD])
    return importer.read(
        content, name=name, id=id, edition=edition, volume=volume, living=living, encoding=encoding
    )  # fmt: skip


def read_all(
    content: bytes,
    *,
    name: str,
    collection: str,
    edition: str | None = None,
    volume: str | None = None,
    living: bool = False,
    encoding: str | None = None,
    as_one: bool = False,
) -> Iterator[tuple[RecordId, Imported] | InputError]:
    """A record for each document of a file, in printed order; an InputError for each that cannot be read.

    ``as_one``: the file is one document, named by the file. InputError is raised,
    not given, where nothing of the file can be read: no importer, no text.
    """
    from provenance.importers._page.reading import file_id

    importer = importer_for(name, content[:_HEAD])
    several = getattr(importer, "read_all", None)
    if several is not None and not as_one:
        yield from several(
            content, name=name, collection=collection, edition=edition, volume=volume, living=living, encoding=encoding
        )  # fmt: skip
        return
    try:
        id = file_id(collection, name)  # noqa: A001 - the word of the command
        yield id, importer.read(
            content, name=name, id=id, edition=edition, volume=volume, living=living, encoding=encoding
        )  # fmt: skip
    except InputError as error:
        yield error


def read_text(content: bytes, *, name: str, id: RecordId, encoding: str | None = None) -> EditionText:  # noqa: A002
    """The text alone of a loose file: in the notation (first line ``%text 1``), or any that an importer claims."""
    from provenance.text.notation import parse

    if content.lstrip(b"\xef\xbb\xbf").startswith(b"%text "):
        return parse(decode(content, encoding, name=name).text.replace("\r\n", "\n"), file=name)
    return read(content, name=name, id=id, encoding=encoding).printed()[1]
