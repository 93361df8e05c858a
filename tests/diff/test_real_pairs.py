"""Real corrections by real editors: every word they changed is found, and where they changed marks no word is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

from provenance.diff.compare import compare_texts
from tests.diff.specimen import passage
from tests.shared import CORPORA, needs_shared

if TYPE_CHECKING:
    from pathlib import Path

    from provenance.text.readings import Passage

PAIRS = CORPORA / "frus_pairs"
BLOCKS = frozenset(("head", "p", "note", "dateline", "signed", "item", "cell", "label", "l", "ab", "opener", "closer"))
ENTRIES: list[dict[str, Any]] = (
    json.loads((PAIRS / "index.json").read_text(encoding="utf-8")) if (PAIRS / "index.json").is_file() else []
)


def blocks_of(path: Path) -> tuple[Passage, ...]:
    """The printed blocks of a TEI document as plain text: tags dropped, white space folded."""
    root = etree.parse(path).getroot()
    body = next((found for found in root.iter("{*}text")), root)
    found: list[str] = []
    _collect(body, found, [])
    folded = [" ".join(words.split()) for words in found]
    return tuple(
        passage(words, place=f"u{number}") for number, words in enumerate((words for words in folded if words), 1)
    )


def _collect(element: Any, found: list[str], open_block: list[str]) -> None:
    """The text of each block apart, a block within a block (a note in its sentence) by itself."""
    if not isinstance(element.tag, str):
        open_block.append(element.tail or "")
        return
    is_block = etree.QName(element).localname in BLOCKS
    own: list[str] = [] if is_block else open_block
    own.append(element.text or "")
    for child in element:
        _collect(child, found, own)
    if is_block:
        found.append("".join(own))
    open_block.append(element.tail or "")


@needs_shared
@pytest.mark.parametrize("entry", ENTRIES, ids=[entry["folder"] for entry in ENTRIES])
def test_a_real_correction_is_found_word_for_word(entry: dict[str, Any]) -> None:
    before, after = (blocks_of(PAIRS / entry["folder"] / name) for name in ("before.xml", "after.xml"))
    assert len(before) > 3
    changes = compare_texts(before, after)
    words = [word for change in changes for word in change.changed_words()]
    if entry["markup_only"]:
        assert not words
        assert not changes
        return
    expected = [(one["before"], one["after"]) for one in entry["words_changed"]]
    assert [change.change for change in changes] == ["changed"] * len(changes)
    assert len(words) == len(expected)
    for word, (was, now) in zip(words, expected, strict=True):
        # the index counts what stands between spaces as a word: a sign beside it may belong to either
        assert was.startswith(word.before.strip())
        assert now.startswith(word.after.strip()) or word.after.strip() in now
        assert word.class_ == "substantive"
