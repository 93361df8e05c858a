"""What a rule is, what it sees, and what it says.

A rule is a value (code, why it matters, how to mend, examples) with a check: a
function from a :class:`Case` to :class:`Finding` values. It opens nothing and
asks nobody: whatever it may judge by stands in the case.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from provenance.audit.case import Case
    from provenance.audit.suppression import Run
    from provenance.model.address import Pointer
    from provenance.model.correction import Edit, Kind

Check = TypeVar("Check", bound="Callable[..., Iterable[Finding]]")


class Severity(StrEnum):
    """How bad: a contradiction, a claim that rests on nothing, or a fault that the record itself states."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 for an error, 2 for a note: the order in which findings are listed."""
        return _RANKS[self]

    def at_least(self, other: Severity) -> bool:
        """True where this is as bad as ``other`` or worse."""
        return self.rank <= other.rank


_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


class About(StrEnum):
    """Whose fault: our record's, the published edition's, or the document's own."""

    RECORD = "record"
    EDITION = "edition"
    DOCUMENT = "document"


_WIDTH = 96
ERROR, WARNING, NOTE = Severity
RECORD, EDITION, DOCUMENT = About


@dataclass(frozen=True)
class Related:
    """Another place that a finding speaks of: the body paragraph a headnote misquotes, the note that doubts."""

    message: str
    record: str = ""
    edition: str | None = None
    pointer: str | None = None
    locator: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The object in ``related``."""
        return {
            "message": self.message,
            "record": self.record,
            "edition": self.edition,
            "pointer": self.pointer,
            "locator": self.locator,
        }


@dataclass(frozen=True)
class Fix:
    """A correction that mends a finding without a judgement: ``audit --fix`` makes it, with ``reason``."""

    edits: tuple[Edit, ...]
    kind: Kind
    reason: str

    def as_json(self) -> dict[str, Any]:
        """What would be done, without the bytes of whole files."""
        return {"kind": self.kind, "reason": self.reason, "edits": len(self.edits)}


@dataclass(frozen=True)
class Suppressed:
    """The archive's own decision that a finding is not to be shown: its key in the settings, and the written reason."""

    key: str
    reason: str

    def as_json(self) -> dict[str, Any]:
        """The object in ``suppressed``."""
        return {"key": self.key, "reason": self.reason}


@dataclass(frozen=True)
class Finding:
    """One thing that a rule says of one place.

    ``offsets`` count code points of the printed reading of the passage at
    ``locator``. ``fingerprint`` stays the same while the place, the words and
    the record stay the same: renumbering or an edit elsewhere does not move it.
    """

    code: str
    name: str
    severity: Severity
    about: About
    message: str
    record: str = ""
    edition: str | None = None
    pointer: str | None = None
    locator: str | None = None
    passage: str | None = None
    offsets: tuple[int, int] | None = None
    hint: str | None = None
    fingerprint: str = ""
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    suppressed: Suppressed | None = None
    file: str | None = None
    line: int | None = None

    @property
    def counts(self) -> bool:
        """True for an error about the record that nobody suppressed: it makes the exit status 1."""
        return self.severity is ERROR and self.about is RECORD and self.suppressed is None

    @property
    def place(self) -> str:
        """Where, as an editor would say it: ``ceu-web p1 "was viewed"``, ``/date``; empty for the record as a whole."""
        return " ".join(
            part for part in (self.edition, self.locator, self.pointer if not self.locator else None) if part
        )

    def as_json(self) -> dict[str, Any]:
        """The object of DESIGN §8."""
        return {
            "code": self.code,
            "name": self.name,
            "severity": str(self.severity),
            "about": str(self.about),
            "record": self.record,
            "edition": self.edition,
            "pointer": self.pointer,
            "locator": self.locator,
            "passage": self.passage,
            "offsets": list(self.offsets) if self.offsets else None,
            "message": self.message,
            "hint": self.hint,
            "fingerprint": self.fingerprint,
            "related": [related.as_json() for related in self.related],
            "fix": self.fix.as_json() if self.fix else None,
            "suppressed": self.suppressed.as_json() if self.suppressed else None,
            "file": self.file,
            "line": self.line,
        }


def fingerprinted(finding: Finding, record: str) -> Finding:
    """The finding of that record, with its fingerprint: a hash of code, record, place and the words concerned.

    The message takes no part, so a rule may be worded better without making
    old findings look new.
    """
    words = " ".join((finding.passage or "").split())
    parts = (finding.code, record, finding.edition or "", finding.pointer or "", finding.locator or "", words)
    digest = sha256("\x1f".join(parts).encode()).hexdigest()[:16]
    related = tuple(replace(one, record=one.record or record) for one in finding.related)
    return replace(finding, record=record, fingerprint=digest, related=related)


@dataclass(frozen=True)
class Rule:
    """A coded check.

    ``severity`` and ``about`` are what it says as a rule; ``varies`` says in
    words when it says something else. ``bad`` and ``good`` are examples in the
    notation of a record (``record``, ``agents``, ``collection``, ``text``
    …) that the rule's own test runs. ``source`` is the authority or the
    experience it rests on. ``formerly`` are codes that it had: they still
    resolve.
    """

    code: str
    name: str
    severity: Severity
    about: About
    why: str
    mend: str
    source: str
    bad: str
    good: str
    varies: str = ""
    formerly: tuple[str, ...] = ()
    _checks: list[Callable[[Case], Iterable[Finding]]] = field(default_factory=list, repr=False, compare=False)
    _afterwards: list[Callable[[Run], Iterable[Finding]]] = field(default_factory=list, repr=False, compare=False)

    @property
    def family(self) -> str:
        """The letters of the code."""
        return self.code.rstrip("0123456789")

    @property
    def title(self) -> str:
        """What is wrong, in a sentence: the first line of the rule's file."""
        for function in (*self._checks, *self._afterwards):
            doc = sys.modules[function.__module__].__doc__ or ""
            return doc.strip().partition("\n")[0]
        return self.name

    def as_json(self) -> dict[str, Any]:
        """The rule as ``explain --json`` gives it."""
        return {
            "code": self.code,
            "name": self.name,
            "title": self.title,
            "severity": str(self.severity),
            "about": str(self.about),
            "varies": self.varies or None,
            "why": self.why,
            "mend": self.mend,
            "source": self.source,
            "bad": self.bad.strip("\n"),
            "good": self.good.strip("\n"),
            "formerly": list(self.formerly),
        }

    def explained(self) -> str:
        """The rule in plain text, for a terminal."""
        parts = (
            f"{self.code} {self.name}\n{self.title}",
            f"{str(self.severity).capitalize()}, about the {self.about}.",
            *((_wrapped(self.varies),) if self.varies else ()),
            f"Why it matters\n{_wrapped(self.why)}",
            f"How to mend it\n{_wrapped(self.mend)}",
            f"Found here\n{_indented(self.bad)}",
            f"Not found here\n{_indented(self.good)}",
            f"Source\n{_wrapped(self.source)}",
        )
        return "\n\n".join(parts) + "\n"

    def check(self, function: Check) -> Check:
        """Make ``function`` (case → findings) what this rule checks of a record."""
        self._checks.append(function)
        return function

    def check_run(self, function: Check) -> Check:
        """Make ``function`` (run → findings) what this rule checks after all records were seen."""
        self._afterwards.append(function)
        return function

    def findings(self, case: Case) -> Iterator[Finding]:
        """What it says of one record."""
        for function in self._checks:
            for finding in function(case):
                yield fingerprinted(finding, finding.record or str(case.id))

    def findings_of_run(self, run: Run) -> Iterator[Finding]:
        """What it says of the whole run."""
        for function in self._afterwards:
            for finding in function(run):
                yield fingerprinted(finding, finding.record)

    def finding(
        self,
        at: Pointer | None,
        message: str,
        severity: Severity | None = None,
        *,
        about: About | None = None,
        record: str = "",
        edition: str | None = None,
        locator: str | None = None,
        passage: str | None = None,
        offsets: tuple[int, int] | None = None,
        hint: str | None = None,
        related: tuple[Related, ...] = (),
        fix: Fix | None = None,
        file: str | None = None,
        line: int | None = None,
    ) -> Finding:
        """A finding of this rule at that field (None: at words of an edition, or the record as a whole)."""
        return Finding(
            code=self.code,
            name=self.name,
            severity=severity or self.severity,
            about=about or self.about,
            message=message,
            record=record,
            edition=edition,
            pointer=str(at) if at is not None else None,
            locator=locator,
            passage=passage,
            offsets=offsets,
            hint=hint,
            related=related,
            fix=fix,
            file=file,
            line=line,
        )


def _wrapped(words: str) -> str:
    from textwrap import fill

    return fill(words, _WIDTH, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False)


def _indented(example: str) -> str:
    from textwrap import indent

    return indent(example.strip("\n"), "    ")
