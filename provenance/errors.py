"""The errors that a user may meet, and the exit status each ends a command with.

    ProvenanceError                  never raised itself; caught once, in cli/main
    ├── InputError        exit 2     what was typed, or what a file holds, cannot be used
    ├── ConflictError     exit 3     two decisions about the same words or field; both are shown
    └── DamageError       exit 4     the archive's own files or history are broken

An error says which file, which place in it, and the mend. Its fields are the
very words of ``--json``: no second wording exists.
"""

from __future__ import annotations

from typing import Any, ClassVar


class ProvenanceError(Exception):
    """Something that the person at the keyboard can understand and mend.

    ``message`` says what is wrong; ``file``, ``line`` and ``column`` (both
    counted from 1) where; ``hint`` what would be right; ``candidates`` the
    values that would have fitted.
    """

    exit_status: ClassVar[int] = 2
    code: str = "error"

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        file: object = None,
        line: int | None = None,
        column: int | None = None,
        hint: str | None = None,
        candidates: tuple[str, ...] = (),
    ) -> None:
        """Keep the fields; ``code`` defaults to that of the branch."""
        super().__init__(message)
        self.message = message
        self.code = code or type(self).code
        self.file = None if file is None else str(file)
        self.line = line
        self.column = column
        self.hint = hint
        self.candidates = tuple(candidates)

    def __str__(self) -> str:
        """The place and the message, in the ``file:line:column: message`` form editors can jump to."""
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        return f"{place}: {self.message}" if place else self.message

    def as_json(self) -> dict[str, Any]:
        """The ``error`` object of DESIGN §8; absent fields are null."""
        return {
            "code": self.code,
            "message": self.message,
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "hint": self.hint,
            "candidates": list(self.candidates),
        }


class InputError(ProvenanceError):
    """What was typed, or what a file holds, cannot be used as it is."""

    exit_status = 2
    code = "input"


class ConflictError(ProvenanceError):
    """Two decisions about the same words or the same field; nothing was written.

    ``conflicts`` holds them as data: ``{key, record, pointer|block, base, ours,
    theirs, correction_ids}`` each.
    """

    exit_status = 3
    code = "conflict"

    def __init__(self, message: str, *, conflicts: tuple[dict[str, Any], ...] = (), **fields: Any) -> None:
        """As the base class; ``conflicts`` are shown beside the message."""
        super().__init__(message, **fields)
        self.conflicts = conflicts

    def as_json(self) -> dict[str, Any]:
        """The fields of every error, and the conflicts."""
        return {**super().as_json(), "conflicts": list(self.conflicts)}


class DamageError(ProvenanceError):
    """The archive itself is broken: an object, a reference, a manifest."""

    exit_status = 4
    code = "damage"
