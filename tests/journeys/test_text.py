from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from provenance.errors import InputError
from provenance.model.address import Locator, RecordId
from provenance.model.correction import Decision, FileEdit, Receipt, WordsEdit
from provenance.store.archive import Archive
from provenance.store.bulk import correct_as_one, correct_many
from provenance.store.withheld import detach
from tests.journeys.conftest import SPECIMEN, Desk

IN_COPYRIGHT = "http://rightsstatements.org/vocab/InC/1.0/"


@pytest.fixture
def withheld(archive: Desk) -> Desk:
    """A desk in an archive that holds the specimen's record and fingerprints; its text never was in it."""
    archive("import", str(SPECIMEN), "--id", "lights/doc-014", "--withheld")
    archive("text", "detach", "doc-014")
    return archive


def git(desk: Desk, *args: str, status: int = 0) -> str:
    done = subprocess.run(["git", *args], cwd=desk.folder, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


def words_of(text: str, length: int = 8) -> set[str]:
    """Every run of so many words: what a leak would hold."""
    words = text.split()
    return {" ".join(words[at : at + length]) for at in range(len(words) - length + 1)}


def leaked(haystack: bytes, needles: set[str]) -> set[str]:
    folded = " ".join(haystack.decode("utf-8", "replace").split())
    return {needle for needle in needles if needle in folded}


def every_object(desk: Desk) -> bytes:
    """Every object of the repository, packed or not, reachable or not."""
    names = git(desk, "cat-file", "--batch-all-objects", "--batch-check=%(objectname) %(objecttype)").splitlines()
    return b"\n".join(
        subprocess.run(["git", "cat-file", kind, oid], cwd=desk.folder, capture_output=True, check=True).stdout
        for oid, kind in (line.split() for line in names)
        if kind != "tree"
    )


def body(desk: Desk) -> set[str]:
    """The words of the document itself, as the attached text reads."""
    blocks = desk("show", "doc-014", "--reading", "printed", "--json").json()["blocks"]
    return {run for block in blocks if block["number"] for run in words_of(block["words"])}


def test_a_text_is_withheld_and_its_owner_can_still_check_a_copy(lights: Desk) -> None:
    lights("text", "detach", "doc-014", "-m", "The publisher has not agreed")
    folder = lights.folder / "records/lights/doc-014/editions"
    assert [path.suffix for path in folder.iterdir()] == [".fingerprints"]
    assert lights("show", "doc-014", "--json").json()["editions"]["print"]["text"] == "withheld"
    assert "withheld" in lights("show", "doc-014", "--reading", "printed", status=2).err
    assert lights("verify-text", "doc-014", str(SPECIMEN), "--json").json()["agrees"] is True
    changed = lights.folder.parent / "other.txt"
    changed.write_text(SPECIMEN.read_text(encoding="utf-8").replace("thirty-one", "thirty-two"), encoding="utf-8")
    answer = lights("verify-text", "doc-014", str(changed), "--json", status=1).json()
    assert [block["ids"] for block in answer["blocks"] if block["state"] != "same"] == [["p5"]]
    assert lights("text", "detach", "doc-014", "-m", "again", status=2).err


def test_an_erratum_over_a_withheld_text_stays_and_counts_as_unchecked(lights: Desk) -> None:
    lights(
        "correct", "doc-014", "--where", 'p1 "were trimmed"', "--to", "have been trimmed", "--kind", "erratum",
        "-m", "Misquotes ¶7",
    )  # fmt: skip
    lights("text", "detach", "doc-014", "-m", "The publisher has not agreed")
    assert lights("show", "doc-014", "--json").json()["editions"]["print"]["errata"]
    assert lights("audit", "doc-014", "--exit-zero").out


def test_an_attached_text_is_read_here_and_taken_by_no_commit(withheld: Desk) -> None:
    tip = withheld.tip()
    assert "on this machine alone" in withheld("text", "attach", "doc-014", str(SPECIMEN)).out
    assert "thirty-one" in withheld("show", "doc-014", "--reading", "printed").out
    assert "QUO003" not in withheld("audit", "doc-014", "--exit-zero").out
    assert withheld("verify-text", "doc-014", str(SPECIMEN), "--json").json()["agrees"] is True
    other = withheld.folder.parent / "other.txt"
    other.write_text(SPECIMEN.read_text(encoding="utf-8").replace("thirty-one", "thirty-two"), encoding="utf-8")
    assert "thirty-[-one-]{+two+}" in withheld("diff", "doc-014:print", str(other)).out
    git(withheld, "add", "-A", "-f")
    assert "nothing to commit" in git(withheld, "commit", "-m", "all of it", status=1)
    assert withheld.tip() == tip
    assert "taken away" in withheld("text", "detach", "doc-014").out
    withheld("show", "doc-014", "--reading", "printed", status=2)


def test_a_copy_that_disagrees_is_not_attached_and_one_is_told_where(withheld: Desk) -> None:
    other = withheld.folder.parent / "other.txt"
    other.write_text(SPECIMEN.read_text(encoding="utf-8").replace("thirty-one", "thirty-two"), encoding="utf-8")
    done = withheld("text", "attach", "doc-014", str(other), status=1)
    assert "p5" in done.out
    assert "nothing was attached" in done.out
    withheld("show", "doc-014", "--reading", "printed", status=2)


def test_a_copy_within_reach_of_git_add_is_not_attached(withheld: Desk) -> None:
    inside = withheld.folder / "my-copy.txt"
    inside.write_bytes(SPECIMEN.read_bytes())
    assert "git add -A" in withheld("text", "attach", "doc-014", str(inside), status=2).err


def test_a_withheld_text_is_in_no_object_cache_message_or_page(withheld: Desk) -> None:
    withheld("text", "attach", "doc-014", str(SPECIMEN))
    needles = body(withheld)
    assert len(needles) > 100
    withheld("correct", "doc-014", "--set", "/type=letter", "-m", "It is one")
    withheld("audit", "--exit-zero")
    withheld("search", "harbour", status=None)
    withheld("export", "doc-014", status=None)
    withheld("release", "2026.1")
    withheld("site", "build", status=None)
    assert leaked(every_object(withheld), needles) == set()
    common = withheld.folder / ".git"
    kept = [path for path in withheld.folder.rglob("*") if path.is_file() and "objects" not in path.parts]
    holding = {path for path in kept if leaked(path.read_bytes(), needles)}
    assert {path.parent for path in holding} == {common / "provenance/withheld/lights/doc-014/print"}
    for typed in (("history", "--json"), ("changelog",), ("status",), ("list",), ("show", "doc-014@v1", "--json")):
        assert not leaked(withheld(*typed, status=None).out.encode(), needles) or typed[0] == "show"


@pytest.mark.parametrize(
    "rights",
    [
        ("--set", "/editions/print/text=withheld"),
        ("--add", f"/rights={{text: {{status: unknown, statement: '{IN_COPYRIGHT}'}}}}"),
        ("--add", "/rights={text: {status: withheld}}"),
        ("--add", "/editions/print/rights={status: withheld}"),
    ],
)
def test_no_command_commits_a_text_that_the_rights_forbid(lights: Desk, rights: tuple[str, str]) -> None:
    lights("correct", "doc-014", *rights, "-m", "Not ours to publish")
    assert "EDI004" in lights("audit", "doc-014", "--exit-zero").out
    assert "withdraw" in lights("audit", "doc-014", "--exit-zero").out
    refused = lights(
        "correct", "doc-014:print", "--where", "p5", "--from", "thirty-one", "--to", "thirty-two",
        "--kind", "transcription", "-m", "Print has it", status=2,
    )  # fmt: skip
    assert "may not be published" in refused.err
    assert "text attach" in refused.err
    lights("release", "2026.1", status=2)
    lights("text", "detach", "doc-014", "-m", "Not ours to publish")
    there = lights("restore", "doc-014:print", "--to", "v1", "-m", "Back", status=None)
    assert there.status == 2 or "text" not in there.out
    assert not (lights.folder / "records/lights/doc-014/editions/print.txt").exists()


def test_a_volume_that_may_not_be_published_keeps_its_texts_out(archive: Desk) -> None:
    archive("new", "lights", "--title", "Lights")
    rights = f"{{rights: {{status: unknown, statement: '{IN_COPYRIGHT}'}}}}"
    archive("correct", "lights", "--add", f"/volumes={{lights: {rights}}}", "-m", "As its first page says")
    refused = archive("import", str(SPECIMEN), "--id", "lights/doc-014", "--volume", "lights", status=2)
    assert "--withheld" in refused.err
    archive("import", str(SPECIMEN), "--id", "lights/doc-014", "--volume", "lights", "--withheld")
    assert "thirty-one" in archive("show", "doc-014", "--reading", "printed").out


def test_a_commit_by_hand_and_from_edits_cannot_take_it(withheld: Desk) -> None:
    by_hand = withheld.folder / "records/lights/doc-014/editions/print.txt"
    by_hand.write_text("%text 1\n\n¶1 Send flour and rope before the ice closes the harbour.\n", encoding="utf-8")
    tip = withheld.tip()
    assert "may not be published" in withheld("correct", "--from-edits", "-m", "mine", status=2).err
    git(withheld, "add", "-A")
    assert "lights/doc-014:print" in git(withheld, "commit", "-m", "mine", status=1)
    assert withheld.tip() == tip


def test_what_a_commit_past_the_hook_holds_is_not_sent(withheld: Desk) -> None:
    server = withheld.folder.parent / "server.git"
    git(withheld, "init", "--bare", "-q", str(server))
    git(withheld, "remote", "add", "origin", str(server))
    git(withheld, "push", "-q", "-u", "origin", "main")
    by_hand = withheld.folder / "records/lights/doc-014/editions/print.txt"
    by_hand.write_text("%text 1\n\n¶1 Send flour and rope before the ice closes the harbour.\n", encoding="utf-8")
    git(withheld, "add", "-A")
    git(withheld, "commit", "--no-verify", "-q", "-m", "mine")
    assert "--purge" in withheld("push", status=2).err
    git(withheld, "rm", "-q", "records/lights/doc-014/editions/print.txt")
    git(withheld, "commit", "--no-verify", "-q", "-m", "gone")
    assert "may not be published" in withheld("push", status=2).err, "history would take the words along"


def test_a_transcription_of_an_attached_text_shows_its_own_words_alone(withheld: Desk) -> None:
    withheld("text", "attach", "doc-014", str(SPECIMEN))
    needles = body(withheld)
    withheld(
        "correct", "doc-014:print", "--where", "p5", "--from", "thirty-one", "--to", "thirty-two",
        "--kind", "transcription", "-m", "Our typing; the print has 32",
    )  # fmt: skip
    assert "thirty-two" in withheld("show", "doc-014", "--reading", "printed").out
    message = git(withheld, "log", "-1", "--format=%B")
    assert "Was: lights/doc-014:print #p5 to thirty-one. The" in message
    assert "Now: lights/doc-014:print #p5 to thirty-two. The" in message
    newest = withheld("history", "doc-014", "--json").json()["corrections"][0]
    assert [(line["locator"], line["before"], line["after"]) for line in newest["changes"]] == [
        ("p5", "to thirty-one. The", "to thirty-two. The")
    ]
    withheld("verify")
    assert leaked(every_object(withheld), needles) == set()
    withheld("text", "detach", "doc-014")
    kept = [path for path in (withheld.folder / ".git/provenance/withheld").rglob("*") if path.is_file()]
    assert kept == []


def test_an_attached_text_can_be_read_by_its_owner_alone(withheld: Desk) -> None:
    withheld("text", "attach", "doc-014", str(SPECIMEN))
    (kept,) = (path for path in (withheld.folder / ".git/provenance/withheld").rglob("*") if path.is_file())
    assert kept.stat().st_mode & 0o077 == 0
    assert kept.parent.stat().st_mode & 0o077 == 0


def test_beyond_its_budget_a_withheld_text_gives_up_no_words(withheld: Desk) -> None:
    withheld("text", "attach", "doc-014", str(SPECIMEN))
    text = withheld("show", "doc-014", "--reading", "printed", "--json").json()["blocks"]
    long = next(block for block in text if len(block["words"].split()) > 60 and block["number"])
    words = " ".join(long["words"].split()[:50])
    withheld(
        "correct", "doc-014:print", "--where", long["id"], "--from", words, "--to", "Quite other words",
        "--kind", "transcription", "-m", "All of it was misread", status=None,
    )  # fmt: skip
    assert words not in withheld("history", "doc-014", "--json").out
    assert not leaked(every_object(withheld), words_of(words))


def test_words_put_in_count_as_shown_too(withheld: Desk) -> None:
    withheld("text", "attach", "doc-014", str(SPECIMEN))
    missed = " ".join(f"missed{number}" for number in range(200))
    withheld(
        "correct", "doc-014:print", "--where", "p5", "--from", "thirty-one", "--to", f"thirty-one {missed}",
        "--kind", "transcription", "-m", "A passage had been left out",
    )  # fmt: skip
    assert "missed199" in withheld("show", "doc-014", "--reading", "printed").out
    assert b"missed150" not in every_object(withheld)
    assert "missed150" not in withheld("history", "doc-014", "--json").out


def test_the_words_of_many_corrections_are_counted_together(withheld: Desk) -> None:
    withheld("text", "attach", "doc-014", str(SPECIMEN))
    whole = 0
    for block in withheld("show", "doc-014", "--reading", "printed", "--json").json()["blocks"]:
        words = block["words"].split()
        whole += len(words)
        typed = ("--where", block["id"], "--from", " ".join(words[-12:]), "--to", "Quite other words")
        if len(words) > 20 and block["number"]:
            withheld("correct", "doc-014:print", *typed, "--kind", "transcription", "-m", "Misread", status=None)
    said = [line for line in git(withheld, "log", "--format=%B").splitlines() if line.startswith("Was: ")]
    assert said
    assert sum(len(line.split()) - 3 for line in said) <= 0.05 * whole * 1.2, "also where a tokeniser counts otherwise"


def test_a_purge_names_the_copy_that_lies_attached_beside_the_archive(lights: Desk) -> None:
    lights("text", "detach", "doc-014", "-m", "The publisher has not agreed")
    lights("text", "attach", "doc-014", str(SPECIMEN))
    purged = lights("withdraw", "doc-014", "--purge", "-m", "A court has said so").out
    assert "provenance/withheld/lights/doc-014" in purged.replace("\n", "").replace(" ", "")


def test_a_renamed_record_takes_no_withheld_words_to_the_server(lights: Desk) -> None:
    server = lights.folder.parent / "server.git"
    git(lights, "init", "--bare", "-q", str(server))
    git(lights, "remote", "add", "origin", str(server))
    git(lights, "config", "branch.main.remote", "origin")
    git(lights, "config", "branch.main.merge", "refs/heads/main")
    lights("text", "detach", "doc-014", "-m", "The publisher has not agreed")
    lights("rename", "doc-014", "lights/doc-015", "-m", "Counted wrongly")
    lights("rename", "doc-015", "lights/doc-016", "-m", "And again")
    assert "lights/doc-016:print may not be published" in lights("push", status=2).err
    assert "TXT007" in lights("audit", "doc-016", "--exit-zero").out, "history under its earlier ids is its history"


@pytest.mark.parametrize("how", ["withdrawn", "renamed and withdrawn", "edition removed", "record removed"])
def test_a_text_withheld_once_is_not_sent_though_its_record_is_gone(lights: Desk, how: str) -> None:
    server = lights.folder.parent / "server.git"
    git(lights, "init", "--bare", "-q", str(server))
    git(lights, "remote", "add", "origin", str(server))
    git(lights, "config", "branch.main.remote", "origin")
    git(lights, "config", "branch.main.merge", "refs/heads/main")
    lights("text", "detach", "doc-014", "-m", "The publisher has not agreed")
    if how == "edition removed":
        lights("correct", "doc-014", "--remove", "/editions/print", "-m", "Not this one")
        git(lights, "rm", "-q", "records/lights/doc-014/editions/print.fingerprints")
        git(lights, "commit", "--no-verify", "-q", "-m", "gone")
    elif how == "record removed":
        git(lights, "rm", "-q", "-r", "records/lights/doc-014")
        git(lights, "commit", "--no-verify", "-q", "-m", "gone")
    else:
        if how.startswith("renamed"):
            lights("rename", "doc-014", "lights/doc-015", "-m", "Counted wrongly")
        lights("withdraw", "doc-015" if how.startswith("renamed") else "doc-014", "-m", "Not ours to publish")
    said = lights("push", status=2).err
    assert "may not be published" in said
    assert "--purge" in said
    assert git(lights, "ls-remote", "origin") == ""


def test_a_withdrawn_text_that_might_be_published_is_sent(lights: Desk) -> None:
    server = lights.folder.parent / "server.git"
    git(lights, "init", "--bare", "-q", str(server))
    git(lights, "remote", "add", "origin", str(server))
    git(lights, "config", "branch.main.remote", "origin")
    git(lights, "config", "branch.main.merge", "refs/heads/main")
    lights("withdraw", "doc-014", "-m", "No document at all")
    lights("push")


def test_the_notes_of_a_second_release_begin_no_second_budget(lights: Desk) -> None:
    replaced = []
    for block in lights("show", "doc-014", "--reading", "printed", "--json").json()["blocks"]:
        words = " ".join(block["words"].split()[-25:])
        typed = ("correct", "doc-014:print", "--where", block["id"], "--from", words, "--to", "Quite other words")
        if len(words.split()) < 25 or lights(*typed, "--kind", "transcription", "-m", "Misread", status=None).status:
            continue
        replaced.append(words)
        if len(replaced) == 3:
            lights("release", "2026.1")
        if len(replaced) == 4:
            break
    assert len(replaced) == 4
    lights("text", "detach", "doc-014", "-m", "The publisher has not agreed")
    lights("release", "2026.2")
    notes = git(lights, "for-each-ref", "--format=%(contents)", "refs/tags/2026.2", "refs/tags/records/2026.2")
    assert "Misread" in notes
    assert replaced[3][:24] not in notes


def test_words_shown_before_a_text_was_withheld_are_veiled_beyond_the_budget(lights: Desk) -> None:
    text = lights("show", "doc-014", "--reading", "printed", "--json").json()["blocks"]
    replaced = []
    for block in text:
        words = " ".join(block["words"].split()[-25:])
        typed = ("correct", "doc-014:print", "--where", block["id"], "--from", words, "--to", "Quite other words")
        if (
            len(words.split()) == 25
            and lights(*typed, "--kind", "transcription", "-m", "Misread", status=None).status == 0
        ):
            replaced.append(words)
    assert len(replaced) > 3
    assert all(words in lights("history", "doc-014", "--json").out for words in replaced)
    lights("text", "detach", "doc-014", "-m", "The publisher has not agreed")
    lights("release", "2026.1")
    lights("verify", "--release", "2026.1")
    for said in (
        lights("history", "doc-014", "--json").out,
        lights("history", "doc-014", "--json", "--limit", "2").out,
        lights("changelog").out,
        (lights.folder / "CHANGES.jsonl").read_text(encoding="utf-8"),
        git(lights, "for-each-ref", "--format=%(contents)", "refs/tags"),
    ):
        shown = [words for words in replaced if words[:24] in said]
        assert sum(len(words.split()) for words in shown) <= 0.05 * 800, shown


def test_python_can_do_what_the_command_does(withheld: Desk) -> None:
    archive = Archive.open(withheld.folder, author="ada-reader")
    edit = FileEdit(RecordId("lights/doc-014"), "editions/print.txt", b"%text 1\n\n\xc2\xb61 Send flour.\n")
    with pytest.raises(InputError, match="may not be published"):
        archive.correct([edit], Decision(reason="mine", kind="import"), dry_run=True)


def test_detaching_one_of_two_records_with_the_same_text_leaves_the_others_copy(withheld: Desk) -> None:
    withheld("import", str(SPECIMEN), "--id", "lights/doc-015", "--withheld")
    withheld("text", "detach", "doc-015")
    withheld("text", "attach", "doc-014", str(SPECIMEN))
    assert "is not here" in withheld("text", "detach", "doc-015", status=2).err
    withheld("show", "doc-014", "--reading", "printed")
    withheld("text", "attach", "doc-015", str(SPECIMEN))
    withheld("text", "detach", "doc-014")
    withheld("show", "doc-015", "--reading", "printed")
    assert "withheld" in withheld("show", "doc-014", "--reading", "printed", status=2).err


def test_an_attached_text_follows_a_renamed_record_and_is_taken_away_under_either_id(withheld: Desk) -> None:
    withheld("text", "attach", "doc-014", str(SPECIMEN))
    withheld("rename", "doc-014", "lights/doc-015", "-m", "Counted wrongly")
    withheld("show", "doc-015", "--reading", "printed")
    withheld("show", "doc-014@v1", "--reading", "printed")
    withheld("text", "detach", "doc-015")
    assert "withheld" in withheld("show", "doc-015", "--reading", "printed", status=2).err
    kept = [path for path in (withheld.folder / ".git/provenance/withheld").rglob("*") if path.is_file()]
    assert kept == []


def test_two_joined_records_with_the_same_text_keep_a_copy_each(withheld: Desk) -> None:
    withheld("import", str(SPECIMEN), "--id", "lights/doc-015", "--withheld")
    withheld("text", "detach", "doc-015")
    for record in ("doc-014", "doc-015"):
        withheld("text", "attach", record, str(SPECIMEN))
    withheld("correct", "doc-015", "--set", "/editions/print/pages/why=Not paginated", "-m", "Where it stands")
    withheld("join", "doc-014", "doc-015", "--resolve", "/questions/brackets=both", "-m", "One letter, printed twice")
    editions = sorted(withheld("show", "doc-014", "--json").json()["editions"])
    assert len(editions) == 2
    for edition in editions:
        withheld("show", f"doc-014:{edition}", "--reading", "printed")
    withheld("text", "detach", f"doc-014:{editions[0]}")
    withheld("show", f"doc-014:{editions[1]}", "--reading", "printed")
    assert "withheld" in withheld("show", f"doc-014:{editions[0]}", "--reading", "printed", status=2).err


def test_the_attached_text_of_an_earlier_state_is_taken_away_too(withheld: Desk) -> None:
    withheld("text", "attach", "doc-014", str(SPECIMEN))
    other = withheld.folder.parent / "other"
    git(withheld, "clone", "-q", ".", str(other))
    elsewhere = Archive.open(other, author="ada-reader")
    prints = elsewhere.snapshot().dossier(RecordId("lights/doc-014")).files["editions/print.fingerprints"]
    lines = prints.decode().splitlines(keepends=True)
    edit = FileEdit(RecordId("lights/doc-014"), "editions/print.fingerprints", "".join(lines[:-1]).encode())
    elsewhere.correct([edit], Decision(reason="The last note is not in the print", kind="transcription"))
    git(withheld, "pull", "-q", "--ff-only", str(other), "main")
    assert "withheld" in withheld("show", "doc-014", "--reading", "printed", status=2).err
    assert "earlier state" in withheld("text", "detach", "doc-014", "--dry-run").out
    assert "earlier state" in withheld("text", "detach", "doc-014").out
    kept = [path for path in (withheld.folder / ".git/provenance/withheld").rglob("*") if path.is_file()]
    assert kept == []


def test_python_withholds_a_text_in_three_lines(lights: Desk) -> None:
    archive = Archive.open(lights.folder, author="ada-reader")
    receipt = detach(archive, RecordId("lights/doc-014"), "print", Decision(reason="The publisher has not agreed"))
    assert receipt.written
    assert lights("show", "doc-014", "--json").json()["editions"]["print"]["text"] == "withheld"
    with pytest.raises(InputError, match="nothing to withhold"):
        detach(archive, RecordId("lights/doc-014"), "print", Decision(reason="again"))


def test_an_attached_text_moves_with_its_edition_to_a_divided_record(withheld: Desk) -> None:
    withheld("text", "attach", "doc-014", str(SPECIMEN))
    withheld("correct", "doc-014", "--add", "/editions/other={state: living}", "-m", "Another is known")
    withheld("divide", "doc-014", "lights/doc-014-b", "--title", "Second", "--edition", "print", "-m", "Two letters")
    withheld("show", "doc-014-b", "--reading", "printed")
    withheld("text", "detach", "doc-014-b")
    kept = [path for path in (withheld.folder / ".git/provenance/withheld").rglob("*") if path.is_file()]
    assert kept == []


def test_a_correction_that_renames_its_block_is_told_at_the_id_that_it_had(withheld: Desk) -> None:
    record = RecordId("lights/doc-014")
    archive = Archive.open(withheld.folder, author="ada-reader")
    prints = archive.snapshot().dossier(record).files["editions/print.fingerprints"].decode()
    now = re.sub("^p5 (.*) [0-9a-f]{64} [0-9a-f]{64}$", rf"k00001 \1 {'a' * 64} {'b' * 64}", prints, flags=re.MULTILINE)
    assert now != prints
    edit = FileEdit(record, "editions/print.fingerprints", now.encode())
    receipt = archive.correct([edit], Decision(reason="Misread", kind="transcription"))
    assert [line.locator for line in receipt.changes] == ["p5"], "one change, at the id that it had"
    assert receipt.subject.endswith("words not shown")


def test_an_editor_opens_the_attached_text_and_leaves_no_draft(
    withheld: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "editor"
    program.write_text(
        f'#!/bin/sh\necho "$1" > {tmp_path}/seen\nstat -c %a "$1" >> {tmp_path}/seen\n'
        "sed -i 's/thirty-one/thirty-two/' \"$1\"\n",
        encoding="utf-8",
    )
    program.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(program))
    typed = ("correct", "doc-014:print", "--kind", "transcription", "-m", "Our typing; the print has 32")
    assert "text attach" in withheld(*typed, status=2).err
    withheld("text", "attach", "doc-014", str(SPECIMEN))
    assert "--kind" in withheld("correct", "doc-014:print", "-m", "Which?", status=2).err
    assert "removed once it is written" in withheld(*typed).err
    copy, mode = (tmp_path / "seen").read_text(encoding="utf-8").split()
    assert mode == "600"
    assert Path(copy).is_relative_to(withheld.folder / ".git")
    assert not Path(copy).exists()
    assert "thirty-two" in withheld("show", "doc-014", "--reading", "printed").out
    assert "Now: lights/doc-014:print #p5 to thirty-two. The" in git(withheld, "log", "-1", "--format=%B")
    assert leaked(every_object(withheld), body(withheld)) == set()


def test_past_the_budget_no_id_stands_for_the_words(withheld: Desk) -> None:
    withheld("text", "attach", "doc-014", str(SPECIMEN))
    text = withheld("show", "doc-014", "--reading", "printed", "--json").json()["blocks"]
    long = next(block for block in text if block["id"] == "p7")
    words = " ".join(long["words"].split()[:50])
    receipt = withheld(
        "correct", "doc-014:print", "--where", long["id"], "--from", words, "--to", "Quite other words",
        "--kind", "transcription", "-m", "All of it was misread",
    ).out  # fmt: skip
    assert "words not shown" in receipt
    assert f"“{long['id']}”" not in receipt
    assert "words not shown" in git(withheld, "log", "-1", "--format=%s")
    assert f"“{long['id']}”" not in withheld("history", "doc-014").out


def test_the_words_of_one_batch_are_counted_together(withheld: Desk) -> None:
    withheld("text", "attach", "doc-014", str(SPECIMEN))
    archive, record = Archive.open(withheld.folder, author="ada-reader"), RecordId("lights/doc-014")
    edits, whole = [], 0
    for block in withheld("show", "doc-014", "--reading", "printed", "--json").json()["blocks"]:
        words = block["words"].split()
        whole += len(words)
        if len(words) > 20 and block["number"]:
            old, place = " ".join(words[-12:]), Locator.parse(block["id"])
            edits.append(WordsEdit(record, "print", place, old, "Quite other words"))
    why = Decision(reason="Misread", kind="transcription")
    done = list(correct_many(archive, [([edit], why) for edit in edits]))
    assert sum(isinstance(one, Receipt) for one in done) > 5
    said = [line for line in git(withheld, "log", "--format=%B").splitlines() if line.startswith("Was: ")]
    assert said
    assert sum(len(line.split()) - 3 for line in said) <= 0.05 * whole * 1.2, "also where a tokeniser counts otherwise"


def test_corrections_of_an_attached_text_as_one_decision_keep_it_attached(withheld: Desk) -> None:
    withheld("text", "attach", "doc-014", str(SPECIMEN))
    archive, record = Archive.open(withheld.folder, author="ada-reader"), RecordId("lights/doc-014")
    pairs = [("p5", "thirty-one", "thirty-two"), ("p5", "towers", "towns")]
    edits = [WordsEdit(record, "print", Locator.parse(place), old, new) for place, old, new in pairs]
    why = Decision(reason="Misread", kind="transcription")
    correct_as_one(archive, [([edit], why) for edit in edits], why)
    assert "thirty-two" in withheld("show", "doc-014", "--reading", "printed").out
    assert "Now: lights/doc-014:print #p5" in git(withheld, "log", "-1", "--format=%B")


def test_dry_runs_of_many_corrections_put_no_text_beside_the_archive_and_tell_the_same(withheld: Desk) -> None:
    withheld("text", "attach", "doc-014", str(SPECIMEN))
    archive, record = Archive.open(withheld.folder, author="ada-reader"), RecordId("lights/doc-014")
    why = Decision(reason="Misread", kind="transcription")
    pairs = [("thirty-one", "thirty-two"), ("thirty-two", "thirty-three")]
    wanted = [([WordsEdit(record, "print", Locator.parse("p5"), old, new)], why) for old, new in pairs]
    attached = withheld.folder / ".git" / "provenance" / "withheld"
    before = sorted(attached.rglob("*.txt"))
    dry = [one.changes for one in correct_many(archive, wanted, dry_run=True) if isinstance(one, Receipt)]
    as_one = correct_as_one(archive, wanted, why, dry_run=True)
    with pytest.raises(InputError):
        correct_as_one(archive, [*wanted, wanted[0]], why)
    assert sorted(attached.rglob("*.txt")) == before
    told = [line.after for lines in dry for line in lines]
    assert [new in words for (_, new), words in zip(pairs, told, strict=True)] == [True, True]
    assert ["thirty-three" in line.after for line in as_one.changes] == [True]
    assert correct_as_one(archive, wanted, why).changes == as_one.changes
    assert "thirty-three" in withheld("show", "doc-014", "--reading", "printed").out


def test_one_altered_word_of_an_unnumbered_block_is_told_at_that_block(archive: Desk) -> None:
    page = archive.folder.parent / "page.txt"
    page.write_text(re.sub("(?m)^[4-8](?=[A-Z])", "", SPECIMEN.read_text(encoding="utf-8")), encoding="utf-8")
    archive("import", str(page), "--id", "lights/doc-014", "--withheld")
    archive("text", "detach", "doc-014")
    mine = archive.folder.parent / "mine.txt"
    mine.write_text(page.read_text(encoding="utf-8").replace("In seven years", "Over seven years"), encoding="utf-8")
    blocks = archive("verify-text", "doc-014", str(mine), "--json", status=1).json()["blocks"]
    other = [one for one in blocks if one["state"] != "same"]
    assert [(one["state"], one["words_here"] == one["words_there"]) for one in other] == [("differs", True)]
    said = archive("verify-text", "doc-014", str(mine), status=1).out
    assert "differs: at least one of its 53 words, as many as in the record" in said
    assert "in your file only" not in said
