"""A mend that is typed as it is shown gives the shell the words that were meant."""

from __future__ import annotations

import shlex
import subprocess

import pytest

from provenance.audit.typed import quoted


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("plain", "plain"),
        ('p1 "two words"', """'p1 "two words"'"""),
        ("""p1 "the keeper's oil\"""", r'''"p1 \"the keeper's oil\""'''),
        ("it's $HOME `id` \\ !", None),
    ],
)
def test_words_reach_a_command_as_they_are_and_an_apostrophe_is_read_as_one(words: str, shown: str | None) -> None:
    assert shlex.split(quoted(words)) == [words]
    said = subprocess.run(["sh", "-c", f"printf %s {quoted(words)}"], capture_output=True, text=True, check=True)
    assert said.stdout == words
    assert shown is None or quoted(words) == shown
