"""Fingerprints of a text that may not be shown, and what agrees with them (scheme ``v1``).

The printed reading of a block, in Unicode's NFC, white space folded to one
space and none at the ends, without paragraph number and note calls, is hashed
with SHA-256; so, loosely, are its letters and digits alone (categories L and N),
casefolded. A block under eight words (UAX 29), which could be guessed, is
joined by one space, in printed order, to the next of its section; the last to
the one before. The sections are each headnote and each attachment, the rest of
the text, and the notes. What ``v1`` hashes never changes: another reading would
be another scheme.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

from provenance.errors import InputError
from provenance.model.fingerprint import SCHEME, Fingerprint
from provenance.text.readings import Passage, Reading, derive
from provenance.text.tokens import count_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from provenance.text.blocks import EditionText, Section

GUESSABLE = 8
"""Blocks of fewer words could be found by trying."""

_BY_WORDS = re.compile("k[0-9a-f]{5,}", re.ASCII)
"""The id of a block that has none of its own: made of its words."""

State = Literal["same", "same letters", "differs", "missing", "extra"]


@dataclass(frozen=True)
class Agreement:
    """Whether one group of blocks of a text is what was fingerprinted.

    ``same letters``: only punctuation, spaces or capitals differ; ``missing``:
    the text has none of the group's blocks (``words_here`` 0); ``extra``: a block
    of the text that no fingerprint names (``words_there`` 0). ``here`` are the
    text's blocks that were compared: others than ``ids`` where the words stand
    under another number.
    """

    ids: tuple[str, ...]
    state: State
    words_here: int
    words_there: int
    here: tuple[str, ...] = ()


def fingerprints(text: EditionText) -> tuple[Fingerprint, ...]:
    """One fingerprint a group, in printed order of the groups' first blocks."""
    return tuple(_fingerprint(group) for group in _groups(text))


def compare(there: Sequence[Fingerprint], text: EditionText) -> tuple[Agreement, ...]:
    """What of the text agrees with the fingerprints, group by group in their order, then what they do not name.

    The fingerprints decide the groups, so that a block that has grown or shrunk
    past eight words does not change how its neighbours are joined. Words that
    stand under other ids, in a copy numbered otherwise, are found by their hash.
    Raises InputError for a scheme that this version does not know.
    """
    _check_schemes(there)
    return _Comparison(derive(text, Reading.PRINTED)).of(there)


def _check_schemes(there: Iterable[Fingerprint]) -> None:
    for each in there:
        if each.scheme != SCHEME:
            raise InputError(
                f"the fingerprint of {'+'.join(each.ids)} is of scheme {each.scheme}, which is not known here",
                hint=f"a version of provenance that knows {each.scheme}; this one knows {SCHEME}",
            )


class _Comparison:
    """Compares in three rounds, so that words found once are not found again: by id, by hash, what is left."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.passages = {passage.id: passage for passage in passages}
        self.order = list(passages)
        self.claimed: set[str] = set()
        self.found: dict[int, Agreement] = {}

    def of(self, there: Sequence[Fingerprint]) -> tuple[Agreement, ...]:
        for number, each in enumerate(there):
            group = self.named(each)
            if len(group) == len(each.ids):
                self.agree(number, each, _fingerprint(group))
        left = [(number, each) for number, each in enumerate(there) if number not in self.found]
        windows = self.windows({len(each.ids) for _, each in left})
        for number, each in left:
            for here in (*windows.get(each.printed, ()), *windows.get(each.loose, ())):
                if number not in self.found and not self.claimed.intersection(here.ids):
                    self.agree(number, each, here)
        for number, each in left:
            if number not in self.found:
                self.differ(number, each)
        extra = [passage for passage in self.order if passage.id not in self.claimed]
        more = (Agreement((each.id,), "extra", count_words(_folded([each])), 0, (each.id,)) for each in extra)
        return (*(self.found[number] for number in range(len(there))), *more)

    def named(self, each: Fingerprint) -> list[Passage]:
        return [self.passages[name] for name in each.ids if name in self.passages and name not in self.claimed]

    def agree(self, number: int, there: Fingerprint, here: Fingerprint) -> None:
        if here.loose == there.loose:
            state: State = "same" if here.printed == there.printed else "same letters"
            self.claimed.update(here.ids)
            self.found[number] = Agreement(there.ids, state, here.words, there.words, here.ids)

    def windows(self, sizes: set[int]) -> dict[str, list[Fingerprint]]:
        """Stretches of so many unclaimed neighbours, by both of their hashes."""
        free = [passage for passage in self.order if passage.id not in self.claimed]
        found: dict[str, list[Fingerprint]] = {}
        for size in sizes:
            for at in range(len(free) - size + 1):
                here = _fingerprint(free[at : at + size])
                for digest in (here.printed, here.loose):
                    found.setdefault(digest, []).append(here)
        return found

    def between(self, number: int, size: int) -> list[Passage]:
        """So many unclaimed neighbours, and no more, that stand between the groups before and after one."""
        names = [passage.id for passage in self.order]
        before, after = self.found.get(number - 1), self.found.get(number + 1)
        start = max((names.index(name) for name in before.here), default=-1) + 1 if before else 0
        end = min((names.index(name) for name in after.here), default=len(names)) if after else len(names)
        group = [passage for passage in self.order[start:end] if passage.id not in self.claimed]
        return group if len(group) == size == end - start else []

    def differ(self, number: int, there: Fingerprint) -> None:
        group = self.named(there)
        if len(group) < len(there.ids) and any(_BY_WORDS.fullmatch(name) for name in there.ids):
            # a block without a number is called by its first words: altered, it has another id, and the same place
            group = self.between(number, len(there.ids)) or group
        words = count_words(_folded(group))
        here = tuple(passage.id for passage in group)
        self.claimed.update(here)
        self.found[number] = Agreement(there.ids, "differs" if group else "missing", words, there.words, here)


def _fingerprint(group: Sequence[Passage]) -> Fingerprint:
    words = _folded(group)
    letters = "".join(char for char in words if unicodedata.category(char)[0] in "LN").casefold()
    return Fingerprint(
        tuple(passage.id for passage in group), SCHEME, count_words(words), _digest(words), _digest(letters)
    )


def _folded(group: Iterable[Passage]) -> str:
    return " ".join(unicodedata.normalize("NFC", " ".join(passage.words.split())) for passage in group)


def _digest(words: str) -> str:
    return sha256(words.encode()).hexdigest()


def _groups(text: EditionText) -> list[list[Passage]]:
    passages = {passage.id: passage for passage in derive(text, Reading.PRINTED)}
    parts: dict[object, list[Passage]] = {}
    for block, sections in text.blocks():
        part = "notes" if block.note is not None else _part(sections)
        parts.setdefault(part, []).append(passages[block.id])
    order = {name: number for number, name in enumerate(passages)}
    groups = [group for part in parts.values() for group in _joined(part)]
    return sorted(groups, key=lambda group: order[group[0].id])


def _part(sections: Sequence[Section]) -> object:
    within = [id(section) for section in sections if section.kind in {"headnote", "attachment"}]
    return within[-1] if within else "rest"


def _joined(part: Sequence[Passage]) -> list[list[Passage]]:
    groups: list[list[Passage]] = []
    open_ended = False
    for passage in part:
        if open_ended:
            groups[-1].append(passage)
        else:
            groups.append([passage])
        open_ended = count_words(_folded([passage])) < GUESSABLE
    if open_ended and len(groups) > 1:
        last = groups.pop()
        groups[-1].extend(last)
    return groups
