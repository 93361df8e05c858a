"""SSH keys and signatures as text: what a public key is called, what an armoured signature says of itself.

Nothing is proved here; ``signing`` asks ``ssh-keygen`` for that. The format is
that of OpenSSH's PROTOCOL.sshsig: a magic word, a version, then strings with
their lengths before them.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from provenance.errors import InputError

BEGIN = "-----BEGIN SSH SIGNATURE-----"
END = "-----END SSH SIGNATURE-----"
_MAGIC = b"SSHSIG"
_KEY = re.compile(
    r"((?:ssh|sk-ssh|ecdsa-sha2|sk-ecdsa-sha2)-[a-z0-9@.-]+) ([A-Za-z0-9+/]+={0,2})(?: [^\n]*)?", re.ASCII
)


@dataclass(frozen=True)
class SshSignature:
    """Whose key a signature names, and for what use it was made; both are claims until it is checked."""

    key: str
    namespace: str


def public_key(words: str) -> str:
    """``TYPE BASE64`` of an OpenSSH public key, its comment left out; InputError for what is none."""
    match = _KEY.fullmatch(words.strip())
    try:
        blob = b"" if match is None else base64.b64decode(match[2], validate=True)
        kind = b"" if match is None else _strings(blob, 1)[0]
    except (binascii.Error, ValueError):
        kind = b""
    if match is None or kind != match[1].encode():
        raise InputError(
            "this is no OpenSSH public key", hint='the line of a file like ~/.ssh/id_ed25519.pub: "ssh-ed25519 AAAA…"'
        )
    return f"{match[1]} {match[2]}"


def fingerprint(key: str) -> str:
    """A key's name as ``ssh-keygen -l`` prints it: ``SHA256:…``."""
    digest = hashlib.sha256(base64.b64decode(key.split()[1])).digest()
    return f"SHA256:{base64.b64encode(digest).decode().rstrip('=')}"


def read(armoured: str) -> SshSignature | None:
    """What an armoured signature says of itself; None where it is no SSH signature."""
    text = armoured.strip()
    if not (text.startswith(BEGIN) and text.endswith(END)):
        return None
    try:
        blob = base64.b64decode("".join(text[len(BEGIN) : -len(END)].split()), validate=True)
        if not blob.startswith(_MAGIC):
            return None
        key, namespace = _strings(blob[len(_MAGIC) + 4 :], 2)
        kind = _strings(key, 1)[0].decode("ascii")
        return SshSignature(f"{kind} {base64.b64encode(key).decode()}", namespace.decode("utf-8", "replace"))
    except (binascii.Error, ValueError):
        return None


def named(armoured: str | None) -> str | None:
    """The key that a signature names, for showing; None where there is none, ``?`` where it is of another kind."""
    if armoured is None:
        return None
    found = read(armoured)
    return "?" if found is None else fingerprint(found.key)


def _strings(blob: bytes, count: int) -> list[bytes]:
    """The first strings of a blob; ValueError where it is too short for them."""
    found, place = [], 0
    for _ in range(count):
        length = int.from_bytes(blob[place : place + 4], "big")
        content = blob[place + 4 : place + 4 + length]
        if len(blob) < place + 4 or len(content) != length:
            raise ValueError("cut short")
        found.append(content)
        place += 4 + length
    return found
