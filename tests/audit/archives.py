"""One archive with a finding of every kind, for the tests of runner and reports."""

from __future__ import annotations

from tests.audit.examples import FakeSnapshot, snapshot_from

MIXED = """
record:
  title: A <paper> & "more"
  date: {basis: stated}
  source: {basis: stated, repository: harbour-archive, signed: unknown}
  translation: {from: {tag: ru, basis: stated}, to: {tag: en, basis: stated}, by: {marlowe: {role: translator}}}
  attributions:
    drafter-lund:
      role: drafter
      agent: lund
      asserted: {by: headnote, where: p1, certainty: high}
      doubts: {hand: {by: edition, where: fn 1, reason: "Not | her :: hand\\n\\nat all <script>"}}
  editions: {print: {state: fixed, volume: ports, number: 6, language: en}}
agents:
  harbour-archive: {name: Harbour Archive}
  marlowe: {name: Edda Marlowe}
  lund: {name: Lund}
collection: {volumes: {ports: {title: Winter Ports, conventions: {brackets: {owner: translator}}}}}
text: |
  ::: headnote

  ¶1 She admits that “the harbour was treated as a private larder that starved the coast.”[^1]

  :::

  ¶2 We should say that the harbour has been treated as a private larder that starved the coast [otdelnym poryadkom].

  [^1]: Not her hand.
settings: |
  title = "Winter Ports"
  [audit.suppress.nobody-looked]
  code = "SRC003"
  record = "winter-ports/*"
  reason = "The reading room is closed until 2027"
"""


def mixed() -> FakeSnapshot:
    """The archive."""
    return snapshot_from(MIXED)
