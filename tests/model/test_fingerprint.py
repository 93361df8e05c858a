from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import InputError
from provenance.model.fingerprint import HEADER, Fingerprint, read_fingerprints, write_fingerprints
from tests.shared import SAMPLE_FINGERPRINTS, needs_shared

hashes = st.text("0123456789abcdef", min_size=64, max_size=64)
ids = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)
lines = st.tuples(st.just("v1"), st.integers(0, 10**8), hashes, hashes)
groups = st.dictionaries(ids, lines, max_size=8).map(
    lambda made: [Fingerprint((name,), *line) for name, line in made.items()]
)


@given(groups)
def test_fingerprints_written_read_back_the_same(fingerprints: list[Fingerprint]) -> None:
    assert read_fingerprints(write_fingerprints(fingerprints)) == tuple(fingerprints)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("p1 v1 12 " + "a" * 64, "no fingerprint"),
        ("p1 v1 12 " + "A" * 64 + " " + "a" * 64, "no fingerprint"),
        ("p1  v1 12 " + "a" * 64 + " " + "a" * 64, "no fingerprint"),
        ("p1+ v1 12 " + "a" * 64 + " " + "a" * 64, "no fingerprint"),
        ("p0+p0 v1 12 " + "a" * 64 + " " + "a" * 64, "stands in line"),
    ],
)
def test_a_line_of_another_form_is_refused_with_its_number(line: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        read_fingerprints(HEADER + line + "\n", "x.fingerprints")
    assert (caught.value.file, caught.value.line) == ("x.fingerprints", 2)


@given(st.text(max_size=200))
def test_any_text_gives_fingerprints_or_an_input_error(source: str) -> None:
    refusal = None
    try:
        read_fingerprints(source)
    except InputError as error:
        refusal = error
    assert refusal is None or refusal.line is not None


@needs_shared
def test_the_reference_fingerprints_are_written_as_they_are() -> None:
    source = SAMPLE_FINGERPRINTS.read_text(encoding="utf-8")
    found = read_fingerprints(source)
    assert found[0].ids == ("byline", "title")
    assert write_fingerprints(found) == source
