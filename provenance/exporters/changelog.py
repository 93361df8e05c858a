"""The documented change log, as Markdown: for X read Y, why, on what evidence, who.

One decision is one entry, newest first, under the release that first held it.
Every word of a person is escaped, so that no reason can make a heading, a link
or a tag.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from provenance.exporters.standing import standings
from provenance.exporters.wording import told
from provenance.model.unseen import readable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from provenance.exporters.standing import Standings
    from provenance.model.correction import ChangeLine, HistoryEntry

UNRELEASED = "Not yet in a release"
SHOWN_CHANGES = 20
"""More changes of one decision than this are counted, not listed."""
_MARKS = re.compile(r"[\\`*_{}\[\]#+!.\-]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;", "~": "&#126;", "^": "&#94;", "$": "&#36;"}
# a point or hyphen within a word is no list and no rule: escaping it would only make the source hard to read
_WITHIN = re.compile(r"(?<=\w)\\([.+\-])(?=\w)")


def escaped(words: str) -> str:
    """Words that stand for themselves in Markdown, on one line, with what is invisible made visible."""
    line = " ".join(readable(words).split())
    marked = _WITHIN.sub(r"\1", _MARKS.sub(r"\\\g<0>", line))
    return "".join(_ENTITIES.get(letter, letter) for letter in marked)


def render(entries: Iterable[HistoryEntry], title: str) -> str:
    """The change log of ``entries`` (newest first) as Markdown."""
    return "".join(f"{line}\n" for line in lines(tuple(entries), title))


def lines(entries: Collection[HistoryEntry], title: str) -> Iterator[str]:
    """As :func:`render`, line by line: of entries that are read as they are asked for, no list is held."""
    waiting = 0  # empty lines: behind the last entry there are none
    for line in _all_lines(entries, title):
        if not line:
            waiting += 1
            continue
        yield from [""] * waiting
        waiting = 0
        yield line


def _all_lines(entries: Collection[HistoryEntry], title: str) -> Iterator[str]:
    yield from (f"# {escaped(title)}", "")
    stand = standings(entries)
    if not len(entries):
        yield "No correction is on record yet."
    for release, group in groupby(entries, key=lambda entry: entry.release):
        yield from (f"## {escaped(release) if release else UNRELEASED}", "")
        for entry in group:
            yield from _entry(entry, stand)
            yield ""


def _entry(entry: HistoryEntry, stand: Standings) -> Iterator[str]:
    kind = entry.kind or "undocumented"
    yield f"### {entry.date:%Y-%m-%d}, {kind}: {escaped(entry.subject)}"
    yield ""
    shown = entry.changes[:SHOWN_CHANGES]
    for change in shown:
        yield f"- {_change(change)}"
    if len(entry.changes) > len(shown):
        yield f"- and {len(entry.changes) - len(shown)} more changes in {len(entry.records)} records"
    if shown:
        yield ""
    if not entry.documented:
        by_hand = "This change was committed by hand; the words are those of its commit."
        yield f"*{by_hand if entry.reason.strip() else 'No reason is recorded: this change was made by hand.'}*"
        yield ""
    yield from _paragraphs(entry.reason)
    for amendment in entry.amendments:
        yield f"Reason amended: {escaped(amendment)}"
        yield ""
    yield from _facts(entry, stand)


def _paragraphs(reason: str) -> Iterator[str]:
    for paragraph in re.split(r"\n\s*\n", reason.strip()):
        if paragraph.strip():
            yield escaped(paragraph)
            yield ""


def _change(change: ChangeLine) -> str:
    line = told(change)
    place = f"**{escaped(line.place)}**"
    if line.said:
        return f"{place}: *{escaped(line.before)}* {escaped(line.said)}"
    if line.before and line.after:
        return f"{place}: for *{escaped(line.before)}* read *{escaped(line.after)}*"
    if line.after:
        return f"{place}: added *{escaped(line.after)}*"
    if line.before:
        return f"{place}: removed *{escaped(line.before)}*"
    return f"{place}: changed"


def _facts(entry: HistoryEntry, stand: Standings) -> Iterator[str]:
    if entry.evidence:
        yield f"- Evidence: {'; '.join(escaped(piece) for piece in entry.evidence)}"
    if entry.reported_by:
        yield f"- Found by: {escaped(entry.reported_by)}"
    reviewed = f"; reviewed by {escaped(entry.reviewed_by)}" if entry.reviewed_by else ""
    yield f"- {'Decided' if entry.documented else 'Changed'} by: {escaped(entry.editor.name)}{reviewed}"
    if entry.reverts:
        yield f"- Reverts: {escaped(entry.reverts)}"
    by = stand.set_back_by(entry)
    if by is not None:
        yield f"- Set back by: {escaped(by)}"
    elif stand.partly(entry):
        yield "- Set back in part"
    yield f"- Cite as: {entry.correction_id or 'no permanent id'}"
