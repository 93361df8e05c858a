"""Show what differs between two versions, editions, files or states of the archive, as an editor would say it.

Examples:
  provenance diff doc-006@v1 doc-006@v3
  provenance diff doc-006@v1                               against now
  provenance diff winter-lights:print winter-lights:web    two editions
  provenance diff doc-006:ceu-web@v1 typed-again.txt       a version and a loose file
  provenance diff before.txt after.txt                     two loose files
  provenance diff @2026.1 @2026.2                          the whole archive, two releases
  provenance diff @2026-01-31                              the whole archive since that day
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from provenance.cli.terminal import Terminal

FORMATS = ("text", "json", "markdown", "html", "patch")


def arguments(parser: ArgumentParser) -> None:
    """Two sides, a reading, a format."""
    from provenance.cli import pager

    parser.add_argument("left", metavar="A", help="ID[:EDITION][@WHEN], a file, or @WHEN for the whole archive")
    parser.add_argument("right", nargs="?", metavar="B", help="the same; left out: A as it stands now")
    parser.add_argument("--reading", choices=("printed", "corrected", "document"), default="printed")
    parser.add_argument("--output-format", choices=FORMATS, default="text")
    parser.add_argument("--only", choices=("substantive", "accidental"), help="show only changes of this class")
    parser.add_argument("--layer", metavar="L", help="show only changes in this layer (document, editor, …)")
    parser.add_argument("--ignore", metavar="SORTS", help="leave out sorts of accidentals: punctuation,capitals,…")
    parser.add_argument("--all", dest="everything", action="store_true", help="unchanged blocks and words as well")
    parser.add_argument(
        "--brief", action="store_true", help="only how much differs; of the whole archive: one line a record"
    )
    parser.add_argument("--exit-code", action="store_true", help="end with status 1 if anything differs")
    pager.arguments(parser)


def run(options: Namespace, terminal: Terminal) -> int:
    """Compare, render."""
    from provenance.cli.comparison import difference, show
    from provenance.cli.pager import paged

    found = difference(options, terminal)
    with paged(options, terminal) as page:
        show(found, options, page)
    return 1 if options.exit_code and not found.empty else 0
