"""Fingerprints: the real ones are reproduced, the values of ``v1`` are pinned, and what agrees is told."""

from __future__ import annotations

import re
from hashlib import sha256

import pytest

from provenance.errors import InputError
from provenance.model.address import Locator
from provenance.model.fingerprint import Fingerprint, read_fingerprints, write_fingerprints
from provenance.text.blocks import EditionText
from provenance.text.fingerprint import Agreement, compare, fingerprints
from provenance.text.locate import find, replace_words
from provenance.text.notation import parse
from tests.shared import SAMPLE, SAMPLE_FINGERPRINTS, needs_shared
from tests.text.every_mark import EVERY_MARK

EIGHT = "one two three four five six seven eight"


def text_of(*blocks: str) -> EditionText:
    return parse("".join(["%text 1\n", *(f"\n{block}\n" for block in blocks)]))


def groups(text: EditionText) -> list[str]:
    return ["+".join(each.ids) for each in fingerprints(text)]


def sample() -> EditionText:
    """The page as a reader copies it, in the notation: glued numbers, one headnote, a flattened call."""
    byline, title, *paragraphs, note = re.split(r"\n\n+", SAMPLE.read_text(encoding="utf-8").strip())
    blocks = ["¶#byline @byline " + byline.replace("\n", "\n| "), f"@title {title}", "::: headnote"]
    tags = {"25": "@dateline ", "26": "@source-note "}
    for paragraph in paragraphs:
        number, words = re.fullmatch(r"(\d+)(.*)", paragraph, re.DOTALL).groups()  # type: ignore[union-attr]
        words = words.replace("Medvedev,1", "Medvedev,[^1]")
        blocks += [f"¶{number} {tags.get(number, '')}{words}", *([":::"] if number == "2" else [])]
    return text_of(*blocks, "[^1]: " + note.removeprefix("1 "))


@needs_shared
def test_every_line_of_the_real_fingerprints_is_reproduced() -> None:
    assert write_fingerprints(fingerprints(sample())) == SAMPLE_FINGERPRINTS.read_text(encoding="utf-8")


@needs_shared
def test_the_owner_of_a_copy_is_told_block_by_block_what_agrees() -> None:
    text = sample()
    there = read_fingerprints(SAMPLE_FINGERPRINTS.read_text(encoding="utf-8"))
    assert {each.state for each in compare(there, text)} == {"same"}
    changed = parse(replace_words(text, find(text, Locator.parse('p9 "reasonable"')), "unreasonable"))
    changed = parse(
        replace_words(changed, find(changed, Locator.parse('p10 "frankness, and trust"')), "frankness and Trust")
    )
    states = {each.ids: each.state for each in compare(there, changed)}
    assert {ids: state for ids, state in states.items() if state != "same"} == {
        ("p9",): "differs",
        ("p10",): "same letters",
    }


def test_scheme_v1_hashes_the_printed_reading_folded_and_composed() -> None:
    text = text_of("¶1 The  cafe\u0301[^1] *of*\n| 9 {u|“Brücken”} [h]e\u00a0said twice.")
    (found,) = fingerprints(text)
    assert found == Fingerprint(
        ("p1",),
        "v1",
        9,  # after UAX 29 '[h]' is a word apart
        sha256("The café of 9 “Brücken” [h]e said twice.".encode()).hexdigest(),
        sha256("thecaféof9brückenhesaidtwice".encode()).hexdigest(),
    )


def test_the_values_of_v1_are_pinned() -> None:
    found = fingerprints(parse(EVERY_MARK))
    assert [("+".join(each.ids), each.words, each.printed[:16], each.loose[:16]) for each in found] == [
        ("byline+title", 14, "f95fcbb69d47bdbb", "4a369e794c43871d"),
        ("p1", 12, "8a9de646297950e7", "ca3a6005fea3ad5b"),
        ("classification+heading+participants+routing", 16, "7cb2d1f13de67c6a", "43c1033a93cc5cbc"),
        ("salutation+p2", 34, "cff961bc8d8305c8", "f9c148c7d3532b44"),
        ("p3", 18, "fd3a26d3d5e35897", "15ba33552f48291e"),
        ("p3a+b1+b2+r1+stamp+p5+p6+p7", 36, "6a64f5860e791fa8", "49478d4fe0a306e8"),
        ("caption+t1", 5, "32545785dd55ba02", "0cbd111d4354de2d"),
        ("n1+n1-2", 10, "e5922a052ab17dd0", "7aa9ea948f3d11e8"),
    ]


def test_short_blocks_are_joined_to_the_next_of_their_section_and_the_last_to_the_one_before() -> None:
    assert groups(text_of("¶1 a b", f"¶2 {EIGHT}", f"¶3 {EIGHT}", "¶4 a")) == ["p1+p2", "p3+p4"]
    assert groups(text_of("¶1 a", "¶2 b", f"¶3 {EIGHT}")) == ["p1+p2+p3"]
    assert groups(text_of("¶1 a")) == ["p1"]
    assert groups(text_of("¶1 a", "¶2 b")) == ["p1+p2"]


def test_blocks_are_not_joined_across_sections() -> None:
    text = text_of(
        "¶1 rest", "::: headnote", "¶2 head", ":::", "::: attachment", "¶3 first", ":::", "::: attachment", "¶4 second",
        ":::", "¶5 rest", "[^1]: note", f"[^2]: {EIGHT}",
    )  # fmt: skip
    assert groups(text) == ["p1+p5", "p2", "p3", "p4", "n1+n2"]


def test_what_is_joined_is_parted_by_one_space() -> None:
    (joined,) = fingerprints(text_of("¶1 a b", f"¶2 {EIGHT}"))
    assert joined.printed == sha256(f"a b {EIGHT}".encode()).hexdigest()


def test_a_blocks_number_and_id_are_not_hashed() -> None:
    (one,), (other,) = fingerprints(text_of(f"¶1 {EIGHT}")), fingerprints(text_of(f"¶7#k @heading {EIGHT}"))
    assert (one.printed, one.loose) == (other.printed, other.loose)


def test_missing_and_extra_blocks_are_told() -> None:
    there = fingerprints(text_of(f"¶1 {EIGHT}", f"¶2 {EIGHT}"))
    assert compare(there, text_of(f"¶1 {EIGHT}", f"¶3 {EIGHT} nine")) == (
        Agreement(("p1",), "same", 8, 8, ("p1",)),
        Agreement(("p2",), "missing", 0, 8),
        Agreement(("p3",), "extra", 9, 0, ("p3",)),
    )


def test_the_fingerprints_decide_the_groups() -> None:
    there = fingerprints(text_of(f"¶1 {EIGHT}", f"¶2 {EIGHT}", f"¶3 {EIGHT}"))
    states = [each.state for each in compare(there, text_of("¶1 shorter now", f"¶2 {EIGHT}", f"¶3 {EIGHT}"))]
    assert states == ["differs", "same", "same"]


def test_an_unknown_scheme_is_refused() -> None:
    with pytest.raises(InputError, match="scheme v2"):
        compare((Fingerprint(("p1",), "v2", 1, "0" * 64, "0" * 64),), text_of("¶1 a"))


def test_words_under_another_number_are_found_by_their_hash() -> None:
    there = fingerprints(text_of(f"¶1 {EIGHT} a", f"¶2 {EIGHT} b", f"¶3 {EIGHT} c", "¶4 last one"))
    here = text_of(f"¶1 {EIGHT} new", f"¶2 {EIGHT} a", f"¶3 {EIGHT}, B", f"¶4 {EIGHT} c", "¶5 last one")
    assert [(each.ids, each.state, each.here) for each in compare(there, here)] == [
        (("p1",), "same", ("p2",)),
        (("p2",), "same letters", ("p3",)),
        (("p3", "p4"), "same", ("p4", "p5")),
        (("p1",), "extra", ("p1",)),
    ]


def test_the_same_words_twice_are_found_once_each() -> None:
    there = fingerprints(text_of(f"¶1 {EIGHT}", f"¶2 {EIGHT}"))
    assert [each.state for each in compare(there, text_of(f"¶7 {EIGHT}"))] == ["same", "missing"]
