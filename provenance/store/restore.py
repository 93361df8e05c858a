"""An earlier state brought back as a new correction: of a field, a block, a record, or the whole archive.

Nothing is undone in history; what stood in between stays readable there.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from provenance.errors import InputError
from provenance.model.address import Pointer
from provenance.model.correction import FieldEdit, FileEdit
from provenance.store.names import named_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.model.address import Locator, RecordId
    from provenance.model.correction import Decision, Edit, Receipt
    from provenance.store.archive import Archive
    from provenance.store.snapshot import Snapshot
    from provenance.text.blocks import Block, EditionText
    from provenance.text.dossier import Dossier


def restore(
    archive: Archive,
    record: RecordId | None,
    *,
    edition: str | None = None,
    pointer: Pointer | None = None,
    locator: Locator | None = None,
    to: str,
    decision: Decision,
    dry_run: bool = False,
) -> Receipt:
    """Set a field (``pointer``), a block (``edition`` and ``locator``), an edition's text or a record back to ``to``.

    ``record`` None: every record of the archive. InputError where the place was
    not there then, where it is as it was, and for all that a correction refuses.
    """
    now = archive.snapshot()
    then = archive.snapshot(archive.resolve(to, record))
    was = None if record is None else named_at(archive, record, then)
    if record is None:
        edits: list[Edit] = list(_everything(archive, then, now))
    elif pointer is not None:
        edits = list(_field(then.dossier(was or record), now.dossier(record), pointer))
    elif locator is not None:
        edits = [_block(then.dossier(was or record), now.dossier(record), _edition(now, record, edition), locator)]
    else:
        then.dossier(was or record)  # says so where it was not there
        edits = list(_files(then, now, record, edition, was))
    if not edits:
        raise InputError("this is as it was then: nothing is to be restored", code="no-change")
    kind = decision.kind or "restoration"
    return archive.correct(edits, replace(decision, kind=kind), dry_run=dry_run, base=now.commit)


def _everything(archive: Archive, then: Snapshot, now: Snapshot) -> Iterator[FileEdit]:
    """Every record as it was; one that got another id since keeps it, so that no id leads nowhere."""
    renamed: dict[RecordId, RecordId] = {}
    for old in then.ids():
        new = old if now.has(old) or old not in now.redirects else archive.find(old, now)
        if not then.has(new):
            renamed[new] = old
    for one in _all(then, now):
        if one not in renamed.values():
            yield from _files(then, now, one, None, renamed.get(one))


def _all(then: Snapshot, now: Snapshot) -> list[RecordId]:
    """Every record, collection and list of agents that then or now holds."""
    from provenance.model.address import AGENTS, RecordId

    names: set[str] = {*then.ids(), *now.ids(), *then.collections(), *now.collections(), AGENTS}
    found = (RecordId.parse(name) for name in sorted(names))
    return [one for one in found if then.folder_oid(one) != now.folder_oid(one)]


def _files(
    then: Snapshot, now: Snapshot, record: RecordId, edition: str | None, was: RecordId | None = None
) -> Iterator[FileEdit]:
    """The files of a record (of one of its editions) that are not as they were; ``was``: the id it had then."""
    before, after = then.files(was or record), now.files(record)
    if edition is not None:
        _ = _edition(then, was or record, edition)
    for name in sorted({*before, *after}):
        ours = edition is None or name in (f"editions/{edition}.txt", f"editions/{edition}.fingerprints")
        if ours and before.get(name) != after.get(name):
            yield FileEdit(record, name, before.get(name))


def _field(then: Dossier, now: Dossier, pointer: Pointer) -> Iterator[FieldEdit]:
    """The edits that make a field, and all below it, what it was."""
    from provenance.model.notation import read_tree

    trees = [read_tree(dossier.files[dossier.id.main_file]).value for dossier in (then, now)]
    values = [_value(tree, pointer) for tree in trees]
    if values[0] is None and values[1] is None:
        raise InputError(f"{now.id} has no {pointer}, and had none then", code="not-found")
    above = _value(trees[0], Pointer(pointer.parts[:-1]))
    among = tuple(above) if isinstance(above, dict) else ()
    yield from field_edits(now.id, pointer, values[0], values[1], among)


def _value(tree: Any, pointer: Pointer) -> Any:
    """What stands at a pointer of a plain tree; None where nothing does."""
    for part in pointer.parts:
        if not isinstance(tree, dict) or part not in tree:
            return None
        tree = tree[part]
    return tree


def field_edits(
    record: RecordId, pointer: Pointer, wanted: Any, present: Any, among: tuple[str, ...] = ()
) -> Iterator[FieldEdit]:
    """The smallest edits that turn ``present`` into ``wanted``; either may be None: not there.

    What comes back comes to its old place: ``among`` are the keys of its map as they are wanted.
    """
    if wanted == present:
        return
    if wanted is None:
        yield FieldEdit(record, "remove", pointer)
    elif present is None:
        yield FieldEdit(record, "add", pointer, as_yaml(wanted), among)
    elif isinstance(wanted, dict) and isinstance(present, dict):
        # what must go goes last: a map that lost its only entry would go with it
        for key in (*wanted, *(name for name in present if name not in wanted)):
            yield from field_edits(record, pointer / key, wanted.get(key), present.get(key), tuple(wanted))
    elif isinstance(wanted, list) and isinstance(present, list) and _grows_into(present, wanted):
        yield from (FieldEdit(record, "add", pointer, new) for new in wanted if new not in present)
        yield from (FieldEdit(record, "remove", pointer, old) for old in present if old not in wanted)
    elif isinstance(wanted, str) and isinstance(present, str):
        yield FieldEdit(record, "set", pointer, wanted)
    else:
        yield FieldEdit(record, "remove", pointer)
        yield FieldEdit(record, "add", pointer, as_yaml(wanted), among)


def _grows_into(present: list[str], wanted: list[str]) -> bool:
    """Whether a set comes into its wanted order by texts that go and others put in at its end."""
    kept = [one for one in present if one in wanted]
    return wanted == [*kept, *(one for one in wanted if one not in present)]


def as_yaml(value: Any) -> str:
    """A value as ``--add`` takes it."""
    if isinstance(value, dict):
        from provenance.model.notation import write

        return write(value)
    # JSON is YAML, and its strings are always quoted: nothing can be read as anything else
    return json.dumps(value, ensure_ascii=False)


def _edition(snapshot: Snapshot, record: RecordId, edition: str | None) -> str:
    dossier = snapshot.dossier(record)
    editions = tuple(dossier.editions())
    if edition is not None and edition in editions:
        return edition
    if edition is None and len(editions) == 1:
        return editions[0]
    what = f"{record} has no edition {edition!r}" if edition else f"{record} has {len(editions)} editions: say which"
    raise InputError(what, code="no-edition", candidates=tuple(f"{record}:{name}" for name in editions))


def _block(then: Dossier, now: Dossier, edition: str, locator: Locator) -> FileEdit:
    """The text's file with one block as it was: put back where it is gone, taken out where it was not there."""
    texts = [dossier.text(edition) for dossier in (then, now)]
    if texts[0] is None or texts[1] is None:
        raise InputError(
            f"the text of {edition} is withheld: no block of it can be restored here",
            code="withheld",
            hint="the words of a withheld text are not kept here",
        )
    was, text = texts[0], texts[1]
    block_id = _block_id(was, text, locator)
    old, new = _by_id(was, block_id), _by_id(text, block_id)
    if old is not None and new is not None:
        source = text.source[: new.start] + was.source[old.start : old.end] + text.source[new.end :]
    elif new is not None:
        before, behind = text.source[: new.start].rstrip("\n"), text.source[new.end :].lstrip("\n")
        source = f"{before}\n\n{behind}" if behind else f"{before}\n"
    elif old is not None:
        source = _inserted(was, text, old)
    else:  # pragma: no cover - the id was found in one of them
        raise InputError(f"there is no {locator}", code="not-found")
    return FileEdit(now.id, f"editions/{edition}.txt", source.encode())


def _block_id(was: EditionText, text: EditionText, locator: Locator) -> str:
    """The id of the block a locator names, in the text as it is, else as it was."""
    from provenance.text.locate import find

    whole = replace(locator, words=None, nth=None) if locator.place or locator.number or locator.label else locator
    try:
        return find(text, whole).block.id
    except InputError as error:
        try:
            return find(was, whole).block.id
        except InputError:
            raise error from None


def _by_id(text: EditionText, block_id: str) -> Block | None:
    return next((block for block, _ in text.blocks() if block.id == block_id), None)


def _inserted(was: EditionText, text: EditionText, old: Block) -> str:
    """The source with a lost block put back behind the nearest block before it that still stands."""
    words = was.source[old.start : old.end]
    before = [block.id for block, _ in was.blocks()]
    for block_id in reversed(before[: before.index(old.id)]):
        anchor = _by_id(text, block_id)
        if anchor is not None:
            return f"{text.source[: anchor.end]}\n\n{words}{text.source[anchor.end :]}"
    first = next((block for block, _ in text.blocks()), None)
    if first is None:
        return f"{text.source.rstrip()}\n\n{words}\n"
    return f"{text.source[: first.start]}{words}\n\n{text.source[first.start :]}"
