"""Our errata laid over the printed words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.errors import InputError
from provenance.text.passages import Passage, Run, cut, printed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from provenance.model.edition import Erratum
    from provenance.text.blocks import EditionText
    from provenance.text.locate import Place


def place_errata(text: EditionText, errata: Mapping[str, Erratum]) -> tuple[dict[str, Place], dict[str, InputError]]:
    """Where each erratum's words stand in the printed reading, and why the others cannot be laid over it.

    An erratum must fit exactly once, name words, and touch no other's words;
    nothing is guessed.
    """
    return _placed(text, printed(text, "unknown"), errata)


def _placed(
    text: EditionText, passages: Sequence[Passage], errata: Mapping[str, Erratum]
) -> tuple[dict[str, Place], dict[str, InputError]]:
    from provenance.model.address import Locator
    from provenance.text.locate import find_in

    placed: dict[str, Place] = {}
    unplaced: dict[str, InputError] = {}
    for key, erratum in errata.items():
        try:
            place = find_in(text, passages, Locator.parse(erratum.where))
            if not place.words:
                raise InputError(  # noqa: TRY301
                    f"the erratum {key!r} names no words", hint=f'{erratum.where} "the printed words"'
                )
            _check_apart(key, place, placed)
            placed[key] = place
        except InputError as error:
            unplaced[key] = error
    return placed, unplaced


def _check_apart(key: str, place: Place, placed: Mapping[str, Place]) -> None:
    for other, taken in placed.items():
        if taken.passage.id == place.passage.id and taken.start < place.end and place.start < taken.end:
            raise InputError(
                f"the errata {other!r} and {key!r} are about the same printed words", candidates=(other, key)
            )


def laid_over(passages: tuple[Passage, ...], errata: Mapping[str, Erratum], text: EditionText) -> tuple[Passage, ...]:
    """The printed passages with our words where an erratum fits."""
    if not errata:
        return passages
    placed, _ = _placed(text, passages, errata)
    by_block: dict[str, list[tuple[int, int, Run]]] = {}
    for key, place in placed.items():
        ours = Run(errata[key].now, "record", (f"erratum:{key}",))
        by_block.setdefault(place.passage.id, []).append((place.start, place.end, ours))
    return tuple(
        replace(passage, runs=replaced(passage.runs, by_block[passage.id])) if passage.id in by_block else passage
        for passage in passages
    )


def replaced(runs: Sequence[Run], changes: Iterable[tuple[int, int, Run]]) -> tuple[Run, ...]:
    """The runs with each stretch (start, end) of their words replaced by a run; stretches must not overlap.

    A run without words is kept where words were taken out, so that a page can show the place.
    """
    found: list[Run] = []
    at = 0
    pending = sorted(changes, key=lambda change: change[0])
    for run in runs:
        here, end = at, at + len(run.text)
        while pending and pending[0][0] < end:
            start, stop, ours = pending[0]
            if here < start:
                found.append(cut(run, here - at, start - at))
            if not found or found[-1] is not ours:
                found.append(ours)
            here = min(stop, end)
            if stop > end:
                break
            pending.pop(0)
        if here < end:
            found.append(cut(run, here - at, end - at))
        at = end
    return tuple(found)
