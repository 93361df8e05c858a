"""For a terminal: findings by record, each with its place, what is wrong, and the mend."""

from __future__ import annotations

from itertools import groupby
from textwrap import fill
from typing import TYPE_CHECKING

from provenance.audit import unknowns
from provenance.audit.rule import About

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from provenance.audit.outcome import Audit
    from provenance.audit.rule import Finding

_MARKS = {"error": "■", "warning": "▲", "note": "○"}
_WIDTH = 100


def plain(words: str, style: str) -> str:  # noqa: ARG001
    """The words as they are."""
    return words


def render(audit: Audit, paint: Callable[[str, str], str] = plain) -> str:
    """The whole of :func:`pieces`."""
    return "".join(pieces(audit, paint))


def pieces(audit: Audit, paint: Callable[[str, str], str] = plain) -> Iterator[str]:
    """The findings, then what is suppressed and why, then the counts; or, where asked for, what is not known.

    ``paint`` gets each painted piece and its style: ``error``, ``warning``, ``note``, ``dim``, ``bold``.
    """
    if audit.unknown is not None:
        yield from unknowns.pieces(audit.unknown)
        return
    for record, findings in groupby(audit.findings, key=lambda one: one.record):
        yield "\n".join((paint(record or "the archive", "bold"), *(_finding(one, paint) for one in findings))) + "\n\n"
    if audit.suppressed:
        yield paint("suppressed", "bold") + "\n"
        yield from (f"{_suppressed(one)}\n" for one in audit.suppressed)
        yield "\n"
    yield f"{_counts(audit)}\n"


def _finding(finding: Finding, paint: Callable[[str, str], str]) -> str:
    severity = str(finding.severity)
    about = "" if finding.about is About.RECORD else f", about the {finding.about}"
    head = f"  {paint(f'{_MARKS[severity]} {severity}', severity)} {finding.code} {finding.name}{about}"
    place = finding.place or finding.file or ""
    lines = [head + (f"  {paint(place, 'dim')}" if place else ""), _wrapped(finding.message)]
    if finding.hint:
        # a command stays on one line: it is there to be copied
        lines.append(f"      {paint('mend:', 'dim')} {finding.hint}")
    return "\n".join(lines)


def _wrapped(words: str) -> str:
    return fill(words, _WIDTH, initial_indent="      ", subsequent_indent="      ", break_on_hyphens=False)


def _suppressed(finding: Finding) -> str:
    why = finding.suppressed.reason if finding.suppressed else ""
    key = finding.suppressed.key if finding.suppressed else ""
    return f"  {finding.code} {finding.record} {finding.place}\n" + _wrapped(f"{key}: {why}")


def _counts(audit: Audit) -> str:
    summary = audit.summary
    counted = (
        _many(summary.errors, "error")
        + (f" ({summary.errors_about_record} about the record)" if summary.errors else ""),
        _many(summary.warnings, "warning"),
        _many(summary.notes, "note"),
    )
    hidden = f"; {summary.suppressed} suppressed" if summary.suppressed else ""
    return f"{', '.join(counted)}{hidden}, in {_many(summary.records, 'record')}, by {_many(summary.rules, 'rule')}."


def _many(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
