"""Links between calls and notes in an HTML page: a call points on to its note, a note back to its call."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_LABEL = re.compile(r"[\[(]?(?P<label>\d{1,4}|[ivxlc]{1,6}|[a-z]|[*†‡§]{1,3})[\])]?[.)]?")
_NOTE_BLOCKS = frozenset({"li", "p", "div", "dd", "td", "section", "aside"})


@dataclass
class Links:
    """Which links are calls, which lead back from notes; the element that is each note, with its label."""

    calls: dict[_Element, str] = field(default_factory=dict)
    back: dict[_Element, None] = field(default_factory=dict)
    notes: dict[_Element, str] = field(default_factory=dict)
    holders: dict[_Element, None] = field(default_factory=dict)
    starts: dict[_Element, str] = field(default_factory=dict)
    """Places inside the block of another note where one begins: ``<a name="n2"></a>2. …`` behind a line break."""

    def label_of(self, element: _Element) -> str | None:
        """The label of the note that an element is."""
        return self.notes.get(element)

    def is_inside_note(self, element: _Element | None) -> bool:
        """Whether an element stands inside a note, so that a new block goes on with it."""
        if element is None or element in self.notes:
            return False
        return any(above in self.notes for above in element.iterancestors())

    def has_note(self, element: _Element) -> bool:
        """Whether notes stand in an element, or it is one."""
        return element in self.holders


def links_of(root: _Element) -> Links:
    """The calls and notes of a page, by its links to places of its own."""
    order = {element: at for at, element in enumerate(root.iter()) if isinstance(element.tag, str)}
    targets: dict[str, _Element] = {}
    for element in order:
        for name in filter(None, (element.get("id"), element.get("name"))):
            targets.setdefault(name, element)
    anchors = [element for element in order if element.tag == "a" and element.get("href", "").startswith("#")]
    links = Links()
    labels: dict[_Element, str] = {}
    for anchor in anchors:
        target = targets.get(anchor.get("href", "")[1:])
        label = _LABEL.fullmatch("".join(map(str, anchor.itertext())).strip())
        if target is None or label is None or order[target] < order[anchor]:
            continue
        note = _note_of(target)
        if note is None or note in anchor.iterancestors():
            continue
        if target not in labels:
            labels[target] = label["label"] if target is not note else links.notes.get(note, label["label"])
            if links.notes.setdefault(note, labels[target]) != labels[target]:
                links.starts[target] = labels[target]
        links.calls[anchor] = labels[target]
    for anchor in anchors:
        target = targets.get(anchor.get("href", "")[1:])
        inside = next((above for above in anchor.iterancestors() if above in links.notes), None)
        if inside is not None and target is not None and order[target] < order[anchor] and anchor not in links.calls:
            links.back[anchor] = None
    _name_the_uncalled(links)
    for note in links.notes:
        links.holders[note] = None
        for above in note.iterancestors():
            links.holders[above] = None
    return links


def _note_of(target: _Element) -> _Element | None:
    """The block that a target stands in or is: the note."""
    if target.tag in _NOTE_BLOCKS:
        return target
    return next((above for above in target.iterancestors() if above.tag in _NOTE_BLOCKS), None)


def _name_the_uncalled(links: Links) -> None:
    """Notes of the same numbered list that nothing calls: their label is their place in it."""
    lists = {parent: None for note in links.notes if note.tag == "li" and (parent := note.getparent()) is not None}
    for parent in lists:
        if parent.tag != "ol":
            continue
        start = parent.get("start", "1")
        first = int(start) if start.isdecimal() and len(start) < 6 else 1  # noqa: PLR2004 - no page has 100,000 notes
        for number, item in enumerate(parent.iterchildren("li"), first):
            links.notes.setdefault(item, str(number))
