"""What a correction did, line by line, as history and change log show it; and what kind it is by its place.

What compares texts is loaded where a text has changed: most corrections are of a field.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from provenance.diff.difference import Offsets
from provenance.diff.fields import by_entry, compare_fields, tree_of
from provenance.diff.marked import widened
from provenance.diff.sequences import common_length
from provenance.model.address import Pointer
from provenance.model.correction import ChangeLine, FieldEdit, FileEdit, MarkEdit
from provenance.model.notation import which_of
from provenance.model.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from provenance.diff.difference import BlockChange
    from provenance.model.address import RecordId
    from provenance.model.correction import Edit, Kind
    from provenance.text.blocks import Block, EditionText
    from provenance.text.dossier import Dossier

LAYOUT = "comments or layout"
"""Said of a change that no field and no reading shows."""
CONTEXT = 1
"""Words shown on each side of a change that is a single word or less."""

_PLACES: Mapping[str, Kind] = {
    "attributions": "attribution",
    "source": "source",
    "copies": "source",
    "date": "date",
    "translation": "translation",
    "relations": "relation",
}


def changes(before: Dossier, after: Dossier) -> tuple[ChangeLine, ...]:
    """Every changed field by its pointer, every changed stretch of words by its block, of one record.

    Where files differ and nothing that they say does, one line that names the record alone.
    """
    lines = (*_field_lines(before, after), *_text_lines(before, after))
    if lines or not before.files or not after.files or before.files == after.files:
        return lines
    return (ChangeLine(str(after.id), None, None, None, None, LAYOUT),)


def _field_lines(before: Dossier, after: Dossier) -> Iterator[ChangeLine]:
    record = str(after.id)
    left, right = tree_of(before), tree_of(after)
    if not left or not right:
        if left or right:
            whole = _whole(left or right)
            yield ChangeLine(record, None, "", None, whole if left else None, whole if right else None)
        return
    for change in by_entry(compare_fields(left, right), which_of(after.id)):
        yield ChangeLine(record, None, change.pointer, None, change.before, change.after)


def _whole(tree: Mapping[str, Any]) -> Any:
    """What a whole file is called by: its title; a list of agents, which has none, by their names."""
    if "title" in tree:
        return tree["title"]
    return {key: agent.get("name", key) for key, agent in tree.items() if isinstance(agent, dict)} or None


def _text_lines(before: Dossier, after: Dossier) -> Iterator[ChangeLine]:
    for edition in dict.fromkeys([*before.editions(), *after.editions()]):
        names = [f"editions/{edition}.{end}" for end in ("txt", "fingerprints")]
        if all(before.files.get(name) == after.files.get(name) for name in names):
            continue
        was, now = before.text(edition), after.text(edition)
        if was is not None and now is not None:
            yield from _edition_lines(str(after.id), edition, before, after)
        else:
            yield from _kept_lines(before, after, edition)


def _edition_lines(record: str, edition: str, before: Dossier, after: Dossier) -> Iterator[ChangeLine]:
    from provenance.diff.compare import compare_texts, passages_of
    from provenance.text.readings import Reading

    left = passages_of(before, edition, Reading.PRINTED, "unknown") or ()
    right = passages_of(after, edition, Reading.PRINTED, "unknown") or ()
    told = False
    for block in compare_texts(left, right):
        for was, now in _told(block, before.text(edition), after.text(edition)):
            told = True
            yield ChangeLine(record, edition, None, block.locator_after or block.locator_before, was, now)
    if not told:
        # what no reading shows: page breaks, attributes of marks
        yield from _source_lines(record, edition, before.text(edition), after.text(edition))


def _told(
    block: BlockChange, before: EditionText | None, after: EditionText | None
) -> Iterator[tuple[str | None, str | None]]:
    if block.change == "added":
        yield None, block.after
    elif block.change == "removed":
        yield block.before, None
    elif block.change == "markup":
        yield narrowed(before, block.ids_before[0], after, block.ids_after[0])
    else:
        if block.moved:
            yield _neighbour(before, block.ids_before[0]), _neighbour(after, block.ids_after[0])
        if block.change in ("split", "merged"):
            yield " + ".join(block.ids_before), " + ".join(block.ids_after)
        if block.renumbered:
            yield " ".join(block.labels_before), " ".join(block.labels_after)
        for offsets in _stretches(block):
            yield in_context(block, offsets)


def _neighbour(text: EditionText | None, block_id: str) -> str:
    """Where a block stands, by the one before it: its own name goes with it when it is moved."""
    names = [] if text is None else [block.id for block, _ in text.blocks()]
    place = names.index(block_id) if block_id in names else 0
    return f"after {names[place - 1]}" if place else "at the beginning"


def _stretches(block: BlockChange) -> Iterator[Offsets]:
    """The changed stretches of a block; those with a word or two between them are told as one."""
    open_: Offsets | None = None
    for word in block.words:
        if word.op in ("equal", "marked"):
            continue
        near = open_ is not None and word.op != "moved" and _near(block, open_, word.offsets)
        if open_ is not None and near:
            open_ = Offsets((open_.before[0], word.offsets.before[1]), (open_.after[0], word.offsets.after[1]))
            continue
        if open_ is not None:
            yield open_
        open_ = word.offsets
    if open_ is not None:
        yield open_


def _near(block: BlockChange, first: Offsets, second: Offsets) -> bool:
    if second.before[0] < first.before[1]:
        return False
    between = block.before[first.before[1] : second.before[0]]
    return between == block.after[first.after[1] : second.after[0]] and len(between.split()) <= 2 * CONTEXT


def in_context(block: BlockChange, offsets: Offsets) -> tuple[str, str]:
    """The changed words of both sides; a single word or less gets its neighbours, so that a reader finds it."""
    pairs = ((block.before, offsets.before), (block.after, offsets.after))
    few = max(len(words[slice(*ends)].split()) for words, ends in pairs) <= 1
    was, now = (_with_neighbours(words, *ends) if few else words[slice(*ends)] for words, ends in pairs)
    return was.strip(), now.strip()


def _with_neighbours(words: str, start: int, end: int) -> str:
    head = words[:start].split(" ")
    tail = words[end:].split(" ")
    left = " ".join(head[-1 - CONTEXT :])
    right = " ".join(tail[: 1 + CONTEXT])
    return left + words[start:end] + right


def narrowed(
    before: EditionText | None, id_before: str, after: EditionText | None, id_after: str
) -> tuple[str | None, str | None]:
    """Two writings of one block without what they have in common: the marked words, with the whole of their marks.

    A mark that is a point has no words: it is shown between its neighbours.
    """
    left, right = _block(before, id_before), _block(after, id_after)
    was, now = _source(before, left), _source(after, right)
    if before is None or after is None or left is None or right is None or was is None or now is None:
        return was, now
    head = common_length(was, now)
    tail = common_length(was[head:][::-1], now[head:][::-1])
    start, rest = head, tail
    while True:
        ends = [widened(block.inlines, block.start + start, block.end - rest) for block in (left, right)]
        starts = min(ends[0][0] - left.start, ends[1][0] - right.start)
        rests = min(left.end - ends[0][1], right.end - ends[1][1])
        if (starts, rests) == (start, rest):
            break
        start, rest = starts, rests
    cut = was[start : len(was) - rest], now[start : len(now) - rest]
    if all(part.strip() for part in cut):
        return cut[0].strip(), cut[1].strip()
    shown = (_with_neighbours(words, head, len(words) - tail) for words in (was, now))
    return tuple(words.strip() for words in shown)  # type: ignore[return-value]  # two of them


def _block(text: EditionText | None, block_id: str) -> Block | None:
    blocks = () if text is None else text.blocks()
    return next((block for block, _ in blocks if block.id == block_id), None)


def _source(text: EditionText | None, block: Block | None) -> str | None:
    """A block as it is written, marks and all."""
    return None if text is None or block is None else text.source[block.start : block.end]


def _source_lines(
    record: str, edition: str, before: EditionText | None, after: EditionText | None
) -> Iterator[ChangeLine]:
    if before is None or after is None:
        return
    left = {block.id: before.source[block.start : block.end] for block, _ in before.blocks()}
    right = {block.id: after.source[block.start : block.end] for block, _ in after.blocks()}
    for place in dict.fromkeys([*left, *right]):
        if left.get(place) != right.get(place):
            yield ChangeLine(record, edition, None, place, *narrowed(before, place, after, place))


def _kept_lines(before: Dossier, after: Dossier, edition: str) -> Iterator[ChangeLine]:
    """A text put, taken away or withheld: how much, and where fingerprints are on both sides, which blocks differ."""
    from provenance.diff.withheld import NOT_SHOWN, compare_fingerprints

    differing = compare_fingerprints(before, edition, after, edition)
    if differing:
        for block in differing:
            # the id that whoever asked for it saw, and typed
            place = block.locator_before or block.locator_after
            was, now = "+".join(block.ids_before), "+".join(block.ids_after)
            if block.change == "changed":
                was = now = NOT_SHOWN
            yield ChangeLine(str(after.id), edition, None, place, was, now)
        return
    yield ChangeLine(str(after.id), edition, None, None, _extent(before, edition), _extent(after, edition))


def _extent(dossier: Dossier, edition: str) -> str | None:
    text = dossier.text(edition)
    if text is not None:
        return f"text of {sum(1 for _ in text.blocks())} blocks"
    kept = dossier.fingerprints(edition)
    return None if kept is None else f"fingerprints of {sum(len(group.ids) for group in kept)} blocks"


def kind_of(edits: Sequence[Edit], dossiers: Mapping[RecordId, Dossier]) -> Kind:
    """The kind that follows from the places of the edits; editorial where they lie in several.

    Raises InputError where words of a fixed edition are to change: only a person
    can say whether our file or the edition errs.
    """
    kinds = {kind for edit in edits for kind in _kinds(edit, dossiers.get(edit.record))}
    return kinds.pop() if len(kinds) == 1 else "editorial"


def _kinds(edit: Edit, dossier: Dossier | None) -> Iterable[Kind]:
    if isinstance(edit, FieldEdit):
        return [kind_of_pointer(edit.pointer)]
    if isinstance(edit, MarkEdit):
        return ["markup"]
    if isinstance(edit, FileEdit):
        return _kinds_of_file(edit, dossier)
    if dossier is not None and states_of(dossier).get(edit.edition) == "fixed":
        from provenance.diff.application import fixed_refusal

        raise fixed_refusal(dossier, edit.edition)
    return ["editorial"]


def kind_of_pointer(pointer: Pointer) -> Kind:
    """The kind of a correction of one field."""
    parts = pointer.parts
    if len(parts) > 2 and parts[0] == "editions" and parts[2] == "errata":  # noqa: PLR2004
        return "erratum"
    return _PLACES.get(parts[0], "editorial") if parts else "editorial"


def _kinds_of_file(edit: FileEdit, dossier: Dossier | None) -> Iterable[Kind]:
    if dossier is None or edit.name not in dossier.files:
        return ["editorial"]
    after = dossier.with_file(edit.name, edit.content)
    if edit.name == dossier.id.main_file:
        found = compare_fields(tree_of(dossier), tree_of(after)) if edit.content is not None else ()
        return {kind_of_pointer(Pointer.parse(change.pointer)) for change in found} or ["editorial"]
    edition = edit.name.removeprefix("editions/").rpartition(".")[0]
    was, now = dossier.text(edition), after.text(edition)
    if was is None or now is None or states_of(dossier).get(edition) != "fixed":
        return ["editorial"]
    from provenance.diff.compare import passages_of
    from provenance.text.readings import Reading

    left = passages_of(dossier, edition, Reading.PRINTED, "unknown") or ()
    right = passages_of(after, edition, Reading.PRINTED, "unknown") or ()
    if [passage.words for passage in left] == [passage.words for passage in right]:
        return ["markup"]
    from provenance.diff.application import fixed_refusal

    raise fixed_refusal(dossier, edition)


def states_of(dossier: Dossier) -> dict[str, str]:
    """Whether each edition is fixed or living, as the record says; nothing where there is no record."""
    main = dossier.main if dossier.id.main_file in dossier.files else None
    return {name: held.state for name, held in main.editions.items()} if isinstance(main, Record) else {}
