"""What an audit found, as a value that every report renders."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from provenance.audit.rule import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provenance.audit.rule import Finding, Rule
    from provenance.audit.suppression import Suppression
    from provenance.audit.unknowns import Unknown
    from provenance.model.address import RecordId


@dataclass(frozen=True)
class Summary:
    """How many findings of which kind, in how many records, by how many rules."""

    records: int
    rules: int
    errors: int
    warnings: int
    notes: int
    suppressed: int
    errors_about_record: int
    codes: Mapping[str, int]

    def as_json(self) -> dict[str, Any]:
        """The ``summary`` object."""
        return {**vars(self), "codes": dict(self.codes)}


@dataclass(frozen=True)
class Audit:
    """What an audit found: the findings, and apart from them those that the archive has decided not to show.

    ``unknown`` is what the records say is not known, where that was asked for.
    """

    findings: tuple[Finding, ...]
    suppressed: tuple[Finding, ...]
    suppressions: tuple[Suppression, ...]
    ids: tuple[RecordId, ...]
    rules: tuple[Rule, ...]
    unknown: tuple[Unknown, ...] | None = None

    @property
    def summary(self) -> Summary:
        """The counts."""
        kinds = Counter(finding.severity for finding in self.findings)
        return Summary(
            records=len(self.ids),
            rules=len(self.rules),
            errors=kinds[Severity.ERROR],
            warnings=kinds[Severity.WARNING],
            notes=kinds[Severity.NOTE],
            suppressed=len(self.suppressed),
            errors_about_record=sum(finding.counts for finding in self.findings),
            codes=dict(sorted(Counter(finding.code for finding in self.findings).items())),
        )

    @property
    def exit_status(self) -> int:
        """1 where a finding is an error about a record, else 0."""
        return int(self.has_errors)

    @property
    def has_errors(self) -> bool:
        """True where a finding is an error about a record."""
        return any(finding.counts for finding in self.findings)

    def of(self, record: str) -> tuple[Finding, ...]:
        """The findings of one record."""
        return tuple(finding for finding in self.findings if finding.record == record)

    def new_since(self, earlier: Audit) -> Audit:
        """Only what ``earlier`` did not find, by fingerprint."""
        known = {finding.fingerprint for finding in (*earlier.findings, *earlier.suppressed)}
        return replace(
            self,
            findings=tuple(one for one in self.findings if one.fingerprint not in known),
            suppressed=tuple(one for one in self.suppressed if one.fingerprint not in known),
        )

    def as_json(self) -> dict[str, Any]:
        """The object of DESIGN §8; suppressed findings stand among the others, marked."""
        told = {
            "schema": 1,
            "findings": [finding.as_json() for finding in (*self.findings, *self.suppressed)],
            "summary": self.summary.as_json(),
        }
        return told if self.unknown is None else {**told, "unknowns": [one.as_json() for one in self.unknown]}
