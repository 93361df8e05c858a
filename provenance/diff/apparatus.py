"""A table of variants as a critical apparatus in TEI P5: parallel segmentation, every reading with its witnesses.

``rdg`` is typed ``substantive`` or ``accidental``, its ``n`` names the sort. A
block that a witness has not is an empty reading of the whole block.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from provenance.diff.collate import alike

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.diff.collate import Reading, Row, Table

TEI = "http://www.tei-c.org/ns/1.0"
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def tei(table: Table, title: str) -> str:
    """The whole document; ``title`` is that of the thing collated."""
    witnesses = {name: f"w{number}" for number, name in enumerate(table.witnesses, 1)}
    root = etree.Element(f"{{{TEI}}}TEI", nsmap={None: TEI})  # type: ignore[dict-item]
    _header(root, title, table, witnesses)
    division = _child(_child(_child(root, "text"), "body"), "div")
    apparatus = _Apparatus(table, witnesses)
    apparatus.added(division, None)
    for passage in table.passages:
        apparatus.block(division, passage.locator, passage.label, passage.words)
        apparatus.added(division, passage.locator)
    written: str = etree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'


def _child(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    child = etree.SubElement(parent, f"{{{TEI}}}{name}", attributes)
    if text is not None:
        child.text = _safe(text)
    return child


def _safe(words: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", words)


def _header(root: etree._Element, title: str, table: Table, witnesses: dict[str, str]) -> None:
    header = _child(root, "teiHeader")
    description = _child(header, "fileDesc")
    _child(_child(description, "titleStmt"), "title", title)
    _child(_child(description, "publicationStmt"), "p", "A collation; not published as an edition of its own")
    listed = _child(_child(description, "sourceDesc"), "listWit")
    for name, key in witnesses.items():
        _child(listed, "witness", name + (" (base)" if name == table.base else "")).set(_ID, key)
    _child(_child(header, "encodingDesc"), "variantEncoding", method="parallel-segmentation", location="internal")


class _Apparatus:
    """Writes blocks with their places of variation."""

    def __init__(self, table: Table, witnesses: dict[str, str]) -> None:
        self.table = table
        self.keys = witnesses
        self.rows: dict[str | None, list[Row]] = {}
        for row in table.rows:
            self.rows.setdefault(row.locator, []).append(row)

    def block(self, division: etree._Element, locator: str, label: str, words: str) -> None:
        """One block of the base."""
        block = _child(division, "ab", n=label)
        rows = self.rows.get(locator, [])
        absent = [r.witness for row in rows if row.lemma is not None for r in row.readings if r.text is None]
        target = block
        if absent:
            app = _child(block, "app")
            present = [name for name in self.keys if name not in absent]
            target = _child(app, "lem", wit=self._wit(present))
            _child(app, "rdg", wit=self._wit(absent), type="substantive")
        at = 0
        for row in rows:
            if row.kind == "words":
                _append(target, words[at : row.start])
                self._place(target, row)
                at = row.end
        _append(target, words[at:])

    def added(self, division: etree._Element, locator: str | None) -> None:
        """The blocks that only witnesses have, after a block of the base."""
        for row in self.rows.get(locator, []):
            if row.kind == "block" and row.lemma is None:
                self._place(_child(division, "ab", type="added"), row)

    def _place(self, parent: etree._Element, row: Row) -> None:
        app = _child(parent, "app")
        same = [reading.witness for reading in row.readings if reading.class_ == "equal"]
        lemma = _child(app, "lem", wit=self._wit([self.table.base, *same]))
        _append(lemma, row.lemma or "")
        for readings in alike(row.readings):
            self._reading(app, readings)

    def _reading(self, app: etree._Element, readings: Sequence[Reading]) -> None:
        first = readings[0]
        reading = _child(app, "rdg", wit=self._wit([each.witness for each in readings]), type=first.class_)
        if first.sort:
            reading.set("n", first.sort)
        _append(reading, first.text or "")

    def _wit(self, names: Sequence[str]) -> str:
        return " ".join(f"#{self.keys[name]}" for name in self.keys if name in names)


def _append(parent: etree._Element, words: str) -> None:
    """Words after what an element holds already; a kept line break is an ``lb``, a cell's boundary a space."""
    for number, line in enumerate(_safe(words.replace("\t", " ")).split("\n")):
        if number:
            _child(parent, "lb")
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + line
        else:
            parent.text = (parent.text or "") + line
