"""Begin a record by hand: a title now, everything else by correction.

Examples:
  provenance new letters/doc-001 --title "Letter to the harbour master" --type letter --date 1923-02-14~
  provenance new letters --title "Letters from the mole"          a collection
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from provenance.cli.terminal import Terminal
    from provenance.model.address import RecordId


def arguments(parser: ArgumentParser) -> None:
    """An id, and what is known already."""
    from provenance.cli.desk import decision_arguments

    parser.add_argument("id", help="collection/name, or a collection's name")
    parser.add_argument("--title", help="your title for it")
    parser.add_argument("--type", metavar="TYPE", help="memorandum, letter, telegram …")
    parser.add_argument("--date", metavar="EDTF", help="the date, in EDTF: 1986-06-26, 1923-02~, 1931/1932")
    decision_arguments(parser, reason="why, in a sentence; by default that the record is begun")


def run(options: Namespace, terminal: Terminal) -> int:
    """Write the first version."""
    from provenance.cli import desk
    from provenance.cli.receipt import answer
    from provenance.errors import InputError
    from provenance.model.address import RecordId
    from provenance.model.correction import FileEdit
    from provenance.model.notation import write
    from provenance.model.schema import pointed

    archive = desk.open_archive(options, terminal)
    record = RecordId.parse(options.id)
    if archive.snapshot().has(record):
        raise InputError(f"{record} is there already", code="exists", hint=f"provenance correct {record}")
    tree = _first_fields(record, options)
    if not options.reason_file:
        options.reason = options.reason or f"Begin the record {record}"
    edit = FileEdit(record, record.main_file, pointed(record, write(tree)).encode("utf-8"))
    receipt = archive.correct([edit], desk.decision(options, terminal, kind="editorial"), dry_run=options.dry_run)
    answer(receipt, terminal)
    if not terminal.as_json and not options.dry_run:
        terminal.say(f"\nIts file is {archive.root / record.path}; edit it with: provenance correct {record}")
    return 0


def _first_fields(record: RecordId, options: Namespace) -> dict[str, object]:
    """What is known already, as the file holds it; InputError for what is empty, or a collection does not have."""
    from provenance.errors import InputError
    from provenance.model.dates import Edtf

    for name in ("title", "type", "date"):
        value = getattr(options, name)
        if value is not None and not value.strip():
            raise InputError(f"--{name} is empty", code="usage", hint=f"leave --{name} out where it is not known")
        if value is not None and name != "title" and not record.is_record:
            raise InputError(
                f"{record} is a collection: a {name} is said of a record",
                code="usage",
                hint=f"provenance new {record}/NAME --{name} {value}",
            )
    tree: dict[str, object] = {"schema": "1", "title": options.title or f"Untitled ({record.name})"}
    if not options.title and record.is_record:
        tree["title_basis"] = "supplied"
    if options.type is not None:
        tree["type"] = options.type
    if options.date is not None:
        tree["date"] = {"edtf": str(Edtf.parse(options.date)), "basis": "supplied"}
    return tree
