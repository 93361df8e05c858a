"""What an audit found, as a value that every report renders."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

from provenance.audit.rule import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

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
    What is many may lie aside, on disk: each is read when it is asked for.
    """

    findings: Sequence[Finding]
    suppressed: Sequence[Finding]
    suppressions: tuple[Suppression, ...]
    ids: tuple[RecordId, ...]
    rules: tuple[Rule, ...]
    unknown: Sequence[Unknown] | None = None

    @property
    def all(self) -> Iterator[Finding]:
        """What is shown, then what is not."""
        return chain(self.findings, self.suppressed)

    @cached_property
    def summary(self) -> Summary:
        """The counts."""
        kinds: Counter[Severity] = Counter()
        codes: Counter[str] = Counter()
        counting = 0
        for finding in self.findings:
            kinds[finding.severity] += 1
            codes[finding.code] += 1
            counting += finding.counts
        return Summary(
            records=len(self.ids),
            rules=len(self.rules),
            errors=kinds[Severity.ERROR],
            warnings=kinds[Severity.WARNING],
            notes=kinds[Severity.NOTE],
            suppressed=len(self.suppressed),
            errors_about_record=counting,
            codes=dict(sorted(codes.items())),
        )

    @property
    def exit_status(self) -> int:
        """1 where a finding is an error about a record, else 0."""
        return int(self.has_errors)

    @property
    def has_errors(self) -> bool:
        """True where a finding is an error about a record."""
        return self.summary.errors_about_record > 0

    def of(self, record: str) -> tuple[Finding, ...]:
        """The findings of one record."""
        return tuple(finding for finding in self.findings if finding.record == record)

    def new_since(self, earlier: Audit) -> Audit:
        """Only what ``earlier`` did not find, by fingerprint."""
        known = {finding.fingerprint for finding in earlier.all}
        return replace(
            self,
            findings=tuple(one for one in self.findings if one.fingerprint not in known),
            suppressed=tuple(one for one in self.suppressed if one.fingerprint not in known),
        )

    def as_json(self) -> dict[str, Any]:
        """The object of DESIGN §8; suppressed findings stand among the others, marked."""
        told = self.told()
        return {**told, **{name: list(told[name]) for name in ("findings", "unknowns") if name in told}}

    def told(self) -> dict[str, Any]:
        """As :meth:`as_json`; what is many, one by one as it is written."""
        told = {
            "schema": 1,
            "findings": (finding.as_json() for finding in self.all),
            "summary": self.summary.as_json(),
        }
        return told if self.unknown is None else {**told, "unknowns": (one.as_json() for one in self.unknown)}
