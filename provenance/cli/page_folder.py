"""A folder of pages, with or without a table of metadata: what in it is brought in, in which order, and what is not.

Nothing outside the folder is read: no link out of it is followed, and a page
that a table names lies in the folder or below it.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PAGES = (".txt", ".text", ".html", ".htm", ".xhtml")
TABLES = (".csv", ".tsv", ".xlsx")
TABLE = "metadata"
"""The name, without its ending, of the table that describes a folder's pages."""
LARGEST = 64 * 1024 * 1024
"""Bytes of one file."""


@dataclass(frozen=True)
class Skipped:
    """A file that was not brought in, and why."""

    file: str
    why: str


@dataclass
class Beside:
    """The files beside a table. ``by_name``: a page whose name makes a row's id belongs to that row.

    ``used`` gathers what was read, so that no page comes in twice.
    """

    folder: Path
    by_name: bool = False
    used: set[Path] = field(default_factory=set)

    def read(self, name: str) -> bytes:
        """The file of that name; InputError where it is none, lies outside the folder, or is too big."""
        path = self._inside(name)
        if not path.is_file():
            near = tuple(sorted(one.name for one in self._pages if one.stem.casefold() == Path(name).stem.casefold()))
            raise InputError(f"there is no file {name!r} beside the table", code="no-file", hint=next(iter(near), None))
        try:
            if path.stat().st_size > LARGEST:
                raise InputError(f"{name!r} has more than {LARGEST:,} bytes", code="too-big")
            content = path.read_bytes()
        except OSError as error:
            raise InputError(f"{name!r}: {(error.strerror or str(error)).lower()}", code="system") from error
        self.used.add(path)
        return content

    def claim(self, name: str) -> None:
        """Nothing else is made of that page."""
        with suppress(InputError):
            self.used.add(self._inside(name))

    def named(self, stem: str) -> str | None:
        """The page whose own name makes that id; None where none or several do, or none is looked for."""
        if not self.by_name:
            return None
        found = self._by_id.get(stem, [])
        return found[0].relative_to(self.folder).as_posix() if len(found) == 1 else None

    def _inside(self, name: str) -> Path:
        plain = name.replace("\\", "/")
        root = self.folder.resolve()
        try:
            path = (root / plain).resolve()
        except (OSError, RuntimeError, ValueError) as error:  # a ring of links; NUL in the name
            raise InputError(f"{name!r} is no name of a file", code="no-file") from error
        if Path(plain).is_absolute() or not path.is_relative_to(root) or path == root:
            raise InputError(
                f"{name!r} lies outside the table's folder", code="outside", hint="put the page beside the table"
            )
        return path

    @cached_property
    def _pages(self) -> tuple[Path, ...]:
        return tuple(one for one in sorted(self.folder.iterdir()) if one.suffix.lower() in PAGES)

    @cached_property
    def _by_id(self) -> dict[str, list[Path]]:
        from provenance.importers._page.reading import file_id

        found: dict[str, list[Path]] = {}
        for path in self._pages:
            found.setdefault(file_id("c", path.name).name, []).append(path)
        return found


@dataclass(frozen=True)
class Given:
    """A file to be brought in; ``beside``: what lies around it, where a table may ask for that."""

    file: str
    beside: Beside

    @property
    def is_used(self) -> bool:
        """Whether a table has brought this page in already."""
        return Path(self.file).resolve() in self.beside.used


def given_files(typed: Sequence[str]) -> tuple[tuple[Given, ...], tuple[Skipped, ...]]:
    """What was typed, each folder as the files in it, in order; and what of the folders is left out."""
    found: list[Given] = []
    skipped: list[Skipped] = []
    for name in dict.fromkeys(typed):
        path = Path(name)
        if path.is_dir():
            found.extend(_walked(path, path.resolve(), skipped))
        else:
            found.append(Given(name, Beside(path.parent)))
    return tuple(found), tuple(skipped)


def _walked(folder: Path, root: Path, skipped: list[Skipped]) -> Iterator[Given]:
    """The table of a folder first, then its pages, then the folders in it; each by name."""
    try:
        inside = sorted(folder.iterdir(), key=lambda one: one.name)
    except OSError as error:
        skipped.append(Skipped(str(folder), (error.strerror or str(error)).lower()))
        return
    tables = [one for one in inside if one.is_file() and one.stem.lower() == TABLE and one.suffix.lower() in TABLES]
    beside = Beside(folder, by_name=bool(tables))
    folders = []
    pages = []
    for path in inside:
        why = _why_not(path, root, tables)
        if why:
            skipped.append(Skipped(str(path), why))
        elif path.is_dir():
            folders.append(path)
        elif path not in tables:
            pages.append(path)
    yield from (Given(str(path), beside) for path in [*tables[:1], *pages] if not _why_not(path, root, tables))
    for one in folders:
        yield from _walked(one, root, skipped)


def _why_not(path: Path, root: Path, tables: Sequence[Path]) -> str:
    """Why a file of a folder is left out; empty where it is not."""
    if path.name.startswith((".", "~$")):
        return "hidden"
    if path.is_symlink():
        try:
            inside = path.resolve().is_relative_to(root)
        except (OSError, RuntimeError):
            inside = False
        return "a link out of the folder" if not inside else "a link to a folder" if path.is_dir() else ""
    if path.is_dir() or path in tables[:1]:
        return ""
    if path in tables:
        return f"another table is read for this folder: {tables[0].name}"
    if not path.is_file():
        return "no file"
    return "" if path.suffix.lower() in PAGES else "no page (.txt, .html) and no metadata.csv or .xlsx"
