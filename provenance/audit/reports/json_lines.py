"""One finding a line, for programs that read as it comes."""

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
    """A JSON object a line, suppressed findings after the others; nothing where nothing was found."""
    return (json.dumps(finding.as_json(), ensure_ascii=False) + "\n" for finding in audit.all)
