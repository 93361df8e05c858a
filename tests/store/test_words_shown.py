"""To the word: what fills the budget of a withheld edition is shown, one word more is not."""

from __future__ import annotations

import pytest

from provenance.model.address import RecordId
from provenance.model.fingerprint import write_fingerprints
from provenance.store.words_shown import budget, told, words_shown
from provenance.text.dossier import Dossier
from provenance.text.fingerprint import fingerprints
from provenance.text.notation import parse

RECORD = """\
schema: 1
title: Telegram on flour
specimen: invented for the tests
editions:
  print:
    state: fixed
    text: withheld
"""
TEXT = "%text 1\n\n" + "\n".join(f"¶{n} The crews of pier {n} ask for flour and rope this winter.\n" for n in range(20))


QUOTED = "    errata:\n      e: {where: 'p1 \"The crews of pier\"', now: The crew of pier, why: One crew}\n"


def withheld(text: str, record: str = RECORD) -> Dossier:
    """A record whose text is attached here and nowhere else."""
    prints = write_fingerprints(fingerprints(parse(text)))
    files = {"record.yaml": record.encode(), "editions/print.fingerprints": prints.encode()}
    return Dossier(RecordId("harbour/doc-001"), files, {"print": text.encode()})


@pytest.mark.parametrize(("more", "said"), [(0, 1), (1, 0)])
def test_the_budget_is_shown_to_its_last_word_and_not_one_beyond(more: int, said: int) -> None:
    before, after = withheld(TEXT), withheld(TEXT.replace("pier 7 ask", "pier 7 asked"))
    (line,), _ = told(before, after, lambda _: 0)
    allowed, needed = budget(after, "print"), words_shown(line)
    assert 0 < needed < allowed
    _, words = told(before, after, lambda _: allowed - needed + more)
    assert len(words) == said


def test_the_words_that_errata_quote_are_of_the_budget_too() -> None:
    before, after = (withheld(text, RECORD + QUOTED) for text in (TEXT, TEXT.replace("pier 7 ask", "pier 7 asked")))
    (line,), _ = told(before, after, lambda _: -1000)
    left = budget(after, "print") - words_shown(line)
    assert len(told(before, after, lambda _: left - 4)[1]) == 1
    assert told(before, after, lambda _: left - 3)[1] == ()
