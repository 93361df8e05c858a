from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from provenance.errors import ConflictError, InputError
from provenance.model.address import Locator, Pointer, RecordId
from provenance.model.correction import Decision, FieldEdit, FileEdit, WordsEdit
from provenance.ports import FrozenClock, counting
from provenance.store.archive import Archive, create
from provenance.store.history import history, versions
from tests.store.conftest import RECORD, RECORD_YAML, WEB, first_files

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

DATE = Pointer.parse("/date/edtf")
WHY = Decision(reason="The dateline says so.")


def set_date(value: str, record: RecordId = RECORD) -> FieldEdit:
    return FieldEdit(record, "set", DATE, value)


def date_of(archive: Archive) -> str:
    return str(archive.snapshot().dossier(RECORD).record.date.edtf)


# --- beginning


def test_a_new_archive_is_a_repository_with_one_documented_commit(tmp_path: Path, environ: Mapping[str, str]) -> None:
    archive = create(tmp_path / "a", title="Harbours & quays", environ=environ)
    assert archive.settings.title == "Harbours & quays"
    assert archive.person.email == "anna@example.org"
    assert [entry.documented for entry in history(archive)] == [True]
    names = {path.relative_to(archive.root).as_posix() for path in archive.root.rglob("*") if ".git/" not in f"{path}/"}
    assert {
        "provenance.toml",
        "redirects.yaml",
        "records/agents.yaml",
        "mkdocs.yml",
        "docs/index.md",
        ".gitignore",
    } <= names
    status = subprocess.run(["git", "status", "--porcelain"], cwd=archive.root, capture_output=True, check=True)
    assert status.stdout == b""
    fsck = subprocess.run(["git", "fsck", "--strict"], cwd=archive.root, capture_output=True, check=True)
    assert fsck.stdout == b""


def test_agents_can_be_added_to_a_new_archive(archive: Archive) -> None:
    from provenance.model.address import AGENTS

    edit = FieldEdit(RecordId(AGENTS), "add", Pointer.parse("/lund-ap"), "{name: Lund, kind: person}")
    archive.correct([edit], Decision(reason="Signs the resolution."))
    assert archive.snapshot().agents()["lund-ap"].name == "Lund"  # type: ignore[index]


def test_an_archive_needs_its_first_editor(tmp_path: Path) -> None:
    environ = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    with pytest.raises(InputError, match="first editor") as caught:
        create(tmp_path / "a", environ=environ)
    assert "user.email" in (caught.value.hint or "")
    assert not (tmp_path / "a").exists()
    made = create(tmp_path / "a", editor_name="Bo Ek", editor_email="bo@example.org", environ=environ)
    assert list(made.settings.editors) == ["bo-ek"]


def test_an_archive_is_not_made_over_another(archive: Archive, environ: Mapping[str, str]) -> None:
    with pytest.raises(InputError, match="already"):
        create(archive.root, environ=environ)


def test_an_archive_can_be_a_folder_of_a_bigger_repository(tmp_path: Path, environ: Mapping[str, str]) -> None:
    bigger = tmp_path / "bigger"
    bigger.mkdir()
    env = {**environ, "GIT_CONFIG_NOSYSTEM": "1"}

    def git(*args: str) -> None:
        subprocess.run(["git", *args], cwd=bigger, env=env, check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    (bigger / "program.py").write_text("1\n")
    git("add", ".")
    git("commit", "-q", "-m", "A program")
    archive = create(bigger / "the archive", shared=True, environ=environ, new_id=counting())
    archive.correct(first_files(), Decision(reason="Typed."))
    (bigger / "program.py").write_text("2\n")
    git("commit", "-q", "-a", "-m", "Another program")
    assert [entry.subject for entry in history(archive)] == ["New record doc-001", "Begin the archive The archive"]
    assert archive.repository.prefix == "the archive/"
    assert (bigger / "the archive/records/harbour/doc-001/record.yaml").read_bytes() == RECORD_YAML
    assert [version.name for version in versions(archive, RECORD)] == ["v1"]


def test_two_runs_of_the_same_corrections_make_the_same_commit(tmp_path: Path, environ: Mapping[str, str]) -> None:
    tips = []
    for name in ("one", "two"):
        clock = FrozenClock("2026-01-02T10:00:00+00:00")
        create(tmp_path / name, title="A", clock=clock, new_id=counting(), environ=environ)
        archive = Archive.open(tmp_path / name, clock=clock, new_id=counting(5), environ=environ)
        archive.correct(first_files(), Decision(reason="Typed.", kind="import"))
        clock.sleep(3600)
        archive.correct([set_date("1931-03-04")], WHY)
        tips.append(archive.tip)
    assert tips[0] == tips[1]


# --- opening


def test_an_archive_is_found_from_a_folder_inside_it(archive: Archive, environ: Mapping[str, str]) -> None:
    inside = archive.root / "records/harbour/doc-001"
    assert Archive.open(inside, environ=environ).root == archive.root


def test_a_folder_in_no_repository_is_no_archive(tmp_path: Path, environ: Mapping[str, str]) -> None:
    with pytest.raises(InputError, match="no git repository") as caught:
        Archive.open(tmp_path, environ=environ)
    assert "provenance init" in (caught.value.hint or "")


def test_a_repository_without_provenance_toml_is_no_archive(tmp_path: Path, environ: Mapping[str, str]) -> None:
    subprocess.run(["git", "init", "-q", "."], cwd=tmp_path, check=True)
    with pytest.raises(InputError, match=r"provenance\.toml"):
        Archive.open(tmp_path, environ=environ)


def test_a_settings_file_with_a_typing_error_says_where(archive: Archive, git: Callable[..., str]) -> None:
    (archive.root / "provenance.toml").write_text('title = "A\nschema = 1\n')
    git("commit", "-q", "-a", "-m", "Oops")
    with pytest.raises(InputError) as caught:
        Archive.open(archive.root, environ=archive.repository.environ)
    assert (caught.value.file, caught.value.line) == ("provenance.toml", 1)


# --- names


def test_a_record_is_found_by_id_by_short_name_and_by_an_earlier_id(archive: Archive, git: Callable[..., str]) -> None:
    (archive.root / "redirects.yaml").write_text("port/doc-9: harbour/doc-001\nport/doc-8: port/doc-9\n")
    git("commit", "-q", "-a", "-m", "Renamed by hand")
    for name in ("harbour/doc-001", "doc-001", "port/doc-9", "port/doc-8", "doc-9"):
        assert archive.find(name) == RECORD
    assert archive.find("agents") == "agents"
    assert archive.find("harbour") == "harbour"


@pytest.mark.parametrize("name", ["doc-002", "harbor/doc-001", "Doc 001", "x/y/z", "nothing-like-it"])
def test_a_record_that_is_not_there_is_refused_with_what_may_be_meant(archive: Archive, name: str) -> None:
    with pytest.raises(InputError) as caught:
        archive.find(name)
    assert caught.value.code == "no-record"
    assert name == "nothing-like-it" or RECORD in caught.value.candidates or name == "x/y/z"


def test_a_short_name_of_two_records_is_refused_with_both(archive: Archive) -> None:
    other = RecordId("quay/doc-001")
    archive.correct([FileEdit(other, "record.yaml", b"schema: 1\ntitle: Other\n")], Decision(reason="New."))
    with pytest.raises(InputError) as caught:
        archive.find("doc-001")
    assert caught.value.candidates == (RECORD, other)


# --- correcting


def test_a_field_is_corrected_as_one_commit_with_its_trailers(archive: Archive, git: Callable[..., str]) -> None:
    decision = Decision(
        reason="The dateline says so.\n\nSeen on the page.",
        evidence=("p3", "fn 1"),
        reported_by="A reader",
        reviewed_by="Bo",
    )
    before = archive.tip
    receipt = archive.correct([set_date("1931-03-04")], decision)
    assert receipt.written
    assert receipt.version == "v2"
    assert receipt.records == (RECORD,)
    assert receipt.commit == git("rev-parse", "HEAD")
    assert git("rev-parse", "HEAD~1") == before
    assert git("log", "-1", "--format=%B").split("\n") == [
        "doc-001, date: “1931-03-03” → “1931-03-04”",
        "",
        "The dateline says so.",
        "",
        "Seen on the page.",
        "",
        f"Correction-Id: {receipt.correction_id}",
        "Kind: date",
        "Change: harbour/doc-001 /date/edtf",
        "Evidence: p3",
        "Evidence: fn 1",
        "Reported-by: A reader",
        "Reviewed-by: Bo",
    ]
    assert (
        git("log", "-1", "--format=%an <%ae>|%cn <%ce>") == "Anna Lund <anna@example.org>|Anna Lund <anna@example.org>"
    )
    path = archive.root / RECORD.path
    assert path.read_bytes() == RECORD_YAML.replace(b"1931-03-03", b"1931-03-04")
    assert git("status", "--porcelain") == ""


def test_words_of_a_fixed_edition_become_an_erratum_and_the_text_stays(archive: Archive) -> None:
    edit = WordsEdit(RECORD, "web", Locator.parse("p1"), "flour", "flower")
    text = archive.snapshot().dossier(RECORD).files["editions/web.txt"]
    with pytest.raises(InputError, match="fixed edition"):
        archive.correct([edit], WHY)
    receipt = archive.correct([edit], Decision(reason="Misprint.", kind="erratum"))
    after = archive.snapshot().dossier(RECORD)
    assert after.files["editions/web.txt"] == text
    assert [erratum.now for erratum in after.record.editions["web"].errata.values()] == ["flower"]  # type: ignore[index]
    assert receipt.subject == "doc-001 p1, erratum: “flour” → “flower”"


def refused(archive: Archive, edits: list[FieldEdit | WordsEdit], decision: Decision = WHY) -> InputError:
    """The refusal; and nothing was written."""
    before = (
        archive.tip,
        sorted((path, path.read_bytes()) for path in archive.root.rglob("records/**/*") if path.is_file()),
    )
    with pytest.raises(InputError) as caught:
        archive.correct(edits, decision)
    after = (
        archive.tip,
        sorted((path, path.read_bytes()) for path in archive.root.rglob("records/**/*") if path.is_file()),
    )
    assert after == before
    return caught.value


def test_what_cannot_be_is_refused_and_nothing_is_written(archive: Archive) -> None:
    assert refused(archive, [set_date("1931-03-03")]).code == "no-change"
    assert refused(archive, []).code == "no-change"
    assert refused(archive, [set_date("1931-03-04")], Decision(reason=" \n")).code == "no-reason"
    assert refused(archive, [set_date("1931-03-04", RecordId("harbour/doc-009"))]).code == "no-record"
    assert "june" in refused(archive, [set_date("1931-06-31")]).message.lower()
    assert refused(archive, [FieldEdit(RECORD, "set", Pointer.parse("/dates/edtf"), "1931")])
    assert refused(archive, [WordsEdit(RECORD, "ours", None, "no such words", "x")]).code == "not-found"
    assert refused(archive, [WordsEdit(RECORD, "ours", None, "e", "x")]).code in {"several", "not-found"}
    assert refused(archive, [set_date("1931-03-04")], Decision(reason="x", correction_id="me"))


def test_several_records_are_written_whole_or_refused_whole(archive: Archive) -> None:
    other = RecordId("harbour/doc-002")
    third = RecordId("harbour/doc-003")
    archive.correct(first_files(other) + first_files(third), Decision(reason="Typed.", kind="import"))
    edits: list[FieldEdit | WordsEdit] = [
        WordsEdit(record, "ours", None, "flour", "flower") for record in (RECORD, other)
    ]
    receipt = archive.correct(edits, WHY)
    assert receipt.records == (RECORD, other)
    assert receipt.subject == "2 records: “for flour and” → “for flower and”"
    error = refused(archive, [WordsEdit(record, "ours", None, "flour", "x") for record in (third, RECORD, other)])
    assert error.candidates == (RECORD, other)
    assert "flour" in archive.snapshot().dossier(third).files["editions/ours.txt"].decode()


def test_a_dry_run_says_the_same_and_writes_nothing(archive: Archive) -> None:
    before = archive.tip
    receipt = archive.correct([set_date("1931-03-04")], WHY, dry_run=True)
    assert not receipt.written
    assert receipt.commit is None
    assert receipt.changes == archive.correct([set_date("1931-03-04")], WHY).changes
    assert archive.resolve("v1", RECORD) == before


def test_the_correction_is_acknowledged_when_it_is_on_the_branch(archive: Archive, git: Callable[..., str]) -> None:
    seen = []
    archive.correct(
        [set_date("1931-03-04")], WHY, acknowledge=lambda receipt: seen.append((receipt, git("rev-parse", "HEAD")))
    )
    assert len(seen) == 1
    assert seen[0][0].commit == seen[0][1]


def test_t06_a_correction_sent_twice_is_written_once_and_answered_alike(archive: Archive) -> None:
    decision = Decision(reason="Once.", correction_id="01JGFJJZ000000000000000099")
    first = archive.correct([set_date("1931-03-04")], decision)
    again = archive.correct([set_date("1931-03-04")], decision)
    assert (again.correction_id, again.commit, again.version, again.changes) == (
        first.correction_id,
        first.commit,
        first.version,
        first.changes,
    )
    assert len(list(history(archive, RECORD))) == 2


# --- who


def test_nobody_may_correct_and_the_refusal_says_the_mend(archive: Archive, tmp_path: Path) -> None:
    home = tmp_path / "stranger"
    home.mkdir()
    environ = {"PATH": os.environ["PATH"], "HOME": str(home)}
    nobody = Archive.open(archive.root, environ=environ)
    with pytest.raises(InputError, match="who decides") as caught:
        nobody.correct([set_date("1931-03-04")], WHY)
    assert "--author" in (caught.value.hint or "")
    (home / ".gitconfig").write_text("[user]\n\tname = Bo\n\temail = bo@example.org\n")
    stranger = Archive.open(archive.root, environ=environ)
    with pytest.raises(InputError, match="no editor of this archive"):
        stranger.correct([set_date("1931-03-04")], WHY)
    with pytest.raises(InputError) as caught:
        Archive.open(archive.root, environ=environ, author="bo").correct([set_date("1931-03-04")], WHY)
    assert caught.value.candidates == ("anna-lund",)


def test_author_is_who_decided_and_committer_who_applied(
    archive: Archive, git: Callable[..., str], tmp_path: Path
) -> None:
    home = tmp_path / "applier"
    home.mkdir()
    (home / ".gitconfig").write_text("[user]\n\tname = Bo\n\temail = bo@example.org\n")
    environ = {"PATH": os.environ["PATH"], "HOME": str(home)}
    applied = Archive.open(archive.root, environ=environ, author="anna-lund", clock=archive.clock)
    applied.correct([set_date("1931-03-04")], WHY)
    assert git("log", "-1", "--format=%an|%cn") == "Anna Lund|Bo"


def test_an_editor_is_known_by_the_e_mail_of_this_clone(archive: Archive, git: Callable[..., str]) -> None:
    git("config", "user.email", "ANNA@example.org")
    assert Archive.open(archive.root, environ=archive.repository.environ).person.key == "anna-lund"


# --- what the editor saw


def test_a_correction_of_another_field_goes_through(archive: Archive) -> None:
    base = archive.tip
    archive.correct([FieldEdit(RECORD, "set", Pointer.parse("/title"), "Telegram on bread")], WHY)
    receipt = archive.correct([set_date("1931-03-04")], WHY, base=base)
    assert receipt.version == "v3"
    record = archive.snapshot().dossier(RECORD).record
    assert (record.title, str(record.date.edtf)) == ("Telegram on bread", "1931-03-04")


def test_a_correction_of_the_same_field_is_a_conflict_that_shows_both(archive: Archive) -> None:
    base = archive.tip
    theirs = archive.correct([set_date("1931-03-04")], WHY)
    for seen in ({"base": base}, {"expect": "v1"}):
        with pytest.raises(ConflictError) as caught:
            archive.correct([set_date("1931-03-05")], WHY, **seen)
        assert caught.value.conflicts == (
            {
                "key": "harbour/doc-001 /date/edtf",
                "record": RECORD,
                "edition": None,
                "pointer": "/date/edtf",
                "block": None,
                "base": "1931-03-03",
                "ours": "1931-03-05",
                "theirs": "1931-03-04",
                "correction_ids": [theirs.correction_id],
            },
        )
    assert date_of(archive) == "1931-03-04"


def test_words_changed_meanwhile_are_a_conflict_and_other_words_are_not(archive: Archive) -> None:
    base = archive.tip
    archive.correct([WordsEdit(RECORD, "ours", Locator.parse("p1"), "flour", "bread")], WHY)
    with pytest.raises(ConflictError):
        archive.correct([WordsEdit(RECORD, "ours", Locator.parse("p1"), "flour", "flower")], WHY, base=base)
    archive.correct([WordsEdit(RECORD, "ours", Locator.parse("p2"), "Monday", "Tuesday")], WHY, base=base)
    text = archive.snapshot().dossier(RECORD).files["editions/ours.txt"].decode()
    assert "bread" in text
    assert "Tuesday" in text


def test_words_whose_block_was_renumbered_meanwhile_are_followed(archive: Archive) -> None:
    base = archive.tip
    moved = WEB.replace("¶3 ", "¶4 ").replace("¶2 ", "¶3 ").replace("¶1 ", "¶1 We write.\n\n¶2 ")
    archive.correct([FileEdit(RECORD, "editions/ours.txt", moved.encode())], WHY)
    archive.correct([WordsEdit(RECORD, "ours", Locator.parse("p2"), "Monday", "Tuesday")], WHY, base=base)
    text = archive.snapshot().dossier(RECORD).files["editions/ours.txt"].decode()
    assert text == moved.replace("Monday", "Tuesday")


def test_expect_holds_a_correction_to_the_old_value(archive: Archive) -> None:
    with pytest.raises(ConflictError) as caught:
        archive.correct([set_date("1931-03-05")], WHY, expect="=1931-03-09")
    assert caught.value.conflicts[0]["theirs"] == "1931-03-03"
    assert archive.correct([set_date("1931-03-05")], WHY, expect="=1931-03-03").written


def test_a_race_lost_is_run_again_on_the_new_tip(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    from provenance.store import landing

    real, raced = landing.write, []

    def slow(*args: object, **options: object) -> object:
        if not raced:
            raced.append(True)
            _plain_commit(archive, "records/harbour/doc-001/record.yaml", b"Telegram on flour", b"Telegram on bread")
        return real(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(landing, "write", slow)
    receipt = archive.correct([set_date("1931-03-04")], WHY)
    assert raced
    record = archive.snapshot().dossier(RECORD).record
    assert (record.title, str(record.date.edtf)) == ("Telegram on bread", "1931-03-04")
    assert receipt.version == "v3"


def _plain_commit(archive: Archive, path: str, old: bytes, new: bytes) -> None:
    """A writer that knows nothing of our lock: plumbing on the branch."""
    environ = {
        **archive.repository.environ,
        "GIT_INDEX_FILE": str(archive.root.parent / "index"),
        "GIT_CONFIG_NOSYSTEM": "1",
    }

    def git(*args: str, stdin: bytes = b"") -> str:
        done = subprocess.run(
            ["git", *args], cwd=archive.root, env=environ, input=stdin, capture_output=True, check=True
        )
        return done.stdout.decode().strip()

    git("read-tree", "HEAD")
    content = archive.snapshot().file(path)
    assert content is not None
    blob = git("hash-object", "-w", "--stdin", stdin=content.replace(old, new))
    git("update-index", "--cacheinfo", f"100644,{blob},{path}")
    commit = git("commit-tree", git("write-tree"), "-p", "HEAD", "-m", "By another program")
    git("update-ref", "refs/heads/main", commit)


def test_whole_files_edited_meanwhile_are_merged(archive: Archive) -> None:
    base = archive.tip
    archive.correct([FieldEdit(RECORD, "set", Pointer.parse("/title"), "Telegram on bread")], WHY)
    edited = RECORD_YAML.replace(b"1931-03-03", b"1931-03-04")
    archive.correct([FileEdit(RECORD, "record.yaml", edited)], WHY, base=base)
    record = archive.snapshot().dossier(RECORD).record
    assert (record.title, str(record.date.edtf)) == ("Telegram on bread", "1931-03-04")
    with pytest.raises(ConflictError):
        archive.correct([FileEdit(RECORD, "record.yaml", RECORD_YAML.replace(b"on flour", b"on oil"))], WHY, base=base)


# --- where writing is refused


def test_a_detached_head_takes_no_correction(archive: Archive, git: Callable[..., str]) -> None:
    git("checkout", "-q", "--detach")
    error = refused(archive, [set_date("1931-03-04")])
    assert error.code == "detached-head"
    assert archive.snapshot().dossier(RECORD).record.title == "Telegram on flour"


def test_a_merge_in_progress_takes_no_correction(archive: Archive, git: Callable[..., str]) -> None:
    git("checkout", "-q", "-b", "other")
    (archive.root / "records/agents.yaml").write_text("# other\n{}\n")
    git("commit", "-q", "-a", "-m", "Other")
    git("checkout", "-q", "main")
    (archive.root / "records/agents.yaml").write_text("# main\n{}\n")
    git("commit", "-q", "-a", "-m", "Main")
    git("merge", "other", check=False)
    before = archive.tip
    with pytest.raises(InputError, match="merge"):
        archive.correct([set_date("1931-03-04")], WHY)
    assert archive.tip == before


def test_a_bare_archive_is_read_and_corrected(archive: Archive, git: Callable[..., str], tmp_path: Path) -> None:
    git("clone", "-q", "--bare", str(archive.root), str(tmp_path / "bare.git"))
    environ = archive.repository.environ
    bare = Archive.open(tmp_path / "bare.git", environ=environ, clock=archive.clock)
    assert bare.find("doc-001") == RECORD
    receipt = bare.correct([set_date("1931-03-04")], WHY)
    assert receipt.version == "v2"
    assert bare.snapshot().dossier(RECORD).record.date.edtf == "1931-03-04"


def test_of_a_shallow_clone_the_tip_is_read_and_its_history_refused(
    archive: Archive, git: Callable[..., str], tmp_path: Path
) -> None:
    archive.correct([set_date("1931-03-04")], WHY)
    git("clone", "-q", "--depth", "1", f"file://{archive.root}", str(tmp_path / "shallow"))
    shallow = Archive.open(tmp_path / "shallow", environ=archive.repository.environ)
    assert date_of(shallow) == "1931-03-04"
    with pytest.raises(InputError, match="shallow") as caught:
        list(history(shallow, RECORD))
    assert caught.value.hint == "git fetch --unshallow"
    receipt = shallow.correct([set_date("1931-03-05")], WHY)
    assert (receipt.written, receipt.version) == (True, None)


def test_t08_a_disk_that_takes_no_more_is_a_clear_error_and_nothing_is_half_written(archive: Archive) -> None:
    code = (
        "import resource, sys\n"
        "from provenance.store.archive import Archive\n"
        "from provenance.model.address import RecordId\n"
        "from provenance.model.correction import Decision, FileEdit\n"
        "from provenance.errors import ProvenanceError\n"
        "archive = Archive.open(sys.argv[1], author='anna-lund')\n"
        "archive.person\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1500, 1500))\n"
        "import os\n"
        "junk = ''.join(f'{b:02x}' for b in os.urandom(4000))\n"
        "yaml = f'schema: 1\\ntitle: {junk}\\n'.encode()\n"
        "try:\n"
        "    archive.correct([FileEdit(RecordId('harbour/doc-007'), 'record.yaml', yaml)], Decision(reason='x'))\n"
        "except ProvenanceError as error:\n"
        "    sys.exit(f'{type(error).__name__} {error.code}: {error.message}')\n"
    )
    import sys

    before = archive.tip
    done = subprocess.run(
        [sys.executable, "-c", code, str(archive.root)],
        capture_output=True,
        text=True,
        check=False,
        env={
            **archive.repository.environ,
            "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
            "PYTHONDONTWRITEBYTECODE": "1",
        },
    )
    assert done.returncode == 1, done.stderr
    assert "disk-full" in done.stderr
    assert archive.tip == before
    git_dir = archive.root / ".git"
    assert not list(git_dir.glob("fast_import_crash_*"))
    assert not (git_dir / "index.lock").exists()
    assert archive.correct([set_date("1931-03-04")], WHY).written


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_t09_a_read_only_archive_is_read_and_says_why_it_cannot_be_written(archive: Archive) -> None:
    for folder, _, _ in os.walk(archive.root / ".git"):
        Path(folder).chmod(0o555)
    try:
        assert date_of(archive) == "1931-03-03"
        with pytest.raises(InputError) as caught:
            archive.correct([set_date("1931-03-04")], WHY)
        assert caught.value.code == "read-only"
    finally:
        for folder, _, _ in os.walk(archive.root / ".git"):
            Path(folder).chmod(0o755)


def test_t16_a_hand_edit_of_the_same_field_refuses_the_correction_and_keeps_the_file(archive: Archive) -> None:
    path = archive.root / RECORD.path
    edited = RECORD_YAML.replace(b"1931-03-03", b"1931-03-09")
    path.write_bytes(edited)
    before = archive.tip
    with pytest.raises(ConflictError):
        archive.correct([set_date("1931-03-04")], WHY)
    assert archive.tip == before
    assert path.read_bytes() == edited


# --- reading


def test_t05_a_snapshot_answers_from_one_commit_whatever_happens_later(archive: Archive) -> None:
    snapshot = archive.snapshot()
    archive.correct([set_date("1931-03-04")], WHY)
    assert str(snapshot.dossier(RECORD).record.date.edtf) == "1931-03-03"
    assert date_of(archive) == "1931-03-04"


def test_a_snapshot_lists_what_is_there(archive: Archive) -> None:
    snapshot = archive.snapshot()
    assert snapshot.ids() == (RECORD,)
    assert snapshot.collections() == ("harbour",)
    assert snapshot.has(RECORD)
    assert not snapshot.has(RecordId("harbour/doc-002"))
    assert [dossier.id for dossier in snapshot.records()] == [RECORD]
    assert snapshot.agents() == {}
    assert snapshot.collection("harbour") is None
    assert snapshot.dossier(RECORD).files["editions/web.txt"] == WEB.encode()


def test_t24_what_is_no_file_of_ours_in_a_tree_is_passed_over(archive: Archive, git: Callable[..., str]) -> None:
    folder = archive.root / "records/harbour/doc-001"
    (folder / "editions/link.txt").symlink_to("/etc/passwd")
    (archive.root / "records/harbour/doc-0link").symlink_to("/etc")
    (archive.root / "records/Bad Name").mkdir()
    (archive.root / "records/Bad Name/x").write_text("x")
    git("add", "-A")
    git("commit", "-q", "-m", "Hostile")
    snapshot = archive.snapshot()
    assert snapshot.ids() == (RECORD,)
    assert "editions/link.txt" not in snapshot.dossier(RECORD).files


@pytest.mark.parametrize(
    "empty", [{"evidence": ("",)}, {"evidence": ("p3", " ")}, {"reported_by": ""}, {"reviewed_by": " "}]
)
def test_evidence_and_names_that_say_nothing_are_refused(archive: Archive, empty: dict[str, Any]) -> None:
    before = archive.tip
    with pytest.raises(InputError) as caught:
        archive.correct([set_date("1931-03-04")], Decision(reason="Because.", **empty))
    assert caught.value.code == "empty"
    assert archive.tip == before
