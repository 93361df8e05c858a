"""Sharing by any git server: fetched, sent, never forced.

So the archive has one line: what is not yet published is replayed on top of
the server's (replay.py), nothing is moved before the whole of it is written
(merging.py), and a server that is no longer what it was is refused.
"""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from provenance.errors import ConflictError, InputError
from provenance.store import environment
from provenance.store.forgetting import FETCHED
from provenance.store.history import upstream_name
from provenance.store.merging import Pulled, bring, count
from provenance.store.repository import git_error
from provenance.store.rewrites import purge_between
from provenance.store.sending import refuse_sending
from provenance.store.snapshot import Snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.store.archive import Archive
    from provenance.store.history import Upstream
    from provenance.store.objects import ObjectId

__all__ = ["Pulled", "Pushed", "fetch", "pull", "push"]

_URL = re.compile(
    r"(?:https|ssh|file)://[^\s]+|[A-Za-z0-9_.-]+(?:@[A-Za-z0-9_.-]+)?:(?!:|//)[^\s]+|/[^\n]*|\.{1,2}/[^\n]*"
)
_CLOBBERED = re.compile(r"\[rejected\] +(\S+) +-> .*would clobber existing tag")
_DENIED = {
    "returned error: 403": ("the server does not let you do that", "ask who keeps the server for leave to write there"),
    "could not read username": (
        "the server asks for a name and a password, and git has none to give",
        "git config --global credential.helper names who keeps them; or share by ssh://…",
    ),
    "authentication failed": ("the server took neither name nor password", "git credential holds them; give them anew"),
    "' not found": ("the server has no such archive", "git remote -v shows the address; git remote set-url mends it"),
}
"""What git says, in small letters, of a server that was reached and gives nothing: in words of ours, and the mend."""
_LOOPBACK = re.compile(r"(http|git)://(?:localhost|127(?:\.[0-9]{1,3}){3}|\[::1\])(?::[0-9]{1,5})?/[^\s]*")
"""A server on this very machine: nothing that goes to it can be read or changed on the way."""


@dataclass(frozen=True)
class Pushed:
    """What a push did: how many commits went, and the releases that went with them."""

    commit: ObjectId
    sent: int
    releases: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """One object; see docs/reference."""
        return {"schema": 1, "commit": self.commit, "sent": self.sent, "releases": list(self.releases)}


@dataclass(frozen=True)
class _Address:
    """Where a server is, and the protocols that git may use to get there."""

    url: str
    protocols: str


def _upstream(archive: Archive) -> Upstream:
    found = upstream_name(archive)
    if found is None:
        short = archive.branch.removeprefix("refs/heads/")
        raise InputError(
            f"the branch {short} has no upstream branch to share with",
            code="no-upstream",
            hint=f"git remote add origin ADDRESS, then: git push -u origin {short}",
        )
    return found


def _address(archive: Archive, remote: str, *, push: bool) -> _Address:
    """The remote's address; InputError for one by which git would start a program or trust the net (T22)."""
    names = (f"remote.{remote}.pushurl", f"remote.{remote}.url") if push else (f"remote.{remote}.url",)
    found = next((value for name in names if (value := archive.repository.setting(name))), None)
    if found is None:
        raise InputError(f"the remote {remote!r} has no address", code="no-upstream", hint=f"git remote add {remote} …")
    here = _LOOPBACK.fullmatch(found)
    if here is not None:
        return _Address(found, f"{environment.PROTOCOLS}:{here[1]}")
    if found.startswith("-") or _URL.fullmatch(found) is None or re.match(r"[A-Za-z0-9+.-]*::", found):
        raise InputError(
            f"{found!r} is no address that may be used",
            code="address",
            hint="https://…, ssh://…, user@host:path or a folder",
        )
    return _Address(found, environment.PROTOCOLS)


def _transport(archive: Archive, address: _Address, *args: str) -> tuple[int, str]:
    """Fetch or push in the user's own environment, hooks off, objects checked: the status and what git said."""
    repository = archive.repository
    surroundings = environment.transport(repository.environ) | {"GIT_ALLOW_PROTOCOL": address.protocols}
    surroundings["GIT_DIR"] = str(repository.git_dir)
    if repository.work_tree is not None:
        surroundings["GIT_WORK_TREE"] = str(repository.work_tree)
    command = [*repository.command(args[0]), *args[1:]]
    at = command.index(args[0])
    command[at:at] = ["-c", "fetch.fsckObjects=true", "-c", "transfer.fsckObjects=true"]
    if address.protocols != environment.PROTOCOLS:
        command[at:at] = ["-c", "http.followRedirects=false"]  # this machine must not send us to another by http
    done = subprocess.run(  # noqa: S603
        command,
        env=surroundings,
        cwd=repository.work_tree or repository.git_dir,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace")


def fetch(archive: Archive) -> ObjectId:
    """Get what the server has: where its branch stands now.

    InputError where it cannot be reached, or sends objects that are not sound;
    ConflictError where it no longer has what it had.
    """
    return _fetched(archive)[0]


def _fetched(archive: Archive) -> tuple[ObjectId, tuple[str, ...]]:
    """As :func:`fetch`, and what there is to say of the server's releases."""
    upstream = _upstream(archive)
    address = _address(archive, upstream.remote, push=False)
    options = ("--quiet", "--no-recurse-submodules", "--no-write-fetch-head", "--no-auto-maintenance", "--no-tags")
    specs = [f"+{upstream.branch}:{FETCHED}"]
    status, said = _transport(archive, address, "fetch", *options, "--end-of-options", address.url, *specs)
    if status:
        raise _refused("fetch", status, said, upstream)
    repository = archive.repository
    tip, known = repository.ref(FETCHED), repository.ref(upstream.tracking)
    if tip is None:
        raise InputError(f"the server has no branch {upstream.branch}", code="no-upstream")
    if known is not None and count(archive, known, tip):
        raise _rewritten(archive, known, tip)
    repository.run("update-ref", upstream.tracking, tip)
    return tip, tuple(_fetch_releases(archive, address))


def _rewritten(archive: Archive, known: ObjectId, tip: ObjectId) -> ConflictError:
    """That the server no longer has what it had; where a purge says why, that."""
    repository = archive.repository
    purge = purge_between(repository, Snapshot(repository, tip), known, tip)
    if purge is None:
        return ConflictError(
            f"the server's history was rewritten: it no longer has {known[:10]}, which it had; nothing was moved",
            code="rewritten",
            hint="ask who rewrote it, and why; 'git log' of a fresh clone shows what it has now",
        )
    return ConflictError(
        f"the purge {purge[-8:]} took a record out of the server's history, which this clone still holds; "
        "nothing was moved",
        code="purged",
        hint="clone anew; make there again what provenance status calls not yet pushed; then remove this clone",
    )


def _fetch_releases(archive: Archive, address: _Address) -> Iterator[str]:
    """Take the server's release tags; one that is here already is never moved, and said where it is another."""
    prefix = f"refs/tags/{archive.settings.tag_prefix}*"
    options = ("--no-recurse-submodules", "--no-write-fetch-head", "--no-auto-maintenance", "--no-tags")
    # a tag of ours that reads otherwise there makes git end with a status, after it took the others
    _, said = _transport(archive, address, "fetch", *options, "--end-of-options", address.url, f"{prefix}:{prefix}")
    for line in said.splitlines():
        if (other := _CLOBBERED.search(line)) is not None:
            yield (
                f"the server has another release {other[1]} than this clone: what everybody cites is the server's; "
                f"git tag -d {other[1]}, then provenance pull, takes it over"
            )


def _refused(verb: str, status: int, said: str, upstream: Upstream) -> Exception:
    """Why the server could not be asked, in an editor's words."""
    lowered = said.lower()
    if "couldn't find remote ref" in lowered:
        return InputError(
            f"the server has no branch {upstream.branch.removeprefix('refs/heads/')} yet",
            code="no-upstream",
            hint="provenance push makes it",
        )
    denied = next((why for sign, why in _DENIED.items() if sign in lowered), None)
    if denied is not None:
        return InputError(f"{denied[0]}; nothing was moved", code="server-refused", hint=denied[1])
    unreachable = ("could not resolve", "could not read from remote", "unable to access", "unable to connect")
    if any(sign in lowered for sign in (*unreachable, "does not appear to be a git repository")):
        first = next((line for line in said.splitlines() if line.startswith(("fatal:", "ssh:"))), said.strip())
        shown = "".join(char if char.isprintable() else "?" for char in first)
        return InputError(
            f"the server cannot be reached: {shown.removeprefix('fatal: ')}",
            code="unreachable",
            hint="git remote -v shows its address; nothing here was changed",
        )
    return git_error(verb, status, said.encode())


def pull(archive: Archive) -> Pulled:
    """Bring the branch to the server's tip, with our unpublished corrections replayed on top.

    ConflictError where one of them and one of theirs changed the same field or
    words (then the merge waits: see merging.py), or where a hand edit overlaps:
    nothing is moved then.
    """
    tip, said = _fetched(archive)
    done = bring(archive, tip)
    return replace(done, notices=(*done.notices, *said))


def push(archive: Archive) -> Pushed:
    """Send our corrections and releases; ConflictError where the server has something we have not. Never forces."""
    from provenance.store.releases import releases

    upstream = _upstream(archive)
    address = _address(archive, upstream.remote, push=True)
    tip = archive.tip
    known = archive.repository.ref(upstream.tracking)
    refuse_sending(archive, tip, known)
    sent = count(archive, tip, known) if known else len(archive.repository.run("rev-list", tip, "--").split())
    named = releases(archive)
    specs = [f"{tip}:{upstream.branch}", *(f"{release.ref}:{release.ref}" for release in named)]
    options = ["--porcelain", "--no-recurse-submodules", "--no-verify", "--no-follow-tags"]
    if named:
        options.append("--atomic")  # a release without the corrections in it would be no release
    status, said = _transport(archive, address, "push", *options, "--end-of-options", address.url, *specs)
    if status:
        raise _push_refused(status, said, upstream)
    archive.repository.run("update-ref", upstream.tracking, tip)
    return Pushed(tip, sent, tuple(release.name for release in named))


def _push_refused(status: int, said: str, upstream: Upstream) -> Exception:
    lines = [line.split("\t") for line in said.splitlines() if line.startswith("!\t")]
    refused = {line[1].partition(":")[2]: line[2] for line in lines if len(line) > 2}  # noqa: PLR2004
    ours = refused.get(upstream.branch, "")
    if ours.startswith("[rejected]") and "atomic" not in ours:
        return ConflictError(
            "the server has corrections that are not here; nothing was sent",
            code="behind",
            hint="provenance pull, then push again",
        )
    tag = next((ref for ref, why in refused.items() if ref.startswith("refs/tags/") and "already exists" in why), None)
    if tag is not None:
        return ConflictError(
            f"the server has another release {tag.removeprefix('refs/tags/')}; nothing was sent",
            code="release",
            hint="a release is never replaced: give ours another name",
        )
    if ours.startswith("[remote rejected]"):
        words = [line.removeprefix("remote:").strip() for line in said.splitlines() if line.startswith("remote:")]
        told = " ".join([ours.removeprefix("[remote rejected] "), *filter(None, words[:3])])
        why = "".join(char if char.isprintable() else "?" for char in told)
        return InputError(f"the server took nothing: {why}", code="server-refused", hint="ask who keeps the server")
    return _refused("push", status, said, upstream)
