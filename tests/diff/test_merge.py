from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.diff.choices import Choice, Side
from provenance.diff.merge import merge, merged
from provenance.diff.three_way import join
from provenance.errors import ConflictError, InputError
from provenance.model.address import RecordId
from provenance.text.dossier import Dossier
from tests.diff.specimen import ID, PRINT, RECORD, body, dossier

PARAGRAPHS = (
    "The crews have been without bread for nine days now.",
    "There is flour in the harbour, and nobody may touch it without a slip.",
    "We asked twice, and the men of the second watch sold their boots.",
    "Send rope by the fourteenth and coal when the ice lets you.",
)


def text(source: str) -> Dossier:
    return Dossier(ID, {"record.yaml": RECORD.encode(), "editions/web.txt": source.encode()})


def web(result: Dossier) -> str:
    return result.files["editions/web.txt"].decode()


BASE = body(*PARAGRAPHS)


def test_two_fields_changed_on_two_sides_are_both_changed() -> None:
    ours = dossier(record=RECORD.replace("1931-03-03", "1931-03-04"))
    theirs = dossier(record=RECORD.replace("certainty: high", "certainty: low"))
    result = merge(dossier(), ours, theirs).files["record.yaml"].decode()
    assert result == RECORD.replace("1931-03-03", "1931-03-04").replace("certainty: high", "certainty: low")


def test_comments_of_both_sides_stay() -> None:
    ours = dossier(record=RECORD.replace("# the drafter is disputed", "# the drafter is much disputed"))
    theirs = dossier(record=RECORD.replace("1931-03-03", "1931-03-04") + "# the end\n")
    result = merge(dossier(), ours, theirs).files["record.yaml"].decode()
    assert "# the drafter is much disputed" in result
    assert result.endswith("# the end\n")
    assert "1931-03-04" in result


def test_one_field_changed_in_two_ways_is_a_conflict_that_shows_both() -> None:
    ours = dossier(record=RECORD.replace("1931-03-03", "1931-03-04"))
    theirs = dossier(record=RECORD.replace("1931-03-03", "1931-03-05"))
    with pytest.raises(ConflictError) as caught:
        merge(dossier(), ours, theirs)
    (conflict,) = caught.value.conflicts
    assert conflict["pointer"] == "/date/edtf"
    assert (conflict["base"], conflict["ours"], conflict["theirs"]) == ("1931-03-03", "1931-03-04", "1931-03-05")


@pytest.mark.parametrize(
    ("choice", "date"),
    [(Choice("ours"), "1931-03-04"), (Choice("theirs"), "1931-03-05"), (Choice("text", "1931-03-06"), "1931-03-06")],
)
def test_a_field_that_both_changed_is_settled_by_a_choice_and_all_else_is_kept(choice: Choice, date: str) -> None:
    ours = dossier(record=RECORD.replace("1931-03-03", "1931-03-04") + "note: Seen\n")
    theirs = dossier(record=RECORD.replace("1931-03-03", "1931-03-05").replace("certainty: high", "certainty: low"))
    with pytest.raises(ConflictError) as caught:
        merge(dossier(), ours, theirs)
    result = merge(dossier(), ours, theirs, {caught.value.conflicts[0]["key"]: choice})
    expected = RECORD.replace("1931-03-03", date).replace("certainty: high", "certainty: low") + "note: Seen\n"
    assert result.files["record.yaml"].decode() == expected


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_an_entry_removed_here_and_changed_there_is_settled_by_a_choice(side: Side) -> None:
    start = RECORD.index("attributions:")
    without = RECORD[:start] + RECORD[RECORD.index("editions:") :]
    both = {"ours": dossier(record=without), "theirs": dossier(record=RECORD.replace("y: high", "y: low"))}
    with pytest.raises(ConflictError) as caught:
        merge(dossier(), both["ours"], both["theirs"])
    choices = {conflict["key"]: Choice(side) for conflict in caught.value.conflicts}
    assert merge(dossier(), both["ours"], both["theirs"], choices).record == both[side].record


def test_the_same_change_on_both_sides_is_made_once() -> None:
    side = dossier(record=RECORD.replace("1931-03-03", "1931-03-04"), text=PRINT.replace("nine", "ten"))
    other = dossier(
        record=RECORD.replace("1931-03-03", "1931-03-04") + "note: Seen\n", text=PRINT.replace("nine", "ten")
    )
    assert merge(dossier(), side, other) == other


def test_entries_added_on_both_sides_are_both_there_even_where_the_map_is_new() -> None:
    erratum = "    errata:\n      {}:\n        where: 'p2 \"{}\"'\n        now: x\n"
    anchor = "  print-1958:\n    state: fixed\n    language: en\n"
    ours = dossier(record=RECORD.replace(anchor, anchor + erratum.format("nine", "nine")))
    theirs = dossier(record=RECORD.replace(anchor, anchor + erratum.format("flour", "flour")))
    result = merge(dossier(), ours, theirs)
    assert set(result.record.editions["print-1958"].errata) == {"nine", "flour"}


def test_two_changes_that_only_together_contradict_each_other_are_refused() -> None:
    custody = "custody: {a: {event: moved, date: '1930'}, b: {event: moved, date: '1940'}}\n"
    base, ours, theirs = (
        dossier(record=RECORD + custody.replace("1930", first).replace("1940", second))
        for first, second in (("1930", "1940"), ("1936", "1940"), ("1930", "1934"))
    )
    assert ours.main
    assert theirs.main
    with pytest.raises(InputError, match="custody"):
        merge(base, ours, theirs)


def test_an_entry_removed_and_changed_is_a_conflict() -> None:
    start = RECORD.index("attributions:")
    without = RECORD[:start] + RECORD[RECORD.index("editions:") :]
    ours, theirs = dossier(record=without), dossier(record=RECORD.replace("certainty: high", "certainty: low"))
    for left, right in ((ours, theirs), (theirs, ours)):
        with pytest.raises(ConflictError) as caught:
            merge(dossier(), left, right)
        assert "/attributions/drafter-korneyev" in caught.value.conflicts[0]["pointer"]


SETS = """\
# all who are named
korneyev-pavel: {name: Korneyev, names: [one, two]}
"""


def test_sets_of_texts_are_joined_text_by_text() -> None:
    agents = RecordId.parse("agents")
    base, ours, theirs = (
        Dossier(agents, {"agents.yaml": SETS.replace("one, two", names).encode()})
        for names in ("one, two", "one, two, three", "zero, two")
    )
    result = merge(base, ours, theirs).files["agents.yaml"].decode()
    assert result == SETS.replace("one, two", "zero, two, three")


def test_changes_of_lines_that_touch_are_joined_by_field() -> None:
    # one line holds both fields, so lines alone would not do
    ours = dossier(record=RECORD.replace("1931-03-03, basis: stated", "1931-03-04, basis: stated"))
    theirs = dossier(record=RECORD.replace("1931-03-03, basis: stated", "1931-03-03, basis: inferred"))
    for left, right in ((ours, theirs), (theirs, ours)):
        result = merge(dossier(), left, right).record
        assert (str(result.date.edtf), result.date.basis) == ("1931-03-04", "inferred")


def test_whole_parts_added_and_removed_on_one_line_are_joined_by_field() -> None:
    base = RECORD.replace("date: {", "place: {basis: stated, name: Vardal}\ndate: {")
    ours = dossier(record=base.replace("place: {basis: stated, name: Vardal}\n", "note: Seen\nnumber: 9\n"))
    theirs = dossier(record=base.replace("\ndate: {", "\ntype: telegram\ndate: {"))
    result = merge(dossier(record=base), ours, theirs).record
    assert (result.note, result.number, result.type, result.place.name) == ("Seen", "9", "telegram", None)


fields = st.dictionaries(
    st.sampled_from(["title: Telegram on bread and rope", "certainty: high", "where: title", "role: drafter"]),
    st.sampled_from(["A", "B"]),
    max_size=3,
)


@given(fields, fields)
@settings(deadline=None, max_examples=40)
def test_merging_is_the_same_from_both_sides(ours: dict[str, str], theirs: dict[str, str]) -> None:
    sides = []
    values = {"certainty: high": {"A": "low", "B": "medium"}, "role: drafter": {"A": "author", "B": "addressee"}}
    for changed in (ours, theirs):
        record = RECORD
        for line, value in changed.items():
            new = values.get(line, {}).get(value, f"p1 {value}" if line.startswith("where") else f"word {value}")
            record = record.replace(line, f"{line.partition(':')[0]}: {new}")
        sides.append(dossier(record=record))
    clash = any(theirs.get(line, value) != value for line, value in ours.items())
    if clash:
        for left, right in (sides, sides[::-1]):
            with pytest.raises(ConflictError):
                merge(dossier(), left, right)
    else:
        one, other = merge(dossier(), *sides), merge(dossier(), *sides[::-1])
        assert one.record == other.record


def test_different_words_of_one_block_are_both_changed() -> None:
    ours = text(BASE.replace("nine days", "ten days"))
    theirs = text(BASE.replace("The crews", "All crews"))
    assert web(merge(text(BASE), ours, theirs)) == BASE.replace("nine days", "ten days").replace(
        "The crews", "All crews"
    )


def test_the_same_words_changed_in_two_ways_are_a_conflict_that_names_the_block() -> None:
    ours, theirs = text(BASE.replace("nine days", "ten days")), text(BASE.replace("nine days", "six days"))
    with pytest.raises(ConflictError) as caught:
        merge(text(BASE), ours, theirs)
    (conflict,) = caught.value.conflicts
    assert conflict["block"] == "p1"
    assert "nine" in conflict["base"]
    assert "ten" in conflict["ours"]
    assert "six" in conflict["theirs"]


def test_an_edit_goes_with_its_block_where_the_other_side_moved_it() -> None:
    moved = body(*PARAGRAPHS).replace(f"\n¶1 {PARAGRAPHS[0]}\n", "")
    moved += f"\n¶1 {PARAGRAPHS[0]}\n"
    edited = BASE.replace("nine days", "ten days")
    for ours, theirs in ((moved, edited), (edited, moved)):
        assert web(merge(text(BASE), text(ours), text(theirs))) == moved.replace("nine days", "ten days")


def test_an_edit_follows_its_words_where_the_other_side_split_the_block() -> None:
    split = BASE.replace(", and nobody may", ".\n\n¶2a#p2a And nobody may")
    edited = BASE.replace("without a slip", "without a written slip")
    for ours, theirs in ((split, edited), (edited, split)):
        result = web(merge(text(BASE), text(ours), text(theirs)))
        assert result == split.replace("without a slip", "without a written slip")


def test_an_edit_follows_its_words_where_the_other_side_merged_two_blocks() -> None:
    joined = BASE.replace("slip.\n\n¶3 We asked", "slip; we asked")
    edited = BASE.replace("sold their boots", "sold their coats")
    for ours, theirs in ((joined, edited), (edited, joined)):
        assert web(merge(text(BASE), text(ours), text(theirs))) == joined.replace("boots", "coats")


def test_two_insertions_at_one_place_are_both_kept_and_said() -> None:
    anchor = f"{PARAGRAPHS[1]}\n"
    ours = text(BASE.replace(anchor, anchor + "\n¶#k1 Snow came over the bay.\n"))
    theirs = text(BASE.replace(anchor, anchor + "\n¶#k2 The bakers were arrested.\n"))
    result = merged(text(BASE), ours, theirs)
    assert web(result.dossier).index("Snow") < web(result.dossier).index("bakers")
    assert "after p2" in result.notices[0]


def test_a_block_deleted_and_edited_is_a_conflict() -> None:
    ours = text(BASE.replace(f"\n¶2 {PARAGRAPHS[1]}\n", ""))
    theirs = text(BASE.replace("without a slip", "without a written slip"))
    for left, right in ((ours, theirs), (theirs, ours)):
        with pytest.raises(ConflictError) as caught:
            merge(text(BASE), left, right)
        assert caught.value.conflicts[0]["block"] == "p2"


def test_a_block_deleted_on_one_side_and_left_alone_on_the_other_is_gone() -> None:
    gone = BASE.replace(f"\n¶2 {PARAGRAPHS[1]}\n", "")
    edited = BASE.replace("nine days", "ten days")
    for ours, theirs in ((gone, edited), (edited, gone)):
        assert web(merge(text(BASE), text(ours), text(theirs))) == gone.replace("nine days", "ten days")


def test_split_in_two_ways_is_a_conflict() -> None:
    ours = text(BASE.replace(", and nobody may touch", ".\n\n¶#k1 And nobody may touch"))
    theirs = text(BASE.replace(", and nobody may touch", ".\n\n¶#k2 Yet nobody may touch"))
    with pytest.raises(ConflictError):
        merge(text(BASE), ours, theirs)


def test_blocks_moved_in_two_ways_are_a_conflict() -> None:
    ours = body(*PARAGRAPHS)
    first, *others = (f"\n¶{n} {words}\n" for n, words in enumerate(PARAGRAPHS, 1))
    head = "%text 1\n"
    ours = head + others[0] + first + "".join(others[1:])
    theirs = head + first + others[1] + others[0] + others[2]
    with pytest.raises(ConflictError) as caught:
        merge(text(BASE), text(ours), text(theirs))
    assert caught.value.conflicts[0]["key"].endswith("#order")


def test_sections_stay_where_a_word_is_changed_inside_and_another_outside() -> None:
    ours = dossier(text=PRINT.replace("for a week", "for a month"))
    theirs = dossier(text=PRINT.replace("sack of rye", "bag of rye"))
    result = merge(dossier(), ours, theirs).files["editions/web.txt"].decode()
    assert result == PRINT.replace("for a week", "for a month").replace("sack of rye", "bag of rye")


def test_a_file_taken_away_and_changed_is_a_conflict() -> None:
    without = Dossier(ID, {"record.yaml": RECORD.encode()})
    with pytest.raises(ConflictError) as caught:
        merge(text(BASE), without, text(BASE.replace("nine", "ten")))
    assert caught.value.conflicts[0]["file"] == "editions/web.txt"


def test_one_id_given_on_both_sides_to_different_blocks_is_refused_not_written() -> None:
    ours = text(BASE.replace(f"{PARAGRAPHS[0]}\n", f"{PARAGRAPHS[0]}\n\n¶#k1 Snow came over the bay.\n"))
    theirs = text(BASE.replace(f"{PARAGRAPHS[2]}\n", f"{PARAGRAPHS[2]}\n\n¶#k1 The bakers were arrested.\n"))
    with pytest.raises(ConflictError) as caught:
        merge(text(BASE), ours, theirs)
    (conflict,) = caught.value.conflicts
    assert "cannot be read" in conflict["problem"]
    assert merge(text(BASE), ours, theirs, {conflict["key"]: Choice("ours")}).files == ours.files


TELEGRAM = text("%text 1\n\n¶1 The crews ask for flour and rope.\n")
OURS = text("%text 1\n\n¶1 Our crews ask for bread and rope.\n")
THEIRS = text("%text 1\n\n¶1 The crews ask for meal and rope today.\n")


@pytest.mark.parametrize(
    ("choice", "read"),
    [
        (Choice("ours"), "Our crews ask for bread and rope today."),
        (Choice("theirs"), "Our crews ask for meal and rope today."),
        (Choice("text", "oil"), "Our crews ask for oil and rope today."),
        (Choice("text", "ask for oil and rope"), "Our crews ask for oil and rope today."),
    ],
)
def test_words_that_both_changed_are_settled_by_a_choice_and_all_else_is_kept(choice: Choice, read: str) -> None:
    with pytest.raises(ConflictError) as caught:
        merge(TELEGRAM, OURS, THEIRS)
    (conflict,) = caught.value.conflicts
    assert conflict["ours"] == "ask for bread and rope"
    merged = merge(TELEGRAM, OURS, THEIRS, {conflict["key"]: choice})
    assert merged.files["editions/web.txt"] == f"%text 1\n\n¶1 {read}\n".encode()


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_a_block_deleted_here_and_edited_there_is_settled_by_a_choice(side: Side) -> None:
    base = text("%text 1\n\n¶1 The crews ask for flour.\n\n¶2 Nobody came.\n")
    ours = text("%text 1\n\n¶1 The crews ask for flour.\n")
    theirs = text("%text 1\n\n¶1 The crews ask for flour.\n\n¶2 Nobody ever came.\n")
    with pytest.raises(ConflictError) as caught:
        merge(base, ours, theirs)
    merged = merge(base, ours, theirs, {caught.value.conflicts[0]["key"]: Choice(side)})
    assert merged.files == {"ours": ours, "theirs": theirs}[side].files


words = st.lists(st.sampled_from("abcdef"), max_size=12)


@given(words, words, words)
def test_a_join_without_clashes_is_the_same_from_both_sides(
    base: list[str], ours: list[str], theirs: list[str]
) -> None:
    one, other = join(base, ours, theirs), join(base, theirs, ours)
    assert len(one.clashes) == len(other.clashes)
    if not one.clashes:
        assert one.row == other.row


@given(words, words)
def test_a_join_with_an_unchanged_side_is_the_other_side(base: list[str], side: list[str]) -> None:
    assert list(join(base, side, base).row) == side
    assert list(join(base, base, side).row) == side
    assert list(join(base, side, side).row) == side


@st.composite
def edited(draw: st.DrawFn) -> tuple[list[str], list[str], list[str]]:
    """A base, and two sides that change words at least two apart."""
    base = draw(st.lists(st.text("abcdefgh", min_size=3, max_size=6), min_size=8, max_size=30, unique=True))
    places = draw(st.lists(st.integers(0, len(base) - 1), min_size=2, max_size=6, unique=True).map(sorted))
    places = [b for a, b in pairwise([-2, *places]) if b - a > 1]
    ours, theirs = list(base), list(base)
    for number, place in enumerate(places):
        side = ours if number % 2 else theirs
        side[place] = draw(st.sampled_from(["", "NEW", "NEW WORDS"]))
    return base, ours, theirs


@given(edited())
@settings(deadline=None)
def test_words_changed_apart_from_each_other_are_all_changed(case: tuple[list[str], list[str], list[str]]) -> None:
    base, ours, theirs = case
    expected = [o if o != b else t for b, o, t in zip(base, ours, theirs, strict=True)]
    sides = (text(body(" ".join(w for w in row if w) or "x")) for row in (base, ours, theirs))
    assert web(merge(*sides)) == body(" ".join(w for w in expected if w) or "x")
