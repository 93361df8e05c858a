"""Bytes to text: UTF-8, a byte order mark, then a guess that is always named."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from dataclasses import dataclass

from provenance.errors import InputError
from provenance.importers._page.languages import language_of

LARGEST_FILE = 64 * 1024 * 1024
"""Bytes; a page of a printed edition has a few thousand."""
LONGEST_LINE = 1_000_000
"""Characters; the longest paragraph ever printed has far fewer."""
_GUESSED_FROM = 256 * 1024
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = [
    "cp1251", "koi8_r", "cp866", "mac_cyrillic", "iso8859_5", "cp1252", "cp1250", "iso8859_2", "mac_roman", "cp850",
]  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_MAGIC = (
    (b"%PDF", "a PDF", "copy its text into a plain text file"),
    (b"PK\x03\x04", "a zip file (Word, a spreadsheet, an e-book)", "save it as plain text"),
    (b"\xd0\xcf\x11\xe0", "an old Word file", "save it as plain text"),
    (b"\x89PNG", "a picture", "its words must be typed or read by a machine first"),
    (b"\xff\xd8\xff", "a picture", "its words must be typed or read by a machine first"),
    (b"\x1f\x8b", "a compressed file", "unpack it first"),
    (b"{\\rtf", "an RTF file", "save it as plain text"),
)


@dataclass(frozen=True)
class Decoded:
    """The text of a file, by what encoding it was read, and whether that was guessed."""

    text: str
    encoding: str
    guessed: bool


def decode(content: bytes, encoding: str | None = None, *, name: str | None = None) -> Decoded:
    """Read bytes as text: by ``encoding`` if given, else as UTF-8, else by a guess.

    Raises InputError for an empty or binary file, a file or line too big to be a
    page, an encoding that is unknown or does not fit.
    """
    if len(content) > LARGEST_FILE:
        raise InputError(
            f"the file has {len(content):,} bytes; at most {LARGEST_FILE:,} are read",
            code="too-big", file=name, hint="one document a file",
        )  # fmt: skip
    if not content.strip():
        raise InputError("the file is empty", code="empty", file=name, hint="a page with a title and a text")
    for magic, kind, mend in _MAGIC:
        if content.startswith(magic):
            raise InputError(f"this is {kind}, not text", code="binary", file=name, hint=mend)
    decoded = _as_given(content, encoding, name) if encoding else _by_itself(content, name)
    _check(decoded, name)
    return decoded


def _as_given(content: bytes, encoding: str, name: str | None) -> Decoded:
    try:
        # bytes.decode refuses what is no text encoding (base64, rot13) with a LookupError too
        return Decoded(content.decode(encoding).removeprefix("\ufeff"), codecs.lookup(encoding).name, guessed=False)
    except LookupError as error:
        raise InputError(
            f"no encoding is called {encoding!r}",
            file=name,
            candidates=("utf-8", "windows-1251", "koi8-r", "windows-1252"),
        ) from error
    except UnicodeError as error:
        raise InputError(f"the file is not written in {encoding}: {_where(content, error)}", file=name) from error


def _by_itself(content: bytes, name: str | None) -> Decoded:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _as_given(content, encoding, name)
    if b"\x00" in content:
        _refuse_unmarked(content, name)
        at = content.index(b"\x00")
        raise InputError(
            f"byte {at + 1} is NUL: this is a binary file, not text", code="binary", file=name,
            line=content.count(b"\n", 0, at) + 1, hint="save it as plain text; a UTF-16 file needs --encoding utf-16",
        )  # fmt: skip
    try:
        return Decoded(content.decode("utf-8"), "utf-8", guessed=False)
    except UnicodeDecodeError as error:
        if _is_damaged_utf8(content):
            raise InputError(
                f"the file is UTF-8 with a broken character: {_where(content, error)}", file=name,
                line=content.count(b"\n", 0, error.start) + 1,
                column=_column(content, error.start),
                hint="mend that character, or say --encoding",
            ) from error  # fmt: skip
    return _guessed(content, name)


def _refuse_unmarked(content: bytes, name: str | None) -> None:
    """InputError that names the encoding, where the bytes read well as UTF-16 that lacks its byte order mark.

    Of words and spaces one byte of two is often zero, always the same one; of other files either may be.
    """
    head = content[: _GUESSED_FROM & ~1]
    for encoding, low in (("utf-16-le", 0), ("utf-16-be", 1)):
        if b"\x00" in head[low::2] or len(content) % 2 or 40 * head.count(b"\x00") < len(head):
            continue
        with suppress(UnicodeDecodeError):
            text = head.decode(encoding)
            if (" " in text or "\n" in text) and not _CONTROL.search(text):
                raise InputError(
                    "this seems to be UTF-16 without its byte order mark", code="encoding", file=name,
                    hint=f"--encoding {encoding}", candidates=("utf-16-le", "utf-16-be"),
                )  # fmt: skip


def _column(content: bytes, at: int) -> int:
    """The column, in characters from 1, of a byte of a file that is UTF-8 up to there."""
    return len(content[content.rfind(b"\n", 0, at) + 1 : at].decode("utf-8", "replace")) + 1


def _is_damaged_utf8(content: bytes) -> bool:
    """Whether most of what is not ASCII is well-formed UTF-8: then no other encoding is meant."""
    text = content[:_GUESSED_FROM].decode("utf-8", "replace")
    good = sum(character > "\x7f" and character != "\ufffd" for character in text)
    return good > 3 * text.count("\ufffd")


def _guessed(content: bytes, name: str | None) -> Decoded:
    from charset_normalizer import from_bytes

    best = from_bytes(content[:_GUESSED_FROM], cp_isolation=_CANDIDATES, threshold=0.4).best()
    encoding = best.encoding if best else None
    if encoding in ("cp1250", "iso8859_2") and _is_western(content):
        encoding = "cp1252"
    if encoding is not None:
        try:
            return Decoded(content.decode(encoding), encoding, guessed=True)
        except UnicodeDecodeError:
            encoding = None
    raise InputError(
        "the file is not UTF-8, and its encoding cannot be told", code="encoding", file=name,
        hint="say --encoding windows-1251, or whichever it is", candidates=("windows-1251", "koi8-r", "windows-1252"),
    )  # fmt: skip


def _is_western(content: bytes) -> bool:
    """Whether the page is English, French or German once it is read as Windows-1252 (few letters differ)."""
    try:
        words = content[:_GUESSED_FROM].decode("cp1252")
    except UnicodeDecodeError:
        return False
    return language_of(words) in ("en", "fr", "de") and not _CONTROL.search(words)


def _check(decoded: Decoded, name: str | None) -> None:
    control = _CONTROL.search(decoded.text)
    if control:
        at = control.start()
        raise InputError(
            f"the control character U+{ord(control[0]):04X} stands in it: this is a binary file, not text",
            code="binary", file=name, line=decoded.text.count("\n", 0, at) + 1,
            column=at - decoded.text.rfind("\n", 0, at), hint="save it as plain text",
        )  # fmt: skip
    start = 0
    line = 1
    while start < len(decoded.text):
        end = decoded.text.find("\n", start)
        end = len(decoded.text) if end < 0 else end
        if end - start > LONGEST_LINE:
            raise InputError(
                f"this line has {end - start:,} characters; no paragraph has more than {LONGEST_LINE:,}",
                code="too-big", file=name, line=line, hint="a line for each paragraph",
            )  # fmt: skip
        start, line = end + 1, line + 1


def _where(content: bytes, error: UnicodeError) -> str:
    if isinstance(error, (UnicodeDecodeError, UnicodeEncodeError)):
        byte = f" (0x{content[error.start]:02X})" if isinstance(error, UnicodeDecodeError) else ""
        return f"byte {error.start + 1}{byte} does not fit"
    return str(error)
