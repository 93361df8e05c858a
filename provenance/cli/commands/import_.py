"""Bring pages of editions in as records, or as further editions of records.

Examples:
  provenance import page.txt --id my-collection/doc-001
  provenance import page.txt --id my-collection/doc-001 --edition web --volume my-volume
  provenance import old.txt --id letters/doc-002 --encoding windows-1251
  provenance import page.txt --id my-collection/doc-001 --withheld    fingerprints alone; see text attach
  provenance import page.txt --id my-collection/doc-001 -n       show what would be read, write nothing
  provenance import pages/*.txt --collection my-collection       each document becomes a record: No. 14 is doc-014
  provenance import inventory.xlsx --collection my-collection -n      each row a record; look first
  provenance import pages/ --collection my-collection             a folder, with a metadata.csv or without
  provenance import pages/*.txt --collection my-collection --as-one -m "All pages of the web edition"

Nothing of the page is dropped. What was inferred is marked as inferred, what
could not be known is left open and listed, what was not understood is kept.

A table (.csv, .tsv, .xlsx) makes a record of each of its rows: its headings are
recognised by the words of the field in English, Russian, German and French, and
a column 'text' names the page beside it. A folder is brought in page by page; a
metadata.csv or metadata.xlsx in it describes them.

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

    from provenance.cli.terminal import Terminal
    from provenance.importers.importer import Imported
    from provenance.model.address import RecordId
    from provenance.model.correction import Receipt


def arguments(parser: ArgumentParser) -> None:
    """A file, an id, what kind of edition it is."""
    from provenance.cli.desk import decision_arguments

    parser.add_argument("file", nargs="+", metavar="FILE", help="a page as text or HTML; a table; a folder of them")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--id", metavar="ID", help="collection/name of the record; for one file")
    where.add_argument("--collection", metavar="C", help="for many: records named by number, or after the file")
    parser.add_argument("--as-one", action="store_true", help="many files as one decision, in one commit")
    parser.add_argument("--edition", metavar="E", help="the edition's name; by default from the volume or the file")
    parser.add_argument("--volume", metavar="V", help="the key of the volume; by default the collection's name")
    parser.add_argument("--living", action="store_true", help="our own transcript, which may be improved")
    parser.add_argument(
        "--withheld", action="store_true", help="it may not be published: keep fingerprints, the text on this machine"
    )
    parser.add_argument("--sheet-name", metavar="S", help="the sheet of a workbook; by default the first")
    parser.add_argument("--encoding", metavar="X", help="the file's encoding, where it is not UTF-8")
    decision_arguments(parser, reason="why, in a sentence; by default which file is brought in")


def run(options: Namespace, terminal: Terminal) -> int:
    """Read the page, write the record, report what was made of it; of many, what became of each."""
    from provenance.errors import InputError

    if options.collection is not None:
        if options.withheld:
            raise InputError(
                "--withheld is for one file",
                code="usage",
                hint="set the rights of the volume, then import each with --id and --withheld",
            )
        from provenance.cli import import_many

        return import_many.run(options, terminal)
    from pathlib import Path

    from provenance.cli import desk
    from provenance.importers._withheld import text_of, with_fingerprints, without_text
    from provenance.importers.importer import Existing, edits, read
    from provenance.model.address import RecordId
    from provenance.store.withheld import attach

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
        options.reason = options.reason or f"Bring in {path.name} as {_named(record, imported)}"
    if options.withheld:
        imported = without_text(imported)
    made = edits(imported, record, existing)
    receipt = archive.correct(
        with_fingerprints(made, imported) if options.withheld else made,
        desk.decision(options, terminal, kind="import"),
        dry_run=options.dry_run,
    )
    if options.withheld and receipt.written and imported.edition is not None:
        attach(archive.repository, archive.snapshot().dossier(record), imported.printed()[0], text_of(imported))
    report = imported.report
    terminal.answer(
        {**receipt.as_json(), "report": report.as_json()}, lambda: _lines(record, imported, receipt, terminal)
    )
    return 0


def _lines(record: RecordId, imported: Imported, receipt: Receipt, terminal: Terminal) -> Iterator[str]:
    report = imported.report
    guessed = ", which was guessed: if letters are wrong, say --encoding" if report.encoding_guessed else ""
    yield f"{terminal.paint(_named(record, imported), 'bold')}, read as {report.encoding}{guessed}"
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


def _named(record: RecordId, imported: Imported) -> str:
    return f"{record}:{imported.edition}" if imported.edition is not None else str(record)


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
