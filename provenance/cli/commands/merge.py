"""Show and settle what a pull could not bring together by itself.

Examples:
  provenance merge                                             every conflict, with both sides
  provenance merge --resolve 'letters/doc-002 /title=ours'
  provenance merge --resolve '/title=theirs' --continue         the end of the key does where it is the only one
  provenance merge --resolve 'letters/doc-002:web #p3=The words as they should be'
  provenance merge --abort                                     forget the choices; nothing was moved

A choice holds for the two sides that are shown. Once all are settled, --continue
puts your corrections on top of the server's; each keeps its id and its reason,
and says which side was taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from provenance.cli.terminal import Terminal
    from provenance.store.archive import Archive


def arguments(parser: ArgumentParser) -> None:
    """Which conflict is settled, and how; then go on, or give up."""
    parser.add_argument(
        "--resolve",
        action="append",
        default=[],
        metavar="KEY=ours|theirs|TEXT",
        help="settle a conflict: ours, theirs, or the words that are to stand there; may be repeated",
    )
    end = parser.add_mutually_exclusive_group()
    end.add_argument("--continue", dest="carry_on", action="store_true", help="bring it onto the branch")
    end.add_argument("--abort", action="store_true", help="forget the pending merge and its choices")


def run(options: Namespace, terminal: Terminal) -> int:
    """List, settle, go on or give up."""
    from provenance.cli.desk import open_archive
    from provenance.store import merging

    archive = open_archive(options, terminal)
    if options.abort:
        gone = merging.abort(archive)
        terminal.answer({**gone.as_json(), "pending": False}, lambda: ["The merge was given up; nothing was moved."])
        return 0
    merge = merging.resolve(archive, options.resolve) if options.resolve else merging.pending_merge(archive)
    if options.carry_on:
        return _carry_on(archive, terminal)
    if merge is None:
        nothing = {"schema": 1, "pending": False, "branch": None, "server": None, "tip": None, "open": 0}
        terminal.answer({**nothing, "conflicts": []}, lambda: ["No merge is under way."])
        return 0
    terminal.answer(merge.as_json(), merge.lines)
    return 0


def _carry_on(archive: Archive, terminal: Terminal) -> int:
    from provenance.cli.receipt import counted
    from provenance.store.merging import carry_on

    pulled = carry_on(archive)
    ours = counted(len(pulled.replayed), "correction")
    said = f"{counted(pulled.received, 'commit')} came in; on top: {ours} of yours."
    terminal.answer(pulled.as_json(), lambda: [said, *(f"  note: {notice}" for notice in pulled.notices)])
    return 0
