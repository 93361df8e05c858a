"""Whether a commit or tag was signed by who made it: with a key that the archive listed before, and not in vain.

The signers are those of ``provenance.toml`` in the state *before* the commit,
so that none lists its own (THREATS T42). Dates in a commit are claims: what
counts is when it landed, never earlier than what it stands on, and a key that
is revoked where the commit stands counts for nothing, whatever date the commit
bears (T41). A revocation noted later reaches back to the day it names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.store import sshsig
from provenance.store.fault import Fault
from provenance.store.signing import NAMESPACE, is_good, keygen, public_half, signer_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from provenance.store.objects import ObjectId, Signature
    from provenance.store.repository import Repository
    from provenance.store.settings import Editor, Settings


@dataclass(frozen=True)
class Signed:
    """What is judged: the bytes signed, the signature, who stands as author, applier or tagger, and when it landed."""

    commit: ObjectId
    what: str
    payload: bytes
    signature: str | None
    emails: tuple[str, ...]
    landed: datetime

    def editors(self, listed: Settings) -> list[Editor]:
        """The editors that these are, as a list of editors has them."""
        wanted = {email.strip().casefold() for email in self.emails}
        return [editor for editor in listed.accounts.values() if editor.email.casefold() in wanted]


def beforehand(repository: Repository, listed: Settings, who: Sequence[Signature]) -> Iterator[str]:
    """What ``verify`` will say of a commit by these, told while it is written: unsigned, or by a key not listed."""
    emails = {one.email.casefold() for one in who}
    makers = [editor for editor in listed.accounts.values() if editor.email.casefold() in emails]
    bound = [editor for editor in makers if editor.signing_key and not _out_of_time(editor, who[-1].when)]
    names = ", ".join(dict.fromkeys(editor.name for editor in bound))
    signer = signer_of(repository)
    public = None if signer is None or not any(editor.signing_key for editor in makers) else public_half(signer)
    if signer is None and bound:
        yield (
            f"not signed, and {names} signs by a key that is listed: provenance verify will say so "
            "(git config --global gpg.format ssh, and user.signingKey)"
        )
    elif signer is None and repository.setting("user.signingkey") is not None:
        yield (
            "not signed: a key that this repository's own configuration names is taken only where gpg.format is ssh "
            "and provenance.toml lists it as your signing_key; git config --global user.signingKey names one for all"
        )
    elif public is not None and public not in {editor.signing_key for editor in bound}:
        of_old = any(editor.signing_key == public for editor in makers)
        why = "counts no more, or not yet" if of_old else f"is not listed in provenance.toml for {names or 'you'}"
        yield f"the key it is signed by {why}: provenance verify will say so"


def judge(one: Signed, listed: Settings, now: Settings, environ: Mapping[str, str]) -> Iterator[Fault]:
    """What is wrong with a signature, or with its absence; ``now`` is the tip's settings, for later revocations."""
    makers = one.editors(listed)
    bound = [editor for editor in makers if editor.signing_key and not _out_of_time(editor, one.landed)]
    if one.signature is None:
        if bound:
            names = ", ".join(editor.name for editor in bound)
            yield _fault(one, "unsigned", f"{one.what} is not signed, and {names} signs by a key that is listed")
        return
    found = sshsig.read(one.signature)
    if found is None:
        said = f"{one.what} has a signature of another kind than SSH: it is not checked"
        yield Fault("fault" if bound else "note", "signature-kind", said, commit=one.commit)
        return
    program = keygen(environ)
    if program is None:
        yield Fault("note", "signature-unchecked", "ssh-keygen was not found: signatures were not checked", one.commit)
    elif found.namespace != NAMESPACE:
        said = f"the signature of {one.what} was made for {found.namespace!r}, not for git"
        yield _fault(one, "signature-namespace", said)
    elif not is_good(program, one.payload, one.signature, found.key, environ):
        said = f"{one.what} is not what was signed: it, or its signature, was altered"
        yield Fault("damage", "signature-altered", said, commit=one.commit)
    else:
        yield from _signer(one, found.key, (makers, bound), listed, now)


def _signer(
    one: Signed, key: str, by: tuple[Sequence[Editor], Sequence[Editor]], listed: Settings, now: Settings
) -> Iterator[Fault]:
    """A good signature held against the editors: whose it is, and whether the key counted then."""
    makers, bound = by
    owners = [editor for editor in listed.accounts.values() if editor.signing_key == key]
    if not owners:
        said = f"{one.what} is signed by the key {sshsig.fingerprint(key)}, which no editor had before it"
        hint = None if bound or not makers else f'in provenance.toml, [editors.{makers[0].key}]: signing_key = "{key}"'
        yield Fault("fault" if bound else "note", "signature-unlisted", said, commit=one.commit, hint=hint)
        return
    own = [editor for editor in owners if editor in makers]
    if not own:
        said = f"{one.what} is signed by {owners[0].name}, who neither decided nor applied it"
        yield _fault(one, "signature-not-author", said)
    for editor in own[:1] or owners[:1]:
        yield from _in_vain(one, editor, _same_key(now, key))


def _in_vain(one: Signed, editor: Editor, later: Editor | None) -> Iterator[Fault]:
    """The key of an editor that counted no longer, or not yet."""
    since = later.revoked if later is not None else None
    if editor.revoked is not None or (since is not None and one.landed >= since):
        day = editor.revoked or since
        said = f"{one.what} is signed by a key of {editor.name} that is revoked since {day:%Y-%m-%d}"
        yield _fault(one, "signature-revoked", said)
    elif _out_of_time(editor, one.landed):
        said = f"{one.what} landed on {one.landed:%Y-%m-%d}, when the key of {editor.name} did not count"
        yield _fault(one, "signature-expired", said)


def _same_key(settings: Settings, key: str) -> Editor | None:
    """Who has that key by the tip's list, if anybody; one that revokes it goes first."""
    owners = [editor for editor in settings.accounts.values() if editor.signing_key == key]
    return next((editor for editor in owners if editor.revoked), owners[0] if owners else None)


def _out_of_time(editor: Editor, landed: datetime) -> bool:
    """Whether an editor's key did not count at that moment: not yet, no longer, or revoked."""
    return (
        editor.revoked is not None
        or (editor.valid_from is not None and landed < editor.valid_from)
        or (editor.valid_until is not None and landed > editor.valid_until)
    )


def _fault(one: Signed, code: str, said: str) -> Fault:
    return Fault("fault", code, said, commit=one.commit)
