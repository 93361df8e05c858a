"""Check what the records claim, as a linter checks code.

Examples:
  provenance audit                          every record
  provenance audit doc-006 --select QUO,ATT
  provenance audit --output-format sarif > findings.sarif
  provenance explain ATT005                 why a rule exists, and how to mend what it finds

Ends with status 1 only if a record contradicts itself or its sources; a doubt
that the record itself states never does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from provenance.audit.runner import Audit
    from provenance.cli.terminal import Terminal
    from provenance.model.address import RecordId
    from provenance.store.archive import Archive
    from provenance.store.snapshot import Snapshot

FORMATS = ("text", "json", "json-lines", "sarif", "github", "gitlab", "markdown", "junit")


def arguments(parser: ArgumentParser) -> None:
    """Which records, which rules, which format."""
    parser.add_argument("id", nargs="*", metavar="ID", help="records, a collection, or 'vol/*'; left out: all")
    parser.add_argument("--select", action="append", default=[], metavar="C", help="only these rules: ATT, QUO001")
    parser.add_argument("--ignore", action="append", default=[], metavar="C", help="all but these rules")
    parser.add_argument("--severity", choices=("error", "warning", "note"), default="note", help="this and above")
    parser.add_argument("--unknowns", action="store_true", help="list what the records say is not known")
    parser.add_argument("--output-format", choices=FORMATS, default="text")
    parser.add_argument("--at", metavar="WHEN", help="the archive as it stood then")
    parser.add_argument("--since", metavar="WHEN", help="only what was not found in the archive as it stood then")
    parser.add_argument("--fix", action="store_true", help="make the corrections that a rule is sure of")
    parser.add_argument("--dry-run", "-n", action="store_true", help="with --fix: show them, write nothing")
    parser.add_argument("--exit-zero", action="store_true", help="end with status 0 whatever is found")


def run(options: Namespace, terminal: Terminal) -> int:
    """Run the rules, report."""
    from provenance.audit.runner import report_pieces
    from provenance.cli.desk import open_archive

    archive = open_archive(options, terminal)
    if options.at is None:
        _note_hand_edits(archive, terminal)
    found = _audit(archive, options, options.at)
    if options.since:
        found = found.new_since(_audit(archive, options, options.since))
    if options.fix:
        return _fix(archive, found, options, terminal)
    form = "json" if terminal.as_json else options.output_format
    if form == "json":
        terminal._replace(as_json=True).answer({"schema": 1, **found.told()}, tuple)
    else:
        terminal.say_all(report_pieces(found, form))
    return 1 if found.has_errors and not options.exit_zero else 0


def _note_hand_edits(archive: Archive, terminal: Terminal) -> None:
    from provenance.store.worktree import hand_edits

    if archive.repository.work_tree is None:
        return
    edited = sorted(hand_edits(archive.repository, archive.tip))
    if edited:
        more = f" and {len(edited) - 1} more" if len(edited) > 1 else ""
        terminal.note(
            f"note: {edited[0]}{more} edited by hand; the audit reads the state last recorded (provenance status)"
        )


def _audit(archive: Archive, options: Namespace, when: str | None) -> Audit:
    from provenance.audit.runner import audit
    from provenance.store.history import history
    from provenance.store.withheld import at_desk

    commit = archive.resolve(when) if when else None
    snapshot = archive.snapshot(commit)
    ids = [record for typed in options.id for record in _named(archive, snapshot, typed)] or None
    state = at_desk(archive, snapshot)
    reading = state if ids else state.for_reading()
    found = audit(
        reading,
        ids,
        select=_codes(options.select),
        ignore=_codes(options.ignore),
        severity=options.severity,
        unknowns=options.unknowns,
        history=history(archive, ids[0] if ids and len(ids) == 1 else None, until=commit),
    )
    reading.done()
    return found


def _named(archive: Archive, snapshot: Snapshot, typed: str) -> Iterator[RecordId]:
    """The record that is named; of a collection, or a pattern such as ``vol/*``, every record that is in it."""
    from fnmatch import fnmatchcase

    from provenance.errors import InputError

    pattern = typed
    if "*" not in typed and "?" not in typed:
        found = archive.find(typed)
        if found.is_record or found == "agents":
            yield found
            return
        pattern = f"{found}/*"
    matching = [record for record in snapshot.ids() if fnmatchcase(record, pattern)]
    if not matching:
        raise InputError(f"no record is called {pattern!r}", code="not-found", hint="provenance list")
    yield from matching


def _fix(archive: Archive, found: Audit, options: Namespace, terminal: Terminal) -> int:
    from provenance.cli import receipt
    from provenance.model.correction import Decision

    fixes = [one.fix for one in found.findings if one.fix]
    receipts = [
        archive.correct(fix.edits, Decision(reason=fix.reason, kind=fix.kind), dry_run=options.dry_run) for fix in fixes
    ]

    def lines() -> Iterator[str]:
        for one in receipts:
            yield from receipt.lines(one, terminal)
        if not receipts:
            yield "Nothing here that a rule can mend by itself."

    terminal.answer({"schema": 1, "corrections": [one.as_json() for one in receipts]}, lines)
    return 0


def _codes(typed: list[str]) -> tuple[str, ...]:
    return tuple(code.strip().upper() for one in typed for code in one.split(",") if code.strip())
