"""Who wrote, drafted and received the document, as the page claims it; what its notes hold for and against."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from provenance.importers._page.correspondents import listed
from provenance.importers._page.dates import counted_back
from provenance.importers._page.doubts import Claimant, Reading, read_note
from provenance.importers._page.headnote import HEDGES, draftings, neighbours, works
from provenance.importers._page.names import could_be_named, party, slugged
from provenance.importers._page.parts import ROUTING, closes, signing_line
from provenance.importers._page.signers import WRITTEN_BY_ONE, author_above, name_in_full, signer
from provenance.importers._page.speakers import chairman, perhaps_present, those_present
from provenance.importers._page.writers import owner

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.importers._page.draft import Draft, Page
    from provenance.importers._page.names import Party
    from provenance.importers._page.piece import Piece
    from provenance.importers.source_note import SourceNote

_LONGEST_NAME = 120


def title_claims(page: Page, draft: Draft) -> list[Claimant]:
    """Author, addressee and participants: asserted by the edition, in its title."""
    claims: list[Claimant] = []
    for role, parties in (
        ("author", page.title.authors), ("addressee", page.title.addressees), ("participant", page.title.participants),
    ):  # fmt: skip
        for who in parties:
            asserted = {"by": "edition", "where": "title", "certainty": "high"}
            claims.append(_claim(draft, role, who, "title", asserted))
    claims += _of_the_owner(page, draft)
    claims += _of_the_head(page, draft)
    above = author_above(page)
    if above is not None and not any(claim.role == "author" for claim in claims):
        who, where = above
        why = f"Above the title, which names nobody, stands one name: {who.words}"
        claims.append(
            _claim(draft, "author", who, where, {"by": "edition", "where": where, "certainty": "medium", "why": why})
        )
        draft.infer("author", who.name, "medium", why, where)
        draft.ask("author", f"/attributions/{claims[-1].key}", f"Is {who.name}, above the title, the author?", where)
    claims += _of_those_present(page, draft)
    signed = [
        (where, signing_line(piece.paragraph, words))
        for piece, where, words in page.pieces()
        if piece.tag == "signature" and not piece.attachment and not closes(piece.paragraph)
    ]
    _nominatives(page, draft, signed)
    for claim in claims:
        if claim.role == "author" and claim.agent.kind == "person":
            name_in_full(draft, draft.record["attributions"][claim.key]["agent"], claim.agent.short, signed)
    if not any(claim.role == "author" for claim in claims):
        claims += _of_the_signature(page, draft, signed, claims)
    if any(claim.role == "author" for claim in claims):
        claims += _signatory(draft, claims, signed)
    if not page.title.participants and not any(claim.role == "author" for claim in claims):
        where = ", ".join(["title", *(where for where, _ in signed[:1])])
        said = f"The title names no author; “{signed[0][1]}” signs: who wrote it?" if signed else None
        draft.ask("author", "/attributions", said or "The title names no author: who wrote it?", where)
    return claims


def _of_those_present(page: Page, draft: Draft) -> list[Claimant]:
    """Whoever took part, as a list of participants names them; and who presided."""
    claims: list[Claimant] = []
    for piece, where, words in page.pieces():
        if piece.tag != "participants" or piece.attachment:
            continue
        spoke = {name.rsplit(maxsplit=1)[-1].casefold() for name in page.layout.speakers}
        perhaps = [who for who in perhaps_present(piece) if who.name.rsplit(maxsplit=1)[-1].casefold() in spoke]
        for who in (*those_present(piece), *perhaps):
            asserted = {"by": "edition", "where": where, "certainty": "high"}
            claims.append(_claim(draft, "participant", who, where, asserted))
        presides = chairman(piece)
        if presides:
            claims.append(_claim(draft, "chair", presides, where, {**asserted, "why": f"It says: {words}"}))
    return claims


def _signatory(draft: Draft, claims: Sequence[Claimant], signed: Sequence[tuple[str, str]]) -> list[Claimant]:
    """The person who signs what the title gives to an embassy or an office: he signed it, whoever wrote it."""
    who = signer(signed[0][1]) if len(signed) == 1 else None
    authors = [claim.agent for claim in claims if claim.role == "author"]
    if who is None or any(one.kind == "person" for one in authors):
        return []
    where = signed[0][0]
    return [_claim(draft, "signatory", who, where, {"by": "edition", "where": where, "certainty": "high"})]


def _of_the_signature(
    page: Page, draft: Draft, signed: Sequence[tuple[str, str]], claims: Sequence[Claimant]
) -> list[Claimant]:
    """The one who signs a letter whose title names no author: inferred, and asked about."""
    who = signer(signed[0][1]) if len(signed) == 1 else None
    kind = page.title.type
    of_one = kind in WRITTEN_BY_ONE or (kind is None and bool(page.title.addressees))
    present = [*page.title.participants, *(claim.agent for claim in claims if claim.role == "participant")]
    took_part = who is not None and any(one.short == who.short for one in present)
    if who is None or not (took_part or (of_one and not page.title.participants)):
        return []  # of a talk, one of those who held it may sign the record of it
    where, words = signed[0]
    why = f"The title names no author; it is signed: {words}"
    claim = _claim(draft, "author", who, where, {"by": "edition", "where": where, "certainty": "medium", "why": why})
    draft.infer("author", who.name, "medium", why, where)
    question = f"The title names no author; “{words}” signs: did whoever signs write it?"
    draft.ask("author", f"/attributions/{claim.key}", question, f"title, {where}")
    return [claim]


def _of_the_owner(page: Page, draft: Draft) -> list[Claimant]:
    """Above the title stands whose diary it is from: he is the author, where the title names none."""
    if page.title.authors:
        return []
    for piece, where, words in page.pieces():
        who = owner(piece) if piece.tag == "heading" and not piece.attachment and not piece.headnote else None
        if who is not None:
            asserted = {"by": "edition", "where": where, "certainty": "high", "why": f"It says: {words}"}
            claim = _claim(draft, "author", who, where, asserted)
            _inflected(draft, who, where)
            return [claim]
    return []


def _inflected(draft: Draft, who: Party, where: str) -> None:
    if who.inflected is not None:
        draft.infer("nominative", who.name, "medium", f"the page has {who.inflected}", where)
        draft.agents[who.key].setdefault("names", []).append(who.inflected)


def _with_what_it_heads(pieces: Sequence[tuple[Piece, str, str]], at: int) -> str:
    """An entry of a head; a label alone (``FROM:``) with the short paragraph below it, which it heads."""
    words = pieces[at][2]
    if not words.endswith(":") or at + 1 >= len(pieces):
        return words
    below, _, said = pieces[at + 1]
    heads = ROUTING.fullmatch(said) is not None and ":" in said
    short = below.tag in (None, "routing") and not heads and below.note is None and len(said) < _LONGEST_NAME
    return f"{words} {said}" if short and not said.endswith((".", ":")) else words


_NOT_BY = re.compile(
    r"(?:not|never|n[’']t)\s(?:been\s)?(?:drafted|written|prepared|composed)\sby\s[^.;]{2,80}", re.IGNORECASE
)
_HEAD_ROLES = {
    **dict.fromkeys(("FROM", "FM", "From", "Von", "De", "От", "От кого"), "author"),
    **dict.fromkeys(("TO", "To", "MEMORANDUM FOR", "MEMORANDUM TO", "An", "À", "Кому"), "addressee"),
}


def _of_the_head(page: Page, draft: Draft) -> list[Claimant]:
    """Author and addressee from the head of a memorandum (``FROM: …``), each where the title names none."""
    claims: list[Claimant] = []
    known = {"author": page.title.authors, "addressee": page.title.addressees}
    pieces = page.pieces()
    for at, (piece, where, words) in enumerate(pieces):
        if piece.attachment or piece.headnote or piece.tag not in ("routing", "title"):
            continue
        entry = ROUTING.fullmatch(_with_what_it_heads(pieces, at))
        role = _HEAD_ROLES.get(entry["label"]) if entry and ":" in words[: len(entry["label"]) + 2] else None
        if entry is None or role is None or known[role]:
            continue
        several = listed((entry["rest"] or "").strip(" ."))
        asserted = {"by": "edition", "where": where, "certainty": "high"}
        claims += [_claim(draft, role, who, where, asserted) for who in several]
        for one in () if several else re.split(r";|(?<=[A-Z])/(?=[A-Z]{3})", entry["rest"] or ""):
            name = re.split(r",\s|\s[–—-]\s", one.strip(), maxsplit=1)[0].strip(" .")
            if name and could_be_named(name) and len(name) < _LONGEST_NAME:
                claims.append(_claim(draft, role, party(name), where, asserted))
    return claims


def _nominatives(page: Page, draft: Draft, signed: Sequence[tuple[str, str]]) -> None:
    """Names that a title inflects: what was concluded of them, and from what; a signature settles it."""
    for who in (*page.title.authors, *page.title.addressees):
        if who.inflected is None:
            continue
        by = next((where for where, words in signed if slugged(words.strip(" .")).endswith(who.short)), None)
        why = f"the title has {who.inflected}" + (", and the signature shows its nominative" if by else "")
        draft.infer("nominative", who.name, "high" if by else "medium", why, by or "title")
        draft.agents[who.key].setdefault("names", []).append(who.inflected)
        if by is None:
            question = f"The title has {who.inflected!r}: is the nominative {who.name!r}?"
            draft.ask(f"name-{who.short}", f"agents /{who.key}/name", question, "title")


def _claim(draft: Draft, role: str, who: Party, where: str, asserted: dict[str, str]) -> Claimant:
    agent = draft.agent(who, where)
    attributions = draft.record.setdefault("attributions", {})
    key = slugged(f"{role}-{who.short}")
    if key in attributions and attributions[key]["agent"] != agent:
        key = slugged(f"{role}-{agent}")
    if key in attributions:
        return Claimant(key, role, who)
    claim = {"role": role, "agent": agent, "asserted": asserted}
    draft.put("attributions", key, claim, what=role, shown=who.name, where=where)
    return Claimant(key, role, who)


def headnote_claims(page: Page, draft: Draft) -> list[Claimant]:
    """Drafters, as the headnote asserts them in its own words; its neighbours in the volume and the books it names."""
    claims: list[Claimant] = []
    for piece, where, words in page.pieces():
        if not piece.headnote:
            continue
        for drafting in draftings(words, where, page.title.type):
            if not drafting.of_this:
                question = f"It says that {drafting.agent.name} drafted something: this document?"
                draft.ask(f"drafter-{drafting.agent.short}", "/attributions", question, where)
                continue
            asserted = {"by": "headnote", "where": where, "certainty": "low" if drafting.hedge else "high"}
            if drafting.hedge:
                asserted["why"] = f"It says '{drafting.hedge}'"
            claims.append(_claim(draft, "drafter", drafting.agent, where, asserted))
        _relations(page, draft, words, where)
    return claims


def source_claims(draft: Draft, notes: Sequence[tuple[str, SourceNote]]) -> list[Claimant]:
    """Drafters whom a source note names."""
    claims = []
    for where, note in notes:
        for name in note.drafters:
            hedged = note.attribution_doubt and HEDGES.search(note.raw) is not None
            asserted = {"by": "edition", "where": where, "certainty": "medium" if hedged else "high"}
            claims.append(_claim(draft, "drafter", party(name), where, asserted))
        against = _NOT_BY.search(note.raw)
        if against:
            question = f"The source note says “{against[0]}”: does that bear on an attribution?"
            draft.ask("not-by", "/attributions", question, where)
        if note.attribution_doubt:
            draft.ask(
                "attribution",
                "/attributions",
                "The source note is not sure of author, drafter or translator, or says that it is unsigned",
                where,
            )
    return claims


def _relations(page: Page, draft: Draft, words: str, where: str) -> None:
    for neighbour in neighbours(words, where):
        which = "previous" if neighbour.step < 0 else "next"
        if which in draft.record.get("relations", {}):
            continue
        target: dict[str, str] = {"volume": page.volume}
        why = [f"The number from the headnote's word '{which}'"]
        number = page.title.number
        if number and number.isdigit() and int(number) + neighbour.step > 0:
            target["number"] = str(int(number) + neighbour.step)
        date = page.title.date
        if neighbour.days is not None and date and date.day:
            counted = counted_back(date.day.isoformat(), -neighbour.step * neighbour.days)
            if counted:
                target["date"] = counted
                way = "back from" if neighbour.step < 0 else "on from"
                why.append(f"the date counted {way} {date.edtf} by the headnote's {neighbour.words}")
        target["basis"] = "inferred"
        relation = {"kind": f"{which}-in-volume", "target": target, "where": where, "why": "; ".join(why)}
        draft.put("relations", which, relation, what=f"{which} document", shown=target.get("number", "?"), where=where)
        said = " ".join(target.get(name, "") for name in ("number", "date")).strip()
        draft.infer(f"{which} document", said, "medium", "; ".join(why), where)
    for work in works(words, where):
        key = f"cites-{slugged(work.author, 40)}" if work.author else f"cites-{slugged(work.title, 50)}"
        target = {"title": work.title, "basis": "stated"}
        cites = {"kind": "cites", "target": target, "where": where}
        draft.put("relations", key, cites, what="book cited", shown=work.title, where=where)


def note_claims(page: Page, draft: Draft, claims: Sequence[Claimant]) -> None:
    """What the notes hold for and against the attributions; what speaks against one is a doubt of the edition."""
    date = page.title.date.edtf if page.title.date else None
    for piece, where, words in page.pieces():
        if piece.note is None:
            continue
        reading = read_note(words, claims, date)
        if reading.unsigned:
            source = draft.record.setdefault("source", {"basis": "unknown"})
            source |= {"signed": "no", "signed_where": where}
        for claimant in claims:
            _weigh(page, draft, claimant, _Note(piece.note, where, reading))
        for about, question in reading.open:
            draft.ask(f"note-{piece.note}-{about}", "/attributions", question, where)
        if reading.bearings:
            _called_elsewhere(page, draft, claims, _Note(piece.note, where, reading))


@dataclass(frozen=True)
class _Note:
    """A note as read: its label, its locator, what it says."""

    label: str
    where: str
    reading: Reading


def _weigh(page: Page, draft: Draft, claimant: Claimant, note: _Note) -> None:
    """Enter what one note holds for and against one attribution."""
    where, reading = note.where, note.reading
    bearings = reading.bearings.get(claimant.key)
    if not bearings:
        return
    claim = draft.record["attributions"][claimant.key]
    for bearing in bearings:
        evidence: dict[str, str] = {"bears": bearing.bears, "where": where, "what": bearing.what}
        if bearing.office:
            office = _office(page, draft, claim["agent"], bearing.office, where)
            evidence["office"] = office
            claim.setdefault("rests_on", {})[bearing.office.key] = office
        claim.setdefault("evidence", {})[bearing.key] = evidence
        why = "the note names no other such person" if len(reading.named) == 1 else "the clause names this person"
        draft.infer(f"evidence {bearing.bears} {claimant.key}", bearing.what, "medium", why, where)
    against = reading.against(claimant.key)
    if against:
        favour = len(bearings) - against
        reason = f"The volume's own note holds {_count(against)} against this claim" + (
            f", and {_count(favour)} for it" if favour else ""
        )
        claim.setdefault("doubts", {})[f"volume-note-{slugged(note.label)}"] = {
            "by": "edition", "where": where, "reason": reason, "state": "open",
        }  # fmt: skip


def _count(number: int) -> str:
    words = ("nothing", "one thing", "two things", "three things", "four things")
    return words[number] if number < len(words) else f"{number} things"


def _office(page: Page, draft: Draft, agent: str, office: Any, where: str) -> str:
    """Enter an office of an agent; its interval begins with the note's date, or some time after the document."""
    entry: dict[str, Any] = {"title": office.title}
    there = f"{page.id} {where}"
    date = page.title.date.edtf if page.title.date else None
    if office.since:
        entry |= {"held": f"{office.since}/..", "basis": "stated", "where": there}
    elif date:
        entry |= {
            "begins": {"after": date},
            "basis": "inferred",
            "where": there,
            "why": "The note says that the document is earlier; it gives no date",
        }
    if not office.since:
        question = f"{office.title}: the note gives no date; when did it begin?"
        draft.ask(f"{agent}-{office.key}", f"agents /{agent}/offices/{office.key}", question, where)
    draft.agents[agent].setdefault("offices", {})[office.key] = entry
    return f"{agent}/offices/{office.key}"


def _called_elsewhere(page: Page, draft: Draft, claims: Sequence[Claimant], note: _Note) -> None:
    """A call that stands at the name of one whom the note does not speak of is said, and asked about."""
    label, where, reading = note.label, note.where, note.reading
    call = next((one for one in page.text.calls if one.label == label), None)
    if call is None:
        return
    for claimant in claims:
        at_name = call.before.rstrip(" ,.;:").endswith(claimant.surname)
        if at_name and claimant.role == "drafter" and claimant.key not in reading.bearings:
            named = " and ".join(other.surname for other in claims if other.key in reading.bearings)
            draft.record["attributions"][claimant.key]["note"] = (
                f"The call of {where} stands at this name; the note speaks of {named}"
            )
            question = (
                f"The call of {where} stands at the name of {claimant.surname}, the note speaks of {named} alone: "
                f"does it bear on {claimant.surname} too?"
            )
            draft.ask(f"note-{label}-{claimant.agent.short}", f"/attributions/{claimant.key}", question, where)
