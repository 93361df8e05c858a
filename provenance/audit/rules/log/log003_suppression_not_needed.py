"""The archive suppresses a finding that is no longer made."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from provenance.audit.rule import RECORD, WARNING, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.rule import Finding
    from provenance.audit.suppression import Run

RULE = Rule(
    code="LOG003",
    name="suppression-not-needed",
    severity=WARNING,
    about=RECORD,
    why="A suppression that outlives its finding hides the next one.",
    mend="Remove it from provenance.toml.",
    varies="Judged only where the records it speaks of were all looked at and its rule was run.",
    source="The habit of linters: an unused suppression is itself reported",
    bad="""
record: {date: {edtf: 1931-05-04, basis: stated}}
settings: |
  title = "Winter Ports"
  [audit.suppress.date]
  code = "DAT005"
  record = "winter-ports/doc-006"
  reason = "The leaf is torn"
""",
    good="""
record: {date: {basis: stated}}
settings: |
  title = "Winter Ports"
  [audit.suppress.date]
  code = "DAT005"
  record = "winter-ports/doc-006"
  reason = "The leaf is torn"
""",
)


@RULE.check_run
def suppression_not_needed(run: Run) -> Iterator[Finding]:
    """One finding a suppression."""
    for one in run.suppressions:
        looked_at = run.whole or any(fnmatchcase(id_, one.record) for id_ in run.ids)
        all_of_it = run.whole or "*" not in one.record
        if one.key in run.used or one.code not in run.codes or not looked_at or not all_of_it:
            continue
        yield RULE.finding(
            None,
            f"The suppression {one.key!r} ({one.code} in {one.record}) met no finding",
            record=one.record,
            passage=one.key,
            hint=f"remove [audit.suppress.{one.key}] from provenance.toml",
            file="provenance.toml",
        )
