"""Lay several editions side by side: a table of their variants against the first, or a critical apparatus in TEI.

Examples:
  provenance collate winter-lights:print winter-lights:web
  provenance collate doc-006:print@v1 doc-006:print typed-again.txt
  provenance collate doc-006:print doc-006:web doc-006:reprint --tei > apparatus.xml
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from provenance.cli.terminal import Terminal

FORMATS = ("text", "json", "markdown", "tei")


def arguments(parser: ArgumentParser) -> None:
    """The editions, the base first."""
    from provenance.cli import pager

    parser.add_argument("edition", nargs="+", metavar="ID:EDITION[@WHEN]", help="or a file; the first is the base")
    parser.add_argument("--base", metavar="ID:EDITION", help="another base than the first, named as it was typed")
    parser.add_argument("--reading", choices=("printed", "corrected", "document"), default="printed")
    parser.add_argument("--output-format", choices=FORMATS, default="text")
    parser.add_argument("--tei", action="store_const", const="tei", dest="output_format", help="--output-format tei")
    parser.add_argument("--only", choices=("substantive", "accidental"), help="show only variants of this class")
    pager.arguments(parser)


def run(options: Namespace, terminal: Terminal) -> int:
    """Align all against the base."""
    from provenance.cli.comparison import witnesses
    from provenance.cli.pager import paged
    from provenance.diff.collate import collate
    from provenance.errors import InputError

    typed = options.edition
    if len(typed) < 2:  # noqa: PLR2004
        raise InputError("name at least two editions", code="usage", hint="provenance collate ID:a ID:b")
    if options.base is not None and options.base not in typed:
        raise InputError(
            f"the base {options.base} is not among the editions named", code="usage", candidates=tuple(typed)
        )
    texts = witnesses(typed, options, terminal)
    table = collate(texts, None if options.base is None else list(texts)[typed.index(options.base)])
    if options.only:
        table = table.only(options.only)
    with paged(options, terminal) as page:
        if page.as_json or options.output_format == "json":
            page._replace(as_json=True).answer({"schema": 1, "reading": options.reading, **table.as_json()}, tuple)
        elif options.output_format == "tei":
            from provenance.diff.apparatus import tei

            page.out.write(tei(table, ", ".join(table.witnesses)))
        else:
            page.say("\n".join(table.markdown() if options.output_format == "markdown" else table.lines(page.width)))
    return 0
