"""Signed by an SSH key and checked against one: ``ssh-keygen`` as a process, in the user's own surroundings.

git's own signing starts whatever program its configuration names, so it is not
used. What is signed is byte for byte what git would sign, so ``git
verify-commit`` and ``git verify-tag`` read the same signatures.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.errors import InputError
from provenance.store import environment, sshsig

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provenance.store.repository import Repository

NAMESPACE = "git"
_TAG_MARK = f"\n{sshsig.BEGIN}\n".encode()


@dataclass(frozen=True)
class Signer:
    """The key that the user signs with: a file, or a public key that her agent holds the other half of."""

    key: str
    environ: Mapping[str, str]

    def sign(self, payload: bytes) -> str:
        """The armoured signature; InputError where the key cannot be used: nothing may be written then."""
        program = keygen(self.environ)
        if program is None:
            raise InputError("ssh-keygen was not found, and your commits are to be signed", code="no-ssh-keygen")
        literal = self.literal
        with tempfile.TemporaryDirectory(prefix="provenance-") as folder:
            file, agent = self.file, []
            if literal is not None:
                file, agent = Path(folder) / "key.pub", ["-U"]
                file.write_text(f"{literal}\n", encoding="utf-8")
            done = subprocess.run(  # noqa: S603
                [program, "-Y", "sign", "-n", NAMESPACE, *agent, "-f", str(file)],
                input=payload,
                capture_output=True,
                env=environment.transport(self.environ),
                cwd="/",
                check=False,
            )
        armoured = done.stdout.decode("ascii", "replace")
        if done.returncode or sshsig.read(armoured) is None:
            raise InputError(
                f"your signing key cannot be used: {_last(done.stderr)}; nothing was written",
                code="signing",
                file=file if literal is None else None,
                hint="git config --global user.signingKey ~/.ssh/id_ed25519.pub, and the key in the agent or beside it",
            )
        return armoured

    @property
    def literal(self) -> str | None:
        """The public key itself, where the settings hold it and no path."""
        return self.key.removeprefix("key::") if self.key.startswith(("key::", "ssh-", "ecdsa-", "sk-")) else None

    @property
    def file(self) -> Path:
        """The file that the settings name; ``~/`` is the user's own folder."""
        home = self.environ.get("HOME", "")
        return Path(home) / self.key[2:] if self.key.startswith("~/") and home else Path("/") / self.key


def signer_of(repository: Repository) -> Signer | None:
    """The signer whom the user's own git configuration names; None where she signs nothing.

    The archive's configuration could name another's key: one that it names is
    taken only where provenance.toml lists it for git's user (see :func:`listed_here`).
    """
    here = repository.setting("user.signingkey")
    if here is not None and listed_here(repository, here):
        return Signer(here, repository.environ)
    if (repository.user_config("gpg.format") or "").lower() != "ssh":
        return None
    key = repository.user_config("user.signingkey")
    return Signer(key, repository.environ) if key else None


def listed_here(repository: Repository, key: str) -> bool:
    """Whether the key that the repository's own configuration names for SSH is one of git's user, by the editors' list.

    Who has another name and address in one clone has another key there too.
    """
    from provenance.store.people import git_user
    from provenance.store.snapshot import Snapshot

    form = repository.setting("gpg.format") or repository.user_config("gpg.format") or ""
    public = public_half(Signer(key, repository.environ)) if form.lower() == "ssh" else None
    _, email = git_user(repository)
    if public is None or not email:
        return False
    try:
        editors = Snapshot(repository, repository.head().commit).settings.accounts.values()
    except InputError:  # there is no list yet: the archive is only begun
        return False
    return any(one.signing_key == public and one.email.casefold() == email.casefold() for one in editors)


def own_public_key(user: Mapping[str, tuple[str, ...]], environ: Mapping[str, str]) -> str | None:
    """The public half of the key that the user's git settings sign by; None where they name none that can be read."""
    key = user.get("user.signingkey", ("",))[-1]
    if user.get("gpg.format", ("",))[-1].lower() != "ssh" or not key:
        return None
    return public_half(Signer(key, environ))


def public_half(signer: Signer) -> str | None:
    """The public key that belongs to a signer's, ``TYPE BASE64``; None where it cannot be read."""
    try:
        if signer.literal is not None:
            return sshsig.public_key(signer.literal)
        file = signer.file if signer.file.suffix == ".pub" else signer.file.with_name(f"{signer.file.name}.pub")
        return sshsig.public_key(file.read_text(encoding="utf-8")) if file.is_file() else None
    except (OSError, ValueError, InputError):
        return None


def keygen(environ: Mapping[str, str]) -> str | None:
    """The full path of ssh-keygen; None where there is none."""
    return shutil.which("ssh-keygen", path=environment.search_path(environ))


def is_good(program: str, payload: bytes, armoured: str, key: str, environ: Mapping[str, str]) -> bool:
    """Whether ``armoured`` was made by the public key ``key``, for git, over exactly ``payload``."""
    with tempfile.TemporaryDirectory(prefix="provenance-") as folder:
        signers, signature = Path(folder) / "signers", Path(folder) / "signature"
        signers.write_text(f"signer {key}\n", encoding="utf-8")
        signature.write_text(armoured, encoding="utf-8")
        ask = ["-Y", "verify", "-f", str(signers), "-I", "signer", "-n", NAMESPACE, "-s", str(signature)]
        done = subprocess.run(  # noqa: S603
            [program, *ask],
            input=payload,
            capture_output=True,
            env=environment.transport(environ),
            cwd="/",
            check=False,
        )
    return done.returncode == 0


def commit_parts(raw: bytes) -> tuple[bytes, str | None]:
    """A commit object as it was signed, and its signature: the header ``gpgsig`` (``gpgsig-sha256``) taken out."""
    head, blank, message = raw.partition(b"\n\n")
    kept: list[bytes] = []
    signature: list[bytes] = []
    inside = False
    for line in head.split(b"\n"):
        if line.startswith((b"gpgsig ", b"gpgsig-sha256 ")):
            inside = True
            signature.append(line.partition(b" ")[2])
        elif inside and line.startswith(b" "):
            signature.append(line[1:])
        else:
            inside = False
            kept.append(line)
    armoured = b"\n".join(signature).decode("utf-8", "replace") + "\n" if signature else None
    return b"\n".join(kept) + blank + message, armoured


def signed_commit(payload: bytes, armoured: str, algorithm: str) -> bytes:
    """The commit object with its signature, where git puts it: behind the committer."""
    head, blank, message = payload.partition(b"\n\n")
    name = "gpgsig-sha256" if algorithm == "sha256" else "gpgsig"
    folded = armoured.strip().replace("\n", "\n ")
    return head + f"\n{name} {folded}".encode() + blank + message


def tag_parts(raw: bytes) -> tuple[bytes, str | None]:
    """A tag object as it was signed, and the signature at its end."""
    body, mark, rest = raw.partition(_TAG_MARK)
    if not mark:
        return raw, None
    return body + b"\n", (mark[1:] + rest).decode("utf-8", "replace")


def _last(said: bytes) -> str:
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return "".join(char if char.isprintable() else "?" for char in (lines[-1] if lines else "ssh-keygen said nothing"))
