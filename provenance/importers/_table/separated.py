"""A table as text: values parted by commas, semicolons, tabs or bars, in quotation marks where they must be."""

from __future__ import annotations

import csv
import re
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING

from provenance.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SEPARATORS = ",;\t|"
_STATED = re.compile(r"(?i:\"?sep=)(?:\"(?P<quoted>[^\"\r\n])\"|(?P<bare>[^\"\r\n])\"?)\r?\n")
"""A first line by which Excel is told the separator; some write it, or the whole line, in quotation marks."""
_TRIED = 25
"""Rows by which a separator is judged."""


def rows_of(text: str, name: str, separator: str) -> Iterator[list[str]]:
    """Each row as its cells; InputError, with the line on which the row begins, where quotation marks do not fit."""
    reader = csv.reader(_lines(text), delimiter=separator, strict=True)
    begins = 1
    try:
        for cells in reader:
            yield cells
            begins = reader.line_num + 1
    except csv.Error as error:
        mixed = str(error).startswith("new-line character")
        raise InputError(
            "the table cannot be read from here on: "
            + ("a lone carriage return stands within a row" if mixed else str(error)),
            code="csv",
            file=name,
            line=begins,
            hint="save the table again with one kind of line end"
            if mixed
            else 'a quotation mark within a cell is written twice: ""; one that is opened is closed',
        ) from error


def stated_separator(text: str) -> tuple[str | None, str]:
    """The separator that a line ``sep=;`` states, and the text behind that line."""
    stated = _STATED.match(text)
    return (stated["quoted"] or stated["bare"], text[stated.end() :]) if stated else (None, text)


def best_separator(text: str, name: str, worth: Callable[[Sequence[Sequence[str]]], int]) -> str:
    """The separator by which the first rows are worth most, then have most cells."""

    def judged(separator: str) -> tuple[int, int]:
        rows: list[list[str]] = []
        with suppress(InputError):  # cut off within a cell, perhaps: the rows before it are enough
            rows.extend(islice(rows_of(text[:200_000], name, separator), _TRIED))
        return (worth(rows), max(map(len, rows), default=0))

    return max(SEPARATORS, key=judged)


def _lines(text: str) -> Iterator[str]:
    """The lines with their ends, cut one by one: a copy of the whole text would cost as much as the text."""
    end = "\n" if "\n" in text else "\r"  # a lone CR ends lines in what old Macintosh programs wrote
    start = 0
    while start < len(text):
        at = text.find(end, start)
        after = len(text) if at < 0 else at + 1
        yield text[start:after]
        start = after
