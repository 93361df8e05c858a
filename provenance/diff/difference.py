"""A difference as a value: what DESIGN §8 calls ``diff``, and what every report renders.

A difference has two sides and can be turned round (:meth:`Difference.inverted`).
Words are compared in one reading; offsets count its code points inside a block.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from provenance.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from provenance.text.blocks import Layer
    from provenance.text.readings import Passage

Op = Literal["equal", "replaced", "added", "removed", "moved", "marked"]
"""What happened to words. ``marked``: the words are the same, their marks or layer are not."""
Class = Literal["equal", "substantive", "accidental", "markup"]
Sort = Literal[
    "words", "number", "capital", "punctuation", "spelling", "transliteration", "accent", "hyphenation", "spacing",
    "quotes", "dash", "brackets", "unicode", "homoglyph", "invisible", "private-use", "order", "marks",
    "abbreviation", "figures", "date", "paragraph",
]  # fmt: skip
SORTS: tuple[Sort, ...] = Sort.__args__  # type: ignore[attr-defined]
SORT_WORDS: Mapping[Sort, str] = {
    "words": "words", "number": "numbers", "capital": "capitals", "punctuation": "punctuation",
    "spelling": "spelling", "transliteration": "transliteration", "accent": "accents",
    "hyphenation": "hyphenation", "spacing": "spacing", "quotes": "quotation marks", "dash": "dashes",
    "brackets": "brackets", "unicode": "Unicode form", "homoglyph": "look-alike letters",
    "invisible": "invisible characters", "private-use": "private-use characters", "order": "order of words",
    "marks": "marks", "abbreviation": "abbreviations", "figures": "figures for words", "date": "form of dates",
    "paragraph": "division into paragraphs",
}  # fmt: skip
"""The sorts in words; their keys are what ``--ignore`` takes."""
Change = Literal["unchanged", "changed", "added", "removed", "moved", "split", "merged", "renumbered", "markup"]
FieldOp = Literal["added", "removed", "changed"]

ELSEWHERE = "on the other side in "
"""How the note of words that went to another block begins."""

_INVERSE_OP: Mapping[Op, Op] = {"added": "removed", "removed": "added"}
_INVERSE_CHANGE: Mapping[Change, Change] = {
    "added": "removed", "removed": "added", "split": "merged", "merged": "split",
}  # fmt: skip
_INVERSE_FIELD: Mapping[FieldOp, FieldOp] = {"added": "removed", "removed": "added"}


@dataclass(frozen=True)
class Side:
    """One of the two things compared. ``name`` is how a person would call it where it is no record (a file)."""

    record: str | None = None
    edition: str | None = None
    version: str | None = None
    commit: str | None = None
    name: str | None = None

    def __str__(self) -> str:
        """As it would be typed: ``ID:EDITION@WHEN``."""
        if self.record is None:
            return self.name or "(nothing)"
        when = self.version or (self.commit or "")[:10]
        return self.record + (f":{self.edition}" if self.edition else "") + (f"@{when}" if when else "")

    def as_json(self) -> dict[str, Any]:
        """The object of DESIGN §8, and ``name``."""
        return dict(vars(self))


@dataclass(frozen=True)
class Offsets:
    """Where words stand in the compared reading of their block, in code points: start, end, on each side.

    In a block that was split or merged they count in the parts joined by one space.
    """

    before: tuple[int, int]
    after: tuple[int, int]

    def as_json(self) -> dict[str, Any]:
        """``{"before": [start, end], "after": [start, end]}``."""
        return {"before": list(self.before), "after": list(self.after)}


@dataclass(frozen=True)
class WordChange:
    """One stretch of words, on both sides; ``note`` names what cannot be seen (a look-alike letter, a mark)."""

    op: Op
    before: str
    after: str
    class_: Class
    sort: Sort | None
    layer: Layer
    offsets: Offsets
    note: str | None = None

    def inverted(self) -> WordChange:
        """The same seen from the other side."""
        return replace(
            self,
            op=_INVERSE_OP.get(self.op, self.op),
            before=self.after,
            after=self.before,
            offsets=Offsets(self.offsets.after, self.offsets.before),
        )

    def as_json(self) -> dict[str, Any]:
        """The object of DESIGN §8, and ``note``."""
        return {
            "op": self.op,
            "before": self.before,
            "after": self.after,
            "class": self.class_,
            "sort": self.sort,
            "layer": self.layer,
            "offsets": self.offsets.as_json(),
            "note": self.note,
        }


@dataclass(frozen=True)
class BlockChange:
    """One block, or those that were split or merged, on both sides.

    ``change`` is what an editor would say first; ``words`` hold the changed
    words of moved, split, merged and renumbered blocks as well. ``labels`` are
    the printed numbers (``¶12``) of each side, ``edition`` which text of the
    record it stands in, ``note`` what else is to say (a withheld text),
    ``places`` count the blocks of each text from 0; with the ``passages``
    themselves the change can be applied, undone and joined to the next
    (``before`` and ``after`` are their words, joined by a space).
    """

    change: Change
    ids_before: tuple[str, ...]
    ids_after: tuple[str, ...]
    before: str
    after: str
    layer: Layer
    locator_before: str | None
    locator_after: str | None
    words: tuple[WordChange, ...] = ()
    renumbered: bool = False
    moved: bool = False
    labels_before: tuple[str, ...] = ()
    labels_after: tuple[str, ...] = ()
    edition: str | None = None
    note: str | None = None
    places_before: tuple[int, ...] = ()
    places_after: tuple[int, ...] = ()
    passages_before: tuple[Passage, ...] = field(default=(), repr=False)
    passages_after: tuple[Passage, ...] = field(default=(), repr=False)

    def changed_words(self) -> tuple[WordChange, ...]:
        """The words that differ."""
        return tuple(word for word in self.words if word.op != "equal")

    @property
    def is_withheld(self) -> bool:
        """Whether it changed and no words are here to say how."""
        return self.change == "changed" and not self.words

    def inverted(self) -> BlockChange:
        """The same seen from the other side."""
        return replace(
            self,
            change=_INVERSE_CHANGE.get(self.change, self.change),
            ids_before=self.ids_after,
            ids_after=self.ids_before,
            before=self.after,
            after=self.before,
            locator_before=self.locator_after,
            locator_after=self.locator_before,
            words=tuple(word.inverted() for word in self.words),
            labels_before=self.labels_after,
            labels_after=self.labels_before,
            places_before=self.places_after,
            places_after=self.places_before,
            passages_before=self.passages_after,
            passages_after=self.passages_before,
        )

    def as_json(self, *, everything: bool = False) -> dict[str, Any]:
        """The object of DESIGN §8; equal words only with ``everything``."""
        words = self.words if everything else self.changed_words()
        return {
            "change": self.change,
            "ids_before": list(self.ids_before),
            "ids_after": list(self.ids_after),
            "before": self.before,
            "after": self.after,
            "layer": self.layer,
            "locator_before": self.locator_before,
            "locator_after": self.locator_after,
            "words": [word.as_json() for word in words],
            "renumbered": self.renumbered,
            "moved": self.moved,
            "labels_before": list(self.labels_before),
            "labels_after": list(self.labels_after),
            "edition": self.edition,
            "note": self.note,
            "places_before": list(self.places_before),
            "places_after": list(self.places_after),
        }


@dataclass(frozen=True)
class FieldChange:
    """One field: its JSON Pointer, its name in an editor's words, its value on both sides (None: absent)."""

    pointer: str
    label: str
    before: Any
    after: Any
    change: FieldOp

    def inverted(self) -> FieldChange:
        """The same seen from the other side."""
        return replace(self, before=self.after, after=self.before, change=_INVERSE_FIELD.get(self.change, self.change))

    def as_json(self) -> dict[str, Any]:
        """The object of DESIGN §8."""
        return dict(vars(self))


@dataclass(frozen=True)
class Summary:
    """How much of what; a block added or removed counts as one substantive change.

    ``withheld`` counts blocks that differ and of which fingerprints alone are here: how, nobody can say.
    """

    substantive: int = 0
    accidental: int = 0
    fields: int = 0
    moved: int = 0
    split: int = 0
    merged: int = 0
    renumbered: int = 0
    markup_only: bool = False
    added: int = 0
    removed: int = 0
    markup: int = 0
    hidden: int = 0
    withheld: int = 0
    sorts: Mapping[str, int] = field(default_factory=dict)

    @property
    def line(self) -> str:
        """In words: ``2 substantive, 1 accidental (punctuation), 1 paragraph moved``."""
        said = [*self._variants(), *self._blocks()]
        if self.withheld:
            said.append(f"{_count(self.withheld, 'withheld block')} changed")
        if self.fields:
            said.append(_count(self.fields, "field"))
        if self.markup_only:
            said.append("marks only, no words")
        elif self.markup:
            said.append(_count(self.markup, "change of marks", "changes of marks"))
        if self.hidden:
            said.append(f"{self.hidden} not shown")
        return ", ".join(said) or "no difference"

    def _variants(self) -> list[str]:
        said = [f"{self.substantive} substantive"] if self.substantive else []
        if self.accidental:
            sorts = sorted(self.sorts.items(), key=lambda entry: (-entry[1], entry[0]))
            names = [SORT_WORDS[sort] for sort, _ in sorts if sort in SORT_WORDS]  # type: ignore[index]
            said.append(f"{self.accidental} accidental" + (f" ({', '.join(names)})" if names else ""))
        return said

    def _blocks(self) -> list[str]:
        counts = {name: getattr(self, name) for name in ("added", "removed", "moved", "split", "merged", "renumbered")}
        return [f"{_count(number, 'paragraph')} {name}" for name, number in counts.items() if number]

    def as_json(self) -> dict[str, Any]:
        """The object of DESIGN §8, the counts beyond it, and the line in words."""
        return {**vars(self), "sorts": dict(self.sorts), "line": self.line}


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


@dataclass(frozen=True)
class Difference:
    """All that differs between two sides, in the reading named.

    ``ignored`` names what the reader asked not to see, ``hidden`` counts it;
    ``notices`` say what could not be compared (a withheld text) or what looks
    wrong (an empty text); ``everything``: unchanged blocks are there too.
    """

    left: Side
    right: Side
    reading: str
    ignored: tuple[str, ...] = ()
    fields: tuple[FieldChange, ...] = ()
    blocks: tuple[BlockChange, ...] = ()
    hidden: int = 0
    notices: tuple[str, ...] = ()
    everything: bool = False

    @property
    def changed_blocks(self) -> tuple[BlockChange, ...]:
        """The blocks that are not the same on both sides."""
        return tuple(block for block in self.blocks if block.change != "unchanged")

    @property
    def empty(self) -> bool:
        """True where nothing differs (what is ignored does not count)."""
        return not self.fields and not self.changed_blocks

    @property
    def summary(self) -> Summary:
        """The counts."""
        return summarise(self)

    def inverted(self) -> Difference:
        """The difference from right to left."""
        return replace(
            self,
            left=self.right,
            right=self.left,
            fields=tuple(change.inverted() for change in self.fields),
            blocks=tuple(change.inverted() for change in self.blocks),
        )

    def only(self, class_: Class) -> Difference:
        """What is of one class; added and removed blocks are substantive. The rest is counted as hidden."""
        return self._keeping(lambda word: word.class_ == class_, f"all but {class_}", whole=class_ == "substantive")

    def in_layer(self, layer: Layer) -> Difference:
        """What changed of one speaker's words alone (``document``: what is not an editor's or a translator's)."""
        kept = self._keeping(lambda word: word.layer == layer, f"all layers but {layer}", whole=True)
        blocks = tuple(block for block in kept.blocks if block.changed_words() or block.layer == layer)
        return replace(kept, blocks=blocks, hidden=kept.hidden + len(kept.blocks) - len(blocks))

    def ignoring(self, sorts: frozenset[str]) -> Difference:
        """Without variants of these sorts, named as in :data:`SORT_WORDS`; what was left out is counted.

        Raises InputError for a name that is no sort.
        """
        known = frozenset(sort_named(name) for name in sorts)
        return self._keeping(lambda word: word.sort not in known, *sorted(known), whole=True)

    def _keeping(self, keep: Callable[[WordChange], bool], *ignored: str, whole: bool) -> Difference:
        blocks: list[BlockChange] = []
        hidden = self.hidden
        for block in self.blocks:
            words = tuple(word if word.op == "equal" or keep(word) else _quieted(word) for word in block.words)
            left = sum(word.op != "equal" for word in words)
            hidden += len(block.changed_words()) - left
            says = (
                block.change in ("moved", "split", "merged", "renumbered", "unchanged")
                or block.moved
                or block.renumbered
                or block.is_withheld
            )
            if left or says or (whole and block.change in ("added", "removed")):
                blocks.append(replace(block, words=words))
            elif block.change in ("added", "removed"):
                hidden += 1
        return replace(self, blocks=tuple(blocks), hidden=hidden, ignored=(*self.ignored, *ignored))

    @property
    def shown_blocks(self) -> tuple[BlockChange, ...]:
        """The blocks that a report shows: the changed ones, or all where all were asked for."""
        return self.blocks if self.everything else self.changed_blocks

    def as_json(self) -> dict[str, Any]:
        """The object of DESIGN §8 ``diff``; unchanged blocks and words only where ``everything`` was asked for."""
        return {
            "schema": 1,
            "left": self.left.as_json(),
            "right": self.right.as_json(),
            "reading": self.reading,
            "ignored": list(self.ignored),
            "fields": [change.as_json() for change in self.fields],
            "blocks": [block.as_json(everything=self.everything) for block in self.shown_blocks],
            "summary": self.summary.as_json(),
            "notices": list(self.notices),
        }


def sort_named(name: str) -> Sort:
    """The sort called so, by its key or in words (``capital``, ``capitals``); InputError otherwise."""
    for sort, words in SORT_WORDS.items():
        if name.strip().casefold() in (sort, words.casefold()):
            return sort
    raise InputError(f"{name!r} is no sort of variants", candidates=SORTS, hint="--ignore punctuation,capital")


def _quieted(word: WordChange) -> WordChange:
    return replace(word, op="equal", class_="equal", sort=None)


def summarise(difference: Difference) -> Summary:
    """Count a difference's changes by class, sort and kind of block."""
    blocks = difference.changed_blocks
    words = [word for block in blocks for word in block.changed_words()]
    changes = Counter(block.change for block in blocks)
    # what went from one block to another is told in both, and counted where it came to
    classes = Counter(word.class_ for word in words if not (word.op == "removed" and word.sort == "order"))
    sorts = Counter(str(word.sort) for word in words if word.class_ == "accidental" and word.sort)
    marks = classes["markup"] + sum(block.change == "markup" and not block.changed_words() for block in blocks)
    whole = changes["added"] + changes["removed"]
    whole -= sum(block.change == "removed" and ELSEWHERE in (block.note or "") for block in blocks)
    reading_same = not (classes["substantive"] or classes["accidental"] or whole)
    return Summary(
        substantive=classes["substantive"] + whole,
        accidental=classes["accidental"],
        fields=len(difference.fields),
        moved=sum(block.moved for block in blocks),
        split=changes["split"],
        merged=changes["merged"],
        renumbered=sum(block.renumbered for block in blocks),
        markup_only=bool(marks) and reading_same and not difference.fields and set(changes) <= {"markup", "unchanged"},
        added=changes["added"],
        removed=changes["removed"],
        markup=marks,
        hidden=difference.hidden,
        withheld=sum(block.is_withheld for block in blocks),
        sorts=dict(sorts),
    )
