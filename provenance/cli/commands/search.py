"""Find words in the records, the agents and the texts that are present.

Examples:
  provenance search "winter lights"
  provenance search perestroika --limit 20
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from provenance.cli.terminal import Terminal
    from provenance.text.dossier import Dossier

AROUND = 50


def arguments(parser: ArgumentParser) -> None:
    """Which words."""
    from provenance.cli.desk import count

    parser.add_argument("words", metavar="WORDS", nargs="+")
    parser.add_argument("--limit", type=count, default=100, metavar="N", help="at most N places (100)")
    parser.add_argument(
        "--cursor", type=count, default=0, metavar="N", help="go on behind these, as the last answer says"
    )
    parser.add_argument("--at", metavar="WHEN", help="the archive as it stood then")


def run(options: Namespace, terminal: Terminal) -> int:
    """One line a place, with the words around it; capitals, quotation marks and dashes are folded."""
    from provenance.cli.desk import open_archive, readable_dossiers
    from provenance.text.tokens import fold

    archive = open_archive(options, terminal)
    snapshot = archive.snapshot(archive.resolve(options.at) if options.at else None)
    wanted = fold(" ".join(options.words)).casefold()

    def found() -> Iterator[dict[str, Any]]:
        for record, dossier in readable_dossiers(snapshot, snapshot.walk(), terminal):
            for place, words in _places(dossier):
                start = fold(words).casefold().find(wanted)
                if start >= 0:
                    passage = words[max(0, start - AROUND) : start + len(wanted) + AROUND]
                    yield {"record": str(record), "place": place, "passage": " ".join(passage.split())}

    end = options.cursor + options.limit
    hits = list(islice(found(), options.cursor, end + 1))
    cursor = end if len(hits) > options.limit else None
    hits = hits[: options.limit]

    def lines() -> Iterator[str]:
        for hit in hits:
            yield f"{terminal.paint(hit['record'], 'bold')} {hit['place']}: …{hit['passage']}…"
        if not hits:
            yield "Nothing found."
        if cursor is not None:
            yield f"… more: --cursor {cursor}"

    terminal.answer({"schema": 1, "hits": hits, "cursor": cursor}, lines)
    return 0


def _places(dossier: Dossier) -> Iterator[tuple[str, str]]:
    from provenance.model.notation import as_json
    from provenance.text.readings import Reading, derive

    main: Any = dossier.main
    trees = {key: as_json(value) for key, value in main.items()} if isinstance(main, dict) else as_json(main)
    yield from _strings(trees, "")
    if not dossier.id.is_record:
        return
    for edition in dossier.editions():
        text = dossier.text(edition)
        if text is not None:
            for passage in derive(text, Reading.PRINTED):
                yield f"{edition} {passage.label}", passage.words


def _strings(tree: Any, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(tree, str):
        yield pointer, tree
    elif isinstance(tree, dict):
        for key, value in tree.items():
            yield from _strings(value, f"{pointer}/{key}")
    elif isinstance(tree, list | tuple):
        for value in tree:
            yield from _strings(value, pointer)
