"""Frozen values spelled out as JSON, to lie on disk for a while, and made of it again by who spelled them.

No bytes name what they are to be read as (THREATS T37): a class is a number
that this object alone gave it, and reading calls nothing that the bytes say.
"""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import datetime
from types import NoneType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_AS_THEY_ARE = frozenset({str, int, float, bool, NoneType})
_MANY: tuple[type, ...] = (tuple, list, frozenset)
_MAP, _MOMENT, _BYTES = range(len(_MANY), len(_MANY) + 3)
_FIRST = _BYTES + 1
"""The number of the first class that is met; those below are Python's own."""


class Spelling:
    """How values of the classes that it has met are written and read."""

    def __init__(self) -> None:
        """No class is met yet."""
        self._numbers: dict[type, int] = {}
        self._names: dict[type, tuple[str, ...]] = {}
        self._makers: list[Callable[[list[Any]], Any]] = []

    def write(self, value: object) -> bytes:
        """The value in one line. TypeError for what is neither plain nor made of frozen parts."""
        return json.dumps(self._spelled(value), separators=(",", ":")).encode("ascii")

    def read(self, line: bytes) -> Any:
        """A value equal to the one that was written."""
        return self._made(json.loads(line))

    def _spelled(self, value: Any) -> Any:
        kind = type(value)
        if kind in _AS_THEY_ARE:
            return value
        if kind in _MANY:
            return [_MANY.index(kind), *map(self._spelled, value)]
        if kind is dict:
            return [_MAP, *(self._spelled(part) for pair in value.items() for part in pair)]
        if kind is datetime:
            return [_MOMENT, value.isoformat()]
        if kind is bytes:
            return [_BYTES, value.decode("latin-1")]
        return self._of_class(kind, value)

    def _of_class(self, kind: type, value: Any) -> list[Any]:
        number = self._numbers.get(kind)
        if number is None:
            number = self._met(kind)
        if kind in self._names:
            return [number, *(self._spelled(getattr(value, name)) for name in self._names[kind])]
        return [number, *map(self._spelled, value)] if isinstance(value, tuple) else [number, str.__str__(value)]

    def _met(self, kind: type) -> int:
        """The number of a class: of a dataclass, a named tuple or a string of its own."""
        if is_dataclass(kind):
            names = self._names[kind] = tuple(field.name for field in fields(kind))
            self._makers.append(lambda parts: _frozen(kind, names, parts))
        elif issubclass(kind, tuple):
            self._makers.append(lambda parts: tuple.__new__(kind, parts))
        elif issubclass(kind, str):
            self._makers.append(lambda parts: kind(parts[0]))
        else:
            raise TypeError(kind)
        self._numbers[kind] = _FIRST + len(self._makers) - 1
        return self._numbers[kind]

    def _made(self, said: Any) -> Any:
        if type(said) is not list:
            return said
        number = said[0]
        if number == _BYTES:
            return said[1].encode("latin-1")
        if number == _MOMENT:
            return datetime.fromisoformat(said[1])
        parts = [self._made(part) for part in said[1:]]
        if number < len(_MANY):
            return _MANY[number](parts)
        if number == _MAP:
            return dict(zip(parts[::2], parts[1::2], strict=True))
        return self._makers[number - _FIRST](parts)


def _frozen(kind: type, names: tuple[str, ...], parts: list[Any]) -> Any:
    """The dataclass with these fields: it was checked when it was first made."""
    made: Any = object.__new__(kind)
    for name, part in zip(names, parts, strict=True):
        object.__setattr__(made, name, part)
    return made
