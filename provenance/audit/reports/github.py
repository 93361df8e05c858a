"""Workflow commands of GitHub Actions: an annotation a finding, beside the file in a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.places import file_of, line_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.outcome import Audit
    from provenance.audit.rule import Finding

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def render(audit: Audit) -> str:
    """The whole of :func:`pieces`."""
    return "".join(pieces(audit))


def pieces(audit: Audit) -> Iterator[str]:
    """A command a line. An error that is not about the record is a warning here: it fails nothing."""
    return (_command(finding) + "\n" for finding in audit.findings)


def _command(finding: Finding) -> str:
    severity = "warning" if str(finding.severity) == "error" and not finding.counts else str(finding.severity)
    title = f"{finding.code} {finding.name}"
    place = " ".join(part for part in (finding.record, finding.place) if part)
    message = f"{place}: {finding.message}" + (f"\nMend: {finding.hint}" if finding.hint else "")
    return (
        f"::{_COMMANDS[severity]} file={_property(file_of(finding))},line={line_of(finding)},"
        f"title={_property(title)}::{_data(message)}"
    )


def _data(words: str) -> str:
    """Escaped as the runner reads it: a line end would end the command, and begin a forged one."""
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    return _data(words).replace(":", "%3A").replace(",", "%2C")
