from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from provenance.errors import ConflictError, DamageError, InputError
from provenance.model.address import Pointer, RecordId
from provenance.model.correction import Decision, FieldEdit
from provenance.store import message
from provenance.store.history import history
from provenance.store.merging import abort, carry_on, pending_merge, resolve
from provenance.store.moving import rename
from provenance.store.sync import pull, push
from provenance.store.verify import verify
from tests.store.clones import WHY, clean, title, words
from tests.store.conftest import RECORD, first_files

if TYPE_CHECKING:
    from collections.abc import Callable

    from provenance.store.archive import Archive

TITLE = f"{RECORD} /title"


def text_of(archive: Archive) -> str:
    return archive.snapshot().dossier(RECORD).files["editions/ours.txt"].decode()


def meet(one: Archive, two: Archive) -> str:
    """Both give the title; the first is published. The second's id."""
    title(one, "Telegram on bread")
    push(one)
    own = title(two, "Telegram on oil", Decision(reason="The draft says oil.", evidence=("fn 1",)))
    words(two, "p2", "Monday", "Tuesday")
    with pytest.raises(ConflictError):
        pull(two)
    return own


@pytest.mark.parametrize(
    "edits",
    [
        (("p1", "flour", "bread"), ("p2", "Monday", "Tuesday")),
        (("p1", "flour", "bread"), ("p1", "rope", "line")),
        (("p1", "The crews", "All crews"), ("p1", "and rope", "or rope")),
    ],
)
def test_other_blocks_and_other_words_of_one_block_merge_without_a_human(
    clones: tuple[Archive, Archive], edits: tuple[tuple[str, str, str], tuple[str, str, str]]
) -> None:
    one, two = clones
    words(one, *edits[0])
    push(one)
    words(two, *edits[1])
    pull(two)
    push(two)
    pull(one)
    assert one.tip == two.tip
    for _, _, new in edits:
        assert new in text_of(one)
    assert verify(one).faults == ()
    assert clean(one)
    assert clean(two)


def test_overlapping_words_are_a_conflict_as_data_and_nothing_is_moved(clones: tuple[Archive, Archive]) -> None:
    one, two = clones
    theirs = words(one, "p1", "ask for flour", "beg for flour")
    push(one)
    ours = words(two, "p1", "crews ask", "crews shout")
    before = two.tip
    with pytest.raises(ConflictError) as caught:
        pull(two)
    assert two.tip == before
    assert clean(two)
    (conflict,) = caught.value.conflicts
    assert conflict["key"] == f"{RECORD}:ours #p1"
    assert conflict["block"] == "p1"
    assert "shout" in conflict["ours"]
    assert "beg" in conflict["theirs"]
    assert conflict["correction_ids"] == [ours, theirs]
    waiting = pending_merge(two)
    assert waiting is not None
    assert waiting.as_json()["conflicts"][0]["settled"] is None


@pytest.mark.parametrize(
    ("typed", "said", "settled"),
    [
        (f"{TITLE}=ours", "Telegram on oil", "ours"),
        (f"{TITLE}=theirs", "Telegram on bread", "theirs"),
        ("/title=Telegram on = bread and oil", "Telegram on = bread and oil", "text"),
    ],
)
def test_a_conflict_is_settled_and_the_correction_keeps_its_id_and_reason(
    clones: tuple[Archive, Archive], typed: str, said: str, settled: str
) -> None:
    one, two = clones
    own = meet(one, two)
    assert resolve(two, [typed]).open == ()
    pulled = carry_on(two)
    assert pulled.replayed[0] == own
    assert len(pulled.replayed) == 2
    assert two.snapshot().dossier(RECORD).record.title == said
    assert "Tuesday" in text_of(two)
    entry = next(entry for entry in history(two) if entry.correction_id == own)
    assert (entry.reason, entry.evidence) == ("The draft says oil.", ("fn 1",))
    stated = message.parse(two.repository.commit(entry.commit).message).decisions[0]
    assert stated.settled == (f"{TITLE} {settled}",)
    assert verify(two).faults == ()
    assert pending_merge(two) is None
    assert clean(two)
    push(two)
    pull(one)
    assert one.tip == two.tip


def test_going_on_before_all_is_settled_is_refused(clones: tuple[Archive, Archive]) -> None:
    meet(*clones)
    before = clones[1].tip
    with pytest.raises(ConflictError):
        carry_on(clones[1])
    assert clones[1].tip == before


@pytest.mark.parametrize("typed", ["/nothing=ours", "ours", "=ours", "harbour/doc-009 /title=ours"])
def test_a_choice_that_names_no_conflict_is_refused_with_those_there_are(
    clones: tuple[Archive, Archive], typed: str
) -> None:
    meet(*clones)
    with pytest.raises(InputError) as caught:
        resolve(clones[1], [typed])
    assert TITLE in caught.value.candidates


@pytest.mark.parametrize(
    ("typed", "column", "why"),
    [("bread [and", 7, "bracket is not closed"), ("{u|x", 1, "not closed"), ("x ] y", 3, "closes nothing")],
)
def test_words_whose_marks_do_not_close_settle_nothing_and_the_place_is_named(
    clones: tuple[Archive, Archive], typed: str, column: int, why: str
) -> None:
    one, two = clones
    words(one, "p1", "flour", "bread")
    push(one)
    words(two, "p1", "flour", "oil")
    with pytest.raises(ConflictError):
        pull(two)
    with pytest.raises(InputError, match=why) as refused:
        resolve(two, [f"#p1={typed}"])
    assert f"{RECORD}:ours #p1" in refused.value.message
    assert refused.value.column == column
    assert refused.value.hint
    waiting = pending_merge(two)
    assert waiting is not None
    assert [conflict["key"] for conflict in waiting.open] == [f"{RECORD}:ours #p1"]
    assert resolve(two, ["#p1=bread [and oil]"]).open == ()
    carry_on(two)
    assert "bread [and oil]" in text_of(two)


@pytest.mark.parametrize(
    ("typed", "subject"),
    [
        ("ours", "doc-001, title: “Telegram on bread” → “Telegram on oil”"),
        ("Telegram on both", "doc-001, title: “Telegram on bread” → “Telegram on both”"),
        ("theirs", "The server's reading kept; not made: doc-001, title: “Telegram on flour” → “Telegram on oil”"),
    ],
)
def test_after_a_settlement_the_subject_tells_what_was_taken(
    clones: tuple[Archive, Archive], typed: str, subject: str
) -> None:
    own = meet(*clones)
    resolve(clones[1], [f"{TITLE}={typed}"])
    carry_on(clones[1])
    assert next(entry.subject for entry in history(clones[1]) if entry.correction_id == own) == subject


def test_words_that_cannot_stand_there_settle_nothing(clones: tuple[Archive, Archive]) -> None:
    one, two = clones
    for archive, date in ((one, "1931-03-04"), (two, "1931-03-05")):
        archive.correct([FieldEdit(RECORD, "set", Pointer.parse("/date/edtf"), date)], WHY)
    push(one)
    with pytest.raises(ConflictError):
        pull(two)
    with pytest.raises(InputError) as caught:
        resolve(two, ["/date/edtf=1931-06-31"])
    assert caught.value.file == RECORD.path
    waiting = pending_merge(two)
    assert waiting is not None
    assert len(waiting.open) == 1


def test_a_merge_that_is_given_up_leaves_everything_as_it_was(clones: tuple[Archive, Archive]) -> None:
    two = clones[1]
    meet(*clones)
    before = two.tip
    abort(two)
    assert pending_merge(two) is None
    assert two.tip == before
    assert two.snapshot().dossier(RECORD).record.title == "Telegram on oil"
    for verb in (abort, carry_on):
        with pytest.raises(InputError, match="no merge"):
            verb(two)


def test_a_choice_holds_for_what_was_shown_and_for_nothing_newer(clones: tuple[Archive, Archive]) -> None:
    one, two = clones
    meet(one, two)
    resolve(two, [f"{TITLE}=ours"])
    title(one, "Telegram on bread and water")
    push(one)
    with pytest.raises(ConflictError) as caught:
        pull(two)
    assert caught.value.conflicts[0]["theirs"] == "Telegram on bread and water"
    resolve(two, [f"{TITLE}=theirs"])
    carry_on(two)
    assert two.snapshot().dossier(RECORD).record.title == "Telegram on bread and water"


def test_a_later_correction_of_ours_that_stood_on_a_choice_is_asked_about_too(
    clones: tuple[Archive, Archive],
) -> None:
    one, two = clones
    title(one, "Telegram on bread")
    push(one)
    title(two, "Telegram on oil")
    title(two, "Telegram on lamp oil")
    with pytest.raises(ConflictError) as caught:
        pull(two)
    assert len(caught.value.conflicts) == 1
    assert len(resolve(two, [f"{TITLE}=theirs"]).open) == 1
    assert resolve(two, [f"{TITLE}=ours"]).open == ()
    carry_on(two)
    assert two.snapshot().dossier(RECORD).record.title == "Telegram on lamp oil"
    assert verify(two).faults == ()


def test_a_correction_that_the_server_made_too_keeps_its_own_reason(clones: tuple[Archive, Archive]) -> None:
    one, two = clones
    title(one, "Telegram on bread")
    push(one)
    own = title(two, "Telegram on bread", Decision(reason="Seen on the verso."))
    assert pull(two).replayed == (own,)
    entry = next(entry for entry in history(two) if entry.correction_id == own)
    assert (entry.reason, entry.changes) == ("Seen on the verso.", ())
    assert verify(two).faults == ()


def test_two_records_begun_under_one_id_are_a_conflict(clones: tuple[Archive, Archive]) -> None:
    one, two = clones
    other = RecordId("harbour/doc-002")
    for archive, bread in ((one, b"Bread"), (two, b"Oil")):
        files = first_files(other)
        archive.correct(
            [type(files[0])(other, "record.yaml", files[0].content.replace(b"flour", bread)), *files[1:]], WHY
        )  # type: ignore[union-attr]
    push(one)
    with pytest.raises(ConflictError) as caught:
        pull(two)
    assert [conflict["key"] for conflict in caught.value.conflicts] == [f"{other} record.yaml"]
    resolve(two, [f"{other} record.yaml=theirs"])
    carry_on(two)
    assert two.snapshot().dossier(other).record.title == "Telegram on Bread"


def test_files_of_a_bigger_repository_are_replayed_with_their_modes_and_links_are_refused(
    clones: tuple[Archive, Archive], git_in: Callable[..., str]
) -> None:
    one, two = clones
    title(one, "Telegram on bread")
    push(one)
    program = two.root / "print.sh"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    git_in(two, "add", "print.sh")
    git_in(two, "commit", "-q", "-m", "A program")
    pull(two)
    assert clean(two)
    push(two)
    pull(one)
    assert clean(one)
    assert (one.root / "print.sh").stat().st_mode & 0o111
    (one.root / "link").symlink_to("print.sh")
    git_in(one, "add", "link")
    git_in(one, "commit", "-q", "-m", "A link")
    title(two, "Telegram on oil")
    push(two)
    before = one.tip
    with pytest.raises(InputError) as caught:
        pull(one)
    assert caught.value.code == "unusual-file"
    assert one.tip == before


def test_a_merge_by_hand_that_holds_words_of_its_own_is_not_replayed_away(
    clones: tuple[Archive, Archive], git_in: Callable[..., str]
) -> None:
    one, two = clones
    title(one, "Telegram on bread")
    push(one)
    words(two, "p2", "Monday", "Tuesday")
    git_in(two, "fetch", "-q")
    git_in(two, "merge", "-q", "--no-commit", "origin/main")
    (two.root / "notes.txt").write_text("written into the merge\n")
    git_in(two, "add", "notes.txt")
    git_in(two, "commit", "-q", "-m", "Merge by hand")
    title(one, "Telegram on meal")
    push(one)
    before = two.tip
    with pytest.raises(InputError) as caught:
        pull(two)
    assert caught.value.code == "hand-merge"
    assert two.tip == before


def test_a_note_that_a_disk_destroyed_is_named_as_damage(clones: tuple[Archive, Archive]) -> None:
    meet(*clones)
    note = clones[1].repository.state_dir / "merge"
    note.write_bytes(note.read_bytes()[:40])
    with pytest.raises(DamageError) as caught:
        pending_merge(clones[1])
    assert caught.value.file == str(note)


def test_earlier_ids_that_both_sides_added_are_all_there(clones: tuple[Archive, Archive]) -> None:
    one, two = clones
    other = RecordId("harbour/doc-002")
    one.correct(first_files(other), Decision(reason="Typed.", kind="import"))
    push(one)
    pull(two)
    rename(one, RECORD, RecordId("harbour/telegram"), WHY)
    rename(two, other, RecordId("harbour/reply"), WHY)
    push(one)
    pull(two)
    assert two.snapshot().redirects == {"harbour/doc-001": "harbour/telegram", "harbour/doc-002": "harbour/reply"}
    assert two.snapshot().ids() == ("harbour/reply", "harbour/telegram")
    assert clean(two)
    assert verify(two).faults == ()


@pytest.mark.parametrize("renames", [0, 1])
def test_a_record_renamed_on_one_side_and_corrected_on_the_other_is_both(
    clones: tuple[Archive, Archive], renames: int
) -> None:
    new = RecordId("harbour/telegram")
    done = {
        renames: lambda: rename(clones[renames], RECORD, new, WHY),
        1 - renames: lambda: title(clones[1 - renames], "Telegram on bread"),
    }
    done[0]()
    push(clones[0])
    done[1]()
    pull(clones[1])
    two = clones[1]
    assert two.snapshot().ids() == (new,)
    assert two.snapshot().dossier(new).record.title == "Telegram on bread"
    assert clean(two)
    assert verify(two).faults == ()
