"""What differs between two editions of a document: a verdict, a map of the blocks, each change with both sides."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from markupsafe import Markup

from provenance.diff.compare import compare_passages
from provenance.diff.difference import SORT_WORDS, Side
from provenance.exporters.exporter import shown_text
from provenance.publish.desk import Desk
from provenance.publish.page import Page
from provenance.publish.render import capitalised, count, render, safe_words
from provenance.text.readings import Reading, derive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.diff.difference import BlockChange, Difference, WordChange
    from provenance.model.address import RecordId
    from provenance.publish.site import Site
    from provenance.text.dossier import Dossier
    from provenance.text.readings import Passage

LETTERS = {"substantive": "S", "accidental": "A", "markup": "L"}
SPEAKERS = {
    "document": "document", "translator": "translator’s words", "editor": "editors’ words",
    "edition": "words of the edition", "record": "our words", "unknown": "speaker not stated",
}  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One changed block, both sides merged into one text; ``number`` counts the changes of the page."""

    number: int
    heading: str
    nature: str
    serif: bool
    before: Markup
    after: Markup
    css: str
    why: str


@dataclass(frozen=True)
class Same:
    """A run of blocks that do not differ."""

    words: str


@dataclass(frozen=True)
class View:
    """What the template of a comparison is given."""

    id: RecordId
    title: str
    left: str
    right: str
    reading: str
    verdict: str
    difference: Difference
    items: tuple[Change | Same, ...]
    map: Markup
    record_address: str

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes alone."""
        return tuple(item for item in self.items if isinstance(item, Change))


def pages(site: Site) -> Iterator[Page]:
    """For each record with two and more shown editions: each further one against the first."""
    for id_, card in site.cards.items():
        for edition in card.shown[1:]:
            yield Page(
                uri=site.addresses.record_part(id_, f"{edition}/compare"),
                kind="compare",
                title=f"{card.title}: {card.shown[0]} and {edition}",
                summary=f"{id_}: what differs between {card.shown[0]} and {edition}",
                body=partial(body, site, id_, card.shown[0], edition),
            )


def body(site: Site, id_: RecordId, first: str, second: str) -> str:
    """The HTML of one comparison."""
    dossier = site.dossier(id_)
    left, right = (_passages(site, dossier, edition) for edition in (first, second))
    difference = compare_passages(
        left,
        right,
        left=Side(record=str(id_), edition=first),
        right=Side(record=str(id_), edition=second),
        everything=True,
    )
    here = site.addresses.record_part(id_, f"{second}/compare")
    desk = Desk(site, here)
    view = View(
        id=id_,
        title=dossier.record.title,
        left=first,
        right=second,
        reading="as printed",
        verdict=verdict(difference),
        difference=difference,
        items=_items(difference, second),
        map=block_map(difference),
        record_address=desk.to(site.addresses.record(id_)),
    )
    return render("compare.html", view=view, desk=desk)


def _passages(site: Site, dossier: Dossier, edition: str) -> tuple[Passage, ...]:
    text = shown_text(dossier, edition, site.collection(dossier.id.collection))
    if text is None:
        raise ValueError(edition)  # pages() offers shown editions alone
    owner = dossier.record.bracket_owner(edition, site.collection(dossier.id.collection))
    return derive(text, Reading.PRINTED, brackets=owner)


def verdict(difference: Difference) -> str:
    """The whole difference in two sentences."""
    summary = difference.summary
    if not difference.changed_blocks:
        return "No word differs."
    if summary.substantive:
        readings = count(summary.substantive, "reading")
        lead = f"{readings} {_is(summary.substantive)} different in a way that can change the sense."
    else:
        lead = "No reading differs in a way that can change the sense."
    parts = []
    if summary.accidental:
        parts.append(f"{summary.accidental} only in spelling, punctuation or capitals")
    for name in ("moved", "split", "merged", "added", "removed", "renumbered"):
        number = getattr(summary, name)
        if number:
            parts.append(f"{count(number, 'paragraph')} {_is(number)} {name}")
    if summary.markup:
        parts.append(f"{count(summary.markup, 'mark')} {_is(summary.markup)} changed")
    same = sum(block.change == "unchanged" for block in difference.blocks)
    tail = f" {capitalised(count(same, 'paragraph'))} {_is(same)} the same." if same else ""
    return f"{lead}{' ' + capitalised('; '.join(parts)) + '.' if parts else ''}{tail}"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _items(difference: Difference, right: str) -> tuple[Change | Same, ...]:
    items: list[Change | Same] = []
    same: list[str] = []
    number = 0
    for block in difference.blocks:
        if block.change == "unchanged":
            same.append(_name(block))
            continue
        if same:
            items.append(_same(same))
            same = []
        number += 1
        items.append(_change(number, block, right))
    if same:
        items.append(_same(same))
    return tuple(items)


def _same(names: list[str]) -> Same:
    if len(names) > 4:  # noqa: PLR2004  # more names than this tell nobody anything
        return Same(f"{names[0]} to {names[-1]} unchanged")
    return Same(f"{', '.join(names)} unchanged")


def _name(block: BlockChange) -> str:
    labels = block.labels_after or block.labels_before
    return ", ".join(labels) or ", ".join(block.ids_after or block.ids_before)


def _change(number: int, block: BlockChange, right: str) -> Change:
    before, after = ", ".join(block.labels_before), ", ".join(block.labels_after)
    heading = after or before
    if before and after and before != after:
        heading = f"{after}, was {before}"
    changed = block.changed_words()
    classes = [
        f"{sum(w.class_ == name for w in changed)} {name}" for name in LETTERS if any(w.class_ == name for w in changed)
    ]
    nature = "; ".join([block.change] * (block.change not in ("changed", "markup")) + classes) or block.change
    sorts = dict.fromkeys(SORT_WORDS[word.sort] for word in changed if word.class_ == "accidental" and word.sort)
    notes = dict.fromkeys(word.note for word in changed if word.note)
    why = ". ".join([f"Accidental: {', '.join(sorts)}"] * bool(sorts) + [note for note in notes if note])
    css = {"added": "came", "removed": "gone", "moved": "moved"}.get(block.change, "")
    return Change(
        number=number,
        heading=heading,
        nature=f"{nature} · {SPEAKERS[block.layer]}",
        serif=block.layer == "document",
        before=_one_side(block),
        after=_both_sides(block, right),
        css=css,
        why=why,
    )


def _one_side(block: BlockChange) -> Markup:
    """The left text, what is not in the right one struck."""
    made, cursor = [], 0
    for word in sorted(block.changed_words(), key=lambda word: word.offsets.before):
        start, end = word.offsets.before
        if start < cursor or start == end:
            continue
        made.append(safe_words(block.before[cursor:start]))
        same_words = word.op in ("marked", "moved")
        sign = Markup('<span class="lay">{}</span>') if same_words else Markup("<del>{}</del>")
        made.append(_variant(word, sign.format(safe_words(block.before[start:end]))))
        cursor = end
    return _broken(Markup("").join([*made, safe_words(block.before[cursor:])]))


def _both_sides(block: BlockChange, right: str) -> Markup:
    """The right text, with what the left one has instead."""
    if block.change == "removed":
        gone = Markup('<del>{}</del><span class="same only-side">Not in {}.</span>')
        return gone.format(_broken(safe_words(block.before)), right)
    made, cursor = [], 0
    for word in sorted(block.changed_words(), key=lambda word: word.offsets.after):
        start, end = word.offsets.after
        if start < cursor:
            continue
        now = block.after[start:end]
        inside = now.strip()
        lead = now[: len(now) - len(now.lstrip())]
        made.append(safe_words(block.after[cursor:start] + lead))
        made.append(_variant(word, _told(word, inside)))
        made.append(safe_words(now[len(lead) + len(inside) :]))
        cursor = end
    return _broken(Markup("").join([*made, safe_words(block.after[cursor:])]))


def _told(word: WordChange, after: str) -> Markup:
    if word.op in ("marked", "moved"):
        said = "layer or marks changed" if word.op == "marked" else "moved within the paragraph"
        return Markup('<span class="vh">({}:) </span><span class="lay">{}</span>').format(said, safe_words(after))
    parts = []
    if word.before:
        was = Markup('<span class="vh">({} change; was:) </span><del>{}</del>{}')
        parts.append(was.format(word.class_, safe_words(word.before.strip()), " " if after else ""))
    if after:
        parts.append(Markup('<span class="vh">(now:) </span><ins>{}</ins>').format(safe_words(after)))
    else:
        parts.append(Markup('<span class="vh">(now: nothing)</span>'))
    return Markup("").join(parts)


def _variant(word: WordChange, inside: Markup) -> Markup:
    letter = LETTERS.get(word.class_, "L")
    return Markup('<span class="v {}">{}<span class="k" aria-hidden="true">{}</span></span>').format(
        letter.lower(), inside, letter
    )


def _broken(words: Markup) -> Markup:
    return words.replace("\n", Markup("<br>")).replace("\t", Markup(" &#8195; "))


def block_map(difference: Difference) -> Markup:
    """All blocks to scale; where something differs a heavy line with a letter above it."""
    blocks = difference.blocks
    total = sum(max(len(block.after or block.before), 20) for block in blocks)
    if not blocks or not total:
        return Markup("")
    parts, at, gap = [], 0.0, 0.5
    room = 100 - gap * len(blocks)
    for block in blocks:
        width = room * max(len(block.after or block.before), 20) / total
        hit = block.change != "unchanged"
        parts.append(
            Markup('<line class="{}" x1="{:.2f}%" x2="{:.2f}%" y1="22" y2="22"/>').format(
                "hit" if hit else "blk", at, at + width
            )
        )
        middle = at + width / 2
        if hit:
            letters = "".join(
                letter for name, letter in LETTERS.items() if any(w.class_ == name for w in block.changed_words())
            )
            sign = {"added": "+", "removed": "−", "moved": "↕", "split": "÷", "merged": "∪"}.get(block.change, "")
            parts.append(Markup('<text x="{:.2f}%" y="12">{}</text>').format(middle, sign + letters))
        if width > 2.2:  # noqa: PLR2004  # narrower than a number is wide
            parts.append(Markup('<text class="p" x="{:.2f}%" y="42">{}</text>').format(middle, _short(block)))
        at += width + gap
    return Markup('<svg focusable="false">{}</svg>').format(Markup("").join(parts))


def _short(block: BlockChange) -> str:
    label = next(iter(block.labels_after or block.labels_before), "")
    return {"title": "T"}.get(label, label.removeprefix("¶").replace("fn ", "n"))[:3]
