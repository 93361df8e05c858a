"""An import of many records killed at each tenth of its way: whole records or none, and it goes on (T14)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from provenance.model.address import RecordId
from provenance.model.correction import Decision, FileEdit, Receipt
from provenance.store.archive import Archive
from provenance.store.bulk import correct_many
from tests.faults.conftest import Scene
from tests.faults.killing import killed_at
from tests.faults.scene import AUTHOR, git
from tests.faults.standing import fsck

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.slow

COUNT, BATCH = 200, 20
IDS = tuple(RecordId(f"lights/doc-{number:03}") for number in range(COUNT))
STEPS = (20, 30, 620, 40, 250, 700, 480, 560, 90, 640)
"""The steps at which the runs are killed: a batch takes some 450, of which the branch moves in the first 40; what a
killed one left is finished first."""
WHY = Decision(reason="Typed from the page.", kind="import")
TEXT = "%text 1\n\n¶1 The light of number {} burns.\n"
YAML = (
    "schema: 1\nspecimen: invented\ntitle: Light {}\ndate: {{edtf: 1931-03-03, basis: stated, where: title}}\n"
    "editions:\n  ours:\n    state: living\n    text: present\n"
)


def files(record: RecordId) -> list[FileEdit]:
    return [
        FileEdit(record, "record.yaml", YAML.format(record[-3:]).encode()),
        FileEdit(record, "editions/ours.txt", TEXT.format(record[-3:]).encode()),
    ]


def bring_in(scene: Scene, records: Sequence[RecordId]) -> int:
    with Archive.open(scene.top, environ=scene.environ, author=AUTHOR) as archive:
        made = correct_many(archive, [(files(record), WHY) for record in records], batch=BATCH)
        return sum(isinstance(one, Receipt) for one in made)


def present(scene: Scene) -> list[RecordId]:
    """The records that are in, each whole."""
    with Archive.open(scene.top, environ=scene.environ) as archive:
        snapshot = archive.snapshot()
        found = [record for record in snapshot.ids() if record in IDS]
        for record in found:
            assert dict(snapshot.dossier(record).files) == {one.name: one.content for one in files(record)}
    return found


def test_t14_an_import_of_200_killed_at_each_tenth_goes_on_and_doubles_nothing(scene: Scene) -> None:
    seen = []
    for tenth, step in enumerate(STEPS, start=1):
        killed_at(step, partial(bring_in, scene, IDS[: tenth * BATCH]))
        seen.append(len(present(scene)))
        assert seen[-1] % BATCH == 0, "a batch is whole or absent"
    assert seen == sorted(seen)
    assert len(set(seen)) > 3, "the kills fell on the same batch"
    bring_in(scene, IDS)
    assert sorted(present(scene)) == sorted(IDS)
    added = git(scene.top, scene.environ, "log", "--diff-filter=A", "--name-only", "--format=", "--", "records/lights")
    names = added.split()
    assert len(names) == len(set(names)) == 2 * COUNT
    assert git(scene.top, scene.environ, "status", "--porcelain") == ""
    assert fsck(scene.top, scene.environ) == []
