"""One object for programs: DESIGN §8."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provenance.audit.outcome import Audit


def render(audit: Audit) -> str:
    """The audit as one JSON object."""
    return json.dumps(audit.as_json(), ensure_ascii=False, indent=2) + "\n"
