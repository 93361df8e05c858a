"""A record or a collection begun by hand: what is known already is checked as in any file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.journeys.conftest import Desk


def test_a_collection_and_a_record_are_begun_with_a_title_or_without(archive: Desk) -> None:
    archive("new", "letters")
    archive("new", "letters/doc-001", "--date", "1923-02-14~", "--type", "letter")
    told = archive("show", "letters/doc-001", "--json").json()
    assert (told["title"], told["title_basis"]) == ("Untitled (doc-001)", "supplied")
    assert told["date"] == {"edtf": "1923-02-14~", "basis": "supplied"}


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        (("letters/doc-001", "--date", "31 June 1923"), "1923-06-30, or 1923-06"),
        (("letters/doc-001", "--date", ""), "leave --date out"),
        (("letters/doc-001", "--title", " "), "leave --title out"),
        (("letters/doc-001/2",), "letters/doc-001-2"),
        (("letters", "--date", "1923"), "provenance new letters/NAME --date 1923"),
    ],
)
def test_what_cannot_be_is_refused_with_the_mend_and_nothing_is_written(
    archive: Desk, typed: tuple[str, ...], hint: str
) -> None:
    tip = archive.tip()
    assert hint in archive("new", *typed, "--json", status=2).json()["error"]["hint"]
    assert archive.tip() == tip


def test_show_tells_the_renderings_the_hands_and_the_custody(archive: Desk) -> None:
    archive("new", "letters/doc-001", "--title", "Letter")
    translation = "{from: {tag: ru, basis: stated}, to: {tag: en, basis: stated}, choices: {mole: {word: mol, "
    for pointer, value in (
        ("/translation", f"{translation}chosen: mole, rejected: [pier, quay]}}}}}}"),
        ("/hands/h2", "{who: lund, medium: pencil, when: 1931-03}"),
        ("/custody/gift", "{event: gift, from: lund, agent: museum, date: 1950~}"),
    ):
        archive("correct", "letters/doc-001", "--add", f"{pointer}={value}", "-m", "As the file has it")
    told = " ".join(archive("show", "letters/doc-001").out.split())
    assert "mol: “mole”, not “pier” or “quay”" in told
    assert "h2: lund, pencil, March 1931" in told
    assert "gift, from lund, to museum, about 1950" in told
