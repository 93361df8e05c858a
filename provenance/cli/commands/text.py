"""Withhold the text of an edition, keeping fingerprints; or keep a withheld text at hand, on this machine alone.

Examples:
  provenance text detach doc-006:web -m "The publisher has not agreed"
  provenance text attach doc-006:web my-copy.txt          read, compare and correct against your own copy
  provenance text detach doc-006:web                      take it away again

An attached text is checked against the fingerprints, block by block, and
refused where it disagrees. It lies in git's own folder, which no commit, push,
release or page takes anything from.

Detaching a text that the archive holds takes it out of the present state, and
`editions/NAME.fingerprints` takes its place, as one correction. History keeps
the text, and says so here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from provenance.cli.desk import Found
    from provenance.cli.terminal import Terminal
    from provenance.store.archive import Archive
    from provenance.text.fingerprint import Agreement


def arguments(parser: ArgumentParser) -> None:
    """Which edition, the file to attach, and why a text is detached."""
    from provenance.cli.desk import decision_arguments

    parser.add_argument("what", choices=("attach", "detach"))
    parser.add_argument("id", metavar="ID[:EDITION]")
    parser.add_argument("file", nargs="?", metavar="FILE", help="your copy, for attach")
    parser.add_argument("--encoding", metavar="X", help="the file's encoding, where it is not UTF-8")
    decision_arguments(parser, reason="why, in a sentence (required to detach a text that the archive holds)")


def run(options: Namespace, terminal: Terminal) -> int:
    """Attach, or detach."""
    from provenance.cli import desk
    from provenance.errors import InputError

    archive = desk.open_archive(options, terminal)
    found = desk.look_up(archive, options.id)
    edition = desk.one_edition(found)
    if options.what == "attach":
        if options.file is None:
            raise InputError("which file?", code="usage", hint=f"provenance text attach {options.id} FILE")
        return _attach(archive, found, edition, options, terminal)
    if options.file is not None:
        raise InputError("detach takes no file", code="usage", hint=f"provenance text detach {options.id} -m …")
    if found.dossier.has_text(edition):
        return _withhold(archive, found, edition, options, terminal)
    return _take_away(archive, found, edition, options, terminal)


def _attach(archive: Archive, found: Found, edition: str, options: Namespace, terminal: Terminal) -> int:
    """Hold the copy against the fingerprints; keep it where it agrees everywhere."""
    from pathlib import Path

    from provenance.cli.agreement import as_json
    from provenance.errors import InputError
    from provenance.importers.importer import read_text
    from provenance.store.withheld import attach
    from provenance.text.fingerprint import compare
    from provenance.text.notation import write
    from provenance.text.relabelling import ids_as_fingerprinted

    theirs = found.dossier.fingerprints(edition)
    if found.dossier.has_text(edition) or theirs is None:
        raise InputError(
            f"the text of {found.record}:{edition} is in the archive: there is nothing to attach",
            code="not-withheld",
            hint=f"provenance text detach {found.record}:{edition} -m … withholds it",
        )
    path = Path(options.file)
    _refuse_within_reach(archive, path)
    mine = read_text(path.read_bytes(), name=str(path), id=found.record, encoding=options.encoding)
    agreements = compare(theirs, mine)
    same = all(one.state == "same" for one in agreements)
    if same and not options.dry_run:
        source = write(ids_as_fingerprinted(mine, agreements)).encode("utf-8")
        attach(archive.repository, found.dossier, edition, source)
    answer = {
        "schema": 1,
        "id": str(found.record),
        "edition": edition,
        "attached": same and not options.dry_run,
        "blocks": as_json(agreements),
    }
    terminal.answer(answer, lambda: _attached_lines(f"{found.record}:{edition}", agreements, options, terminal))
    return 0 if same else 1


def _refuse_within_reach(archive: Archive, path: Path) -> None:
    """InputError for a copy in the work tree, where the next ``git add -A`` would take it (THREATS T38)."""
    from provenance.errors import InputError

    top = archive.repository.work_tree
    if top is not None and path.resolve().is_relative_to(top.resolve()):
        raise InputError(
            "this file lies in the archive's own folder, where 'git add -A' would commit it",
            code="within-reach",
            file=path,
            hint=f"move it out of {top}, then attach it from there",
        )


def _attached_lines(
    name: str, agreements: Sequence[Agreement], options: Namespace, terminal: Terminal
) -> Iterator[str]:
    from provenance.cli.agreement import lines

    differing = [one for one in agreements if one.state != "same"]
    if differing:
        yield from lines(differing, terminal)
        yield ""
        yield f"{len(differing)} of {len(agreements)} groups of blocks disagree: nothing was attached."
    elif options.dry_run:
        yield f"All {len(agreements)} groups of blocks agree. Nothing was written: this was a dry run."
    else:
        yield f"All {len(agreements)} groups of blocks agree: the text of {name} is at hand, on this machine alone."
        yield f"Next: provenance show {name}; provenance audit. It is in no commit, push, release or page."


def _take_away(archive: Archive, found: Found, edition: str, options: Namespace, terminal: Terminal) -> int:
    """The attached copy, taken away; the archive stays as it is."""
    from provenance.errors import InputError
    from provenance.store.withheld import attached_folders, forget

    name = f"{found.record}:{edition}"
    if not attached_folders(archive, found.dossier, edition):
        raise InputError(f"the text of {name} is not here: there is nothing to withhold or to take away")
    if not options.dry_run:
        forget(archive, found.dossier, edition)
    answer = {"schema": 1, "id": str(found.record), "edition": edition, "attached": options.dry_run}
    which = "text" if edition in found.dossier.attached else "text of an earlier state"
    said = "would be taken away" if options.dry_run else "was taken away from this machine; its fingerprints stay"
    terminal.answer(answer, lambda: (f"The attached {which} of {name} {said}.",))
    return 0


def _withhold(archive: Archive, found: Found, edition: str, options: Namespace, terminal: Terminal) -> int:
    """Fingerprints in, text out, the record says so: one correction."""
    from provenance.cli import desk
    from provenance.cli.receipt import answer
    from provenance.store.withheld import detach

    decision = desk.decision(options, terminal, kind="editorial")
    receipt = detach(archive, found.record, edition, decision, dry_run=options.dry_run)
    answer(receipt, terminal)
    if receipt.written:
        terminal.note(
            "note: the history of this archive still holds the text, and every clone made so far; before publishing "
            f"the archive itself: provenance withdraw {found.record} --purge"
        )
    return 0
