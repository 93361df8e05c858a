"""How a change is told to a reader: the heading of a block, the words around what changed, a field's value in short."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from provenance.diff.difference import SORT_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.diff.difference import BlockChange, Difference, WordChange
    from provenance.diff.whole import ArchiveDifference

CONTEXT = 5
"""Words shown on each side of a change; a longer equal stretch is cut to them."""
Role = Literal["same", "before", "after", "cut", "moved-from", "moved-to", "marked"]


class Piece(NamedTuple):
    """A stretch of text as a report shows it, and the change it belongs to (None: none)."""

    role: Role
    text: str
    word: WordChange | None = None


def heading(block: BlockChange) -> str:
    """``¶4 split into ¶4, ¶5``, ``¶9 moved (was ¶12)``, ``¶3 changed``."""
    before, after = ", ".join(block.labels_before), ", ".join(block.labels_after)
    if block.change == "split":
        return f"{before} split into {after}"
    if block.change == "merged":
        return f"{before} merged into {after}"
    if block.change in ("added", "removed"):
        return f"{after or before} {block.change}"
    name = after if before == after else f"{after} (was {before})"
    said = ["moved"] if block.moved else []
    if block.renumbered:
        said.append("renumbered")
    if block.change == "changed" or (block.change == "moved" and block.changed_words()):
        said.append("changed")
    if block.change == "markup":
        said.append("marks changed")
    return f"{name} {' and '.join(said) or block.change}"


def verdict(block: BlockChange) -> str:
    """``1 substantive, 2 accidental (spelling, dashes); editor``: what is told beside the heading."""
    words = block.changed_words()
    classes = Counter(word.class_ for word in words)
    sorts = dict.fromkeys(SORT_WORDS[word.sort] for word in words if word.class_ == "accidental" and word.sort)
    said = []
    if classes["substantive"]:
        said.append(f"{classes['substantive']} substantive")
    if classes["accidental"]:
        said.append(f"{classes['accidental']} accidental ({', '.join(sorts)})")
    if classes["markup"]:
        said.append(f"{classes['markup']} in the marks")
    layers = dict.fromkeys(str(word.layer) for word in words if word.layer != "document")
    told = ", ".join(said)
    return f"{told}; {', '.join(layers)}" if layers and told else told


def notes(block: BlockChange) -> tuple[str, ...]:
    """What cannot be seen in the words: names of characters, marks, a retagged or withheld block."""
    found = [block.note] if block.note else []
    return tuple(dict.fromkeys([*found, *(word.note for word in block.changed_words() if word.note)]))


def inline(block: BlockChange, context: int | None = CONTEXT) -> Iterator[Piece]:
    """Both sides in one line, in the order of the right one; ``context`` None: nothing is cut."""
    words = block.words
    if not words:
        if block.before:
            yield Piece("before", block.before)
        if block.after:
            yield Piece("after", block.after)
        return
    for number, word in enumerate(words):
        if word.op == "equal":
            first, last = number == 0, number == len(words) - 1
            yield from _shortened(word.after, context, at_start=first, at_end=last)
        elif word.op == "marked":
            yield Piece("marked", word.after, word)
        elif word.op == "moved":
            yield Piece("moved-to", word.after, word)
        else:
            if word.before:
                yield Piece("before", word.before, word)
            if word.after:
                yield Piece("after", word.after, word)


def side(block: BlockChange, which: Literal["before", "after"], context: int | None = CONTEXT) -> Iterator[Piece]:
    """One side alone, with its own changed words."""
    words = [word for word in block.words if (word.before if which == "before" else word.after)]
    if not words:
        text = block.before if which == "before" else block.after
        if text:
            yield Piece(which, text)
        return
    ordered = sorted(words, key=lambda word: word.offsets.before if which == "before" else word.offsets.after)
    for number, word in enumerate(ordered):
        text = word.before if which == "before" else word.after
        if word.op == "equal":
            yield from _shortened(text, context, at_start=number == 0, at_end=number == len(ordered) - 1)
        elif word.op == "marked":
            yield Piece("marked", text, word)
        elif word.op == "moved":
            yield Piece("moved-from" if which == "before" else "moved-to", text, word)
        else:
            yield Piece(which, text, word)


def _shortened(text: str, context: int | None, *, at_start: bool, at_end: bool) -> Iterator[Piece]:
    """An equal stretch cut to the words beside the changes; nothing is cut where that saves little."""
    words = text.split(" ")
    if context is None or len(words) <= 2 * context + 2 - context * (at_start or at_end):
        yield Piece("same", text)
        return
    if not at_start:
        yield Piece("same", " ".join(words[:context]) + " ")
    yield Piece("cut", "…")
    if not at_end:
        yield Piece("same", " " + " ".join(words[-context:]))


def value(given: Any) -> str:
    """A field's value on one line: a text as it is, a map or a set in YAML's flow style; nothing for None."""
    if given is None:
        return ""
    if isinstance(given, Mapping):
        return "{" + ", ".join(f"{key}: {value(inside)}" for key, inside in given.items()) + "}"
    if isinstance(given, (list, tuple)):
        return "[" + ", ".join(value(inside) for inside in given) + "]"
    return str(given)


def set_change(before: Any, after: Any) -> tuple[list[str], list[str]] | None:
    """What went and what came of a set of texts; None where the two are no sets, or only their order differs."""
    if not isinstance(before, (list, tuple)) or not isinstance(after, (list, tuple)):
        return None
    gone = [text for text in before if text not in after]
    come = [text for text in after if text not in before]
    return (gone, come) if gone or come else None


def sides(difference: Difference) -> str:
    """``ID:a@v1 → ID:b@v3``, and the reading where it is not the printed one."""
    reading = "" if difference.reading == "printed" else f" ({difference.reading} reading)"
    return f"{difference.left} → {difference.right}{reading}"


def ignored(difference: Difference | ArchiveDifference) -> str | None:
    """That something was left out, and what: never passed over in silence."""
    if not difference.ignored:
        return None
    changes = "1 change" if difference.hidden == 1 else f"{difference.hidden} changes"
    return f"not shown: {', '.join(difference.ignored)} ({changes})"
