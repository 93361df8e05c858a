"""The archive that faults are done to: two records, eight places of their own for eight writers."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.model.address import Locator, Pointer, RecordId
from provenance.model.correction import Decision, FieldEdit, FileEdit, WordsEdit
from provenance.store.archive import Archive, create

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

RECORDS = (RecordId("harbour/doc-001"), RecordId("harbour/doc-002"))
EDITION = "ours"
AUTHOR = "anna-lund"


@dataclass(frozen=True)
class Place:
    """Where one writer writes: a field (``name`` is its key) or a block (``name`` is ``p1``) of a record."""

    record: RecordId
    name: str

    @property
    def is_block(self) -> bool:
        """True for words of an edition, false for a field of the record."""
        return re.fullmatch(r"p\d", self.name) is not None

    @property
    def file(self) -> str:
        """The file it stands in, from the archive's root."""
        return f"{self.record.folder}/{f'editions/{EDITION}.txt' if self.is_block else 'record.yaml'}"

    @property
    def _line(self) -> re.Pattern[str]:
        begin = f"¶{self.name[1:]}" if self.is_block else f"{self.name}:"
        return re.compile(rf"^{begin} (\S+)$", re.MULTILINE)

    def read(self, content: str) -> str:
        """What stands there."""
        found = self._line.search(content)
        assert found is not None, f"{self} is gone from {content!r}"
        return found[1]

    def written(self, content: str, value: str) -> str:
        """The file with another value there, every other byte as it was."""
        found = self._line.search(content)
        assert found is not None
        return content[: found.start(1)] + value + content[found.end(1) :]

    def edit(self, old: str, new: str) -> FieldEdit | WordsEdit:
        """The same as an edit of ours."""
        if self.is_block:
            return WordsEdit(self.record, EDITION, Locator.parse(self.name), old, new)
        return FieldEdit(self.record, "set", Pointer.parse(f"/{self.name}"), new)


PLACES = tuple(
    Place(record, name)
    for record, names in zip(RECORDS, (("title", "note", "p1", "p2"), ("title", "number", "p1", "p3")), strict=True)
    for name in names
)


def value(writer: int, number: int) -> str:
    """What a writer writes as its ``number``-th: told apart from all that anybody else writes."""
    return f"w{writer}n{number}"


def number_of(text: str) -> tuple[int, int]:
    """Writer and number of a value."""
    found = re.fullmatch(r"w(\d+)n(\d+)", text)
    assert found is not None, text
    return int(found[1]), int(found[2])


def _record_yaml(record: RecordId) -> str:
    fields = "".join(
        f"{place.name}: {value(number, 0)}\n"
        for number, place in enumerate(PLACES)
        if place.record == record and not place.is_block
    )
    return (
        f"schema: 1\nspecimen: invented\n{fields}date: {{edtf: 1931-03-03, basis: stated, where: title}}\n"
        f"editions:\n  {EDITION}:\n    state: living\n    text: present\n"
    )


def _text(record: RecordId) -> str:
    words = {place.name: value(number, 0) for number, place in enumerate(PLACES) if place.record == record}
    blocks = "".join(f"\n¶{number} {words.get(f'p{number}', 'nobody writes here')}\n" for number in (1, 2, 3))
    return f"%text 1\n{blocks}"


def environment(home: Path) -> dict[str, str]:
    """A machine on which git knows a name and nothing else."""
    home.mkdir(parents=True, exist_ok=True)
    (home / ".gitconfig").write_text("[user]\n\tname = Anna Lund\n\temail = anna@example.org\n")
    return {"PATH": os.environ["PATH"], "HOME": str(home), "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C.UTF-8"}


def found_archive(top: Path, environ: Mapping[str, str]) -> None:
    """Make the archive: its records are imported in one correction each."""
    with create(top, title="Harbours", environ=environ):
        pass
    with Archive.open(top, environ=environ, author=AUTHOR) as archive:
        for record in RECORDS:
            files = [
                FileEdit(record, "record.yaml", _record_yaml(record).encode()),
                FileEdit(record, f"editions/{EDITION}.txt", _text(record).encode()),
            ]
            archive.correct(files, Decision(reason="Typed from the page.", kind="import"))


def git(top: Path, environ: Mapping[str, str], *args: str, check: bool = True) -> str:
    """Plain git, as an editor runs it."""
    done = subprocess.run(
        ["git", "-C", str(top), *args], env=dict(environ), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0 or not check, f"git {args}: {done.stdout}{done.stderr}"
    return done.stdout
