"""A correction made on an older state finds its words again where blocks were moved, split or joined meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from provenance.errors import ConflictError
from provenance.model.address import Locator
from provenance.model.correction import Decision, FileEdit, WordsEdit
from provenance.store.blame import blame
from tests.store.conftest import RECORD

if TYPE_CHECKING:
    from provenance.store.archive import Archive

WHY = Decision(reason="Misread.")
FIRST = "The crews of the northern boats ask for flour, for rope and for lamp oil before the ice comes."
SECOND = "The harbour is closed since Monday, and nobody was told who had ordered it, or for how long."
THIRD = "We asked twice. Nobody came, and the men of the second watch sold their boots for a sack of rye."
HEAD, TAIL = "We asked twice.", THIRD.removeprefix("We asked twice. ")


def body(*blocks: str) -> str:
    return "%text 1\n" + "".join(f"\n¶{number} {block}\n" for number, block in enumerate(blocks, 1))


def reapplied(archive: Archive, meanwhile: str, where: str, old: str, new: str) -> str:
    """The text after somebody saved ``meanwhile``, and a correction of ``old`` that had not seen it."""
    archive.correct([FileEdit(RECORD, "editions/ours.txt", body(FIRST, SECOND, THIRD).encode())], WHY)
    base = archive.tip
    archive.correct([FileEdit(RECORD, "editions/ours.txt", meanwhile.encode())], WHY)
    archive.correct([WordsEdit(RECORD, "ours", Locator.parse(where), old, new)], WHY, base=base)
    return archive.snapshot().dossier(RECORD).files["editions/ours.txt"].decode()


@pytest.mark.parametrize(
    "meanwhile",
    [
        pytest.param(body(THIRD, FIRST, SECOND), id="moved"),
        pytest.param(body(FIRST, SECOND, HEAD, TAIL), id="split"),
        pytest.param(body(FIRST, f"{SECOND} {THIRD}"), id="joined"),
        pytest.param(body(TAIL, "Something new.", FIRST, SECOND, HEAD), id="split and moved"),
    ],
)
def test_words_are_followed_into_the_block_where_they_stand_now(archive: Archive, meanwhile: str) -> None:
    assert reapplied(archive, meanwhile, "p3", "rye", "barley") == meanwhile.replace("rye", "barley")
    (line,) = (line for line in blame(archive, RECORD, "ours") if "barley" in line.value)
    assert line.entry.version == "v4"


def test_words_that_are_gone_are_a_conflict_and_nothing_is_written(archive: Archive) -> None:
    meanwhile = body(FIRST, SECOND, HEAD)
    with pytest.raises(ConflictError):
        reapplied(archive, meanwhile, "p3", "rye", "barley")
    assert archive.snapshot().dossier(RECORD).files["editions/ours.txt"].decode() == meanwhile
