"""A record as Markdown: title, catalogue entry, claims with what bears on them, and the text where it may be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.exporters.catalogue import role_phrase, rows
from provenance.exporters.changelog import escaped
from provenance.exporters.exporter import shown_text
from provenance.exporters.places import spoken_where
from provenance.text.readings import Reading, derive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.exporters.exporter import Surroundings
    from provenance.model.claims import Attribution
    from provenance.text.dossier import Dossier

NAME = "markdown"
SUFFIX = ".md"
MEDIA_TYPE = "text/markdown"


def export(dossier: Dossier, surroundings: Surroundings) -> str:
    """The record as Markdown; no word of it can become a mark."""
    record = dossier.record
    lines = [f"# {escaped(record.title)}", ""]
    if record.specimen:
        lines += [f"*{escaped(record.specimen)}*", ""]
    for row in rows(record, surroundings):
        for entry in row.entries:
            known = entry.known()
            basis = f" ({escaped(known)})" if known else ""
            code = f" [{entry.code}]" if entry.code else ""
            lines.append(f"- **{row.label}**: {escaped(entry.value + code)}{basis}")
    lines.append("")
    if record.attributions:
        lines += ["## Claims", ""]
        for claim in record.attributions.values():
            lines += [*_claim(claim, surroundings), ""]
    for key in record.editions:
        text = shown_text(dossier, key, surroundings.collection)
        if text is None:
            continue
        lines += [f"## Text: {escaped(key)}", ""]
        for passage in derive(text, Reading.PRINTED):
            lines += [f"**{escaped(passage.label)}** {escaped(passage.words)}", ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _claim(claim: Attribution, surroundings: Surroundings) -> Iterator[str]:
    yield f"### {escaped(role_phrase(claim, surroundings.name(claim.agent)))}"
    yield ""
    if claim.asserted:
        where = f", {spoken_where(claim.asserted.where)}" if claim.asserted.where else ""
        yield f"- Asserted by {escaped(claim.asserted.by + where)}: {claim.asserted.certainty}"
    if claim.held:
        why = f"; {escaped(claim.held.why)}" if claim.held.why else ""
        yield f"- Held by {escaped(claim.held.by)}: {claim.held.certainty}, {claim.held.status}{why}"
    for evidence in claim.evidence.values():
        where = f" ({spoken_where(evidence.where)})" if evidence.where else ""
        yield f"- {evidence.bears.capitalize()}: {escaped(evidence.what + where)}"
    for doubt in claim.doubts.values():
        yield f"- Doubt ({doubt.state}), {escaped(doubt.by)}: {escaped(doubt.reason)}"
