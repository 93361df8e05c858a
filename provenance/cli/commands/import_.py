"""Bring pages of editions in as records, or as further editions of records.

Examples:
  provenance import page.txt --id my-collection/doc-001
  provenance import page.txt --id my-collection/doc-001 --edition web --volume my-volume
  provenance import old.txt --id letters/doc-002 --encoding windows-1251
  provenance import page.txt --id my-collection/doc-001 -n       show what would be read, write nothing
  provenance import pages/*.txt --collection my-collection       each document becomes a record: No. 14 is doc-014
  provenance import pages/*.txt --collection my-collection --as-one -m "All pages of the web edition"

Nothing of the page is dropped. What was inferred is marked as inferred, what
could not be known is left open and listed, what was not understood is kept.

Of many files those that do not fit are kept in import-report.csv with the
reason, and the exit status is 2; given again, the command goes on where it was
stopped, and brings nothing in twice. With --as-one all are one decision: written
whole, or refused whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator
    from pathlib import Path

    from provenance.cli.many_files import Outcome
    from provenance.cli.terminal import Terminal
    from provenance.importers.importer import Imported
    from provenance.model.address import RecordId
    from provenance.model.correction import Receipt

SHOWN = 20
"""How many refused files are listed on the screen."""


def arguments(parser: ArgumentParser) -> None:
    """A file, an id, what kind of edition it is."""
    from provenance.cli.desk import decision_arguments

    parser.add_argument("file", nargs="+", metavar="FILE", help="a page as text")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--id", metavar="ID", help="collection/name of the record; for one file")
    where.add_argument("--collection", metavar="C", help="for many: records named by number, or after the file")
    parser.add_argument("--as-one", action="store_true", help="many files as one decision, in one commit")
    parser.add_argument("--edition", metavar="E", help="the edition's name; by default from the volume or the file")
    parser.add_argument("--volume", metavar="V", help="the key of the volume; by default the collection's name")
    parser.add_argument("--living", action="store_true", help="our own transcript, which may be improved")
    parser.add_argument("--encoding", metavar="X", help="the file's encoding, where it is not UTF-8")
    decision_arguments(parser, reason="why, in a sentence; by default which file is brought in")


def run(options: Namespace, terminal: Terminal) -> int:
    """Read the page, write the record, report what was made of it; of many, what became of each."""
    if options.collection is not None:
        return _many(options, terminal)
    from pathlib import Path

    from provenance.cli import desk
    from provenance.errors import InputError
    from provenance.importers.importer import Existing, edits, read
    from provenance.model.address import RecordId

    if len(options.file) > 1 or options.as_one:
        raise InputError("one id is for one file", code="usage", hint="--collection C names the records itself")
    archive = desk.open_archive(options, terminal)
    record = RecordId.parse(options.id)
    path = Path(options.file[0])
    imported = read(
        path.read_bytes(),
        name=str(path),
        encoding=options.encoding,
        id=record,
        edition=options.edition,
        volume=options.volume,
        living=options.living,
    )
    there = archive.snapshot()
    existing = Existing(
        record=there.dossier(record).record if there.has(record) else None,
        agents=there.agents(),
        collection=there.collection(record.collection),
    )
    if not options.reason_file:
        options.reason = options.reason or f"Bring in {path.name} as {record}:{imported.edition}"
    receipt = archive.correct(
        edits(imported, record, existing), desk.decision(options, terminal, kind="import"), dry_run=options.dry_run
    )
    report = imported.report
    terminal.answer(
        {**receipt.as_json(), "report": report.as_json()}, lambda: _lines(record, imported, receipt, terminal)
    )
    return 0


def _many(options: Namespace, terminal: Terminal) -> int:
    from pathlib import Path

    from provenance.cli import desk, many_files, report_file
    from provenance.errors import InputError
    from provenance.model.correction import Decision

    archive = desk.open_archive(options, terminal)
    typed = options.reason or options.reason_file
    decision = (
        desk.decision(options, terminal, kind="import")
        if typed
        else Decision(
            f"Bring in {len(options.file)} files as records of {options.collection}", options.kind or "import"
        )
    )
    outcomes = tuple(many_files.bring_in(archive, options, decision))
    refused = [one for one in outcomes if one.state == "refused"]
    report = Path(many_files.REPORT)
    if not options.dry_run:
        if refused:
            report_file.write(report, many_files.COLUMNS, map(_row, refused))
        else:
            report_file.remove(report, many_files.COLUMNS)
    counts = {state: sum(one.state == state for one in outcomes) for state in ("written", "already", "refused")}
    value = {
        "schema": 1,
        "files": [one.as_json() for one in outcomes],
        "summary": counts,
        "report": str(report) if refused and not options.dry_run else None,
        "written": bool(counts["written"]),
    }
    terminal.answer(value, lambda: _told(outcomes, report, options, terminal))
    return InputError.exit_status if refused else 0


def _row(one: Outcome) -> dict[str, str]:
    if one.error is None:  # pragma: no cover - what is refused says why
        return {}
    line = "" if one.error.line is None else str(one.error.line)
    mend = one.error.hint or ""
    return {"file": one.file, "record": one.record or "", "reason": one.error.message, "mend": mend, "line": line}


def _told(outcomes: tuple[Outcome, ...], report: Path, options: Namespace, terminal: Terminal) -> Iterator[str]:
    from provenance.cli.receipt import counted

    refused = [one for one in outcomes if one.state == "refused"]
    written = sum(one.state == "written" for one in outcomes)
    already = sum(one.state == "already" for one in outcomes)
    if options.dry_run:
        would = len(outcomes) - already - len(refused)
        yield f"{counted(would, 'file')} would be brought in. Nothing was written: this was a dry run."
    else:
        yield terminal.paint(f"{counted(written, 'file')} brought in as records of {options.collection}", "bold")
    if already:
        yield f"{counted(already, 'file')} had been brought in before."
    for one in refused[:SHOWN]:
        yield f"  {one.file}: {one.error.message if one.error else ''}"
    if len(refused) > SHOWN:
        yield f"  … and {len(refused) - SHOWN} more"
    if refused and not options.dry_run:
        yield f"{counted(len(refused), 'file')} refused; each is in {report} with the reason."


def _lines(record: RecordId, imported: Imported, receipt: Receipt, terminal: Terminal) -> Iterator[str]:
    report = imported.report
    guessed = ", which was guessed: if letters are wrong, say --encoding" if report.encoding_guessed else ""
    yield f"{terminal.paint(f'{record}:{imported.edition}', 'bold')}, read as {report.encoding}{guessed}"
    yield from _part(
        "Placed, as the page states it", [f"{one.what}: {one.value}{_at(one.where)}" for one in report.placed], terminal
    )
    inferred = [f"{one.what}: {one.value} ({one.sure}; {one.why})" for one in report.inferred]
    yield from _part("Inferred, and marked as inferred", inferred, terminal)
    yield from _part(
        "Left open, for you to judge", [f"{one.question}{_at(one.where)}" for one in report.open], terminal
    )
    left = [f"“{_short(one.words)}” ({one.place}): {one.why}" for one in report.left_over]
    yield from _part("Not understood, or taken out of the reading, and kept here", left, terminal)
    yield ""
    if not receipt.written:
        yield "Nothing was written: this was a dry run."
        return
    for notice in receipt.notices:
        yield f"note: {notice}"
    yield f"Written as correction {receipt.correction_id} (import)."
    yield f"Next: provenance show {record}; provenance audit {record}"


def _part(heading: str, said: list[str], terminal: Terminal) -> Iterator[str]:
    if said:
        yield ""
        yield terminal.paint(heading, "under")
    for one in said:
        yield from terminal.wrap(one, 2)


def _at(where: str | None) -> str:
    from provenance.exporters.places import spoken_where

    return f" ({spoken_where(where)})" if where else ""


def _short(words: str, most: int = 80) -> str:
    line = " ".join(words.split())
    return line if len(line) <= most else line[: most - 1] + "…"
