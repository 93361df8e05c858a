"""In which file and line a finding is, for reports that speak of files: paths from the archive's root."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.errors import InputError
from provenance.model.address import Locator, Pointer, RecordId

if TYPE_CHECKING:
    from provenance.audit.case import Case
    from provenance.audit.rule import Finding
    from provenance.model.tree import Tree
    from provenance.text.blocks import EditionText


def file_of(finding: Finding) -> str:
    """The file: the one named, else the edition's text where words are meant, else the record's own."""
    if finding.file is not None:
        return finding.file
    try:
        record = RecordId.parse(finding.record)
    except InputError:
        return "provenance.toml"
    if _is_of_text(finding):
        return f"{record.folder}/editions/{finding.edition}.txt"
    return record.path


def line_of(finding: Finding) -> int:
    """The line where it is known, else the first."""
    return finding.line or 1


def lined(finding: Finding, case: Case) -> Finding:
    """The finding with its line: of the block, or of the field, or of the nearest field above one that is not there."""
    if finding.line is not None or finding.file is not None or finding.record != str(case.id):
        return finding
    text = case.texts.get(finding.edition) if finding.edition is not None else None
    if _is_of_text(finding) and text is not None:
        return replace(finding, line=_line_of_block(text, finding.locator or ""))
    if finding.pointer is not None and case.main:
        tree = case.once("tree", lambda: _tree(case))
        return replace(finding, line=tree.key_place(tree.nearest(Pointer.parse(finding.pointer)))[0])
    return finding


def _is_of_text(finding: Finding) -> bool:
    return finding.edition is not None and finding.locator is not None and finding.pointer is None


def _tree(case: Case) -> Tree:
    from provenance.model.notation import read_tree

    return read_tree(case.main, file=case.id.path)


def _line_of_block(text: EditionText, locator: str) -> int | None:
    place = Locator.parse(locator).place
    start = next((block.start for block, _ in text.blocks() if block.id == place), -1)
    return text.source.count("\n", 0, start) + 1 if start >= 0 else None
