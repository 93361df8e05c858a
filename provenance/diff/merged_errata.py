"""Errata of a joined record: each anchored where its words stand in the joined text, or shown to an editor.

One side lays an erratum, the other moves, divides or joins the block that it
lies over: the anchor goes with its words. Where they are gone, or the two sides
carried the anchor to different words, that is for a person to decide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from provenance.diff.choices import Choice
from provenance.diff.errata import errata_of
from provenance.diff.following import where_now
from provenance.errors import InputError
from provenance.model.address import Locator, Pointer
from provenance.model.correction import FieldEdit
from provenance.model.notation import splice_unchecked
from provenance.text.locate import find
from provenance.text.readings import place_errata

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.diff.choices import Choices
    from provenance.text.blocks import EditionText
    from provenance.text.dossier import Dossier

Conflict = dict[str, Any]
Sides = tuple["Dossier", "Dossier", "Dossier"]


def both_carried(sides: Sides) -> dict[str, Choice]:
    """For each anchor that both sides changed, each in its own way: theirs, until :func:`carried` has looked."""
    return {
        _key(sides[0], edition, key): Choice("theirs")
        for edition in sides[0].editions()
        for key, (was, ours, theirs) in _anchors(sides, edition).items()
        if None not in (was, ours, theirs) and len({was, ours, theirs}) == len(sides)
    }


def carried(sides: Sides, joined: Dossier, choices: Choices) -> tuple[Dossier, list[Conflict]]:
    """The joined record with every erratum of either side in its place, and those that have none any more.

    An erratum that fitted on neither side is the audit's to report.
    """
    conflicts: list[Conflict] = []
    contested = both_carried(sides)
    for edition in joined.editions():
        text = joined.text(edition)
        errata = errata_of(joined, edition)
        if text is None or not errata:
            continue
        unmoved = all(text.source == _source(side, edition) for side in sides[1:])
        unplaced = {} if unmoved else place_errata(text, errata)[1]
        for key in errata:
            name = _key(joined, edition, key)
            if name in choices:
                joined, problem = _chosen(joined, edition, key, choices[name], sides)
            elif key in unplaced or name in contested:
                joined, problem = _followed(joined, edition, key, sides, unplaced.get(key))
            else:
                continue
            if problem is not None:
                conflicts.append(_conflict(sides, edition, key, problem))
    return joined, conflicts


def _source(side: Dossier, edition: str) -> str | None:
    text = side.text(edition)
    return None if text is None else text.source


def _pointer(edition: str, key: str) -> Pointer:
    return Pointer(("editions", edition, "errata", key))


def _key(record: Dossier, edition: str, key: str) -> str:
    return f"{record.id} {_pointer(edition, key) / 'where'}"


def _anchors(sides: Sides, edition: str) -> dict[str, list[str | None]]:
    """Where each erratum of any side is anchored on each; None where it is not there."""
    found = [errata_of(side, edition) for side in sides]
    keys = dict.fromkeys(key for side in found for key in side)
    return {key: [side[key].where if key in side else None for side in found] for key in keys}


def _followed(
    joined: Dossier, edition: str, key: str, sides: Sides, error: InputError | None
) -> tuple[Dossier, str | None]:
    """The anchor where its words went, on which all sides that have it agree; else why not."""
    text = joined.text(edition)
    anchors = _anchors(sides, edition)[key]
    if text is None:
        return joined, None
    homes = list(_homes(zip(sides[1:], anchors[1:], strict=True), edition, text))
    if not homes and error is not None:
        return joined, None  # it fitted nowhere before either
    places = {str(home) for home in homes if home is not None}
    if None in homes or len(places) != 1:
        said = error.message if error is not None else f"it would stand at {' or at '.join(sorted(places))}"
        return joined, f"the erratum {key!r} has lost its place: {said}"
    return _set(joined, edition, key, places.pop()), None


def _homes(anchored: Iterator[tuple[Dossier, str | None]], edition: str, text: EditionText) -> Iterator[Locator | None]:
    """Of each side on which the anchor fits: where its words stand in the joined text, None where nowhere."""
    for side, where in anchored:
        old = side.text(edition)
        if where is not None and old is not None and _fits(where, old):
            yield where_now(Locator.parse(where), old, text)


def _chosen(joined: Dossier, edition: str, key: str, choice: Choice, sides: Sides) -> tuple[Dossier, str | None]:
    """The anchor as an editor chose: that of a side, no erratum where that side has none, or one of her own."""
    if choice.side == "text":
        text = joined.text(edition)
        if text is not None and not _fits(choice.text, text):
            return joined, f"{choice.text!r} fits no place, or several; the place and the words are wanted, as before"
        return _set(joined, edition, key, choice.text), None
    where = _anchors(sides, edition)[key][1 if choice.side == "ours" else 2]
    if where is not None:
        return _set(joined, edition, key, where), None
    pointer = _pointer(edition, key)
    alone = len(errata_of(joined, edition)) == 1
    edit = FieldEdit(joined.id, "remove", Pointer(pointer.parts[:-1]) if alone else pointer)
    return _spliced(joined, edit), None


def _fits(where: str, text: EditionText) -> bool:
    try:
        find(text, Locator.parse(where))
    except InputError:
        return False
    return True


def _set(joined: Dossier, edition: str, key: str, where: str) -> Dossier:
    if errata_of(joined, edition)[key].where == where:
        return joined
    return _spliced(joined, FieldEdit(joined.id, "set", _pointer(edition, key) / "where", where))


def _spliced(joined: Dossier, edit: FieldEdit) -> Dossier:
    name = joined.id.main_file
    return joined.with_file(name, splice_unchecked(joined.files[name].decode(), edit).encode())


def _conflict(sides: Sequence[Dossier], edition: str, key: str, problem: str) -> Conflict:
    base, ours, theirs = _anchors((sides[0], sides[1], sides[2]), edition)[key]
    return {
        "key": _key(sides[0], edition, key),
        "record": str(sides[0].id),
        "edition": edition,
        "pointer": str(_pointer(edition, key) / "where"),
        "base": base,
        "ours": ours,
        "theirs": theirs,
        "problem": problem,
        "correction_ids": [],
    }
