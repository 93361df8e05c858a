"""What agrees between a copy and the fingerprints of a text, as lines and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from provenance.cli.terminal import Terminal
    from provenance.text.fingerprint import Agreement

_SAID = {
    "same": "agrees, letter for letter",
    "same letters": "agrees but for punctuation, capitals or spacing",
    "differs": "differs",
    "missing": "is not in your file",
    "extra": "is in your file only",
}


def as_json(agreements: Iterable[Agreement]) -> list[dict[str, Any]]:
    """Group by group: ids, state, words on both sides."""
    return [
        {"ids": list(one.ids), "state": one.state, "words_here": one.words_here, "words_there": one.words_there}
        for one in agreements
    ]


def lines(agreements: Iterable[Agreement], terminal: Terminal) -> Iterator[str]:
    """A line a group."""
    for one in agreements:
        place = " + ".join(one.ids)
        counts = "" if one.state == "same" else _counts(one)
        words = _SAID[one.state]
        yield f"{place:<16} {words if one.state == 'same' else terminal.paint(words, 'bold')}{counts}"


def _counts(one: Agreement) -> str:
    """How many words, as far as fingerprints can tell: not which."""
    if one.state == "differs" and one.words_there == one.words_here:
        return f": at least one of its {one.words_here} words, as many as in the record"
    return f" ({one.words_there} words in the record, {one.words_here} in yours)"
