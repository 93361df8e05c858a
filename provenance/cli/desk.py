"""What most commands begin with: the archive they were started in, and what an address typed there means."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.errors import DamageError, InputError
from provenance.model.address import Address, Locator, Pointer, RecordId

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Iterable, Iterator

    from provenance.cli.terminal import Terminal
    from provenance.model.correction import Decision, Kind
    from provenance.store.archive import Archive, Snapshot
    from provenance.text.dossier import Dossier


@dataclass(frozen=True)
class Found:
    """An address, looked up: which record, which of its editions, at which commit."""

    record: RecordId
    edition: str | None
    when: str | None
    dossier: Dossier
    snapshot: Snapshot


def open_archive(options: Namespace, terminal: Terminal) -> Archive:
    """The archive in ``-C DIR``, written to by ``--author`` or PROVENANCE_EDITOR.

    What a crash left half settled is finished here: whichever command comes
    next does so, also one that finds nothing to write.
    """
    from provenance.store.archive import Archive
    from provenance.store.intent import is_pending

    author = options.author or terminal.environment("PROVENANCE_EDITOR")
    archive = Archive.open(options.directory, author=author, progress=terminal.progress())
    if archive.settings_notice is not None:
        terminal.note(f"note: {archive.settings_notice}")
    archive.repository.on_stand_in = _stand_ins_told(terminal)
    if is_pending(archive.repository):
        from provenance.store.status import finish_interrupted

        for notice in finish_interrupted(archive):
            terminal.note(f"note: {notice}")
    return archive


def _stand_ins_told(terminal: Terminal) -> Callable[[str], None]:
    told: set[str] = set()

    def tell(path: str) -> None:
        if path not in told:
            told.add(path)
            terminal.note(
                f"note: the disk has damaged what is recorded of {path}; the same file in the work tree is read"
            )

    return tell


def look_up(archive: Archive, typed: str, at: str | None = None) -> Found:
    """``ID:EDITION@WHEN`` as typed, in the archive; ``at`` is used where the address itself says no time.

    With the texts that are withheld and attached on this machine.
    """
    from provenance.store.withheld import at_desk

    address = Address.parse(typed)
    when = address.when or at
    record = archive.find(address.record)
    if when is None:
        snapshot = at_desk(archive, archive.snapshot())
        return Found(record, address.edition, None, snapshot.dossier(record), snapshot)
    from provenance.store.names import counted_as, named_at

    # one that was joined into another keeps its own versions; before a rename it had another id
    counted = counted_as(archive, address.record, record)
    snapshot = at_desk(archive, archive.snapshot(archive.resolve(when, counted)))
    standing = next((name for name in (counted, record) if snapshot.has(name)), None)
    then = standing or named_at(archive, counted, snapshot)
    return Found(record, address.edition, when, snapshot.dossier(then), snapshot)


def readable_dossiers(
    snapshot: Snapshot, records: Iterable[RecordId], terminal: Terminal
) -> Iterator[tuple[RecordId, Dossier]]:
    """Each record that can be read; one that cannot is named, with its mend, and the others go on.

    DamageError, once all were read, where the disk has damaged one.
    """
    reading, damaged = snapshot.for_reading(), list[DamageError]()
    for record in reading.each(records):
        try:
            dossier = reading.dossier(record)
            _ = dossier.main
        except InputError as error:
            terminal.note(f"note: {record} is left out: {error}" + (f" (try: {error.hint})" if error.hint else ""))
            continue
        except DamageError as error:
            terminal.note(f"note: {record} is left out: {error}")
            damaged.append(error)
            continue
        yield record, dossier
    if damaged:
        raise DamageError(
            f"{len(damaged)} of the records could not be read: the archive is damaged",
            hint="provenance verify names what is; docs/explanation/store.md says how to mend it",
        )


def note_hand_edits(archive: Archive, found: Found, terminal: Terminal) -> None:
    """Tell who reads a record as it stands now that its files were edited by hand and that this is not yet recorded."""
    if found.when is not None or archive.repository.work_tree is None:
        return
    folder = archive.root / found.record.folder
    for name, recorded in found.dossier.files.items():
        path = folder / name
        if path.is_file() and path.read_bytes() != recorded:
            terminal.note(
                f"note: {found.record.folder}/{name} was edited by hand; what follows is the state last recorded "
                "(provenance status shows the edits)"
            )


def one_edition(found: Found) -> str:
    """The edition named, or the only one; else InputError listing them."""
    editions = found.dossier.editions()
    if found.edition is not None:
        if found.edition not in editions:
            raise InputError(
                f"{found.record} has no edition {found.edition!r}", code="not-found", candidates=tuple(editions)
            )
        return found.edition
    if len(editions) == 1:
        return editions[0]
    if not editions:
        raise InputError(f"{found.record} has no edition yet", hint=f"provenance import FILE --id {found.record}")
    raise InputError(
        f"{found.record} has {len(editions)} editions: say which",
        code="several",
        candidates=tuple(f"{found.record}:{edition}" for edition in editions),
    )


def pointer_or_locator(typed: str) -> Pointer | Locator:
    """``/date`` is a field, anything else a place of the text."""
    return Pointer.parse(typed) if typed.startswith("/") else Locator.parse(typed)


def count(typed: str) -> int:
    """A number of rows as typed: 1 or more."""
    from argparse import ArgumentTypeError

    if not typed.isascii() or not typed.isdecimal() or int(typed) < 1:
        raise ArgumentTypeError(f"{typed!r} is no number of rows: 1 or more")
    return int(typed)


def decision_arguments(parser: ArgumentParser, *, reason: str = "why, in a sentence (required)") -> None:
    """The options by which a correction says why; ``reason`` is the help of ``--reason``."""
    from provenance.model.correction import KINDS

    why = parser.add_argument_group("why")
    why.add_argument("--reason", "-m", metavar="TEXT", help=reason)
    why.add_argument("--reason-file", "-F", metavar="FILE", help="read the reason from FILE (- for standard input)")
    why.add_argument("--kind", choices=KINDS, metavar="KIND", help="one of: " + ", ".join(KINDS))
    why.add_argument("--evidence", action="append", default=[], metavar="E", help="what it rests on; may be repeated")
    why.add_argument("--reported-by", metavar="PERSON", help="who found it")
    why.add_argument("--reviewed-by", metavar="PERSON", help="who looked it over")
    parser.add_argument("--dry-run", "-n", action="store_true", help="show what would be written, write nothing")


def decision(options: Namespace, terminal: Terminal, *, kind: Kind | None = None) -> Decision:
    """Why, as typed; without a reason a person at a terminal is asked, anybody else is refused."""
    from provenance.model.correction import Decision

    return Decision(
        reason=_reason(options, terminal),
        kind=options.kind or kind,
        evidence=tuple(options.evidence),
        reported_by=options.reported_by,
        reviewed_by=options.reviewed_by,
    )


def words_in(file: str) -> str:
    """What a person wrote into a file, for the archive; InputError where it is not UTF-8."""
    try:
        return Path(file).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise InputError("this file is not in UTF-8", file=file, hint="save it as UTF-8, or type the words") from error


def _reason(options: Namespace, terminal: Terminal) -> str:
    if options.reason and options.reason_file:
        raise InputError("the reason is given twice", hint="either -m TEXT or -F FILE")
    if options.reason_file == "-":
        import sys

        reason: str = sys.stdin.read()
    elif options.reason_file:
        reason = words_in(options.reason_file)
    else:
        reason = options.reason or ""
    if not reason.strip() and terminal.interactive:
        reason = terminal.ask("Why? (one sentence; empty to give up)")
    if not reason.strip():
        raise InputError("a correction needs its reason", code="no-reason", hint='add -m "why, in a sentence"')
    return reason.strip()
