"""A difference as the JSON object that programs rely on (DESIGN §8)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provenance.diff.difference import Difference


def render(difference: Difference) -> str:
    """One object, indented; unchanged blocks and words where the difference holds them."""
    return json.dumps(difference.as_json(), ensure_ascii=False, indent=2) + "\n"
