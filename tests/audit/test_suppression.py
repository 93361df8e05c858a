from __future__ import annotations

from dataclasses import replace

import pytest

from provenance.audit.runner import audit
from provenance.audit.suppression import Suppression
from provenance.errors import InputError
from provenance.model.address import RecordId
from tests.audit.examples import HERE, FakeSnapshot, snapshot_from

RECORD = "record: {date: {basis: stated}}\n"


def archive(*tables: str) -> FakeSnapshot:
    """An archive with one finding of DAT005, and these suppressions."""
    settings = "".join(f"\n[audit.suppress.{table}" for table in tables)
    snapshot = snapshot_from(RECORD)
    snapshot.settings_bytes = f'title = "Winter Ports"\n{settings}'.encode()
    return snapshot


def codes(snapshot: FakeSnapshot, ids: tuple[RecordId, ...] | None = None) -> set[str]:
    return {finding.code for finding in audit(snapshot, ids).findings}


def test_a_suppressed_finding_is_listed_with_its_reason() -> None:
    result = audit(archive('torn]\ncode = "DAT005"\nrecord = "winter-ports/doc-006"\nreason = "The leaf is torn"'))
    assert "DAT005" not in {finding.code for finding in result.findings}
    assert [(one.code, one.suppressed.reason) for one in result.suppressed if one.suppressed] == [
        ("DAT005", "The leaf is torn")
    ]
    assert result.exit_status == 0
    assert result.summary.suppressed == 1


@pytest.mark.parametrize("at", ["/date", "/date/basis"])
def test_a_place_narrows_it(at: str) -> None:
    snapshot = archive(f'torn]\ncode = "DAT005"\nrecord = "*"\nat = "{at}"\nreason = "The leaf is torn"')
    assert ("DAT005" in codes(snapshot)) is (at == "/date/basis")


def test_a_block_narrows_it_to_its_words_and_not_to_a_block_whose_number_begins_alike() -> None:
    one = Suppression("torn", "QUO001", "*", "The leaf is torn", at="p1")
    finding = next(iter(audit(snapshot_from(RECORD), select=("DAT005",)).findings))
    fits = {at: one.fits(replace(finding, code="QUO001", locator=at)) for at in ("p1", 'p1 "flour"', "p12", None)}
    assert fits == {"p1": True, 'p1 "flour"': True, "p12": False, None: False}


def test_no_reason_is_refused() -> None:
    with pytest.raises(InputError, match="reason"):
        audit(archive('torn]\ncode = "DAT005"\nrecord = "*"\nreason = " "'))
    with pytest.raises(InputError, match="reason"):
        audit(archive('torn]\ncode = "DAT005"\nrecord = "*"'))


def test_an_unknown_code_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match=r"audit\.suppress\.torn: there is no rule 'DAT05'") as refused:
        audit(archive('torn]\ncode = "DAT05"\nrecord = "*"\nreason = "Torn"'))
    assert "DAT005" in refused.value.candidates
    assert refused.value.file == "provenance.toml"


def test_one_that_is_no_longer_needed_is_reported() -> None:
    assert "LOG003" in codes(archive('torn]\ncode = "DAT003"\nrecord = "winter-ports/doc-006"\nreason = "Torn"'))


def test_it_is_not_reported_where_its_records_or_rule_were_not_looked_at() -> None:
    other = archive('torn]\ncode = "DAT003"\nrecord = "winter-ports/doc-007"\nreason = "Torn"')
    assert "LOG003" not in codes(other, (HERE,))
    wide = archive('torn]\ncode = "DAT003"\nrecord = "*"\nreason = "Torn"')
    assert "LOG003" not in codes(wide, (HERE,))
    assert "LOG003" not in {finding.code for finding in audit(wide, select=("LOG",)).findings}
