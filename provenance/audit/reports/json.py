"""One object for programs: DESIGN §8."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.outcome import Audit


def render(audit: Audit) -> str:
    """The whole of :func:`pieces`."""
    return "".join(pieces(audit))


def pieces(audit: Audit) -> Iterator[str]:
    """The audit as one JSON object."""
    yield json.dumps(audit.as_json(), ensure_ascii=False, indent=2) + "\n"
