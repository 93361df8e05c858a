"""What two editors do in their clones of one server."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from provenance.model.address import Locator, Pointer
from provenance.model.correction import Decision, FieldEdit, WordsEdit
from tests.store.conftest import RECORD

if TYPE_CHECKING:
    from provenance.store.archive import Archive

WHY = Decision(reason="Because.")


def title(archive: Archive, words: str, why: Decision = WHY) -> str:
    """Give the record another title: the correction's id."""
    edit = FieldEdit(RECORD, "set", Pointer.parse("/title"), words)
    return archive.correct([edit], why).correction_id


def words(archive: Archive, place: str, old: str, new: str) -> str:
    """Correct words of the living edition: the correction's id."""
    return archive.correct([WordsEdit(RECORD, "ours", Locator.parse(place), old, new)], WHY).correction_id


def clean(archive: Archive) -> bool:
    """Whether git itself finds the work tree as committed."""
    done = subprocess.run(
        ["git", "status", "--porcelain"],
        cwd=archive.root,
        capture_output=True,
        check=True,
        env=dict(archive.repository.environ),
    )
    return done.stdout == b""
