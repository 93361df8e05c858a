from __future__ import annotations

import json
from dataclasses import replace

import pytest

from provenance.audit.rule import ERROR, NOTE, RECORD, WARNING, Severity
from provenance.audit.runner import audit, case_of, check, chosen_rules, find_rule, report, rules
from provenance.errors import InputError
from provenance.model.address import RecordId
from provenance.shelf import members
from provenance.text.dossier import Dossier
from tests.audit.archives import MIXED, mixed
from tests.audit.examples import HERE, case_from, snapshot_from


def test_every_file_on_the_shelf_is_a_rule_named_for_its_code() -> None:
    found = members("provenance.audit.rules")
    assert len(found) == len(rules())
    for member in found:
        rule = member.load().RULE
        assert member.name.startswith(rule.code.lower())
        assert rule.title == member.summary()


def test_findings_are_ordered_by_weight_and_suppressed_ones_stand_apart() -> None:
    result = audit(mixed())
    ranks = [finding.severity.rank for finding in result.findings]
    assert ranks == sorted(ranks)
    assert {finding.code for finding in result.findings} >= {"DAT005", "QUO001", "TRA001", "ATT001"}
    assert [finding.code for finding in result.suppressed] == ["SRC003"]
    assert result.suppressed[0].suppressed is not None
    assert result.suppressed[0].suppressed.reason == "The reading room is closed until 2027"


def test_only_errors_about_the_record_make_the_exit_status_1() -> None:
    result = audit(mixed())
    counted = [finding for finding in result.findings if finding.counts]
    assert [finding.code for finding in counted] == ["DAT005"]
    assert result.exit_status == 1
    assert audit(mixed(), ignore=("DAT005",)).exit_status == 0
    assert any(finding.severity is ERROR for finding in audit(mixed(), ignore=("DAT005",)).findings)


def test_select_and_ignore_take_codes_names_and_families() -> None:
    assert {rule.code for rule in chosen_rules(select=("quo", "open-doubt"))} == {
        "QUO001",
        "QUO002",
        "QUO003",
        "ATT001",
    }
    assert {rule.family for rule in chosen_rules(ignore=("ATT",))} == {rule.family for rule in rules()} - {"ATT"}


@pytest.mark.parametrize(("typed", "meant"), [("ATT05", "ATT005"), ("QOU001", "QUO001"), ("open-dout", None)])
def test_an_unknown_rule_is_refused_with_the_nearest(typed: str, meant: str | None) -> None:
    with pytest.raises(InputError, match="there is no rule") as refused:
        audit(mixed(), select=(typed,))
    assert meant is None or meant in refused.value.candidates
    with pytest.raises(InputError) as explained:
        find_rule(typed)
    assert explained.value.candidates


def test_a_former_code_still_resolves(monkeypatch: pytest.MonkeyPatch) -> None:
    renumbered = tuple(replace(rule, formerly=("OLD007",)) if rule.code == "DAT005" else rule for rule in rules())
    monkeypatch.setattr("provenance.audit.selection.rules", lambda: renumbered)
    assert find_rule("OLD007").code == "DAT005"
    assert [rule.code for rule in chosen_rules(select=("old007",))] == ["DAT005"]


def test_severity_leaves_out_what_is_less() -> None:
    assert {finding.severity for finding in audit(mixed(), severity=WARNING).findings} == {ERROR, WARNING}
    assert {finding.severity for finding in audit(mixed(), severity=Severity("error")).findings} == {ERROR}


def test_an_unknown_record_is_refused_with_candidates() -> None:
    with pytest.raises(InputError, match="there is no winter-ports/doc-007"):
        audit(mixed(), [RecordId("winter-ports/doc-007")])


def test_a_record_that_cannot_be_read_is_a_finding_and_the_others_are_looked_at() -> None:
    snapshot = mixed()
    broken = RecordId("winter-ports/doc-001")
    snapshot.dossiers[str(broken)] = Dossier(broken, {"record.yaml": b"schema: 1\ntitel: A letter\n"})
    result = audit(snapshot)
    unreadable = result.of(str(broken))
    assert [finding.code for finding in unreadable] == ["TXT001"]
    assert (unreadable[0].file, unreadable[0].line) == ("records/winter-ports/doc-001/record.yaml", 2)
    assert unreadable[0].counts
    assert result.of(str(HERE))


def test_a_fingerprint_outlives_renumbering_rewording_and_edits_elsewhere() -> None:
    before = {finding.code: finding.fingerprint for finding in check(case_from(MIXED))}
    moved = (
        MIXED.replace("¶2 We", "¶2#p9 New.\n\n  ¶3#p2 We").replace("  ¶2#p9", "  ¶2#p9").replace("title: A", "title: B")
    )
    after = {finding.code: finding.fingerprint for finding in check(case_from(moved))}
    assert after["QUO001"] == before["QUO001"]
    assert after["TRA001"] == before["TRA001"]
    assert after["ATT001"] == before["ATT001"]
    changed = {
        finding.code: finding.fingerprint for finding in check(case_from(MIXED.replace("was treated", "is treated")))
    }
    assert changed["QUO001"] != before["QUO001"]


def test_fingerprints_of_one_audit_are_all_different() -> None:
    twice = MIXED.replace("[otdelnym poryadkom]", "[otdelnym poryadkom] and [otdelnym poryadkom]")
    findings = audit(snapshot_from(twice)).findings
    assert sum(finding.code == "TRA001" for finding in findings) == 2
    assert len({finding.fingerprint for finding in findings}) == len(findings)


def test_what_is_new_since_an_earlier_state() -> None:
    earlier = audit(snapshot_from(MIXED.replace(" [otdelnym poryadkom]", "")))
    assert [finding.code for finding in audit(mixed()).new_since(earlier).findings] == ["TRA001"]
    assert audit(mixed()).new_since(audit(mixed())).findings == ()


def test_offsets_count_code_points_of_the_printed_reading() -> None:
    case = case_from(MIXED)
    found = next(finding for finding in check(case) if finding.code == "QUO001")
    assert found.offsets is not None
    start, end = found.offsets
    assert case.headnote("print")[0].words[start:end] == found.passage == "was treated"


def test_a_case_without_history_has_nothing_to_say_of_the_log() -> None:
    case = case_of(mixed(), HERE)
    assert case.history is None
    assert not [finding for finding in check(case) if finding.code.startswith("LOG")]


def test_json_has_every_field_of_the_design() -> None:
    told = audit(mixed()).as_json()
    assert told["schema"] == 1
    for finding in told["findings"]:
        assert {
            "code", "name", "severity", "about", "record", "edition", "pointer", "locator", "passage", "offsets",
            "message", "hint", "fingerprint", "related", "fix", "suppressed",
        } <= finding.keys()  # fmt: skip
    assert [finding["suppressed"]["key"] for finding in told["findings"] if finding["suppressed"]] == ["nobody-looked"]
    assert told["summary"]["errors_about_record"] == 1


def test_the_rule_says_how_it_varies_whenever_a_case_of_it_does() -> None:
    for rule in rules():
        for source in (rule.bad, rule.good):
            for finding in check(case_from(source)):
                if finding.code == rule.code and (finding.severity, finding.about) != (rule.severity, rule.about):
                    assert rule.varies


def test_a_note_never_counts() -> None:
    assert not any(finding.counts for finding in audit(mixed()).findings if finding.severity is NOTE)
    assert all(finding.about is RECORD for finding in audit(mixed()).findings if finding.counts)


def test_a_report_that_does_not_exist_is_refused_with_the_nearest() -> None:
    assert json.loads(report(audit(mixed()), "sarif"))["version"] == "2.1.0"
    with pytest.raises(InputError, match="there is no report 'sarf'") as refused:
        report(audit(mixed()), "sarf")
    assert refused.value.hint == "sarif"


def test_a_finding_knows_its_line_in_the_text_or_in_the_record() -> None:
    case = case_from(MIXED)
    lines = {finding.code: finding.line for finding in check(case)}
    text = case.sources["print"].splitlines()
    record = case.main.splitlines()
    assert text[lines["QUO001"] - 1].startswith("¶1 She admits")
    assert text[lines["TRA001"] - 1].startswith("¶2 We should say")
    assert record[lines["DAT005"] - 1].startswith("date:")
    assert "hand" in record[lines["ATT001"] - 1]


def test_an_agents_yaml_that_cannot_be_read_is_one_finding_and_makes_no_others() -> None:
    snapshot = mixed()
    other = RecordId("winter-ports/doc-007")
    snapshot.dossiers[str(other)] = Dossier(other, dict(snapshot.dossiers[str(HERE)].files))
    snapshot.dossiers["agents"] = Dossier(RecordId("agents"), {"agents.yaml": b"lund: {nam: Lund}\n"})
    codes = [finding.code for finding in audit(snapshot).findings]
    assert codes.count("TXT001") == 1
    assert "ATT004" not in codes
