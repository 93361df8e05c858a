"""A page's text cut to paragraphs: by blank lines, by long lines, or by lines that were wrapped."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import unescape
from statistics import median
from typing import TYPE_CHECKING, Literal

from provenance.importers._page.lines import parted_by_space, parted_lines

if TYPE_CHECKING:
    from provenance.text.blocks import BlockTag

_LONG_LINE = 110
"""Nobody wraps prose wider: a longer line is a paragraph of its own."""
_SHORT_LINE = 40
"""Lines that are all shorter were broken on purpose: names, verse, addresses."""
PAGE_ALONE = re.compile(
    r"\[(?:[Pp]age|p\.|S\.|с\.)\s?\d{1,4}\]|[Pp]age \d{1,4}(?: of \d{1,4})?|\d{1,3} of \d{1,3}|"
    r"[–—-]{1,2}\s?\d{1,4}\s?[–—-]{1,2}"
)
"""A line that is only a page's number; a bare figure might be the text's, and stays."""
_SPACES = re.compile(r"[ \t]+")
_NEWLINES = re.compile(r"\r\n?|[\x0b\x85\u2028\u2029]")
_HYPHEN = re.compile(r"(?<=[^\W\d_])-$")


@dataclass(frozen=True)
class Stretch:
    """What is known of some characters of a line: emphasis, bold, underlined, who speaks, a call, a writer's addition.

    A ``page``, a ``gap`` and a ``cell`` (the boundary of two cells) are points:
    ``start`` is ``end``. ``value`` is the label of a call, the number of a page.
    """

    kind: Literal["em", "b", "u", "call", "speaker", "add", "page", "gap", "cell"]
    line: int
    start: int
    end: int
    value: str = ""

    def moved(self, by: int) -> Stretch:
        """The same, ``by`` characters further on."""
        return replace(self, start=max(0, self.start + by), end=max(0, self.end + by))


@dataclass(frozen=True)
class Paragraph:
    """One paragraph: its kept lines, the line of the file it starts in (from 1), the blank lines before it.

    A page with markup says more: what its characters are (``stretches``), that
    it is a note with this label, that it has this tag, that it is a row of this table (from 1),
    that it is an editor's headnote.
    """

    lines: tuple[str, ...]
    line: int
    gap: int = 0
    stretches: tuple[Stretch, ...] = ()
    note: str | None = None
    tag: BlockTag | None = None
    table: int = 0
    headnote: bool = False

    @property
    def words(self) -> str:
        """Its words on one line."""
        return " ".join(self.lines)

    def without(self, count: int) -> Paragraph:
        """The same without its first ``count`` characters (a number that was taken out)."""
        rest = self.lines[0][count:].lstrip(" ")
        by = len(rest) - len(self.lines[0])
        kept = (one.moved(by) if one.line == 0 else one for one in self.stretches if one.line or one.end > -by)
        return replace(self, lines=(rest, *self.lines[1:]), stretches=tuple(kept))

    def rows(self, start: int, end: int) -> Paragraph:
        """Some of its lines, as a paragraph; a blank line before it where they are not the first."""
        own = tuple(replace(one, line=one.line - start) for one in self.stretches if start <= one.line < end)
        gap = 1 if start else self.gap
        return replace(self, lines=self.lines[start:end], line=self.line + start, gap=gap, stretches=own)

    def part(self, start: int, end: int | None = None) -> Paragraph:
        """Some characters of a paragraph of one line, as a paragraph."""
        words = self.lines[0][start:end].rstrip(" ")
        last = start + len(words)
        within = (replace(one, end=min(one.end, last)) for one in self.stretches if start <= one.start < last)
        shorter = replace(self, lines=(self.lines[0][:last],), stretches=tuple(within))
        return shorter.without(start) if start else shorter


_BACK = re.compile(r"(?:\s?[↩⤴]|\s↑)\ufe0e?$")
"""The arrow by which a web edition's note leads back to its call."""


@dataclass(frozen=True)
class Residue:
    """What was taken out of the reading: the words, the line of the file, and why.

    Data of a web edition say something of the document: ``field`` of it is ``value``.
    """

    words: str
    line: int
    why: str
    field: str | None = None
    value: str | None = None


def cut(text: str) -> tuple[tuple[Paragraph, ...], tuple[Residue, ...]]:
    """The paragraphs of a page, and the hyphens taken out where a wrapped line broke a word."""
    lines = _MID_FEED.sub("\n\f", _NEWLINES.sub("\n", text)).split("\n")
    found: list[Paragraph] = []
    residues: list[Residue] = []
    led_back: list[int] = []
    group: list[str] = []
    gap = start = 0
    for number, raw in enumerate([*lines, ""], 1):
        mark = _PRINTERS_MARK.fullmatch(raw.strip())
        if mark and group:
            residues.append(Residue(_SPACES.sub(" ", mark[0]), number, "a printer's mark at the foot of a sheet"))
            continue
        if raw.startswith("\f"):  # a new page, which is no wider break
            if group:
                found.extend(_of_group(group, start, gap, residues))
            group, gap = [], 1
        line = _SPACES.sub(" ", _read_signs(raw.replace("\f", " "), number, residues)).strip(" ")
        back = _BACK.search(line)
        if back:
            residues.append(Residue(back[0].strip(), number, "page furniture: a link back to the text"))
            led_back.append(number)
            line = line[: back.start()].rstrip()
        apart = parted_by_space(_BACK.sub("", raw.replace("\f", " ").rstrip())) if line else ()
        if line and not apart:
            if not group:
                start = number
            group.append(line)
            continue
        if group:
            found.extend(_of_group(group, start, gap, residues))
            group, gap = [], 0
        for part in apart:
            found.append(Paragraph((part,), number, gap))
            gap = 1
        gap += not apart
    counted = _counted(found, led_back)
    if counted != tuple(found):
        lost = " of a note whose number is lost: it has one from the notes' order"
        residues = [replace(one, why=one.why + lost) if one.line in led_back else one for one in residues]
    return counted, tuple(residues)


_PRINTERS_MARK = re.compile(r"\[\d{2,6}\]\s{4,}[A-Z]{1,2}(?:\s?\d)?")
"""``[1098]          S``: by such marks the sheets of a printed paper are gathered."""
_MID_FEED = re.compile(r"(?<=[^\n])\f")
_SIGN = re.compile(
    r"&(?:amp|nbsp|quot|apos|lt|gt|[mn]dash|[lr][sd]quo|hellip|eacute|egrave|agrave|ccedil|[aou]uml|szlig);"
)


def _read_signs(raw: str, number: int, residues: list[Residue]) -> str:
    """A line whose HTML signs (``&amp;``) were copied as written: read as what they stand for, and told."""
    found = _SIGN.findall(raw) if "&" in raw else []
    residues += [Residue(sign, number, f"a sign of HTML, read as {unescape(sign)}") for sign in found]
    return _SIGN.sub(lambda match: unescape(match[0]), raw) if found else raw


_NUMBERED = re.compile(r"[\[(]?\d{1,4}[\])]?[.)]?\s|[*†‡¹²³⁴-⁹]")


def _counted(paragraphs: list[Paragraph], led_back: list[int]) -> tuple[Paragraph, ...]:
    """Notes whose numbers were lost on copying, known by the arrows that lead back: counted in their order."""
    lines = set(led_back)
    notes = [at for at, one in enumerate(paragraphs) if any(one.line + row in lines for row in range(len(one.lines)))]
    in_a_row = bool(notes) and notes == list(range(notes[0], notes[0] + len(notes)))
    if not in_a_row or any(_NUMBERED.match(paragraphs[at].lines[0]) for at in notes):
        return tuple(paragraphs)
    counted = {at: str(number) for number, at in enumerate(notes, 1)}
    return tuple(replace(one, note=counted.get(at)) for at, one in enumerate(paragraphs))


def _of_group(group: list[str], start: int, gap: int, residues: list[Residue]) -> list[Paragraph]:
    """The paragraphs of lines that no blank line parts; what begins one of its own is none of the wrapped lines."""
    found: list[Paragraph] = []
    at = start
    for lines in parted_lines(group):
        found += _of_lines(lines, at, gap if not found else min(gap, 1), residues)
        at += len(lines)
    return found


def _of_lines(group: list[str], start: int, gap: int, residues: list[Residue]) -> list[Paragraph]:
    """The paragraphs of lines of which none begins something of its own."""
    if len(group) == 1:
        return [Paragraph((group[0],), start, gap)]
    lengths = [len(line) for line in group]
    if max(lengths) > _LONG_LINE:
        return _long_lines(group, start, gap, residues)
    if is_wrapped(lengths) and not all(_PERSON.match(line) for line in group):
        return [Paragraph((_joined(group, start, residues),), start, gap)]
    return [Paragraph(tuple(group), start, gap)]


_PERSON = re.compile(
    r"(?:The\s)?(?:Mr|Mrs|Ms|Miss|Dr|Sir|Lord|General|Admiral|Colonel|Ambassador|Minister|Secretary|President|"
    r"Comrade|Herr|Frau|Mme|"
    r"M\.|Messrs|Consul|Senator|Professor|Prince|Тов|тов)\b\.?\s[A-ZÀ-ÞА-ЯЁ]"
)
"""Lines that each begin with a person are a list, however wide they are."""
_ITEM = re.compile(r"[a-zа-я]\)|[ivx]{1,4}[.)]")


def _long_lines(group: list[str], start: int, gap: int, residues: list[Residue]) -> list[Paragraph]:
    """A paragraph for each line; one that goes on with a word or a sentence belongs to the line before."""
    rows: list[list[str]] = []
    starts: list[int] = []
    for at, line in enumerate(group):
        before = rows[-1][-1] if rows else ""
        goes_on = line[:1].islower() and not _ITEM.match(line) and re.search(r"[^\W\d_][,-]?$", before) is not None
        if goes_on:
            rows[-1].append(line)
        else:
            rows.append([line])
            starts.append(at)
    return [
        Paragraph((_joined(row, start + at, residues),), start + at, gap if at == 0 else 0)
        for at, row in zip(starts, rows, strict=True)
    ]  # fmt: skip


def is_wrapped(lengths: list[int]) -> bool:
    """Whether lines of these lengths are one stretch of prose that was broken at a margin."""
    full = lengths[:-1]
    return max(lengths) > _SHORT_LINE and min(full) >= 0.6 * max(lengths) and median(full) > _SHORT_LINE


def _joined(group: list[str], start: int, residues: list[Residue]) -> str:
    words = [group[0]]
    for at, line in enumerate(group[1:], 1):
        if broken(words[-1], line):
            residues.append(broken_word(words[-1], line, start + at - 1))
            words[-1] = words[-1][:-1]
            words.append(line)
        else:
            words += [" ", line]
    return "".join(words)


def broken(before: str, after: str) -> bool:
    """Whether a hyphen at the end of ``before`` broke a word that ``after`` goes on with."""
    return _HYPHEN.search(before) is not None and after[:1].islower()


def broken_word(before: str, after: str, line: int) -> Residue:
    """What is reported of such a hyphen."""
    return Residue(before[-24:].lstrip() + "⏎" + after[:12], line, "a hyphen at a line's end")
