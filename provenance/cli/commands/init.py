"""Make a new archive: a git repository for records, with a site that builds.

Examples:
  provenance init my-archive
  provenance init my-archive --title "Papers of the Harbour Office"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from provenance.cli.terminal import Terminal


def arguments(parser: ArgumentParser) -> None:
    """A folder, a title, who edits."""
    parser.add_argument("folder", metavar="DIR", help="the folder to make; what lies in it already is left alone")
    parser.add_argument("--title", help="the archive's title; by default the folder's name")
    parser.add_argument(
        "--shared", action="store_true", help="a folder of the git repository it lies in, not one of its own"
    )
    parser.add_argument("--editor-name", metavar="NAME", help="the first editor; by default git's user.name")
    parser.add_argument("--editor-email", metavar="EMAIL", help="by default git's user.email")


def run(options: Namespace, terminal: Terminal) -> int:
    """Make it and say what to do next."""
    from provenance.store.archive import create
    from provenance.store.founding import enclosing

    archive = create(
        options.folder,
        title=options.title,
        editor_name=options.editor_name,
        editor_email=options.editor_email,
        shared=options.shared,
    )

    around = enclosing(archive.root)

    def lines() -> Iterator[str]:
        yield f"{terminal.paint(archive.settings.title, 'bold')}: a new archive in {archive.root}"
        if around is not None:
            yield f"It lies inside the archive {around} and is no part of it: its records and history are its own."
        yield ""
        yield "What next:"
        yield f"  cd {options.folder}"
        yield "  provenance import PAGE.txt --id my-collection/doc-001    bring in a page of an edition"
        yield "  provenance new my-collection/doc-002                     or begin a record by hand"
        yield "  provenance audit                                         ask what the records leave open"
        yield "  mkdocs serve                                             look at the site"

    inside = None if around is None else str(around)
    terminal.answer({"schema": 1, "root": str(archive.root), "title": archive.settings.title, "inside": inside}, lines)
    return 0
