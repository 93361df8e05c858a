"""Note calls that copying flattened into the text: ``Medvedev,1 the document``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from provenance.importers._page.paragraphs import Stretch

_FLATTENED = re.compile(r"(?<=[^\s\d(\[/–—-])(\d{1,4})(?![\w%°]|[.,:/]\d|[-–]\w)")
_BRACKETED = re.compile(r"\s?\[(\d{1,4}|[a-z*†‡]{1,3})\]")
_PARENTHESES = re.compile(r"(?<=[^\s(])\s?\((\d{1,3})\)(?![\w])")
_RAISED = re.compile(r"[¹²³⁰⁴-⁹]{1,4}|(?<=[^\s*])(?:\*{1,3}|[†‡]{1,3})(?=[\s,.;:)”]|$)")
_RAISED_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(\[])(?:no|nos|nr|p|pp|vol|fol|art|arts|ch|op|f|d|l|ll|t|c|s|ss|n|doc|bk|pt|§|№)\.$", re.IGNORECASE
)
_INITIAL = re.compile(r"(?:^|[\s.])[A-ZÀ-ÞА-ЯЁ]\.$")
_TOKEN = re.compile(r"\w+|[^\w\s]+")
_MOST_KEYED = 20
"""Notes keyed by words that begin alike; more are left without a call, so that time stays in proportion."""
_LETTERED = re.compile(r"[^\W\d_]+$")
_AFTER_YEAR = re.compile(r"(?<!\d)(?:1[0-9]|20)\d\d[.,]$")
_APART = re.compile(
    r"(?:(?<=[.!?”\])])|^[A-ZÀ-ÞА-ЯЁ][\w.’'-]{0,30}(?:\s[A-ZÀ-ÞА-ЯЁ][\w.’'-]{0,30}){0,7})\s(?P<n>\d{1,3})$"
)
"""A figure by itself behind the last sentence of a paragraph, or behind a name alone on its line."""
_SURE = 2
_SHOWN = 3
"""In brackets or raised: a figure that can be nothing else."""
_TITLE_END = re.compile(r"\s(\d{1,2})(?=$|\s\d{1,2}$)")
_DIGIT_THEN = re.compile(r"(?<!\d)(?!(?:1[5-9]|20)\d\d$)\d{1,5}(\d)$")
"""``Memorandum 3301`` may be memorandum 330 with note 1; a year is a year."""
_YEAR_THEN = re.compile(r"(?<!\d)(?:1[0-9]|20)\d\d(\d{1,4})(?=[\s.,;:)]|$)")


@dataclass(frozen=True)
class Call:
    """Where a note is called: the line of text, the span of characters that is the call, and how plainly it is one."""

    label: str
    line: int
    start: int
    end: int
    weight: int


@dataclass(frozen=True)
class Calls:
    """The calls found, by label; the labels whose call was not found; by label, why a call is doubtful.

    ``again``: further calls of a note that is called more than once.
    """

    found: dict[str, Call]
    missing: tuple[str, ...]
    doubtful: dict[str, str]
    again: tuple[Call, ...] = ()


def find_calls(
    lines: Sequence[str],
    labels: Sequence[str],
    titles: Collection[int] = (),
    known: Mapping[int, Sequence[Stretch]] | None = None,
    lemmas: Mapping[str, str] | None = None,
    *,
    in_parentheses: bool = False,
) -> Calls:
    """Find the call of each note in the lines of the text, in the notes' order.

    Calls stand in the order of their notes. Where one number could be a call at
    several places, the plainest is taken, then the first, and it is listed as
    doubtful; in brackets or raised it calls its note each time. ``titles``: the
    lines where a number at the end may be a call too; ``known``: by line, the calls
    that a page's markup shows; ``lemmas``: by label, the word of the text that a note is keyed by;
    ``in_parentheses``: the notes are labelled ``(1)``, and called so.
    """
    if known:
        return _shown(labels, known)
    if lemmas:
        return _keyed(lines, lemmas)
    labels = list(dict.fromkeys(labels))  # a sign begins anew on each page: every * calls the notes so labelled
    candidates: dict[str, list[Call]] = {label: [] for label in labels}
    for at, line in enumerate(lines):
        shown = _in_parentheses(at, line) if in_parentheses else _candidates(at, line, is_title=at in titles)
        for call in shown:
            if call.label in candidates:
                candidates[call.label].append(call)
    found: dict[str, Call] = {}
    doubtful: dict[str, str] = {}
    again: list[Call] = []
    position = (-1, -1)
    for index, label in enumerate(labels):
        limit = _limit(candidates, labels[index + 1 :], position)
        fitting = [call for call in candidates[label] if position < (call.line, call.start) < limit]
        if not fitting:
            continue
        plainest = max(call.weight for call in fitting)
        best = [call for call in fitting if call.weight == plainest]
        if plainest == _SHOWN or in_parentheses:
            first = (best[0].line, best[0].start)
            again += [call for call in candidates[label] if call.weight == plainest and (call.line, call.start) > first]
        elif len(best) > 1:
            doubtful[label] = f"the number {label} could be its call at {len(best)} places"
        elif plainest < _SURE:
            doubtful[label] = f"the {label} stands apart, or behind a number or capitals, and could belong to them"
        found[label] = best[0]
        position = (best[0].line, best[0].start)
    return Calls(found, _without(labels, found), doubtful, tuple(again))


def _without(labels: Sequence[str], found: Mapping[str, Call]) -> tuple[str, ...]:
    return tuple(label for label in labels if label not in found)


def _shown(labels: Sequence[str], known: Mapping[int, Sequence[Stretch]]) -> Calls:
    """The calls that a page's markup shows: nothing is looked for beyond them."""
    wanted = set(labels)
    found: dict[str, Call] = {}
    again: list[Call] = []
    for at in sorted(known):
        for one in sorted(known[at], key=lambda stretch: stretch.start):
            if one.value not in wanted:
                continue
            call = Call(one.value, at, one.start, one.end, _SHOWN)
            if one.value in found:
                again.append(call)
            else:
                found[one.value] = call
    return Calls(found, _without(labels, found), {}, tuple(again))


def _keyed(lines: Sequence[str], lemmas: Mapping[str, str]) -> Calls:
    """The words that notes are keyed by, where each stands once in the text; the call is behind the word."""
    by_first: dict[str, list[str]] = {}
    for label, lemma in lemmas.items():
        by_first.setdefault(_TOKEN.findall(lemma)[0], []).append(label)
    places: dict[str, list[Call]] = {}
    for at, line in enumerate(lines):
        for token in _TOKEN.finditer(line):
            for label in by_first.get(token[0], ())[:_MOST_KEYED]:
                end = token.start() + len(lemmas[label])
                if line.startswith(lemmas[label], token.start()) and not line[end : end + 1].isalnum():
                    places.setdefault(label, []).append(Call(label, at, end, end, _SURE))
    found = {label: calls[0] for label, calls in places.items() if len(calls) == 1}
    doubtful = {
        label: f"“{lemmas[label]}” stands at {len(calls)} places" for label, calls in places.items() if len(calls) > 1
    }
    return Calls(found, _without(list(lemmas), found), doubtful)


def _limit(candidates: dict[str, list[Call]], later: Sequence[str], position: tuple[int, int]) -> tuple[int, int]:
    """Where the next note that has but one possible call is called: this one's stands before it."""
    for label in later[:3]:
        after = [call for call in candidates[label] if (call.line, call.start) > position]
        if len(after) == 1:
            return after[0].line, after[0].start
    return (1 << 60, 0)


def _in_parentheses(at: int, line: str) -> list[Call]:
    """``(1)`` behind a word or its stop; at a line's head it counts what is listed."""
    return [Call(match[1], at, match.start(), match.end(), _SURE) for match in _PARENTHESES.finditer(line)]


def _candidates(at: int, line: str, *, is_title: bool) -> list[Call]:
    calls = [
        Call(match[1], at, match.start(), match.end(), _SHOWN)
        for match in _BRACKETED.finditer(line)
    ]  # fmt: skip
    calls += [
        Call(match[0].translate(_RAISED_DIGITS), at, match.start(), match.end(), _SHOWN)
        for match in _RAISED.finditer(line)
    ]
    for match in _FLATTENED.finditer(line):
        before = line[max(0, match.start() - 40) : match.start()]
        weight = _weight(before)
        if weight and match.end() < len(line) and _INITIAL.search(before):
            weight = 1  # S.W.1: initials, and perhaps no sentence's end
        if weight:
            calls.append(Call(match[1], at, match.start(), match.end(), weight))
    calls += [Call(match[1], at, match.start(1), match.end(), 1) for match in _YEAR_THEN.finditer(line)]
    calls += [Call(match["n"], at, match.start("n") - 1, match.end(), 1) for match in _APART.finditer(line)]
    if is_title:
        calls += [Call(match[1], at, match.start(), match.end(), 2) for match in _TITLE_END.finditer(line)]
        calls += [Call(match[1], at, match.start(1), match.end(), 0) for match in _DIGIT_THEN.finditer(line)]
    return calls


def _weight(before: str) -> int:
    """How plainly digits behind these characters are a call: 2 after a word or its stop, 1 after capitals, 0 never."""
    last = before[-1]
    if last.isalpha():
        word = _LETTERED.search(before)
        if word is None or len(word[0]) == 1:
            return 0
        return 2 if last.islower() else 1
    if last in ".,:" and before[-2:-1].isdigit():
        return 1 if _AFTER_YEAR.search(before) else 0
    if last in ".,:" and _ABBREVIATED.search(before):
        return 0
    return 2 if last in ",.;:!?”“’\"')]…»" else 0
