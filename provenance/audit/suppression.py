"""Findings that the archive has decided not to show: each with a written reason, itself listed.

In provenance.toml::

    [audit.suppress.headnote-of-volume-two]
    code = "QUO001"
    record = "masterpieces-of-history/*"
    at = "p1"
    reason = "The publisher quotes another translation throughout; see the preface, p. xii"

``record`` may use ``*``; ``at`` (a locator's place, or a JSON Pointer) narrows
it further and may be left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from provenance.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from provenance.audit.rule import Finding, Rule
    from provenance.model.address import RecordId

SETTINGS = "provenance.toml"


@dataclass(frozen=True)
class Suppression:
    """One decision: this code, in these records, is not shown, because."""

    key: str
    code: str
    record: str
    reason: str
    at: str | None = None

    def fits(self, finding: Finding) -> bool:
        """True where it speaks of that finding."""
        if finding.code != self.code or not fnmatchcase(finding.record, self.record):
            return False
        if self.at is None:
            return True
        locator, pointer = finding.locator or "", finding.pointer or ""
        return locator == self.at or locator.startswith(f"{self.at} ") or f"{pointer}/".startswith(f"{self.at}/")


@dataclass(frozen=True)
class Run:
    """A whole run of the audit, for the rules that look at it afterwards.

    ``used`` are the keys of suppressions that met a finding, ``ids`` the
    records looked at, ``codes`` the rules that ran; ``whole`` says that every
    record of the archive was looked at.
    """

    suppressions: tuple[Suppression, ...]
    used: frozenset[str]
    ids: tuple[RecordId, ...]
    codes: frozenset[str]
    whole: bool


def read_suppressions(settings: bytes | None, rules: Sequence[Rule]) -> tuple[Suppression, ...]:
    """The suppressions in the archive's settings, former codes resolved.

    InputError names what is wrong with one, and the mend: a rule that does not
    exist, a reason that is missing.
    """
    from provenance.store.settings import read_settings

    if not settings:
        return ()
    codes = {code: rule.code for rule in rules for code in (rule.code, *rule.formerly)}
    return tuple(
        Suppression(key, _known(key, one.code, codes), one.record, one.reason, one.at)
        for key, one in read_settings(settings, file=SETTINGS).audit.suppress.items()
    )


def _known(key: str, code: str, codes: Mapping[str, str]) -> str:
    if code in codes:
        return codes[code]
    near = get_close_matches(code.upper(), codes, 3, 0.5)
    raise InputError(
        f"audit.suppress.{key}: there is no rule {code!r}",
        code="unknown-rule",
        file=SETTINGS,
        hint=near[0] if near else "provenance explain --list",
        candidates=tuple(near),
    )
