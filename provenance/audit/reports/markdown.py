"""Markdown, for a comment or a page: a table a record."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from provenance.audit.outcome import Audit
    from provenance.audit.rule import Finding

_SIGNS = re.compile(r"([\\`*_{}\[\]<>()#+!|~$])")


def render(audit: Audit) -> str:
    """The whole of :func:`pieces`."""
    return "".join(pieces(audit))


def pieces(audit: Audit) -> Iterator[str]:
    """A heading and a table a record, the suppressed findings with their reasons, the counts."""
    summary = audit.summary
    yield "# Audit\n\n"
    for record, findings in groupby(audit.findings, key=lambda one: one.record):
        yield f"## {_escaped(record or 'The archive')}\n\n{_table(findings)}\n\n"
    if audit.suppressed:
        yield "## Suppressed\n\n| Rule | Record | Reason |\n| --- | --- | --- |\n"
        for one in audit.suppressed:
            reason = one.suppressed.reason if one.suppressed else ""
            yield f"| {one.code} | {_escaped(one.record)} | {_escaped(reason)} |\n"
        yield "\n"
    yield (
        f"Errors: {summary.errors} ({summary.errors_about_record} about the record). Warnings: {summary.warnings}. "
        f"Notes: {summary.notes}. Records: {summary.records}. Rules: {summary.rules}.\n"
    )


def _table(findings: Iterable[Finding]) -> str:
    rows = [
        f"| {one.severity} | {one.code} | {one.about} | {_escaped(one.place)} | {_escaped(one.message)} |"
        for one in findings
    ]
    return "\n".join(("| Severity | Rule | About | Place | Finding |", "| --- | --- | --- | --- | --- |", *rows))


def _escaped(words: str) -> str:
    """One line in which no sign means anything to Markdown or HTML."""
    return _SIGNS.sub(r"\\\1", " ".join(words.split())).replace("&", "&amp;")
