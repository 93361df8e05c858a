"""SARIF 2.1.0 (OASIS), which code hosts show beside the files.

A finding points to the record's own file; its place in the text is a logical
location, since an editor knows it by locator and not by line.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from provenance import __version__
from provenance.audit.places import file_of, line_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.outcome import Audit
    from provenance.audit.rule import Finding, Related, Rule

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_FINGERPRINT = "provenance/v1"
_RESULTS = '"results": []'
"""Where the findings go; within a string its quotation marks would be escaped."""


def render(audit: Audit) -> str:
    """The whole of :func:`pieces`."""
    return "".join(pieces(audit))


def pieces(audit: Audit) -> Iterator[str]:
    """One run of one tool; suppressed findings stand in it with their reason, as SARIF has it."""
    index = {rule.code: number for number, rule in enumerate(audit.rules)}
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "provenance",
                        "semanticVersion": __version__,
                        "informationUri": "https://pypi.org/project/provenance-archive/",
                        "rules": [_rule(rule) for rule in audit.rules],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [],
            }
        ],
    }
    head, _, tail = json.dumps(log, ensure_ascii=False, indent=2).partition(_RESULTS)
    before = f"{head}{_RESULTS[:-1]}\n        "
    for finding in audit.all:
        yield before + json.dumps(_result(finding, index), ensure_ascii=False, indent=2).replace("\n", "\n" + " " * 8)
        before = ",\n        "
    yield f"\n      ]{tail}\n" if len(audit.findings) + len(audit.suppressed) else f"{head}{_RESULTS}{tail}\n"


def _rule(rule: Rule) -> dict[str, Any]:
    described = {
        "id": rule.code,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": rule.mend},
        "defaultConfiguration": {"level": str(rule.severity)},
        "properties": {"tags": [rule.family, str(rule.about)]},
    }
    if rule.formerly:
        described["deprecatedIds"] = list(rule.formerly)
    return described


def _result(finding: Finding, index: dict[str, int]) -> dict[str, Any]:
    message = finding.message + (f"\nMend: {finding.hint}" if finding.hint else "")
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "level": str(finding.severity),
        "message": {"text": message},
        "locations": [_location(finding)],
        "partialFingerprints": {_FINGERPRINT: finding.fingerprint},
        "properties": {"about": str(finding.about), "record": finding.record},
    }
    if finding.code in index:
        result["ruleIndex"] = index[finding.code]
    if finding.related:
        result["relatedLocations"] = [_related(one, number) for number, one in enumerate(finding.related, 1)]
    if finding.suppressed is not None:
        result["suppressions"] = [{"kind": "external", "justification": finding.suppressed.reason}]
    return result


def _location(finding: Finding) -> dict[str, Any]:
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"uri": file_of(finding)},
            "region": {"startLine": line_of(finding)},
        }
    }
    name = finding.locator or finding.pointer
    if name:
        location["logicalLocations"] = [{"fullyQualifiedName": _qualified(finding.record, finding.edition, name)}]
    return location


def _related(related: Related, number: int) -> dict[str, Any]:
    name = related.locator or related.pointer or ""
    return {
        "id": number,
        "message": {"text": related.message or name},
        "logicalLocations": [{"fullyQualifiedName": _qualified(related.record, related.edition, name)}],
    }


def _qualified(record: str, edition: str | None, name: str) -> str:
    return f"{record}{f':{edition}' if edition else ''} {name}".strip()
