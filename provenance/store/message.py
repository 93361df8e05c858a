r"""The message of a correction's commit: a subject, the reason, then trailers; written and read by the same hand.

A value may hold anything a person or a file supplied, so nothing that is
written here can be read as a trailer that was not meant: a backslash is
doubled, a control character or line separator becomes ``\xNN`` or ``\uNNNN``,
a line of the reason that looks like one of our trailers gets a backslash in
front. Reading splits at ``\n`` alone and knows keys by their exact capitals
(THREATS T30). The law: what was composed reads back as it was given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from provenance.model.correction import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from provenance.model.correction import ChangeLine, Decision, Kind

WIDTH = 100
"""Characters after which a trailer's value goes on in the next line, which starts with a space."""
MOST_CHANGES = 100
"""Above this many ``Change`` trailers only their number is written."""

_KEYS = (
    "Correction-Id", "Kind", "Change", "Changes", "Evidence", "Reported-by", "Reviewed-by", "Reverts", "Amends",
    "Settled", "Was", "Now",
)  # fmt: skip
_OURS = re.compile(rf"(?:{'|'.join(_KEYS)}):", re.IGNORECASE)
# git strips the space behind a key without a value
_TRAILER = re.compile(r"([A-Za-z][A-Za-z0-9-]*):(?: (.*)|)", re.DOTALL)
_ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}", re.ASCII)
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
DERIVED = "0" * 10
"""What a :func:`derived_id` begins with."""
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\\]")
_ESCAPE = re.compile(r"\\(?:\\|n|x([0-9a-f]{2})|u([0-9a-f]{4}))")


@dataclass(frozen=True)
class Words:
    """What a correction of a withheld text changed: ``place`` as ``Change`` says it, the words before and after."""

    place: str
    was: str
    now: str


@dataclass(frozen=True)
class Stated:
    """One decision as a message states it."""

    correction_id: str
    subject: str
    reason: str
    kind: Kind | None
    changes: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    reported_by: str | None = None
    reviewed_by: str | None = None
    reverts: str | None = None
    amends: str | None = None
    change_count: int | None = None
    settled: tuple[str, ...] = ()
    words: tuple[Words, ...] = ()


@dataclass(frozen=True)
class Parsed:
    """A message read: the decisions in it (none: undocumented; several: a squash), and its words."""

    subject: str
    body: str
    decisions: tuple[Stated, ...]

    @property
    def documented(self) -> bool:
        """Whether it says who decided what, and why."""
        return bool(self.decisions)


def is_correction_id(value: str) -> bool:
    """Whether it is a ULID."""
    return _ULID.fullmatch(value) is not None


def derived_id(*parts: bytes) -> str:
    """A Correction-Id made from what is brought in: a row of a sheet or a file gives the same one each time.

    Its time is zero, which no clock gives: so it is never one of the others.
    """
    import hashlib

    digest = hashlib.sha256(b"".join(b"%d:%s" % (len(part), part) for part in parts)).digest()
    number = int.from_bytes(digest[:10], "big")
    return DERIVED + "".join(_CROCKFORD[number >> shift & 31] for shift in range(75, -1, -5))


def one_line(words: str) -> str:
    """Words with every run of white space as one space: for a subject."""
    return " ".join(words.split())


def normalised(reason: str) -> str:
    r"""A reason as it is kept: line ends as ``\n``, nothing before and after."""
    return reason.replace("\r\n", "\n").strip(" \n\t")


def compose(
    decision: Decision,
    kind: Kind,
    subject: str,
    changes: Sequence[ChangeLine],
    correction_id: str,
    *,
    settled: Sequence[str] = (),
    words: Sequence[Words] = (),
) -> str:
    """The whole message, ending in one line break; ``subject`` is one line, the rest comes from the decision.

    A blank subject is the kind's name: the first line of a message is never a reason taken for a subject.
    ``settled``: each place where it met another correction when it was pulled,
    and which of the two was taken. ``words``: of a withheld text, whose
    difference tells nobody.
    """
    trailers = [("Correction-Id", correction_id), ("Kind", kind)]
    named = list(dict.fromkeys(change_value(change) for change in changes))
    if len(named) > MOST_CHANGES:
        trailers.append(("Changes", str(len(named))))
    else:
        trailers += [("Change", value) for value in named]
    for one in words:
        trailers += [("Was", f"{one.place} {one.was}"), ("Now", f"{one.place} {one.now}")]
    trailers += [("Evidence", value) for value in decision.evidence]
    trailers += [
        (key, value)
        for key, value in (
            ("Reported-by", decision.reported_by),
            ("Reviewed-by", decision.reviewed_by),
            ("Reverts", decision.reverts),
            ("Amends", decision.amends),
        )
        if value
    ]
    trailers += [("Settled", value) for value in settled]
    parts = [_text(one_line(subject) or kind), _text(normalised(decision.reason))]
    parts.append("\n".join(f"{key}: {_value(value)}" for key, value in trailers))
    return "\n\n".join(part for part in parts if part) + "\n"


def change_value(change: ChangeLine) -> str:
    """What a ``Change`` trailer says: ``ID /pointer`` or ``ID:EDITION #block``."""
    place = change.pointer if change.pointer is not None else f"#{change.locator}" if change.locator else ""
    record = change.record + (f":{change.edition}" if change.edition and change.pointer is None else "")
    return f"{record} {place}".strip()


def _escaped(words: str) -> str:
    def escape(match: re.Match[str]) -> str:
        char = match[0]
        if char == "\\":
            return "\\\\"
        return f"\\x{ord(char):02x}" if ord(char) < 256 else f"\\u{ord(char):04x}"  # noqa: PLR2004

    return _UNSAFE.sub(escape, words)


def _plain(words: str) -> str:
    """The inverse of :func:`_escaped`; a backslash that starts no escape (a hand wrote it) stays."""

    def plain(match: re.Match[str]) -> str:
        if match[1] or match[2]:
            return chr(int(match[1] or match[2], 16))
        return "\n" if match[0] == "\\n" else "\\"

    return _ESCAPE.sub(plain, words)


def _text(words: str) -> str:
    """A subject or reason: escaped, and no line of it reads as a trailer of ours."""
    return "\n".join(_guarded(_escaped(line)) for line in words.split("\n"))


def _guarded(line: str) -> str:
    """The line with its first letter escaped where it would read as one of our trailers."""
    if _OURS.match(line.lstrip()) is None:
        return line
    stripped = line.lstrip()
    return line[: len(line) - len(stripped)] + f"\\x{ord(stripped[0]):02x}" + stripped[1:]


def _value(words: str) -> str:
    """A trailer's value in one logical line: escaped, folded at single spaces, its outer spaces kept by escapes."""
    escaped = _escaped(words).replace("\n", "\\n")
    if escaped[:1] == " ":
        escaped = "\\x20" + escaped[1:]
    if escaped[-1:] == " ":
        escaped = escaped[:-1] + "\\x20"
    lines, start = [], 0
    while len(escaped) - start > WIDTH:
        # only a space between two letters may fold: unfolding gives back exactly one
        cut = next(
            (
                place
                for place in range(start + WIDTH, start, -1)
                if escaped[place] == " "
                and escaped[place - 1] != " "
                and escaped[place + 1 : place + 2] not in ("", " ")
            ),
            None,
        )
        if cut is None:
            break
        lines.append(escaped[start:cut])
        start = cut + 1
    return "\n ".join([*lines, escaped[start:]])


def parse(message: str) -> Parsed:
    """Read a message; every block of trailers that holds exactly one Correction-Id is a decision."""
    paragraphs = message.split("\n\n")
    decisions: list[Stated] = []
    pending: list[str] = []
    for paragraph in paragraphs:
        found = trailers(paragraph)
        if found is None:
            pending.append(paragraph)
            continue
        stated = _stated(found, pending)
        pending = []
        if stated is not None:
            decisions.append(stated)
    subject, body = _split(paragraphs)
    seen = [stated.correction_id for stated in decisions]
    if len(set(seen)) != len(seen):
        decisions = []
    return Parsed(subject, body, tuple(decisions))


def trailers(paragraph: str) -> list[tuple[str, str]] | None:
    """The trailers of a paragraph that is nothing but trailers and holds a Correction-Id; else None."""
    trailers: list[tuple[str, str]] = []
    for line in paragraph.strip("\n").split("\n"):
        if line.startswith(" ") and trailers:
            trailers[-1] = (trailers[-1][0], f"{trailers[-1][1]} {line[1:]}")
            continue
        match = _TRAILER.fullmatch(line)
        if match is None:
            return None
        trailers.append((match[1], match[2] or ""))
    return trailers if any(key == "Correction-Id" for key, _ in trailers) else None


def _stated(trailers: list[tuple[str, str]], before: Iterable[str]) -> Stated | None:
    """The decision of one block; None where it holds two ids or one that is no ULID: that is nobody's decision."""
    fields: dict[str, list[str]] = {}
    for key, value in trailers:
        fields.setdefault(key, []).append(_plain(value))
    ids = fields["Correction-Id"]
    if len(ids) != 1 or not is_correction_id(ids[0]):
        return None

    def one(key: str) -> str | None:
        return fields[key][0] if len(fields.get(key, ())) == 1 else None

    subject, reason = _split(list(before))
    kind = one("Kind")
    count = one("Changes")
    return Stated(
        correction_id=ids[0],
        subject=subject,
        reason=reason,
        kind=next((known for known in KINDS if known == kind), None),
        changes=tuple(fields.get("Change", ())),
        evidence=tuple(fields.get("Evidence", ())),
        reported_by=one("Reported-by"),
        reviewed_by=one("Reviewed-by"),
        reverts=one("Reverts"),
        amends=one("Amends"),
        change_count=int(count) if count and count.isascii() and count.isdecimal() else None,
        settled=tuple(fields.get("Settled", ())),
        words=_words(fields),
    )


_PLACED = re.compile(r"(?P<place>\S+ #\S+) ?(?P<words>.*)", re.DOTALL)


def _words(fields: Mapping[str, list[str]]) -> tuple[Words, ...]:
    """The words of a withheld text that a message gives, pair by pair; nothing where they do not pair."""
    sides = [[_PLACED.fullmatch(value) for value in fields.get(key, ())] for key in ("Was", "Now")]
    if len(sides[0]) != len(sides[1]):
        return ()
    return tuple(
        Words(was["place"], was["words"], now["words"])
        for was, now in zip(*sides, strict=True)
        if was is not None and now is not None and was["place"] == now["place"]
    )


def _split(paragraphs: Sequence[str]) -> tuple[str, str]:
    """Subject and rest of a text, escapes undone."""
    text = "\n\n".join(paragraphs).strip("\n")
    subject, _, rest = text.partition("\n")
    return _plain(subject), _plain(rest.strip("\n"))


def subject_of(kind: Kind, changes: Sequence[ChangeLine], touched: Sequence[str] = ()) -> str:
    """A subject that an editor would write: what was changed, from what to what; ``touched``: whose files changed."""
    touched = list(dict.fromkeys([*touched, *(change.record for change in changes)]))
    changes = [change for change in changes if not change.is_layout]
    records = list(dict.fromkeys(change.record for change in changes))
    if not records and touched and kind != "import":
        others = f" and {len(touched) - 1} more" if len(touched) > 1 else ""
        return f"{touched[0].rpartition('/')[2]}{others}: comments or layout of the file"
    return _told(kind, changes, records)


def _told(kind: Kind, changes: Sequence[ChangeLine], records: Sequence[str]) -> str:
    """The subject of what changes fields or words."""
    name = records[0].rpartition("/")[2] if records else "archive"
    if kind == "import":
        # agents and collections come along with a record: it is the record that was imported
        documents = [record for record in records if "/" in record] or records
        return (
            f"Import {documents[0].rpartition('/')[2]}" if len(documents) == 1 else f"Import {len(documents)} records"
        )
    if len(records) == 1 and any(change.pointer == "" and change.before is None for change in changes):
        return f"New record {name}"
    if len(records) > 1:
        alike = {repr((change.before, change.after)) for change in changes}
        what = _arrow(changes[0]) if len(alike) == 1 else kind
        return f"{len(records)} records: {what}"
    if len(changes) == 1:
        return f"{name}{_erratum(changes[0]) or f'{_place(changes[0])}: {_arrow(changes[0])}'}"
    if len(changes) > 1 and len({_place(change) for change in changes}) == 1:
        return f"{name}{_place(changes[0])}: {len(changes)} changes"
    return f"{name}: {kind}, {len(changes)} changes"


def _erratum(change: ChangeLine) -> str | None:
    """A new erratum by its words: `` p1, erratum: “for” → “read”``; None for every other change."""
    laid = change.after
    if "/errata/" not in (change.pointer or "") or not isinstance(laid, dict) or change.before is not None:
        return None
    from provenance.errors import InputError
    from provenance.model.address import Locator

    try:
        place = Locator.parse(str(laid.get("where", "")))
    except InputError:
        return None
    where = str(replace(place, words=None, nth=None))
    return f" {where}, erratum: {_shown(place.words or '')} → {_shown(laid.get('now', ''))}"


def _place(change: ChangeLine) -> str:
    if change.pointer is None:
        return f" {change.locator}" if change.locator else ""
    from provenance.model.address import Pointer
    from provenance.model.notation import field_label

    return f", {field_label(Pointer.parse(change.pointer))}"


def _shown(value: object) -> str:
    words = one_line(", ".join(map(str, value)) if isinstance(value, list) else str(value))
    return f"“{words}”" if len(words) <= 40 else f"“{words[:38].rstrip()}…”"  # noqa: PLR2004


def _arrow(change: ChangeLine) -> str:
    from provenance.diff.marked import marked
    from provenance.diff.withheld import NOT_SHOWN

    if NOT_SHOWN in (change.before, change.after):
        return "words not shown"
    if change.pointer is None and (mark := marked(change.before, change.after)) is not None:
        return f"{_shown(mark.words)} {mark.said}"
    if isinstance(change.after, dict):
        return "added" if change.before is None else "changed"
    if change.before is None or (change.before == "" and change.locator):  # words that came between others
        return "added" if change.after is None else f"{_shown(change.after)} added"
    if change.after is None or (change.after == "" and change.locator):
        return "removed" if isinstance(change.before, dict) else f"{_shown(change.before)} removed"
    return "changed" if isinstance(change.before, dict) else f"{_shown(change.before)} → {_shown(change.after)}"
