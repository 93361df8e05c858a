from __future__ import annotations

from provenance.audit.runner import audit, report
from provenance.audit.unknowns import render, unknowns
from tests.audit.examples import case_from, snapshot_from

OPEN = """
record:
  date: {edtf: 1931~, basis: inferred, why: The paper is that of 1931}
  place: {basis: unknown}
  source: {basis: stated, repository: harbour-archive, form: unknown, signed: unknown}
  attributions:
    drafter-lund:
      role: drafter
      agent: lund
      asserted: {by: headnote, where: p1}
      doubts: {hand: {by: edition, reason: Not her hand}}
  questions: {language: {about: /translation/from, question: 'From which language?'}}
text: |
  ¶1 They wait [in vain].
"""


def test_everything_that_is_not_known_is_listed_with_its_reason() -> None:
    found = {one.pointer: (one.state, one.why) for one in unknowns(case_from(OPEN))}
    assert found["/date"] == ("inferred", "The paper is that of 1931")
    assert found["/place"] == ("unknown", None)
    assert found["/source/form"][0] == found["/source/signed"][0] == "unknown"
    assert found["/attributions/drafter-lund/held"][0] == "unjudged"
    assert found["/attributions/drafter-lund/doubts/hand"] == ("open", "Not her hand")
    assert found["/questions/language"] == ("open", "From which language?")
    assert found["/editions/print"] == ("unknown", "whose words stand in its brackets")


def test_what_is_stated_is_not_listed() -> None:
    known = "record: {date: {edtf: 1931-05-04, basis: stated}, place: {basis: stated, name: Vardal}}"
    assert unknowns(case_from(known)) == ()
    assert render(()) == "Nothing is said to be unknown.\n"


def test_the_list_names_record_and_field() -> None:
    rendered = render(unknowns(case_from(OPEN)))
    assert rendered.startswith("winter-ports/doc-006\n")
    assert "From which language?" in rendered


def test_an_audit_lists_them_where_asked() -> None:
    snapshot = snapshot_from(OPEN)
    assert audit(snapshot).unknown is None
    asked = audit(snapshot, unknowns=True)
    assert asked.unknown == unknowns(case_from(OPEN))
    assert report(asked, "text") == render(unknowns(case_from(OPEN)))
    assert asked.as_json()["unknowns"][0]["record"] == "winter-ports/doc-006"
