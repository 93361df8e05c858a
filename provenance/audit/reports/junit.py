"""JUnit's XML, which most continuous integration shows: a suite a record, a case a finding."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.audit.outcome import Audit
    from provenance.audit.rule import Finding

_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(audit: Audit) -> str:
    """The whole of :func:`pieces`."""
    return "".join(pieces(audit))


def pieces(audit: Audit) -> Iterator[str]:
    """Only what counts is a failure; warnings, notes and faults of editions pass, and say what they found."""
    by_record: dict[str, tuple[int, int]] = {}
    record, begun = None, 0
    for number, finding in enumerate(audit.findings):
        if finding.record != record:
            record, begun = finding.record, number
        by_record[record] = begun, number + 1
    for id_ in audit.ids:
        by_record.setdefault(id_, (0, 0))
    tests = sum(max(1, end - start) for start, end in by_record.values())
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<testsuites name="provenance audit" tests="{tests}" failures="{audit.summary.errors_about_record}">\n'
    )
    for name, (start, end) in sorted(by_record.items()):
        yield _suite(name, audit.findings[start:end])
    yield "</testsuites>\n"


def _suite(record: str, findings: Sequence[Finding]) -> str:
    name = _escaped(record or "the archive")
    cases = (
        "".join(_case(finding) for finding in findings) or f'    <testcase classname="{name}" name="no findings"/>\n'
    )
    failures = sum(finding.counts for finding in findings)
    return f'  <testsuite name="{name}" tests="{max(1, len(findings))}" failures="{failures}">\n{cases}  </testsuite>\n'


def _case(finding: Finding) -> str:
    name = " ".join(part for part in (finding.code, finding.name, finding.place) if part)
    head = f'    <testcase classname="{_escaped(finding.record or "the archive")}" name="{_escaped(name)}">'
    words = _escaped(finding.message + (f"\nMend: {finding.hint}" if finding.hint else ""))
    if finding.counts:
        body = f'<failure type="{finding.code}" message="{_escaped(finding.message)}">{words}</failure>'
    else:
        body = f"<system-out>{finding.severity}, about the {finding.about}: {words}</system-out>"
    return f"{head}{body}</testcase>\n"


def _escaped(words: str) -> str:
    """Safe in an attribute and in an element; what XML 1.0 cannot hold is shown as U+FFFD."""
    clean = _NOT_XML.sub("\ufffd", words)
    signs = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
    return "".join(signs.get(letter, letter) for letter in clean)
