"""Every report says what the audit found, and nothing in a record can break out of it."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest

from provenance.audit.reports import github, gitlab, junit, markdown, sarif, text
from provenance.audit.runner import Audit, audit
from provenance.shelf import members
from tests.audit.archives import mixed
from tests.audit.examples import snapshot_from


@pytest.fixture(scope="module")
def found() -> Audit:
    return audit(mixed())


@pytest.fixture(scope="module")
def nothing() -> Audit:
    return audit(snapshot_from("record: {}"), select=("QUO",))


REPORTS = members("provenance.audit.reports")


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_every_finding_is_in_every_report(report, found: Audit) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    rendered = report.load().render(found)
    for finding in found.findings:
        assert finding.code in rendered
    assert rendered.endswith("\n")


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_nothing_found_is_a_valid_report(report, nothing: Audit) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    rendered = report.load().render(nothing)
    if report.name in {"json", "sarif", "gitlab"}:
        json.loads(rendered)
    if report.name == "junit":
        assert ET.fromstring(rendered).get("failures") == "0"  # noqa: S314 - our own


def test_the_eight_formats_are_there() -> None:
    assert {report.name for report in REPORTS} == {
        "text", "json", "json_lines", "sarif", "github", "gitlab", "markdown", "junit"
    }  # fmt: skip


def test_text_groups_by_record_with_place_and_mend(found: Audit) -> None:
    rendered = text.render(found)
    assert rendered.startswith("winter-ports/doc-006\n")
    assert 'print p1 "was treated"' in rendered
    assert "mend: provenance correct winter-ports/doc-006:print" in rendered
    assert "nobody-looked: The reading room is closed until 2027" in rendered
    assert "1 suppressed" in rendered


def test_text_is_painted_by_whoever_asks(found: Audit) -> None:
    painted = text.render(found, lambda words, style: f"<{style}>{words}</{style}>")
    assert "<error>■ error</error>" in painted
    assert "<bold>winter-ports/doc-006</bold>" in painted


def test_json_lines_are_one_finding_each(found: Audit) -> None:
    lines = next(report for report in REPORTS if report.name == "json_lines").load().render(found).splitlines()
    assert len(lines) == len(found.findings) + len(found.suppressed)
    assert all(json.loads(line)["fingerprint"] for line in lines)


def test_sarif_points_to_files_rules_and_suppressions(found: Audit) -> None:
    run = json.loads(sarif.render(found))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
        location = result["locations"][0]["physicalLocation"]
        assert location["artifactLocation"]["uri"].startswith("records/winter-ports/doc-006/")
        assert location["region"]["startLine"] >= 1
    suppressed = [result for result in run["results"] if "suppressions" in result]
    assert [one["suppressions"][0]["justification"] for one in suppressed] == ["The reading room is closed until 2027"]


def test_an_annotation_cannot_forge_a_second_command(found: Audit) -> None:
    lines = github.render(found).splitlines()
    assert len(lines) == len(found.findings)
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines)
    properties = [line.split("::")[1] for line in lines]
    assert all(one.count(",") == 2 for one in properties), "a comma in a property would begin another"


def test_only_what_counts_is_an_error_or_failure_elsewhere(found: Audit) -> None:
    counted = sum(finding.counts for finding in found.findings)
    assert sum(line.startswith("::error") for line in github.render(found).splitlines()) == counted
    assert ET.fromstring(junit.render(found)).get("failures") == str(counted)  # noqa: S314 - our own
    assert sum(one["severity"] == "major" for one in json.loads(gitlab.render(found))) == counted


def test_gitlab_has_the_fields_it_asks_for(found: Audit) -> None:
    issues = json.loads(gitlab.render(found))
    assert len(issues) == len(found.findings)
    for issue in issues:
        assert issue.keys() == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["location"]["lines"]["begin"] >= 1


def test_markdown_from_a_record_stays_words(found: Audit) -> None:
    rendered = markdown.render(found)
    assert "<script>" not in rendered
    row = next(line for line in rendered.splitlines() if "ATT001" in line)
    assert row.replace("\\|", "").count("|") == 6


def test_junit_from_a_record_stays_words(found: Audit) -> None:
    suites = ET.fromstring(junit.render(found))  # noqa: S314 - our own
    words = " ".join("".join(case.itertext()) for case in suites.iter("testcase"))
    assert "Not | her :: hand" in words
    assert "<script>" in words
