"""A GitLab code quality report: the subset of CodeClimate's format that merge requests show."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from provenance.audit.places import file_of, line_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.outcome import Audit
    from provenance.audit.rule import Finding


def render(audit: Audit) -> str:
    """The whole of :func:`pieces`."""
    return "".join(pieces(audit))


def pieces(audit: Audit) -> Iterator[str]:
    """A JSON list; what is suppressed is left out."""
    before = "[\n  "
    for finding in audit.findings:
        yield before + json.dumps(_issue(finding), ensure_ascii=False, indent=2).replace("\n", "\n  ")
        before = ",\n  "
    yield "\n]\n" if len(audit.findings) else "[]\n"


def _issue(finding: Finding) -> dict[str, Any]:
    place = " ".join(part for part in (finding.record, finding.place) if part)
    return {
        "description": f"{place}: {finding.message}",
        "check_name": f"{finding.code} {finding.name}",
        "fingerprint": finding.fingerprint,
        "severity": _severity(finding),
        "location": {"path": file_of(finding), "lines": {"begin": line_of(finding)}},
    }


def _severity(finding: Finding) -> str:
    """``major`` for what counts, ``minor`` for warnings and errors of others, ``info`` for notes."""
    if finding.counts:
        return "major"
    return "info" if str(finding.severity) == "note" else "minor"
