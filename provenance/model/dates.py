"""EDTF dates (ISO 8601-2:2019, levels 0 to 2), kept as written and compared under uncertainty.

Plain days, months and years go through ``datetime``; the library ``edtf`` is
loaded for the rest (it costs as much at start-up as pydantic).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.model.address import _Checked

if TYPE_CHECKING:
    import datetime


@dataclass(frozen=True)
class Bounds:
    """The earliest and the latest day a date can mean; ``None`` where that is not known or open."""

    earliest: datetime.date | None
    latest: datetime.date | None


class Edtf(_Checked):
    """A date or interval in EDTF, exactly as written."""

    __slots__ = ()
