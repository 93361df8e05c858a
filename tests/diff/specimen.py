"""A small record of our own invention, in two editions, and how tests get at it."""

from __future__ import annotations

from provenance.model.address import RecordId
from provenance.text.dossier import Dossier
from provenance.text.notation import parse
from provenance.text.readings import Passage, Reading, Run, derive

ID = RecordId.parse("harbour-papers/doc-009")

RECORD = """\
schema: 1
title: Telegram on bread and rope
date: {edtf: 1931-03-03, basis: stated, where: title}
# the drafter is disputed
attributions:
  drafter-korneyev:
    role: drafter
    agent: korneyev-pavel
    asserted: {by: headnote, where: p1, certainty: high}
editions:
  print-1958:
    state: fixed
    language: en
  web:
    state: living
    language: en
  withheld-1990:
    state: fixed
    language: en
    text: withheld
"""

PRINT = """\
%text 1

@title Document No. 9: Telegram from Vardal, March 3, 1931

::: headnote

¶1 The crews “was without bread” for a week. Drafted by Pavel Korneyev,[^1] the telegram asks for flour.

:::

¶2 The crews have been without bread for nine days. There is flour in the harbour, and nobody may touch it.

¶3 We asked twice. [Nobody] came, and the men of the second watch sold their boots for a sack of rye.

¶4 Send flour [lzhet] by the 14th, rope by the 20th, and coal when the ice lets you.

¶5 @signature Korneyev

[^1]: The copy is unsigned, and Korneyev took office only in May.
"""


def dossier(*, text: str = PRINT, record: str = RECORD) -> Dossier:
    """The specimen with the printed text under both present editions."""
    files = {
        "record.yaml": record.encode(),
        "editions/print-1958.txt": text.encode(),
        "editions/web.txt": text.encode(),
    }
    return Dossier(ID, files)


def body(*paragraphs: str) -> str:
    """An edition of numbered paragraphs."""
    return "%text 1\n" + "".join(f"\n¶{number} {words}\n" for number, words in enumerate(paragraphs, 1))


def passages(source: str, reading: Reading = Reading.PRINTED) -> tuple[Passage, ...]:
    """The passages of a source in the notation of editions."""
    return derive(parse(source), reading)


def passage(words: str, *, place: str = "p1", **fields: str | None) -> Passage:
    """One passage of the document's words."""
    given: dict[str, str | None] = {"tag": None, "number": None, "note": None, "section": None, **fields}
    runs = (Run(words, "document"),) if words else ()
    return Passage(place, given["tag"], given["number"], given["note"], given["section"], "document", runs)
