"""Check everything: objects, every version of every record, what messages claim, signatures, releases.

Exit status 4 where something is broken, 1 where history says what is not so,
0 otherwise. Nothing is mended: docs/explanation/store.md says how to.

Examples:
  provenance verify
  provenance verify --release 2026.1                 proves one release, file by file
  provenance verify --since 2026.1                   of history only what came after it
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from provenance.cli.terminal import Terminal


def arguments(parser: ArgumentParser) -> None:
    """All, one release, or what is new."""
    parser.add_argument("--release", metavar="NAME", help="prove this release by its manifest, commits and signature")
    parser.add_argument("--since", metavar="WHEN", help="of history only what came after: a release, a date, …")


def run(options: Namespace, terminal: Terminal) -> int:
    """Look at all of it, change nothing."""
    from provenance.cli.desk import open_archive
    from provenance.errors import DamageError, InputError
    from provenance.store.proving import Proof, prove
    from provenance.store.verify import Verification, verify

    if options.release and options.since:
        raise InputError("a release is proved whole", hint="--release NAME, or --since WHEN")
    archive = open_archive(options, terminal)
    found: Proof | Verification
    found = prove(archive, options.release) if options.release else verify(archive, since=options.since)
    terminal.answer(found.as_json() if isinstance(found, Proof) else found.told(), found.lines)
    if found.damaged:
        return DamageError.exit_status
    return int(any(fault.severity == "fault" for fault in found.faults))
