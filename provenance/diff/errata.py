"""Errata: our words laid over the printed words of a fixed edition, kept in its record."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.errors import InputError
from provenance.model.address import Locator, Pointer
from provenance.model.correction import FieldEdit
from provenance.model.record import Record
from provenance.text.readings import place_errata
from provenance.text.tokens import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from provenance.model.correction import Decision, WordsEdit
    from provenance.model.edition import Erratum
    from provenance.text.dossier import Dossier
    from provenance.text.locate import Place

_KEY_LENGTH = 40


def lay_erratum(edit: WordsEdit, dossier: Dossier, places: Sequence[Place], decision: Decision | None) -> Dossier:
    """The record with an erratum for each place; no place where the text is withheld: then it stands unchecked.

    Where the same words already have an erratum with the same reading, nothing
    changes; with another reading, InputError.
    """
    if "\n" in edit.new:
        raise InputError("an erratum's words stand on one line", hint="one erratum a paragraph")
    anchors = [place.locator for place in places] or [_unchecked_anchor(edit)]
    if any(anchor.words == edit.new for anchor in anchors):
        raise InputError("this changes nothing: the edition prints these very words", code="no-change")
    changed = dossier
    for anchor in anchors:
        changed = _lay(anchor, edit, changed, decision)
    refuse_lost_anchors(dossier, changed, edit.edition)
    return changed


def _lay(anchor: Locator, edit: WordsEdit, dossier: Dossier, decision: Decision | None) -> Dossier:
    errata = errata_of(dossier, edit.edition)
    same = next((key for key, erratum in errata.items() if _same_place(erratum, anchor)), None)
    if same is not None:
        if errata[same].now == edit.new:
            return dossier
        raise InputError(
            f"these words already have the erratum {same!r}, which reads “{errata[same].now}”",
            hint=f"--set /editions/{edit.edition}/errata/{same}/now='{edit.new}'",
        )
    erratum = {"where": str(anchor), "now": edit.new}
    if decision is not None:
        if decision.evidence:
            erratum["evidence"] = "; ".join(decision.evidence)
        if decision.reason.strip():
            erratum["why"] = " ".join(decision.reason.split())
    return _added(dossier, edit, key_of(anchor.words or "", errata, anchor.place), erratum)


def _added(dossier: Dossier, edit: WordsEdit, key: str, erratum: Mapping[str, str]) -> Dossier:
    from provenance.model.notation import read_tree, splice, write

    name = dossier.id.main_file
    source = dossier.files[name].decode()
    pointer = Pointer(("editions", edit.edition, "errata"))
    value: Mapping[str, object] = {key: erratum}
    tree = read_tree(source, file=dossier.id.path).value
    if "errata" in tree["editions"][edit.edition]:
        pointer, value = pointer / key, erratum
    # on lines of its own: a map of one entry written on the same line would be no value
    spliced = splice(source, FieldEdit(dossier.id, "add", pointer, "\n" + write(value)))
    changed = dossier.with_file(name, spliced.encode())
    _ = changed.main
    return changed


def _unchecked_anchor(edit: WordsEdit) -> Locator:
    if edit.locator is None:
        raise InputError(
            f"the text of {edit.edition} is withheld: say in which place the words stand",
            hint=f"--where 'p1 \"{edit.old}\"'",
        )
    return replace(edit.locator, words=edit.old or edit.locator.words)


def _same_place(erratum: Erratum, anchor: Locator) -> bool:
    there = Locator.parse(erratum.where)
    same = (there.place, there.ordinal, there.number, there.label, there.nth or 1) == (
        anchor.place, anchor.ordinal, anchor.number, anchor.label, anchor.nth or 1,
    )  # fmt: skip
    return same and fold(there.words or "") == fold(anchor.words or "")


def key_of(words: str, taken: Mapping[str, object], place: str = "") -> str:
    """A key made of the words, so that two clones make the same: ``was viewed`` → ``was-viewed``; ``-2`` on a clash.

    Letters beyond a-z lose their accents; words of another script give the
    place's id and their letters' count, since a key is ASCII.
    """
    letters = unicodedata.normalize("NFKD", words.casefold()).encode("ascii", "ignore").decode()
    key = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
    if len(key) > _KEY_LENGTH:
        key = key[:_KEY_LENGTH].rpartition("-")[0] or key[:_KEY_LENGTH]
    key = key.strip("-") or f"{place.lower() or 'words'}-{len(words)}"
    number, unique = 1, key
    while unique in taken:
        number += 1
        unique = f"{key}-{number}"
    return unique


def errata_of(dossier: Dossier, edition: str) -> dict[str, Erratum]:
    """The errata of one edition by key; none where the record, or the edition in it, is not there."""
    main = dossier.main if dossier.id.main_file in dossier.files else None
    if not isinstance(main, Record):
        return {}
    return {str(key): erratum for name, held in main.editions.items() if name == edition
            for key, erratum in held.errata.items()}  # fmt: skip


def refuse_lost_anchors(before: Dossier, after: Dossier, edition: str) -> None:
    """InputError where an erratum that fitted its words once no longer does, or one that is new does not.

    An erratum that did not fit before either is the audit's to report, not a
    reason to refuse a correction of something else.
    """
    text = after.text(edition)
    if text is None:
        return
    errata = errata_of(after, edition)
    _, unplaced = place_errata(text, errata)
    earlier = before.text(edition)
    lost_before = set(place_errata(earlier, errata_of(before, edition))[1]) if earlier is not None else set()
    for key, error in unplaced.items():
        if key in lost_before:
            continue
        mend = f"first carry it along: --kind transcription --set /editions/{edition}/errata/{key}/where='…'"
        if key not in errata_of(before, edition):
            mend = "where: 'PLACE \"the printed words\"', words that stand there once"
        raise InputError(
            f"the erratum {key!r} is anchored at {errata[key].where} and would not fit there: {error.message}",
            code="anchor",
            hint=mend,
            candidates=error.candidates,
        )
