"""One finding a line, for programs that read as it comes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provenance.audit.outcome import Audit


def render(audit: Audit) -> str:
    """A JSON object a line, suppressed findings after the others; nothing where nothing was found."""
    found = (*audit.findings, *audit.suppressed)
    return "".join(json.dumps(finding.as_json(), ensure_ascii=False) + "\n" for finding in found)
