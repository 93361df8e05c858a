"""The findings of the audit as a page shows them: those of one code on one line, with a count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.publish.render import capitalised

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provenance.audit.rule import Finding


@dataclass(frozen=True)
class Group:
    """All that one rule says of a record, as severely."""

    findings: tuple[Finding, ...]

    @property
    def summary(self) -> str:
        """What the rule finds wrong, in a few words: its name."""
        return capitalised(self.findings[0].name.replace("-", " "))


def grouped(findings: Iterable[Finding]) -> tuple[Group, ...]:
    """The findings by code and severity, in the order of the first of each."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.code, finding.severity.value), []).append(finding)
    return tuple(Group(tuple(group)) for group in groups.values())
