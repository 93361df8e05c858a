from __future__ import annotations

from pathlib import Path

import pytest

from provenance.audit.reference import FAMILIES, listing, reference_pages, write_pages
from provenance.audit.rule import Rule
from provenance.audit.runner import rules

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


def test_the_pages_in_the_documentation_are_up_to_date() -> None:
    there = {f"rules/{path.name}": path.read_text(encoding="utf-8") for path in (REFERENCE / "rules").glob("*.md")}
    assert there == reference_pages(), "run: python -m provenance.audit.reference docs/reference"


def test_every_rule_is_in_the_index_under_its_family() -> None:
    index = reference_pages()["rules/index.md"]
    for rule in rules():
        assert f"[{rule.code}]({rule.code}.md)" in index
        assert rule.family in FAMILIES


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_explain_says_why_and_how_to_mend(rule: Rule) -> None:
    told = " ".join(rule.explained().split())
    for words in (rule.title, rule.why, rule.mend, rule.source):
        assert " ".join(words.split()) in told


def test_the_list_has_a_line_a_rule() -> None:
    assert len(listing().splitlines()) == len(rules())


def test_writing_twice_changes_nothing_and_pages_of_lost_rules_go(tmp_path: Path) -> None:
    assert len(write_pages(tmp_path)) == len(rules()) + 1
    assert write_pages(tmp_path) == ()
    (tmp_path / "rules" / "OLD001.md").write_text("gone")
    (tmp_path / "rules" / "ATT001.md").write_text("stale")
    assert write_pages(tmp_path) == ("rules/ATT001.md", "rules/OLD001.md")


def test_a_rule_as_json_has_its_examples() -> None:
    for rule in rules():
        told = rule.as_json()
        assert told["code"] == rule.code
        assert told["title"].endswith(".")
        assert told["bad"]
        assert told["good"]
