"""Two states of a record, two editions, or two loose texts compared: fields, blocks and words as one Difference."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING

from provenance.diff.align import Pair, align, renumbered
from provenance.diff.carried import with_carried
from provenance.diff.difference import BlockChange, Change, Difference, Offsets, WordChange
from provenance.diff.errata import errata_of
from provenance.diff.fields import by_entry, compare_fields, tree_of
from provenance.diff.likeness import notices_of
from provenance.diff.units import Rows
from provenance.diff.withheld import compare_fingerprints
from provenance.diff.words import compare_units
from provenance.errors import InputError
from provenance.model.notation import which_of
from provenance.text.readings import Reading, derive

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.diff.difference import FieldChange, Side
    from provenance.text.blocks import Layer
    from provenance.text.dossier import Dossier
    from provenance.text.readings import Passage

Owners = Mapping[str, "Layer"]
"""Whose the brackets of each edition are, as the volumes state; an edition that is not named: ``unknown``."""
NOBODY: Owners = MappingProxyType({})


def compare_texts(
    before: Sequence[Passage], after: Sequence[Passage], *, everything: bool = False, edition: str | None = None
) -> tuple[BlockChange, ...]:
    """The blocks that differ, in the order of the right side; with ``everything`` the unchanged ones too."""
    rows = Rows()
    numbers = _numbered(before) and _numbered(after)
    found = []
    with _uncollected():
        for pair in align(before, after, rows):
            change, is_renumbered = _block_change(pair, rows, edition)
            shown = change if numbers or not is_renumbered else _without_number(change)
            if everything or shown.change != "unchanged":
                found.append(shown)
    return with_carried(tuple(found))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of cycles: of what is made here nothing is in one.

    It would walk through all of a long text's words again and again (measured: a seventh of the time).
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def compare_passages(
    before: Sequence[Passage],
    after: Sequence[Passage],
    *,
    left: Side,
    right: Side,
    reading: Reading = Reading.PRINTED,
    everything: bool = False,
) -> Difference:
    """Two texts that need belong to no archive, already derived in one reading."""
    blocks = compare_texts(before, after, everything=everything)
    notices = notices_of(before, after, blocks, (str(left), str(right)))
    return Difference(left, right, str(reading), blocks=blocks, notices=notices, everything=everything)


def compare(
    before: Dossier,
    after: Dossier,
    *,
    left: Side,
    right: Side,
    reading: Reading = Reading.PRINTED,
    owners: tuple[Owners, Owners] = (NOBODY, NOBODY),
    everything: bool = False,
) -> Difference:
    """Two records, or two states of one.

    Where neither side names an edition: all fields, and the text of every
    edition against that of the same name. Where both do: the texts of these two
    alone. A text that is withheld is compared by its fingerprints, and said to be.
    InputError where one side names an edition and the other none, or a side has not the edition it names.
    """
    if (left.edition is None) != (right.edition is None):
        raise InputError("an edition is compared with an edition", hint="name one on both sides: ID:EDITION")
    texts = _Texts(before, after, reading, owners, everything)
    fields: tuple[FieldChange, ...] = ()
    if left.edition is not None and right.edition is not None:
        texts.refuse_absent(left.edition, right.edition)
        texts.compare(left.edition, right.edition, (str(left), str(right)))
    else:
        fields = tuple(by_entry(compare_fields(tree_of(before), tree_of(after)), which_of(after.id)))
        for name in dict.fromkeys([*before.editions(), *after.editions()]):
            texts.compare(name, name, (f"{name} ({left})", f"{name} ({right})"))
    return Difference(
        left,
        right,
        str(reading),
        fields=fields,
        blocks=tuple(texts.blocks),
        notices=tuple(texts.notices),
        everything=everything,
    )


class _Texts:
    """The texts of two records compared, edition by edition; what is to say of them is gathered on the way."""

    def __init__(
        self,
        before: Dossier,
        after: Dossier,
        reading: Reading,
        owners: tuple[Owners, Owners],
        everything: bool,  # noqa: FBT001 -- handed on
    ) -> None:
        self.before, self.after = before, after
        self.reading, self.owners, self.everything = reading, owners, everything
        self.blocks: list[BlockChange] = []
        self.notices: list[str] = []

    def refuse_absent(self, mine: str, theirs: str) -> None:
        """InputError where a side has not the edition it names; one that is in the other state alone came or went."""
        sides = ((self.before, mine), (self.after, theirs))
        absent = [(dossier, name) for dossier, name in sides if name not in dossier.editions()]
        came_or_went = mine == theirs and self.before.id == self.after.id and len(absent) == 1
        if absent and not came_or_went:
            dossier, name = absent[0]
            raise InputError(
                f"{dossier.id} holds no text of an edition {name!r}", candidates=dossier.editions(), code="not-found"
            )

    def compare(self, mine: str, theirs: str, names: tuple[str, str]) -> None:
        """One edition of each side; ``names`` are what a notice calls them."""
        left = passages_of(self.before, mine, self.reading, self.owners[0].get(mine, "unknown"))
        right = passages_of(self.after, theirs, self.reading, self.owners[1].get(theirs, "unknown"))
        withheld = self._by_fingerprints(mine, theirs) if left is None or right is None else None
        if withheld is not None:
            self.blocks.extend(withheld)
            return
        changes = compare_texts(left or (), right or (), everything=self.everything, edition=theirs)
        self.blocks.extend(changes)
        if left is not None and right is not None:
            self.notices.extend(notices_of(left, right, changes, names))

    def _by_fingerprints(self, mine: str, theirs: str) -> tuple[BlockChange, ...] | None:
        """The groups that differ where a text is withheld; None where one side keeps nothing of it."""
        both = self.before.id == self.after.id and mine == theirs
        if both and all(self.before.files.get(name) == self.after.files.get(name) for name in _names(mine)):
            return ()
        changes = compare_fingerprints(self.before, mine, self.after, theirs)
        if changes is not None:
            said = f"the text of {theirs} is withheld" if both else "a text is withheld"
            said += ": compared by fingerprints, block by block, without words"
            if self.reading is not Reading.PRINTED:
                said += "; fingerprints know the printed reading alone"
            self.notices.append(said)
        return changes


def _names(edition: str) -> tuple[str, str]:
    return f"editions/{edition}.txt", f"editions/{edition}.fingerprints"


def passages_of(dossier: Dossier, edition: str, reading: Reading, brackets: Layer) -> tuple[Passage, ...] | None:
    """The passages of one edition in one reading; None where its text is not here."""
    text = dossier.text(edition)
    if text is None:
        return None
    errata = errata_of(dossier, edition) if reading is Reading.CORRECTED else None
    return derive(text, reading, errata=errata, brackets=brackets)


def _numbered(passages: Sequence[Passage]) -> bool:
    return any(passage.number is not None for passage in passages)


def _without_number(change: BlockChange) -> BlockChange:
    """A text that has no numbers at all renumbers nothing: an edition simply does not print them."""
    from dataclasses import replace

    return replace(change, renumbered=False, change="unchanged" if change.change == "renumbered" else change.change)


def _block_change(pair: Pair, rows: Rows, edition: str | None) -> tuple[BlockChange, bool]:
    """One pair with its words compared, and whether its printed number differs."""
    words, change, note = _compared(pair, rows)
    numbered_anew = renumbered(pair)
    by_number = numbered_anew and not any(p.note for p in (*pair.before, *pair.after))
    first = (pair.before or pair.after)[0]
    return BlockChange(
        change=change,
        ids_before=tuple(passage.id for passage in pair.before),
        ids_after=tuple(passage.id for passage in pair.after),
        before=" ".join(passage.words for passage in pair.before),
        after=" ".join(passage.words for passage in pair.after),
        layer=first.layer,
        locator_before=pair.before[0].locator if pair.before else None,
        locator_after=pair.after[0].locator if pair.after else None,
        words=words,
        renumbered=numbered_anew,
        moved=pair.moved,
        labels_before=tuple(passage.label for passage in pair.before),
        labels_after=tuple(passage.label for passage in pair.after),
        edition=edition,
        note=note,
        places_before=pair.before_places,
        places_after=pair.after_places,
        passages_before=pair.before,
        passages_after=pair.after,
    ), by_number


def _compared(pair: Pair, rows: Rows) -> tuple[tuple[WordChange, ...], Change, str | None]:
    told: tuple[WordChange, ...] = ()
    change = pair.change
    if change in ("added", "removed"):
        return told, change, None
    note = "; ".join(_retagged(pair)) or None
    if pair.before[0].runs == pair.after[0].runs and len(pair.before) == len(pair.after) == 1:
        # the common case in a long text: nothing to cut into words
        words = pair.before[0].words
        offsets = Offsets((0, len(words)), (0, len(words)))
        if words:
            told = (WordChange("equal", words, words, "equal", None, pair.before[0].layer, offsets),)
    else:
        told = compare_units(rows.of(pair.before), rows.of(pair.after))
    if change in ("unchanged", "renumbered") and (note or any(word.op != "equal" for word in told)):
        change = "markup"
    return told, change, note


def _retagged(pair: Pair) -> Iterator[str]:
    """What differs of the blocks as such: their tag, their section, whose they are."""
    if len(pair.before) != len(pair.after):
        return
    for before, after in zip(pair.before, pair.after, strict=True):
        if (before.note is None) != (after.note is None):
            yield "paragraph → note" if before.note is None else "note → paragraph"
        if before.tag != after.tag:
            yield f"{before.tag or 'paragraph'} → {after.tag or 'paragraph'}"
        if before.section != after.section:
            yield f"{before.section or 'no section'} → {after.section or 'no section'}"
        if before.layer != after.layer:
            yield f"layer {before.layer} → {after.layer}"
