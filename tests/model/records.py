"""An invented record that has every part, for tests of the model."""

from __future__ import annotations

RECORD = """\
# A specimen: nothing of it happened.
schema: 1
title: Telegram on flour for Vardal
# ours; the printed title differs
title_basis: supplied
aliases:
  doc-9: Document No. 9
type: telegram
number: 9
date: {edtf: 1931-03-03, basis: stated, where: 'title, p6'}
place: {name: Vardal, basis: inferred, why: The dateline}
languages:
  text: {tag: ru, basis: stated}

source:
  basis: stated
  where: p7
  repository: vardal-archive
  levels:
    fond: {code: '17'}
    opis: {code: '3'}
    delo: {code: '0012', name: Harbour}
  form: carbon
  signed: no  # the note says so
  marking: {text: Urgent, basis: stated}

copies:
  c2:
    holder: ministry
    form: {form: photocopy, basis: stated}
    signed: unknown
    source: {basis: stated, from: vardal-archive, when: '1955'}

custody:
  written: {event: creation, agent: harbour-office, date: 1931-03-03}
  handed-over: {event: transfer, agent: vardal-archive, from: harbour-office, date: 1946/1947}

hands:
  h2: {who: lund-ap, medium: pencil, basis: stated}

translation:
  from: {tag: ru, basis: stated}
  to: {tag: en, basis: stated}
  by:
    berg-ida: {role: translator, passages: p2}
  choices:
    lies: {where: 'p3 "lies"', word: lzhet, chosen: lies, rejected: [is lying, fibs]}

attributions:
  author-korneev:
    role: author
    agent: korneev-pa
    asserted: {by: headnote, where: p1, certainty: high}
    held: {by: record-maker, certainty: low, why: 'It is signed "Korneyev", but in type'}
    rests_on:
      head: korneev-pa/offices/harbour-master
    evidence:
      signature: {bears: for, where: p6, what: His name stands under it}
    doubts:
      first:
        by: edition
        where: fn 1
        reason: The copy is unsigned
        state: open
        doubts:
          answer: {by: record-maker, reason: Carbons never were signed}

relations:
  reply: {kind: replies-to, target: {volume: vardal, number: '8', date: 1931-02, basis: inferred}}

questions:
  gloss: {about: p3, question: 'Whose is the gloss?'}

regest:
  p1: On the want of bread.
  p2: >-
    To the ministry, on the
    same matter.

rights:
  text: {status: open, statement: 'https://creativecommons.org/publicdomain/zero/1.0/', basis: stated}

editions:
  book:
    state: fixed
    volume: vardal
    language: en
    errata:
      stors:
        where: 'p3 "stors"'
        now: stores
    words: 120
"""

AGENTS = """\
korneev-pa:
  name: Pavel Korneyev
  kind: person
  names: [П. А. Корнеев]
  dates: 1890/1950~
  identifiers: {orcid: 0000-0002-1825-0097, wikidata: Q42}
  offices:
    harbour-master: {title: harbour master, held: 1931-05/.., basis: stated}
    deputy: {title: deputy, begins: {after: 1931-03-03}, basis: inferred}

vardal-archive: {name: Vardal Archive, kind: body}
"""

COLLECTION = """\
schema: 1
title: Vardal papers
volumes:
  vardal:
    title: Ice and Flour
    editors: {berg-ida: {}, moe-k: {role: editor}}
    conventions: {brackets: {owner: editor}}
    glossary:
      lzhet: {chosen: lies, language: ru-Latn}
"""
