"""What is not known: everything that a record itself says is unknown, inferred or open.

No fault is found here. It is the list from which an editor who goes to the
archive makes the list of questions to take along.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from provenance.model.address import Pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from provenance.audit.case import Case

State = Literal["unknown", "inferred", "open", "unjudged"]


@dataclass(frozen=True)
class Unknown:
    """One thing that is not known, or only inferred: where the record says so, in an editor's words, and why."""

    record: str
    pointer: str
    label: str
    state: State
    why: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The object in the list of ``--unknowns``."""
        return dict(vars(self))


def unknowns(case: Case) -> tuple[Unknown, ...]:
    """Everything the record says is unknown, inferred, left open by an importer, or not yet judged by a person."""
    tree = case.record.model_dump(by_alias=True, exclude_none=True)
    return tuple(
        Unknown(str(case.id), str(at), _label(at), state, why)
        for at, state, why in (*_walk(tree, Pointer(())), *_brackets(case))
    )


def _walk(tree: Mapping[str, Any], at: Pointer) -> Iterator[tuple[Pointer, State, str | None]]:
    if tree.get("basis") in {"unknown", "inferred"}:
        yield at, tree["basis"], tree.get("why")
    for key, value in tree.items():
        if key in {"form", "signed", "certainty"} and value == "unknown" and "basis" not in _inner(tree, key):
            yield at / key, "unknown", None
        if isinstance(value, dict):
            yield from _walk(value, at / key)
            yield from _of_claims(key, value, at / key)


def _inner(tree: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = tree.get(key)
    return value if isinstance(value, dict) else {}


def _of_claims(key: str, value: Mapping[str, Any], at: Pointer) -> Iterator[tuple[Pointer, State, str | None]]:
    """Claims nobody has judged, doubts and questions that are open."""
    if key == "attributions":
        for name, claim in value.items():
            if "held" not in claim:
                yield at / name / "held", "unjudged", None
    elif key == "doubts":
        for name, doubt in value.items():
            if doubt.get("state", "open") == "open":
                yield at / name, "open", doubt.get("reason")
    elif key == "questions":
        for name, question in value.items():
            yield at / name, "open", question.get("question")


def _brackets(case: Case) -> Iterator[tuple[Pointer, State, str | None]]:
    for edition, _, at in case.editions():
        if case.texts.get(edition) is not None and case.bracket_owner(edition) == "unknown":
            yield at, "unknown", "whose words stand in its brackets"


def _label(at: Pointer) -> str:
    from provenance.model.labels import field_label

    return field_label(at)


def render(found: Iterable[Unknown]) -> str:
    """The list for a terminal, record by record."""
    return "".join(pieces(found))


def pieces(found: Iterable[Unknown]) -> Iterator[str]:
    """As :func:`render`, line by line."""
    record = None
    for one in found:
        if one.record != record:
            yield f"{one.record}\n" if record is None else f"\n{one.record}\n"
            record = one.record
        yield f"  {one.state:<9} {one.label}" + (f": {one.why}\n" if one.why else "\n")
    if record is None:
        yield "Nothing is said to be unknown.\n"
