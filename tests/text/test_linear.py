"""T35: reading, writing and finding take time in proportion to the text, whatever it holds."""

from __future__ import annotations

import pytest

from provenance.errors import InputError
from provenance.model.address import Locator
from provenance.text.fingerprint import fingerprints
from provenance.text.locate import find
from provenance.text.notation import parse, write
from provenance.text.readings import Reading, derive
from tests.linear import growth

LINEAR = 13
"""Ten times the text may take this many times as long."""

UNITS = {
    "words": "some words ",
    "brackets": "[a]",
    "escapes": r"\[\*",
    "emphasis": "*a*",
    "marks": "{gap}",
    "labels": "[a]{gloss by=x}",
    "values": '{u by="a b"|x}',
    "calls": "[^1]a",
    "lines": "a\n| b",
    "spaces": "x    ",
    "unclosed": "a{u|[",
    "half marks": "{u",
    "stars": "**",
    "carets": "[^",
    "spaces only": " ",
}


def _work(source: str) -> None:
    try:
        text = parse(source)
    except InputError:
        return
    write(text)
    for reading in Reading:
        derive(text, reading)
    fingerprints(text)
    for words in ("a b a", " x", "nowhere at all"):
        try:
            find(text, Locator(words=words))
        except InputError:
            continue


@pytest.mark.alone
@pytest.mark.slow
@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_ten_times_the_text_takes_about_ten_times_as_long(unit: str) -> None:
    def source(size: int) -> str:
        return f"%text 1\n\na{unit * (size // len(unit))}.\n"

    assert growth(_work, source(5_000), source(50_000), enough=LINEAR) <= LINEAR


@pytest.mark.alone
@pytest.mark.slow
def test_many_blocks_are_read_in_proportion() -> None:
    def source(count: int) -> str:
        return "%text 1\n" + "".join(f"\n¶{n} Words of paragraph [{n}].\n" for n in range(count))

    assert growth(_work, source(200), source(2_000), enough=LINEAR) <= LINEAR
