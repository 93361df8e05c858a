"""What the machine refuses where nobody expects it, told as an error of ours: no library's exception leaves a room."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from provenance.errors import DamageError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def told() -> Iterator[None]:
    """Turn an OSError into a DamageError that claims nothing: it may come from any step."""
    try:
        yield
    except (OSError, ImportError) as error:  # where files cannot be opened, no library can be loaded either
        raise DamageError(
            f"the machine refused a step of this: {getattr(error, 'strerror', None) or error}",
            code="machine",
            file=getattr(error, "filename", None),
            hint="look at the disk and at its room; provenance history shows what has been written",
        ) from error
