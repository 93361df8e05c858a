"""What a test replaces: the clock, the maker of ids, the teller of progress.

Everything else in the library is decided by its arguments. With
``clock=FrozenClock(...)`` and ``new_id=counting()`` two runs of the same
corrections make the same commit hashes.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """The current time, aware, in UTC."""

    def sleep(self, seconds: float) -> None:
        """Wait; a test's clock only moves its hands."""


class NewId(Protocol):
    """Where new identifiers come from."""

    def __call__(self, now: datetime) -> str:
        """A fresh ULID: 26 characters of Crockford's base 32, time first."""


class Progress(Protocol):
    """Who is told how far long work has come."""

    def track(self, steps: Iterable[T], *, total: int | None, what: str) -> Iterator[T]:
        """Yield each step and tell the reader of it."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The current time in UTC."""
        return datetime.now(UTC)  # noqa: TID251  the one place that asks the machine

    def sleep(self, seconds: float) -> None:
        """Wait that long."""
        import time

        time.sleep(seconds)


class FrozenClock:
    """A clock that stands still until somebody sleeps by it."""

    def __init__(self, start: str) -> None:
        """Stand at ``start``, an ISO 8601 date-time with its offset."""
        self._now = datetime.fromisoformat(start).astimezone(UTC)

    def now(self) -> datetime:
        """Where the hands stand."""
        return self._now

    def sleep(self, seconds: float) -> None:
        """Move the hands; nobody waits."""
        from datetime import timedelta

        self._now += timedelta(seconds=seconds)


def new_ulid(now: datetime) -> str:
    """A ULID for that moment, random in its last 80 bits."""
    from ulid import ULID

    return str(ULID.from_datetime(now))


def counting(start: int = 1) -> Callable[[datetime], str]:
    """A maker of ids that counts up from ``start``: for tests that want the same ids twice."""
    number = start

    def next_id(now: datetime) -> str:
        nonlocal number
        from ulid import ULID

        value = ULID.from_bytes(int(now.timestamp() * 1000).to_bytes(6, "big") + number.to_bytes(10, "big"))
        number += 1
        return str(value)

    return next_id


class Silent:
    """Progress that nobody watches."""

    def track(self, steps: Iterable[T], *, total: int | None, what: str) -> Iterator[T]:  # noqa: ARG002
        """Yield each step, say nothing."""
        yield from steps
