from __future__ import annotations

import pytest

from provenance.diff import telling
from provenance.diff.compare import compare_texts
from provenance.diff.difference import BlockChange, Difference, Side
from provenance.diff.reports import terminal
from provenance.model.fingerprint import Fingerprint, write_fingerprints
from provenance.text.dossier import Dossier
from tests.diff.specimen import ID, RECORD, body, passages

PARAGRAPHS = (
    "The crews have been without bread for nine days, and the bakers have been arrested.",
    "There is flour in the harbour, and nobody may touch it without a slip.",
    "We asked twice, and the men of the second watch sold their boots.",
    "Send rope by the fourteenth and coal when the ice lets you.",
)
BASE = body(*PARAGRAPHS)


def one(right: str, left: str = BASE) -> BlockChange:
    (change,) = compare_texts(passages(left), passages(right))
    return change


MOVED = "%text 1\n" + "".join(f"\n¶{n + 1} {PARAGRAPHS[n]}\n" for n in (1, 2, 0, 3))


@pytest.mark.parametrize(
    ("right", "heading", "verdict"),
    [
        (BASE.replace("nine", "ten"), "¶1 changed", "1 substantive"),
        (BASE.replace("nine", "Nine").replace("days,", "days;"), "¶1 changed", "2 accidental (capitals, punctuation)"),
        (BASE.replace(", and nobody", ",\n\n¶2a and nobody"), "¶2 split into ¶2, ¶2a", ""),
        (BASE.replace("slip.\n\n¶3 We", "slip. We"), "¶2, ¶3 merged into ¶2", ""),
        (MOVED, "¶1 moved", ""),
        (MOVED.replace("nine", "ten"), "¶1 moved and changed", "1 substantive"),
        (BASE.replace("¶4 ", "¶7 "), "¶7 (was ¶4) renumbered", ""),
        (BASE + "\n¶5 Snow came.\n", "¶5 added", ""),
        (BASE.replace("nine", "{u|nine}"), "¶1 marks changed", "1 in the marks"),
        (
            BASE.replace("flour", "flour [lzhet]{gloss by=translator}"),
            "¶2 changed",
            "1 substantive; translator",
        ),
    ],
)
def test_a_change_is_told_as_an_editor_would(right: str, heading: str, verdict: str) -> None:
    change = one(right)
    assert (telling.heading(change), telling.verdict(change)) == (heading, verdict)


def test_a_side_shows_its_own_words_alone() -> None:
    change = one(BASE.replace("nine days", "ten days"))
    assert [(p.role, p.text) for p in telling.side(change, "before") if p.role == "before"] == [("before", "nine")]
    assert "".join(p.text for p in telling.side(change, "after", None)) == PARAGRAPHS[0].replace("nine", "ten")
    assert "".join(p.text for p in telling.side(change, "before", None)) == PARAGRAPHS[0]
    assert [p.text for p in telling.side(one(BASE + "\n¶5 Snow came.\n"), "after")] == ["Snow came."]


def test_long_equal_stretches_are_cut_and_short_ones_are_not() -> None:
    cut = [piece.role for piece in telling.inline(one(BASE.replace("nine", "ten")))]
    assert cut.count("cut") == 2
    short = [piece.role for piece in telling.inline(one(body("a b c"), body("a x c")))]
    assert "cut" not in short


def test_values_are_shown_on_one_line() -> None:
    assert telling.value(None) == ""
    assert telling.value({"a": ["x", "y"], "b": {"c": "z"}}) == "{a: [x, y], b: {c: z}}"


def test_of_a_set_what_came_and_went_is_told() -> None:
    assert telling.set_change(["a", "b"], ["b", "c"]) == (["a"], ["c"])
    assert telling.set_change(["a", "b"], ["b", "a"]) is None
    assert telling.set_change("a", "b") is None


def test_a_side_without_a_record_is_named() -> None:
    assert telling.sides(Difference(Side(name="a.txt"), Side("x/y", "web", "v3"), "document")) == (
        "a.txt → x/y:web@v3 (document reading)"
    )
    assert str(Side("x/y", commit="0123456789abcdef")) == "x/y@0123456789"


def test_withheld_blocks_are_told_without_words() -> None:
    from provenance.diff.compare import compare

    def kept(*groups: tuple[str, str]) -> Dossier:
        made = [Fingerprint((place,), "v1", 9, digest * 64, digest * 64) for place, digest in groups]
        content = write_fingerprints(made).encode()
        return Dossier(ID, {"record.yaml": RECORD.encode(), "editions/web.fingerprints": content})

    before = kept(("p1", "a"), ("p2", "b"), ("p3", "c"))
    after = kept(("p1", "a"), ("p2", "d"), ("p4", "c"), ("p5", "e"))
    found = compare(before, after, left=Side("x/y", version="v1"), right=Side("x/y", version="v2"))
    assert [(change.change, change.ids_before, change.ids_after) for change in found.blocks] == [
        ("changed", ("p2",), ("p2",)), ("renumbered", ("p3",), ("p4",)), ("added", (), ("p5",)),
    ]  # fmt: skip
    shown = terminal.render(found)
    assert "withheld" in shown
    assert [change.change for change in found.inverted().blocks] == ["changed", "renumbered", "removed"]
