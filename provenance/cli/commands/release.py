"""Fix the state of the archive under a name: a tag, a manifest of digests, every reason to date.

Signed where your git configuration names an SSH key (gpg.format = ssh). The
notes are the change log since the last release, behind words of your own.

Examples:
  provenance release 2026.1
  provenance release 2026.2 --notes "With the harbour files."
  provenance release 2026.2 -n                       shows the notes, writes nothing
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from provenance.cli.terminal import Terminal


def arguments(parser: ArgumentParser) -> None:
    """Its name and words of one's own."""
    parser.add_argument("name", metavar="NAME", help="2026.1: letters, digits, dots and hyphens")
    parser.add_argument("--notes", nargs="?", metavar="TEXT", help="words before the change log")
    parser.add_argument("--notes-file", "-F", metavar="FILE", help="read those words from FILE")
    parser.add_argument("--dry-run", "-n", action="store_true", help="show the notes, write nothing")


def run(options: Namespace, terminal: Terminal) -> int:
    """Commit the manifests, tag them."""
    from provenance.cli.desk import open_archive, words_in
    from provenance.store.releasing import release

    notes = words_in(options.notes_file) if options.notes_file else options.notes
    made = release(open_archive(options, terminal), options.name, notes=notes, dry_run=options.dry_run)

    def lines() -> Iterator[str]:
        yield terminal.paint(f"Release {made.name}", "bold")
        yield ""
        yield made.notes
        yield ""
        for notice in made.notices:
            yield f"  note: {notice}"
        if made.release is None:
            yield "Nothing was written: this was a dry run."
            return
        signed = "signed" if made.signed else "not signed: your git configuration names no SSH key"
        yield f"Written as the tag {made.release.ref.removeprefix('refs/tags/')}, {signed}."
        yield f"provenance verify --release {made.name} proves it."

    terminal.answer(made.as_json(), lines)
    return 0
