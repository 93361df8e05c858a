"""What differs between two states of a whole archive: which records came, went, got another id or changed, and how."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from provenance.diff.difference import Class, Difference, Side
    from provenance.text.blocks import Layer

RecordOp = Literal["added", "removed", "changed", "renamed"]
RECORD_OPS: tuple[RecordOp, ...] = RecordOp.__args__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class RecordChange:
    """One record (or a collection's description, or ``agents``) of which the two states hold different files.

    ``earlier`` is the id it had before, ``difference`` None where it came or
    went whole, or where ``note`` says why it could not be compared.
    """

    record: str
    change: RecordOp
    title: str = ""
    earlier: str | None = None
    difference: Difference | None = None
    note: str | None = None

    @property
    def line(self) -> str:
        """What happened to it, in words."""
        said = [] if self.change == "changed" else [self.change + (f" (was {self.earlier})" if self.earlier else "")]
        if self.difference is not None and not (self.change == "renamed" and self.difference.empty):
            said.append(self.difference.summary.line)
        if self.note:
            said.append(self.note)
        return "; ".join(said)

    def as_json(self) -> dict[str, Any]:
        """The fields; ``difference`` as ``diff`` of one record gives it, or null."""
        return {**vars(self), "difference": None if self.difference is None else self.difference.as_json()}


@dataclass(frozen=True)
class ArchiveDifference:
    """All records that two states of an archive hold differently, by id; ``files`` are other files of its root.

    ``ignored`` names what the reader asked not to see; ``hidden`` counts it.
    The records may lie aside, on disk: each is read when it is asked for.
    """

    left: Side
    right: Side
    reading: str
    records: Sequence[RecordChange] = ()
    files: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    hidden: int = 0

    @property
    def empty(self) -> bool:
        """True where nothing differs (what is ignored does not count)."""
        return not self.records and not self.files

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many records came, went, changed and were renamed; how many variants and fields all together."""
        changes: Counter[RecordOp] = Counter()
        totals: Counter[str] = Counter()
        for record in self.records:
            changes[record.change] += 1
            if record.difference is not None:
                summary = record.difference.summary
                totals.update(
                    substantive=summary.substantive, accidental=summary.accidental, fields=summary.fields,
                    moved=summary.moved, split=summary.split, merged=summary.merged,
                )  # fmt: skip
        named = ("substantive", "accidental", "fields", "moved", "split", "merged")
        return {**{op: changes[op] for op in RECORD_OPS}, **{name: totals[name] for name in named}}

    @property
    def line(self) -> str:
        """In words: ``2 records changed, 1 added; in all 3 substantive, 1 field``."""
        counts = self.counts
        said = [_records(counts[op], op) for op in ("changed", "renamed", "added", "removed") if counts[op]]
        if self.files:
            said.append(f"{', '.join(self.files)} changed")
        words = [f"{counts[name]} {name}" for name in ("substantive", "accidental") if counts[name]]
        if counts["fields"]:
            words.append(f"{counts['fields']} field{'' if counts['fields'] == 1 else 's'}")
        if self.hidden:
            words.append(f"{self.hidden} not shown")
        told = ", ".join(said) or "no difference"
        return f"{told}; in all {', '.join(words)}" if words else told

    def only(self, class_: Class) -> ArchiveDifference:
        """As :meth:`Difference.only`, of every record that changed."""
        return self._each(lambda difference: difference.only(class_))

    def in_layer(self, layer: Layer) -> ArchiveDifference:
        """As :meth:`Difference.in_layer`, of every record that changed."""
        return self._each(lambda difference: difference.in_layer(layer))

    def ignoring(self, sorts: frozenset[str]) -> ArchiveDifference:
        """As :meth:`Difference.ignoring`, of every record that changed."""
        return self._each(lambda difference: difference.ignoring(sorts))

    def _each(self, narrowed: Callable[[Difference], Difference]) -> ArchiveDifference:
        """Every difference narrowed; a record of which nothing is left is left out, and what it had is counted."""
        hidden = self.hidden
        ignored: dict[str, None] = dict.fromkeys(self.ignored)

        def kept() -> Iterator[RecordChange]:
            nonlocal hidden
            for record in self.records:
                if record.difference is None:
                    yield record
                    continue
                difference = narrowed(record.difference)
                ignored.update(dict.fromkeys(difference.ignored))
                hidden += difference.hidden - record.difference.hidden
                if not difference.empty or record.change != "changed":
                    yield replace(record, difference=difference)

        # what lies aside is laid aside again
        made = cast("Callable[[Iterable[RecordChange]], Sequence[RecordChange]]", type(self.records))(kept())
        return replace(self, records=made, hidden=hidden, ignored=tuple(ignored))

    def as_json(self) -> dict[str, Any]:
        """``{left, right, reading, ignored, records, files, summary}``."""
        told = self.told()
        return {**told, "records": list(told["records"])}

    def told(self) -> dict[str, Any]:
        """As :meth:`as_json`, the records one by one as they are written."""
        return {
            "schema": 1,
            "left": self.left.as_json(),
            "right": self.right.as_json(),
            "reading": self.reading,
            "ignored": list(self.ignored),
            "records": (record.as_json() for record in self.records),
            "files": list(self.files),
            "summary": {**self.counts, "hidden": self.hidden, "line": self.line},
        }


def _records(number: int, op: RecordOp) -> str:
    return f"{number} record{'' if number == 1 else 's'} {op}"
