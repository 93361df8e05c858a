"""Signatures: made by the user's SSH key, judged by the editors' list of the state before (THREATS T40-T42)."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from provenance.errors import InputError
from provenance.model.address import Pointer
from provenance.model.correction import Decision, FieldEdit
from provenance.ports import FrozenClock, counting
from provenance.store import message, sshsig
from provenance.store.archive import Archive, create
from provenance.store.correcting import signatures
from provenance.store.history import history
from provenance.store.releasing import release, verify_release
from provenance.store.stream import NewCommit
from provenance.store.verify import verify
from provenance.store.writer import write
from tests.store.conftest import RECORD

WHY = Decision(reason="The dateline says so.")
NUMBER = iter(range(40, 10_000))


@dataclass(frozen=True)
class Bench:
    """An archive beside throw-away keys; the user is Anna unless a test says otherwise."""

    archive: Archive
    keys: Path
    clock: FrozenClock

    def git(self, *args: str) -> str:
        """Plain git, at the hour of the test's clock."""
        now = self.clock.now().isoformat()
        dated = {**self.archive.repository.environ, "GIT_AUTHOR_DATE": now, "GIT_COMMITTER_DATE": now}
        ask = ["git", "-C", str(self.archive.root), *args]
        done = subprocess.run(ask, capture_output=True, text=True, check=False, env=dated)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def key(self, name: str) -> str:
        """The public key of that name, made on first use."""
        file = self.keys / name
        if not file.exists():
            make = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", f"{name}@desk", "-f", str(file)]
            subprocess.run(make, check=True)
        return file.with_suffix(".pub").read_text().strip()

    def list_editors(self, editors: str) -> None:
        """A hand's commit of provenance.toml; the archive has no other way to name its editors."""
        path = self.archive.root / "provenance.toml"
        path.write_text(f'title = "Harbours"\n{editors}')
        keeper = ("-c", "user.email=keeper@example.org", "-c", "user.name=Keeper")
        self.git(*keeper, "commit", "-q", "--no-verify", "-m", "Editors", "provenance.toml")

    def open(self, signs: str | None, *, author: str | None = None, user: str = "anna") -> Archive:
        """The archive as that user opens it, who signs by that key."""
        home = Path(self.archive.repository.environ["HOME"])
        text = f"[user]\n\tname = {user.title()}\n\temail = {user}@example.org\n"
        if signs is not None:
            self.key(signs)
            text += f"\tsigningKey = {self.keys / signs}.pub\n[gpg]\n\tformat = ssh\n"
        (home / ".gitconfig").write_text(text)
        new_id = counting(next(NUMBER) * 100)
        environ = self.archive.repository.environ
        return Archive.open(self.archive.root, clock=self.clock, new_id=new_id, environ=environ, author=author)

    def correct(self, signs: str | None, *, author: str | None = None, user: str = "anna") -> str:
        """A correction as that user makes it: its commit."""
        self.clock.sleep(60)
        day = f"1931-04-{next(NUMBER) % 28 + 1:02}"
        with self.open(signs, author=author, user=user) as opened:
            commit = opened.correct([FieldEdit(RECORD, "set", Pointer.parse("/date/edtf"), day)], WHY).commit
        assert commit is not None
        return commit

    def said(self, signs: str | None) -> str:
        """What a correction by Anna, who signs by that key, tells her besides."""
        self.clock.sleep(60)
        edit = FieldEdit(RECORD, "set", Pointer.parse("/date/edtf"), f"1931-05-{next(NUMBER) % 28 + 1:02}")
        with self.open(signs) as opened:
            return " ".join(opened.correct([edit], WHY).notices)

    def found(self) -> list[tuple[str, str]]:
        """Severity and code of all that verify finds, but for commits by hand."""
        with self.open(None) as opened:
            return [(fault.severity, fault.code) for fault in verify(opened).faults if fault.code != "undocumented"]


@pytest.fixture
def bench(archive: Archive, tmp_path: Path, clock: FrozenClock) -> Bench:
    keys = tmp_path / "keys"
    keys.mkdir()
    return Bench(archive, keys, clock)


def anna(bench: Bench, more: str = "") -> str:
    key = bench.key("anna")
    return f'[editors.anna]\nname = "Anna Lund"\nemail = "anna@example.org"\nsigning_key = "{key}"\n{more}'


def bo(bench: Bench, more: str = "") -> str:
    return f'[editors.bo]\nname = "Bo"\nemail = "bo@example.org"\nsigning_key = "{bench.key("bo")}"\n{more}'


def test_a_correction_is_signed_by_the_users_key_and_plain_git_finds_it_good(bench: Bench) -> None:
    bench.list_editors(anna(bench))
    commit = bench.correct("anna")
    assert bench.found() == []
    signers = bench.keys / "signers"
    signers.write_text(f"anna@example.org {bench.key('anna')}\n")
    bench.git("-c", f"gpg.ssh.allowedSignersFile={signers}", "verify-commit", commit)
    assert bench.git("status", "--porcelain") == ""
    assert bench.git("for-each-ref", "refs/provenance") == ""
    entry = next(iter(history(bench.archive, RECORD)))
    assert entry.signature == sshsig.fingerprint(bench.key("anna"))
    listed = subprocess.run(["ssh-keygen", "-lf", f"{bench.keys}/anna.pub"], capture_output=True, text=True, check=True)
    assert entry.signature in listed.stdout


def test_without_a_key_in_the_users_own_configuration_nothing_is_signed(bench: Bench) -> None:
    bench.key("anna")
    bench.git("config", "user.signingKey", f"{bench.keys}/anna.pub")
    bench.git("config", "gpg.format", "ssh")
    commit = bench.correct(None)
    assert bench.archive.repository.commit(commit).signature is None
    assert bench.found() == []


def test_a_key_that_only_the_repository_names_signs_where_it_is_listed_for_who_corrects(bench: Bench) -> None:
    bench.list_editors(anna(bench) + bo(bench))
    bench.git("config", "gpg.format", "ssh")
    bench.git("config", "user.signingKey", f"{bench.keys}/anna.pub")
    assert bench.archive.repository.commit(bench.correct(None)).signature is not None
    assert bench.archive.repository.commit(bench.correct("mallory")).signature is not None
    assert bench.found() == []


def test_a_key_of_anothers_that_the_repository_names_is_not_taken_and_that_is_said(bench: Bench) -> None:
    bench.git("config", "gpg.format", "ssh")
    bench.git("config", "user.signingKey", f"{bench.keys}/bo.pub")
    bench.list_editors('[editors.anna]\nname = "Anna Lund"\nemail = "anna@example.org"\n' + bo(bench))
    assert "not signed: a key that this repository's own configuration names" in bench.said(None)
    assert bench.found() == []


def test_where_the_repository_names_a_key_an_archive_can_be_begun(bench: Bench, tmp_path: Path) -> None:
    """Nobody is listed there yet."""
    bench.git("init", "-q", "-b", "main", str(tmp_path / "new"))
    for name, value in (("gpg.format", "ssh"), ("user.signingKey", f"{bench.keys}/anna.pub")):
        bench.key("anna")
        bench.git("config", "-f", str(tmp_path / "new" / ".git" / "config"), name, value)
    with create(tmp_path / "new", environ=bench.archive.repository.environ) as begun:
        assert begun.repository.commit(begun.tip).signature is None


@pytest.mark.parametrize(
    ("signs", "life", "said"),
    [
        (None, "", "not signed, and Anna Lund signs by a key that is listed"),
        ("mallory", "", "the key it is signed by is not listed in provenance.toml for Anna Lund"),
        ("anna", 'valid_until = "2026-01-01"\n', "the key it is signed by counts no more, or not yet"),
        ("anna", "", ""),
    ],
)
def test_what_verify_will_say_of_a_signature_is_said_when_it_is_made(
    bench: Bench, signs: str | None, life: str, said: str
) -> None:
    bench.list_editors(anna(bench, life))
    found = bench.said(signs)
    assert said in found
    assert bool(found) == bool(said)


def test_a_key_that_cannot_be_used_refuses_the_correction_and_nothing_is_written(bench: Bench) -> None:
    bench.correct("anna")
    (bench.keys / "anna").write_text("no key")
    before = bench.archive.tip
    with pytest.raises(InputError, match="signing key cannot be used"):
        bench.correct("anna")
    assert bench.archive.tip == before
    assert bench.git("status", "--porcelain") == ""
    assert bench.git("for-each-ref", "refs/provenance") == ""


def test_many_commits_at_once_are_each_signed(bench: Bench) -> None:
    bench.list_editors(anna(bench))
    with bench.open("anna") as opened:
        tip = opened.tip
        author, committer = signatures(opened, tip, opened.clock.now())
        texts = [message.compose(WHY, "editorial", "S", (), opened.new_id(opened.clock.now())) for _ in range(3)]
        new = [
            NewCommit(opened.branch, None if number else tip, author, committer, text.encode(), ())
            for number, text in enumerate(texts)
        ]
        assert write(opened.repository, new).tip == opened.tip
        assert len(list(history(opened, limit=9))) == 6
    commits = [bench.archive.repository.commit(oid) for oid in bench.git("rev-list", "-4", "HEAD").split()]
    assert [commit.signature is not None for commit in commits] == [True, True, True, False]
    assert bench.found() == []


def test_t40_unsigned_by_an_editor_who_signs(bench: Bench) -> None:
    bench.list_editors(anna(bench))
    bench.correct(None)
    assert bench.found() == [("fault", "unsigned")]


def test_t40_signed_by_another_editor_than_author_and_applier(bench: Bench) -> None:
    bench.list_editors(anna(bench) + bo(bench))
    bench.correct("bo")
    assert bench.found() == [("fault", "signature-not-author")]


def test_t40_the_named_applier_may_sign_for_the_author(bench: Bench) -> None:
    bench.list_editors(anna(bench) + bo(bench))
    bench.correct("bo", author="anna", user="bo")
    assert bench.found() == []


def test_t40_signed_by_a_key_that_is_not_listed(bench: Bench) -> None:
    bench.list_editors(anna(bench))
    bench.correct("mallory")
    assert bench.found() == [("fault", "signature-unlisted")]


def test_an_archive_that_lists_no_keys_only_notes_that_one_is_used(bench: Bench) -> None:
    bench.correct("anna")
    assert bench.found() == [("note", "signature-unlisted")]


@pytest.mark.parametrize(
    ("life", "code"),
    [
        ('valid_until = "2026-01-01"', "signature-expired"),
        ("valid_from = 2026-01-03", "signature-expired"),
        ('revoked = "2026-01-01"', "signature-revoked"),
        ("valid_from = 2026-01-02\nvalid_until = 2026-01-02", None),
    ],
)
def test_t40_signed_by_a_key_that_did_not_count_then(bench: Bench, life: str, code: str | None) -> None:
    bench.list_editors(anna(bench, f"{life}\n"))
    bench.correct("anna")
    assert bench.found() == ([("fault", code)] if code else [])


def forge(bench: Bench, *, namespace: str = "git", altered: bool = False) -> None:
    """A commit that changes a record, made by plumbing: signed for another use, or changed after it was signed."""
    path = bench.archive.root / RECORD.path
    path.write_bytes(path.read_bytes().replace(b"on flour", b"on bread"))
    bench.git("add", RECORD.path)
    parent = bench.git("rev-parse", "HEAD")
    made = bench.git("commit-tree", "-p", parent, "-m", "A correction", bench.git("write-tree"))
    payload = bench.archive.repository.objects.of_kind(made, "commit")[1]
    sign = ["ssh-keygen", "-Y", "sign", "-n", namespace, "-f", f"{bench.keys}/anna"]
    signature = subprocess.run(sign, input=payload, capture_output=True, check=True).stdout.decode()
    head, _, message = payload.partition(b"\n\n")
    if altered:
        message = b"Another correction\n"
    content = head + b"\ngpgsig " + signature.strip().replace("\n", "\n ").encode() + b"\n\n" + message
    write = ["git", "-C", str(bench.archive.root), "hash-object", "-t", "commit", "-w", "--stdin"]
    oid = subprocess.run(write, input=content, capture_output=True, check=True).stdout.decode().strip()
    bench.git("update-ref", "refs/heads/main", oid)


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ({}, []),
        ({"namespace": "file"}, [("fault", "signature-namespace")]),
        ({"altered": True}, [("damage", "signature-altered")]),
    ],
)
def test_t40_a_signature_for_another_use_and_a_commit_altered_are_known(
    bench: Bench, how: dict[str, bool | str], expected: list[tuple[str, str]]
) -> None:
    bench.list_editors(anna(bench))
    forge(bench, **how)  # type: ignore[arg-type]
    assert bench.found() == expected


def test_t41_a_revoked_key_counts_for_nothing_whatever_date_the_commit_bears(bench: Bench) -> None:
    bench.list_editors(anna(bench))
    bench.correct("anna")
    bench.list_editors(anna(bench, "revoked = 2026-01-05\n"))
    bench.correct("anna")
    assert bench.clock.now().date().isoformat() == "2026-01-02"
    assert bench.found() == [("fault", "signature-revoked")]


def test_t41_a_revocation_noted_later_reaches_back_to_its_day(bench: Bench) -> None:
    bench.list_editors(anna(bench))
    bench.correct("anna")
    bench.clock.sleep(3 * 86400)
    bench.correct("anna")
    bench.list_editors(anna(bench, "revoked = 2026-01-04\n"))
    assert bench.found() == [("fault", "signature-revoked")]


def test_t42_a_commit_that_lists_its_own_signer_is_known(bench: Bench) -> None:
    bench.list_editors(anna(bench))
    path = bench.archive.root / "provenance.toml"
    mallory = f'[editors.mallory]\nname = "M"\nemail = "m@example.org"\nsigning_key = "{bench.key("mallory")}"\n'
    path.write_text(path.read_text() + mallory)
    sign = ("-c", "gpg.format=ssh", "-c", f"user.signingKey={bench.keys}/mallory.pub")
    who = ("-c", "user.email=m@example.org", "-c", "user.name=M")
    bench.git(*sign, *who, "commit", "-q", "-S", "--no-verify", "-m", "Me too", "provenance.toml")
    # the author was no editor before, so nobody expected a signature; but the key vouches for nothing
    assert bench.found() == [("note", "signature-unlisted")]
    with bench.open(None) as opened:
        (fault,) = (fault for fault in verify(opened).faults if fault.code == "signature-unlisted")
    assert "no editor had before it" in fault.message


def test_a_release_is_signed_and_plain_git_finds_its_tag_good(bench: Bench) -> None:
    bench.list_editors(anna(bench))
    with bench.open("anna") as opened:
        made = release(opened, "2026.1")
        assert made.signed
        assert verify_release(opened, "2026.1") == ()
        assert made.release is not None
        assert "SSH SIGNATURE" not in made.release.notes
    signers = bench.keys / "signers"
    signers.write_text(f"anna@example.org {bench.key('anna')}\n")
    bench.git("-c", f"gpg.ssh.allowedSignersFile={signers}", "verify-tag", "2026.1")
    assert bench.found() == []


def test_t40_a_release_tag_signed_by_somebody_else_or_by_nobody_is_known(bench: Bench) -> None:
    bench.list_editors(anna(bench))
    with bench.open("anna") as opened:
        release(opened, "2026.1")
    words = bench.git("for-each-ref", "--format=%(contents:subject)%0a%0a%(contents:body)", "refs/tags/2026.1")
    bench.git("tag", "-f", "-a", "-m", words, "2026.1", "2026.1^{commit}")
    assert bench.found() == [("fault", "unsigned")]
    bench.key("mallory")
    sign = ("-c", "gpg.format=ssh", "-c", f"user.signingKey={bench.keys}/mallory.pub")
    bench.git(*sign, "tag", "-f", "-s", "-m", words, "2026.1", "2026.1^{commit}")
    assert bench.found() == [("fault", "signature-unlisted")]


@pytest.mark.parametrize("words", ["", "ssh-ed25519", "ssh-ed25519 AAAA", "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIA=="])
def test_what_is_no_public_key_is_refused(words: str) -> None:
    with pytest.raises(InputError, match="no OpenSSH public key"):
        sshsig.public_key(words)


@pytest.mark.parametrize("inside", ["", "\nU1NIU0lH\n", "é", "\nU1NIU0lHAAAAAQAAAAA=\n"])
def test_what_is_no_signature_says_nothing(inside: str) -> None:
    assert sshsig.read(f"{sshsig.BEGIN}{inside}{sshsig.END}") is None
    assert sshsig.read(inside) is None
