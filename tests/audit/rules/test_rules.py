"""Every rule's own examples, and the harder cases in the files beside this one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from provenance.audit.rule import Finding, Rule
from provenance.audit.runner import UNREADABLE, audit, rules
from tests.audit.examples import history_from, snapshot_from

HERE = Path(__file__).parent
_STATED = ("severity", "about", "edition", "pointer", "locator", "passage", "message", "hint")


def found(rule: Rule, source: str) -> tuple[Finding, ...]:
    """What one rule says of an example, among all others, through the runner as a user meets it."""
    result = audit(snapshot_from(source), history=history_from(source))
    unreadable = [finding.message for finding in result.findings if finding.code == UNREADABLE]
    assert rule.code == UNREADABLE or not unreadable, f"the example itself cannot be read: {unreadable}"
    return tuple(finding for finding in result.findings if finding.code == rule.code)


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_the_bad_example_is_found(rule: Rule) -> None:
    findings = found(rule, rule.bad)
    assert findings, f"{rule.code} finds nothing in its bad example"
    assert findings[0].severity is rule.severity
    assert findings[0].about is rule.about


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_the_good_example_is_not_found(rule: Rule) -> None:
    assert found(rule, rule.good) == ()


def _cases() -> list[Any]:
    cases = []
    for path in sorted(HERE.glob("*.yaml")):
        rule = next(rule for rule in rules() if rule.code.lower() == path.stem)
        for name, case in yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader).items():  # noqa: S506
            cases.append(pytest.param(rule, case, id=f"{rule.code} {name}"))
    return cases


@pytest.mark.parametrize(("rule", "case"), _cases())
def test_harder_cases(rule: Rule, case: dict[str, Any]) -> None:
    source = yaml.safe_dump({key: value for key, value in case.items() if key != "finds"}, allow_unicode=True)
    findings = found(rule, source)
    expected = case.get("finds", [])
    assert len(findings) == len(expected), [finding.message for finding in findings]
    for finding, wanted in zip(findings, expected, strict=True):
        told = finding.as_json()
        for field in _STATED:
            if field in wanted:
                assert wanted[field] in str(told[field]), f"{field}: {told[field]}"


def test_every_rule_has_a_code_of_its_family_and_its_file() -> None:
    codes = [rule.code for rule in rules()]
    assert len(codes) == len(set(codes)) == len({rule.name for rule in rules()})
    for rule in rules():
        assert rule.family in {"SRC", "ATT", "DAT", "TRA", "LAY", "QUO", "EDI", "REL", "TXT", "LOG"}
        assert rule.title != rule.name
        assert all((rule.why, rule.mend, rule.source))


def test_case_files_name_rules_that_exist() -> None:
    codes = {rule.code.lower() for rule in rules()}
    assert {path.stem for path in HERE.glob("*.yaml")} <= codes
