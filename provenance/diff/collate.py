"""Many editions against a base: where any of them differs, what each of them reads (Greg's rationale, TEI's apparatus).

Every witness is compared with the base alone; stretches of the base at which
one or more differ become a place of variation, wide enough that each reads
there something whole. Places that touch are one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from provenance.diff.compare import compare_texts
from provenance.diff.sorts import classify
from provenance.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from provenance.diff.difference import BlockChange, Class, Sort
    from provenance.text.readings import Passage

RowKind = Literal["words", "block"]
_GRAVEST: tuple[Class, ...] = ("substantive", "accidental", "markup")
_CLASSES = {"substantive": "substantive", "accidental": "accidental", "markup": "of order or division alone"}


@dataclass(frozen=True)
class Reading:
    """What one witness reads at a place; ``text`` None: it has not the block at all."""

    witness: str
    text: str | None
    class_: Class
    sort: Sort | None = None
    note: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The object of a reading."""
        return {
            "witness": self.witness, "text": self.text, "class": self.class_, "sort": self.sort, "note": self.note,
        }  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A place of variation: the base's block and words (``start`` to ``end``), and what every other witness reads.

    A block that only a witness has stands in a row with the base's preceding
    block as its ``locator`` and no lemma.
    """

    kind: RowKind
    locator: str | None
    label: str | None
    start: int
    end: int
    lemma: str | None
    readings: tuple[Reading, ...]

    @property
    def class_(self) -> Class:
        """The gravest class among its readings: substantive, then accidental."""
        classes = {reading.class_ for reading in self.readings}
        return next((one for one in _GRAVEST if one in classes), "equal")

    def as_json(self) -> dict[str, Any]:
        """The object of a row."""
        return {
            "kind": self.kind, "locator": self.locator, "label": self.label, "offsets": [self.start, self.end],
            "lemma": self.lemma, "readings": [reading.as_json() for reading in self.readings],
        }  # fmt: skip


@dataclass(frozen=True)
class Table:
    """All places at which editions vary, in the order of the base."""

    base: str
    witnesses: tuple[str, ...]
    rows: tuple[Row, ...]
    passages: tuple[Passage, ...] = field(default=(), repr=False)
    hidden: int = 0

    @property
    def line(self) -> str:
        """How many places vary, in words: ``3 places: 2 substantive, 1 accidental``."""
        classes = Counter(row.class_ for row in self.rows)
        told = ", ".join(f"{classes[class_]} {_CLASSES[class_]}" for class_ in _GRAVEST if classes[class_])
        number = len(self.rows)
        shown = f"{number} place{'' if number == 1 else 's'}: {told}" if number else "no variants"
        return f"{shown}; {self.hidden} not shown" if self.hidden else shown

    def only(self, class_: Class) -> Table:
        """The places at which some witness varies in this class; how many are left out is told."""
        rows = tuple(row for row in self.rows if any(reading.class_ == class_ for reading in row.readings))
        return replace(self, rows=rows, hidden=self.hidden + len(self.rows) - len(rows))

    def as_json(self) -> dict[str, Any]:
        """``{base, witnesses, rows, summary}``; the readings equal to the base are there too, with class ``equal``."""
        classes = Counter(row.class_ for row in self.rows)
        counts = {class_: classes[class_] for class_ in _GRAVEST}
        return {
            "base": self.base,
            "witnesses": list(self.witnesses),
            "rows": [row.as_json() for row in self.rows],
            "summary": {**counts, "hidden": self.hidden, "line": self.line},
        }

    def lines(self, width: int = 80) -> Iterator[str]:
        """The table for a terminal, one place after the other; witnesses that read alike stand together."""
        import textwrap

        yield f"base: {self.base}"
        yield self.line
        for row in self.rows:
            yield ""
            lemma = self._lemma(row)
            yield from textwrap.wrap(f"{row.label or ''}  {lemma}".strip(), width, subsequent_indent="    ")
            for readings in alike(row.readings):
                names = ", ".join(reading.witness for reading in readings)
                yield from textwrap.wrap(f"  {names}: {_spoken(readings[0])}", width, subsequent_indent="    ")

    def _lemma(self, row: Row) -> str:
        """What the base reads there, quoted; where it reads nothing, the word that it stands after."""
        if row.lemma is None:
            return "(not in the base)"
        if row.lemma.strip():
            return f"“{row.lemma.strip()}”"
        words = next((passage.words for passage in self.passages if passage.locator == row.locator), "")
        before = words[: row.start].split()
        return f"(after “{before[-1]}”)" if before else "(at the start)"

    def markdown(self) -> Iterator[str]:
        """The table in Markdown: a row a place, a column a witness; the base's words stand where one agrees."""
        from provenance.diff.reports.markdown import escaped

        others = [name for name in self.witnesses if name != self.base]
        yield f"Base: {escaped(self.base)}. {self.line}."
        yield ""
        yield f"| place | {' | '.join(escaped(name) for name in (self.base, *others))} |"
        yield "| --- |" + " --- |" * (len(others) + 1)
        for row in self.rows:
            read = {reading.witness: reading for reading in row.readings}
            cells = [escaped(self._lemma(row))]
            for name in others:
                reading = read.get(name)
                cells.append("=" if reading is None or reading.class_ == "equal" else escaped(_spoken(reading)))
            yield f"| {escaped(row.label or '')} | {' | '.join(cells)} |"


def alike(readings: Sequence[Reading]) -> list[list[Reading]]:
    """The readings that differ from the base, witnesses that agree with each other together."""
    groups: dict[str | None, list[Reading]] = {}
    for reading in readings:
        if reading.class_ != "equal":
            groups.setdefault(reading.text, []).append(reading)
    return list(groups.values())


def _spoken(reading: Reading) -> str:
    if reading.note and reading.class_ == "markup":
        return f"the same words, {reading.note}"
    if reading.text is None:
        return "not there"
    words = f"“{reading.text.strip()}”" if reading.text.strip() else "(nothing)"
    return f"{words}  {reading.class_}" + (f", {reading.sort}" if reading.sort not in (None, "words") else "")


def collate(witnesses: Mapping[str, Sequence[Passage]], base: str | None = None) -> Table:
    """The table of variants of all witnesses against ``base`` (the first where none is named).

    InputError where fewer than two are given, or the base is none of them.
    """
    names = tuple(witnesses)
    chosen = base or (names[0] if names else "")
    if len(names) < 2 or chosen not in witnesses:  # noqa: PLR2004
        raise InputError("collation needs a base and at least one other witness", candidates=names)
    ground = tuple(witnesses[chosen])
    others = {
        name: _Witness(name, ground, compare_texts(ground, witnesses[name], everything=True))
        for name in names
        if name != chosen
    }
    rows = [row for place in range(len(ground)) for row in _rows(place, ground[place], others)]
    return Table(chosen, names, tuple(_with_added(rows, ground, others)), ground)


class _Cut(NamedTuple):
    """A stretch of a base block, and what a witness has for it; ``same`` where that is the very text."""

    start: int
    end: int
    text: str
    same: bool


class _Witness:
    """One witness seen from the base: for each base block the stretches that make it up."""

    def __init__(self, name: str, ground: Sequence[Passage], blocks: Sequence[BlockChange]) -> None:
        self.name = name
        self.cuts: dict[int, list[_Cut]] = {}
        self.notes: dict[int, str] = {}
        self.added: dict[int, list[str]] = {}
        last = -1
        for block in blocks:
            if block.change == "added":
                self.added.setdefault(last, []).append(block.after)
                continue
            if block.change == "removed":
                continue
            if block.change in ("moved", "split", "merged"):
                self.notes[block.places_before[0]] = block.change
            for place, cuts in _by_block(block, ground):
                self.cuts[place] = cuts
            if not block.moved:
                last = block.places_before[-1]


def _by_block(block: BlockChange, ground: Sequence[Passage]) -> Iterator[tuple[int, list[_Cut]]]:
    """The stretches of each base block of one change; of merged blocks the offsets are parted again."""
    cuts = list(_cuts(block))
    at = 0
    for place in block.places_before:
        end = at + len(ground[place].words)
        last = place == block.places_before[-1]
        own = [cut for cut in cuts if at <= cut.start and (cut.start < end or (last or cut.end == cut.start == end))]
        yield place, [_Cut(cut.start - at, min(cut.end, end) - at, cut.text, cut.same) for cut in own]
        at = end + 1


def _cuts(block: BlockChange) -> Iterator[_Cut]:
    """The words of a change in the order of the base; a transposition is an omission here and an addition there."""
    cursor = 0
    gone: list[_Cut] = []
    found: list[_Cut] = []
    for word in block.words:
        start, end = word.offsets.before
        if word.op == "moved":
            gone.append(_Cut(start, end, "", same=False))
            found.append(_Cut(cursor, cursor, word.after, same=False))
            continue
        found.append(_Cut(start, end, word.after, same=word.before == word.after))
        cursor = end
    yield from sorted([*found, *gone], key=lambda cut: (cut.start, cut.end))


def _rows(place: int, passage: Passage, others: Mapping[str, _Witness]) -> Iterator[Row]:
    absent = [name for name, witness in others.items() if place not in witness.cuts]
    if absent:
        readings = tuple(
            Reading(name, None, "substantive", "words") if name in absent else Reading(name, passage.words, "equal")
            for name in others
        )
        yield Row("block", passage.locator, passage.label, 0, len(passage.words), passage.words, readings)
    notes = {name: witness.notes[place] for name, witness in others.items() if place in witness.notes}
    if notes:
        readings = tuple(
            Reading(name, passage.words, "markup" if name in notes else "equal", None, notes.get(name))
            for name in others
        )
        yield Row("block", passage.locator, passage.label, 0, len(passage.words), passage.words, readings)
    present = {name: witness.cuts[place] for name, witness in others.items() if place in witness.cuts}
    for start, end in _places([cut for cuts in present.values() for cut in cuts if not cut.same]):
        lemma = passage.words[start:end]
        readings = tuple(
            _reading(name, lemma, _read(cuts, start, end, passage.words)) for name, cuts in present.items()
        )
        yield Row("words", passage.locator, passage.label, start, end, lemma, readings)


def _places(cuts: Sequence[_Cut]) -> Iterator[tuple[int, int]]:
    """The stretches of the base at which anybody differs; those that touch are joined."""
    start = end = -1
    for cut in sorted(cuts):
        if cut.start > end:
            if end >= 0:
                yield start, end
            start, end = cut.start, cut.end
        end = max(end, cut.end)
    if end >= 0:
        yield start, end


def _read(cuts: Sequence[_Cut], start: int, end: int, words: str) -> str:
    """What a witness has from ``start`` to ``end`` of the base."""
    said = []
    for cut in cuts:
        if cut.same:
            said.append(words[max(start, cut.start) : min(end, cut.end)] if cut.start < end and start < cut.end else "")
        elif start <= cut.start and cut.end <= end:
            said.append(cut.text)
    return "".join(said)


def _reading(name: str, lemma: str, text: str) -> Reading:
    verdict = classify(lemma, text)
    return Reading(name, text, verdict.class_, verdict.sort, verdict.note)


def _with_added(rows: Sequence[Row], ground: Sequence[Passage], others: Mapping[str, _Witness]) -> Iterator[Row]:
    """The rows with the blocks that only witnesses have, after the base's block that they follow there."""
    by_locator: dict[str | None, list[Row]] = {}
    for row in rows:
        by_locator.setdefault(row.locator, []).append(row)
    for place in range(-1, len(ground)):
        locator = ground[place].locator if place >= 0 else None
        yield from by_locator.get(locator, ())
        texts = dict.fromkeys(text for witness in others.values() for text in witness.added.get(place, ()))
        for text in texts:
            readings = tuple(
                Reading(name, text, "substantive", "words")
                if text in witness.added.get(place, ())
                else Reading(name, None, "equal")
                for name, witness in others.items()
            )
            label = f"after {ground[place].label}" if place >= 0 else "at the start"
            yield Row("block", locator, label, 0, 0, None, readings)
