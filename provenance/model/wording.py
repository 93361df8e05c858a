"""Errors in an editor's words: what the YAML parser and the model mean, and the nearest thing that would be right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

QUOTES = "single quotes around the whole value"


def nearest(word: str, choices: Iterable[str], *, limit: int = 3) -> tuple[str, ...]:
    """The choices most like ``word``, best first; none that is quite unlike it."""
    from rapidfuzz import fuzz, process

    found = process.extract(word[:200], list(choices), scorer=fuzz.ratio, limit=limit, score_cutoff=50)
    return tuple(choice for choice, _, _ in found)


@dataclass(frozen=True)
class _Wording:
    """What the parser says (words of its problem, words of its context) and what that means to an editor."""

    problem: str
    context: str
    message: str
    hint: str | None = QUOTES
    at_opening: bool = False


# first fit; the parser's words are those of libyaml 0.2
_WORDINGS = (
    _Wording(
        "mapping values are not allowed", "", "a colon and a space inside an unquoted value, or a wrong indentation"
    ),
    _Wording(
        "unexpected end of stream", "quoted", "a quotation mark is opened here and never closed",
        "the closing mark; inside '…' a ' is doubled", at_opening=True,
    ),
    _Wording("document indicator", "quoted", "a quotation mark is opened here and never closed", at_opening=True),
    _Wording("directive", "", "a line that starts with % is a directive of YAML: a record has none"),
    _Wording("tag", "", "! starts a tag of YAML: a record has none"),
    _Wording("", "tag", "! starts a tag of YAML: a record has none"),
    _Wording("", "anchor", "& and * start anchors and aliases of YAML: a record has none"),
    _Wording("", "alias", "& and * start anchors and aliases of YAML: a record has none"),
    _Wording(
        "", "flow", "a bracket { or [ is opened here and not closed, or its entries are not parted by commas",
        at_opening=True,
    ),
    _Wording(
        "expected ':'", "", "a line without a colon: a field is written as name: value", "name: value", at_opening=True
    ),
    _Wording("escape", "", "a backslash inside double quotes starts an escape that does not exist"),
    _Wording("", "block scalar", "the sign > or | starts a text on the next lines: nothing may stand behind it"),
    _Wording("document start", "", "what stands here belongs to no field", "name: value, at the margin"),
    _Wording(
        "", "block", "what stands here belongs to no field: words behind a quoted value, or a wrong indentation"
    ),
    _Wording(
        "expected key", "", "what stands here belongs to no field: words behind a quoted value, or a wrong indentation"
    ),
)  # fmt: skip


def syntax_error(problem: str, context: str, source: str, index: int) -> tuple[str, str | None, bool]:
    """Message, mend, and whether the fault is where something was opened rather than where reading stopped."""
    if "cannot start any token" in problem:
        sign = source[index : index + 1]
        if sign == "\t":
            return "a tab: indentation is made of spaces", "spaces", False
        return f"an unquoted value cannot start with {sign}", QUOTES, False
    for wording in _WORDINGS:
        if wording.problem in problem and wording.context in context:
            return wording.message, wording.hint, wording.at_opening
    return f"this cannot be read: {problem or context}", None, False
