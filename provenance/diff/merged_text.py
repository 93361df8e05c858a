"""Two states of an edition's text joined: block by block, and word by word inside a block that both changed.

Blocks are followed by their words and ids, so an edit goes with its block where
the other side moved it, and with its words where the other side split the block
or joined it to its neighbour. What both sides inserted at one place is kept,
both, and said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provenance.diff.align import align
from provenance.diff.choices import UNSETTLED
from provenance.diff.three_way import join
from provenance.errors import InputError
from provenance.text.blocks import Block
from provenance.text.notation import parse
from provenance.text.readings import Reading, derive
from provenance.text.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.diff.choices import Choice, Choices
    from provenance.diff.three_way import Clash
    from provenance.text.blocks import EditionText, Item

Conflict = dict[str, Any]


@dataclass(frozen=True)
class JoinedText:
    """The joined source (ours where there are conflicts), the conflicts, and what an editor should look at."""

    source: str
    conflicts: tuple[Conflict, ...]
    notices: tuple[str, ...]


@dataclass(frozen=True)
class _Rows:
    """A text as a row of pieces: the lines that open and close sections, and the blocks, each as it is written."""

    names: tuple[str, ...]
    pieces: tuple[str, ...]
    text: EditionText


@dataclass(frozen=True)
class _Group:
    """Pieces of the base that are one thing on all three sides, and the pieces of each side that they became."""

    base: tuple[int, ...]
    ours: tuple[int, ...]
    theirs: tuple[int, ...]


def join_texts(
    record: str,
    edition: str,
    base: EditionText,
    ours: EditionText,
    theirs: EditionText,
    *,
    choices: Choices = UNSETTLED,
) -> JoinedText:
    """All changes of both sides made to the base; two decisions about the same words are conflicts, until settled."""
    rows = [_rows(text) for text in (base, ours, theirs)]
    groups = _groups(*rows)
    named = f"{record}:{edition}"
    joined: dict[tuple[int, ...], list[str]] = {}
    conflicts: list[Conflict] = []
    for group in groups:
        pieces, clashes = _joined_group(rows, group, named, choices)
        joined[group.base] = pieces
        conflicts += [{"record": record, "edition": edition, **clash} for clash in clashes]
    order, moved_twice = _order(groups)
    if moved_twice:
        key = f"{named} #order"
        if key in choices:
            order, _ = _order(groups, prefer=choices[key].side)
        else:
            conflicts.append(_moved_conflict(key, record, edition, rows, groups))
    pieces, notices = _assembled(rows, groups, order, joined)
    source = "%text 1\n" + "".join(f"\n{piece}\n" for piece in pieces)
    if not conflicts:
        _refuse_unreadable(source)
    return JoinedText(source, tuple(conflicts), tuple(notices))


def _refuse_unreadable(source: str) -> None:
    """Two changes that are good apart may not be together: an id given twice, a mark opened here and closed there."""
    try:
        parse(source)
    except InputError as error:
        raise InputError(
            f"both changes together give a text that cannot be read: {error.message}", hint=error.hint
        ) from error


def _rows(text: EditionText) -> _Rows:
    found = list(_pieces(text, text.items))
    return _Rows(tuple(name for name, _ in found), tuple(piece for _, piece in found), text)


def _pieces(text: EditionText, items: Sequence[Item]) -> Iterator[tuple[str, str]]:
    """Name and source of each piece; a section's lines are named after the blocks that they stand beside."""
    for item in items:
        written = text.source[item.start : item.end].strip("\n")
        if isinstance(item, Block):
            yield item.id, written
            continue
        inside = [name for name, _ in _pieces(text, item.items)]
        yield f"open:{item.id or (inside[0] if inside else '')}", written.partition("\n")[0]
        yield from _pieces(text, item.items)
        yield f"close:{item.id or (inside[-1] if inside else '')}", written.rpartition("\n")[2]


def _groups(base: _Rows, ours: _Rows, theirs: _Rows) -> list[_Group]:
    """Pieces of the base grouped so that neither side's split or merge crosses a group; in the base's order."""
    left, right = _matched(base, ours), _matched(base, theirs)
    parent = list(range(len(base.names)))

    def root(place: int) -> int:
        while parent[place] != place:
            place = parent[place]
        return place

    for lefts, _ in (*left, *right):
        for place in lefts[1:]:
            parent[root(place)] = root(lefts[0])
    members: dict[int, list[int]] = {}
    for place in range(len(base.names)):
        members.setdefault(root(place), []).append(place)
    became = [{place: rights for lefts, rights in side for place in lefts} for side in (left, right)]
    return [
        _Group(tuple(group), *(tuple(dict.fromkeys(j for i in group for j in side.get(i, ()))) for side in became))
        for group in members.values()
    ]


def _matched(base: _Rows, side: _Rows) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Which pieces of the base became which of a side: by their words, else by their id or name."""
    before, after = (derive(rows.text, Reading.PRINTED) for rows in (base, side))
    at_before = {name: place for place, name in enumerate(base.names)}
    at_after = {name: place for place, name in enumerate(side.names)}
    found = []
    for pair in align(before, after):
        if pair.before and pair.after:
            lefts = tuple(at_before[passage.id] for passage in pair.before)
            found.append((lefts, tuple(at_after[passage.id] for passage in pair.after)))
    taken_i = {i for lefts, _ in found for i in lefts}
    taken_j = {j for _, rights in found for j in rights}
    for name, i in at_before.items():
        j = at_after.get(name)
        if j is not None and i not in taken_i and j not in taken_j:
            found.append(((i,), (j,)))
    return found


def _joined_group(
    rows: Sequence[_Rows], group: _Group, named: str, choices: Choices
) -> tuple[list[str], list[Conflict]]:
    """The pieces of one group as both sides left it, or the clashes in it that nobody has settled."""
    sides = [[side.pieces[place] for place in places] for side, places in zip(rows, _places(group), strict=True)]
    base, ours, theirs = sides
    if theirs in (base, ours):
        return ours, []
    if ours == base:
        return theirs, []
    block = rows[0].names[group.base[0]]
    key = f"{named} #{block}"
    if not ours or not theirs:
        if key in choices:
            return _chosen_pieces(choices[key], ours, theirs), []
        return ours, [_clash(key, block, *("\n\n".join(side) for side in sides))]
    return _joined_words(block, key, sides, choices)


def _chosen_pieces(choice: Choice, ours: list[str], theirs: list[str]) -> list[str]:
    """A block that one side took away while the other changed it, as was decided."""
    if choice.side == "text":
        return [choice.text] if choice.text.strip() else []
    return ours if choice.side == "ours" else theirs


def _joined_words(
    block: str, key: str, sides: Sequence[list[str]], choices: Choices
) -> tuple[list[str], list[Conflict]]:
    """The words of a group that both sides changed; a second clash in one block has ``/2`` behind its key."""
    # the blank line between two blocks is one unit, so that a split is one insertion
    base, ours, theirs = (_units("\n\n".join(side)) for side in sides)
    clashes: list[Conflict] = []
    count = 0

    def settle(clash: Clash) -> Sequence[str] | None:
        nonlocal count
        count += 1
        name = key if count == 1 else f"{key}/{count}"
        lead, tail = "".join(base[max(0, clash.start - 4) : clash.start]), "".join(base[clash.end : clash.end + 4])
        choice = choices.get(name)
        if choice is None:
            shown = (lead + "".join(said) + tail for said in (clash.base, clash.ours, clash.theirs))
            clashes.append(_clash(name, block, *shown))
            return None
        if choice.side == "text":
            return _units(_within(choice.text, lead, tail))
        return clash.ours if choice.side == "ours" else clash.theirs

    joined = join(base, ours, theirs, settle)
    return [piece for piece in "".join(joined.row).split("\n\n") if piece.strip()], clashes


def _within(text: str, lead: str, tail: str) -> str:
    """The words typed for a clash, without the words around it where they were typed as they were shown."""
    if len(text) >= len(lead + tail) and text.startswith(lead) and text.endswith(tail):
        return text[len(lead) : len(text) - len(tail)]
    return text


def _places(group: _Group) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    return group.base, group.ours, group.theirs


def _units(source: str) -> list[str]:
    units: list[str] = []
    for number, part in enumerate(source.split("\n\n")):
        units += ["\n\n"] * bool(number)
        units += tokens(part)
    return units


def _clash(key: str, block: str, base: str, ours: str, theirs: str) -> Conflict:
    return {"key": key, "block": block, "base": base, "ours": ours, "theirs": theirs, "correction_ids": []}


def _order(groups: Sequence[_Group], prefer: str = "ours") -> tuple[list[int], bool]:
    """The order of the groups, and whether both sides changed it, each in its own way; then it is that of one."""
    staying = [n for n, group in enumerate(groups) if group.ours and group.theirs]
    ours = sorted(staying, key=lambda n: groups[n].ours)
    theirs = sorted(staying, key=lambda n: groups[n].theirs)
    order = theirs if ours == staying or (prefer == "theirs" and theirs != staying) else ours
    clash = ours != staying and theirs not in (staying, ours)
    rank = {n: place for place, n in enumerate(order)}
    # what one side took away stands where the base has it: it prints nothing, unless there is a conflict about it
    full: list[int] = []
    placed = {n for n in range(len(groups)) if n not in rank}
    for n in order:
        full += sorted(other for other in placed if other < n)
        placed -= set(full)
        full.append(n)
    return full + sorted(placed), clash


def _moved_conflict(key: str, record: str, edition: str, rows: Sequence[_Rows], groups: Sequence[_Group]) -> Conflict:
    names = [" ".join(side.names[place] for group in groups for place in sorted(group.base)) for side in rows[:1]]
    orders = [" ".join(name for name in side.names if ":" not in name) for side in rows[1:]]
    return {
        "key": key,
        "record": record,
        "edition": edition,
        "block": None,
        "base": names[0],
        "ours": orders[0],
        "theirs": orders[1],
        "correction_ids": [],
    }


def _assembled(
    rows: Sequence[_Rows], groups: Sequence[_Group], order: Sequence[int], joined: dict[tuple[int, ...], list[str]]
) -> tuple[list[str], list[str]]:
    """The pieces in order, with what each side put in after the piece that it follows there."""
    ours, theirs = (_inserted(side, [_places(group)[number] for group in groups])
                    for number, side in ((1, rows[1]), (2, rows[2])))  # fmt: skip
    notices: list[str] = []
    pieces = _both(ours.get(-1, []), theirs.get(-1, []), "the beginning", notices)
    for number in order:
        pieces += joined[groups[number].base]
        name = rows[0].names[groups[number].base[-1]]
        pieces += _both(ours.get(number, []), theirs.get(number, []), name, notices)
    return pieces, notices


def _inserted(side: _Rows, groups: Sequence[tuple[int, ...]]) -> dict[int, list[str]]:
    """The pieces that the base has not, by the number of the group that they follow (-1: none)."""
    owner = {place: number for number, places in enumerate(groups) for place in places}
    found: dict[int, list[str]] = {}
    last = -1
    for place, piece in enumerate(side.pieces):
        if place in owner:
            last = owner[place]
        else:
            found.setdefault(last, []).append(piece)
    return found


def _both(ours: list[str], theirs: list[str], name: str, notices: list[str]) -> list[str]:
    if ours and theirs and ours != theirs:
        notices.append(f"both sides put something in after {name}: both are kept, ours first")
    return ours if ours == theirs else ours + theirs
