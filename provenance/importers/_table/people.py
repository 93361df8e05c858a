"""Who stood in which role to a document, as a row says it; who holds copies; and whom a source note names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from provenance.importers._table.columns import ROLES
from provenance.importers._table.parties import as_body, named_in, nobody_in
from provenance.importers._table.row import keep

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.importers._page.draft import Draft
    from provenance.importers._table.parties import Named
    from provenance.importers._table.row import Filled, Row
    from provenance.importers.source_note import SourceNote

ASSERTER = "finding aid"
"""By whom a table's claims are asserted."""
_COPIED = re.compile(
    r"[(\[] ?(?:cc|copy to|copies to|info|nachrichtlich|kopie an|копия|копии|copie à)\b:?\s*"
    r"(?P<who>[^)\]]{2,200})[)\]]",
    re.IGNORECASE,
)


def people(row: Row, draft: Draft) -> None:
    """Each person or body whom the row names, in its role; words that name nobody are kept as what they are."""
    for role, cell, words in _roles(row):
        for nobody in nobody_in(words):
            keep(draft, row, cell, nobody.strip(), f"it names nobody as {role}")
        for one in named_in(words):
            _claim(row, draft, role, one)
    for cell in row.all("copies"):
        for one in named_in(cell.words):
            body = one.party if one.party.kind == "body" else as_body(one.party.words)
            key = draft.agent(body, row.where)
            draft.put("copies", key, {"holder": key, "where": row.where}, what="copy", shown=body.name, where=row.where)


def _roles(row: Row) -> Iterator[tuple[str, Filled, str]]:
    """The words of each role; those of ``(cc: Doyle)`` are to whom it was copied."""
    for role in sorted(ROLES):
        for cell in row.all(role):
            yield role, cell, _COPIED.sub(" ", cell.words)
            for copied in _COPIED.finditer(cell.words):
                yield "copied-to", cell, copied["who"]


def _claim(row: Row, draft: Draft, role: str, one: Named) -> None:
    key = draft.agent(one.party, row.where)
    asserted = {"by": ASSERTER, "where": row.where, "certainty": "low" if one.doubt else "high"}
    if one.doubt:
        asserted["why"] = one.doubt
    claim: dict[str, Any] = {"role": role, "agent": key, "asserted": asserted}
    shown = one.party.name
    draft.put("attributions", f"{role}-{one.party.short}", claim, what=role, shown=shown, where=row.where)


def note_people(row: Row, draft: Draft, note: SourceNote) -> None:
    """Drafters and holders of copies whom a source note names; the note itself is kept whole."""
    for name in note.drafters:
        who = named_in(name)
        for one in who:
            key = draft.agent(one.party, row.where)
            doubted = bool(one.doubt) or note.attribution_doubt
            asserted = {"by": ASSERTER, "where": row.where, "certainty": "medium" if doubted else "high"}
            claim = {"role": "drafter", "agent": key, "asserted": asserted}
            shown = one.party.name
            draft.put("attributions", f"drafter-{one.party.short}", claim, what="drafter", shown=shown, where=row.where)
            draft.infer("drafter", shown, "high", "the source note names the drafter", row.where)
    for name in note.holding_copies:
        body = as_body(name)
        key = draft.agent(body, row.where)
        draft.put("copies", key, {"holder": key, "where": row.where}, what="copy", shown=body.name, where=row.where)
    if note.translators or note.obtained_by or note.publication_refs:
        said = ", ".join((*note.translators, *filter(None, [note.obtained_by]), *note.publication_refs))
        draft.ask("source", "/source/note", f"The source note also names {said}: as what?", row.where)
