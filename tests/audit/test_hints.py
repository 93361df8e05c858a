"""A mend is typed into a shell: nothing that a record says may become a second command there (THREATS T36)."""

from __future__ import annotations

import shlex

from provenance.audit.runner import check
from tests.audit.examples import case_from

HOSTILE = "fn 1'; touch /tmp/owned; echo '"

BAD = """
record:
  date: {edtf: 1931-11-03, basis: stated}
  source: {basis: stated, signed: no, signed_where: 'fn 1''; touch /tmp/owned; echo '''}
  attributions:
    author-x:
      role: author
      agent: x
      asserted: {by: edition, where: title, certainty: high}
    drafter-y:
      role: drafter
      agent: y
      asserted: {by: headnote, where: p1, certainty: high}
"""


def test_words_of_a_record_in_a_mend_stay_one_word_of_the_shell() -> None:
    findings = [finding for finding in check(case_from(BAD)) if finding.code == "ATT003"]
    assert findings
    for finding in findings:
        assert finding.hint is not None
        words = shlex.split(finding.hint)
        assert "touch" not in words
        assert any(HOSTILE in word.replace("''", "'") for word in words)
