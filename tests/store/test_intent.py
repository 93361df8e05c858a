"""The note of a correction under way: written in a step, read back whole, never guessed at (T10)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import DamageError
from provenance.store import intent
from provenance.store.intent import Intent, PathChange, pending
from provenance.store.repository import Repository
from tests.store.followed import BRANCH, ENVIRONMENT, scratch

words = st.text(st.characters(exclude_categories=[]), max_size=30)
oids = st.none() | st.text("0123456789abcdef", min_size=40, max_size=40)
paths = st.builds(PathChange, words, st.sampled_from(["100644", "100755"]), oids, oids)
intents = st.builds(Intent, st.just(BRANCH), oids, words, words, st.lists(paths, max_size=3).map(tuple), st.booleans())


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    repository = Repository.open(scratch(tmp_path_factory.mktemp("intent") / "archive"), ENVIRONMENT)
    repository.state_dir.mkdir(exist_ok=True)
    return repository


@given(intents)
def test_a_note_is_read_as_it_was_written_whatever_the_message_holds(repository: Repository, note: Intent) -> None:
    intent.write(repository, note)
    assert pending(repository) == note
    intent.remove(repository)
    assert pending(repository) is None


def test_what_a_path_holds_is_not_in_the_note() -> None:
    note = Intent(BRANCH, None, "home", "x", (PathChange("a", "100644", None, None, b"secret words"),))
    assert "secret" not in str(note.as_json())


@pytest.mark.parametrize("source", [b"", b"{", b"[]", b'{"branch": 1}', b'{"paths": [{}]}', b"\xff"])
def test_a_note_that_cannot_be_read_is_damage_and_names_the_file(repository: Repository, source: bytes) -> None:
    path = repository.state_dir / "intent"
    path.write_bytes(source)
    with pytest.raises(DamageError) as damage:
        pending(repository)
    assert damage.value.file == str(path)
    path.unlink()


def test_a_note_that_cannot_be_written_leaves_no_half_one(repository: Repository) -> None:
    (repository.state_dir / "intent").mkdir()
    with pytest.raises(OSError, match="intent"):
        intent.write(repository, Intent(BRANCH, None, "home", "x", ()))
    assert not (repository.state_dir / "intent.half").exists()
    (repository.state_dir / "intent").rmdir()
