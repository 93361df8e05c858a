"""Where the headings of a table stand, in one row or in two, and which field a column is by what stands under it.

Some headings say nothing sure by themselves: *von* is a sender's or the first
day of a span, *file* an archive's or the name of a page. There the first rows
of the table decide, and so they do on the order of day and month (``4/5/1963``).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING

from provenance.errors import InputError
from provenance.importers._table.columns import folded, is_heading_row, known_in
from provenance.importers._table.dates import Reckoning, is_date, reckoned
from provenance.importers._table.grid import Odd, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.importers._table.columns import Column
    from provenance.importers._table.grid import Cell, Grid

_ABOVE = 25
"""Rows among which the headings are looked for."""
SAMPLE = 1_000
"""Rows by which columns are judged."""


def find_headings(grid: Grid, notices: list[str]) -> tuple[int, list[str], Iterator[tuple[int, list[Cell]]]]:
    """The number of the row of headings, its words, and the rows below it; of two rows, each column's of both."""
    above: list[tuple[int, list[str]]] = []
    rows = iter(grid.rows)
    for number, cells in rows:
        said = [words_of(cell) for cell in cells]
        if is_heading_row(said):
            groups = (
                above[-1]
                if above and above[-1][0] == number - 1 and len(list(filter(None, above[-1][1]))) > 1
                else None
            )
            both = in_two_rows(groups[1], cells) if groups is not None else None
            for row, words in above if both is None else above[:-1]:
                notices.append(
                    f"row {row}, above the headings, belongs to no record: {' | '.join(filter(None, words))}"
                )
            return (number, both, rows) if both is not None else _with_second(number, said, rows)
        if any(said):
            above.append((number, said))
        if len(above) >= _ABOVE:
            break
    read = ", ".join(repr(word) for word in (above[0][1] if above else []) if word)[:200]
    sheets = tuple(grid.sheets) if len(grid.sheets) > 1 else ()
    raise InputError(
        f"no heading is known: the first row says {read}" if read else "the table is empty",
        code="columns", file=grid.name, line=above[0][0] if above else 1,
        hint="a first row with headings such as title, date, author, fond, opis, delo"
        + ("; or another sheet: --sheet-name" if sheets else ""),
        candidates=sheets,
    )  # fmt: skip


def _with_second(
    number: int, said: list[str], rows: Iterator[tuple[int, list[Cell]]]
) -> tuple[int, list[str], Iterator[tuple[int, list[Cell]]]]:
    """The headings, each behind that of its group where a second row divides groups; an error below waits its turn."""
    first, rest = sampled(rows, 1)
    both = in_two_rows(said, first[0][1]) if first else None
    if both is None:
        return number, said, rest
    next(rest)
    return first[0][0], both, rest


def in_two_rows(top: Sequence[str], below: Sequence[Cell]) -> list[str] | None:
    """``Date | | `` over ``Day | Month | Year`` as ``Date: Day`` and so on; None where the second row is no heading's.

    It is one where each of its own words is a known heading under a group or
    alone, and one at least stands where the first row has no word.
    """
    own = ["" if isinstance(cell, Odd) and cell.kind == "merged" else words_of(cell) for cell in below]
    above = [*top, *[""] * (len(own) - len(top))]
    filled = [at for at, words in enumerate(own) if words]
    if not any(not above[at] for at in filled) or any(isinstance(below[at], Odd) for at in filled):
        return None
    joined, group = [], ""
    for at, words in enumerate(above):
        group = words or group
        under = own[at] if at < len(own) else ""
        joined.append(f"{group}: {under}" if under and group and group != under else under or words)
    sure = sum(bool(known_in([own[at]]) or known_in([joined[at]])) for at in filled)
    return joined if len(filled) > 1 and sure >= len(filled) * 0.6 else None


def sampled(
    rows: Iterator[tuple[int, list[Cell]]], most: int
) -> tuple[list[tuple[int, list[Cell]]], Iterator[tuple[int, list[Cell]]]]:
    """The first rows, and all of them again; what breaks off among them is raised where it stands, not before."""
    first: list[tuple[int, list[Cell]]] = []
    broken: list[InputError] = []
    try:
        first.extend(islice(rows, most))
    except InputError as error:  # extend keeps what came before it
        broken.append(error)

    def again() -> Iterator[tuple[int, list[Cell]]]:
        yield from first
        if broken:
            raise broken[0]

    return first, chain(again(), rows)


# -- by what stands under them ---------------------------------------------------------------------------------------

_WORDS_OF_BEGINS = "von from du de от с ab"
_WORDS_OF_ENDS = "bis to au à по до until fin"
_BEGINS = frozenset(map(folded, _WORDS_OF_BEGINS.split()))
_ENDS = frozenset(map(folded, _WORDS_OF_ENDS.split()))
_PAGE = re.compile(r"[^\n]{1,200}\.(?:txt|text|html?|xhtml)", re.IGNORECASE)


def judged(
    columns: Sequence[Column], rows: Sequence[tuple[int, list[Cell]]], notices: list[str]
) -> tuple[tuple[Column, ...], dict[int, Reckoning]]:
    """The columns, some as another field by what their cells say; and how the dates of each column are reckoned."""
    found = list(columns)
    for at, column in enumerate(columns):
        last = _own_words(column) in _BEGINS and next(
            (one for one in columns[at + 1 :] if _own_words(one) in _ENDS), None
        )
        taken = any(one.field == "date" for one in found if one.at != column.at)
        if last and not taken and _mostly(rows, column.at, is_date):
            found[at] = replace(column, field="date", part="")
            found[last.at] = replace(last, field="date to", part="")
            notices.append(f"the columns {column.heading!r} and {last.heading!r} hold days: they were read as a span")
    if not any(column.field == "text" for column in found):
        for at, column in enumerate(found):
            if column.field in {"file", "item", "folder", ""} and _mostly(rows, column.at, _PAGE.fullmatch):
                found[at] = replace(column, field="text", part="")
                notices.append(f"the column {column.heading!r} names files: they were read as the pages beside it")
                break
    dates = [column for column in found if column.field in {"date", "date to"}]
    # a day and its end are written in one way
    reckoning = reckoned([words for column in dates for words in _words_under(rows, column.at)])
    if reckoning.why:
        notices.append(reckoning.why)
    return tuple(found), {column.at: reckoning for column in dates}


def _own_words(column: Column) -> str:
    return folded(column.heading.rpartition(": ")[2])


def _words_under(rows: Sequence[tuple[int, list[Cell]]], at: int) -> list[str]:
    return [words for _, cells in rows if at < len(cells) and (words := words_of(cells[at]))]


def _mostly(rows: Sequence[tuple[int, list[Cell]]], at: int, fits: object) -> bool:
    """Whether three in four of a column's cells fit, and one at least."""
    counts = Counter(bool(fits(words)) for words in _words_under(rows[:200], at))  # type: ignore[operator]
    return counts[True] > 0 and counts[True] >= 3 * counts[False]
