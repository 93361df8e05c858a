"""One edit applied to the files of a record: the same operation whether it is made first or made again on a newer tip.

Nothing is guessed: an edit fits, or it is refused with the places where it
would fit. A text of a fixed edition changes only to become what is printed
(DESIGN §4); its own errors become errata over the printed words. What finds
words is loaded where words are corrected: a field is corrected without it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.diff.changes import states_of
from provenance.errors import InputError
from provenance.model.address import Locator, slug
from provenance.model.correction import TEXT_KINDS, WORD_KINDS, FieldEdit, FileEdit, MarkEdit, WordsEdit

if TYPE_CHECKING:
    from provenance.model.correction import Decision, Edit, Kind
    from provenance.text.blocks import EditionText
    from provenance.text.dossier import Dossier
    from provenance.text.locate import Place

_NAME = re.compile(r"editions/([a-z0-9-]{1,64})\.(txt|fingerprints)", re.ASCII)


def apply(edit: Edit, dossier: Dossier, kind: Kind | None = None, decision: Decision | None = None) -> Dossier:
    """The dossier with the edit made; an equal one where it changes nothing (the caller refuses that).

    ``kind`` None: what follows from the place. ``decision`` gives an erratum its
    evidence and its why. InputError where the edit does not fit: words that do
    not stand there or stand twice, an unknown field, a text that is withheld.
    """
    if isinstance(edit, FieldEdit):
        return _apply_field(edit, dossier, kind)
    if isinstance(edit, FileEdit):
        return _apply_file(edit, dossier, kind)
    if isinstance(edit, MarkEdit):
        return _apply_mark(edit, dossier, kind)
    return _apply_words(edit, dossier, kind, decision)


def _apply_field(edit: FieldEdit, dossier: Dossier, kind: Kind | None) -> Dossier:
    from provenance.model.notation import splice

    name = dossier.id.main_file
    if name not in dossier.files:
        raise InputError(f"there is no {dossier.id} to change", hint=f"provenance new {dossier.id}")
    source = dossier.files[name].decode()
    spliced = splice(source, edit)
    if spliced == source:
        return dossier
    changed = dossier.with_file(name, spliced.encode())
    _ = changed.main  # the model says what does not fit
    _refuse_unfixing(dossier, changed)
    # a transcription that moves an anchor comes in two steps: first the anchor, then the words
    if kind != "transcription" and len(edit.pointer.parts) > 1 and edit.pointer.parts[0] == "editions":
        from provenance.diff.errata import refuse_lost_anchors

        refuse_lost_anchors(dossier, changed, edit.pointer.parts[1])
    return changed


def _refuse_unfixing(before: Dossier, after: Dossier) -> None:
    """A fixed edition stays fixed: else its words could be changed between two such corrections, unseen."""
    states = states_of(after)
    for edition, state in states_of(before).items():
        if state == "fixed" and states.get(edition) == "living":
            raise InputError(
                f"{edition} was published by others and stays a fixed edition",
                code="fixed-edition",
                hint="a transcript of your own is an edition beside it: provenance import FILE --living --edition NAME",
            )


def _apply_words(edit: WordsEdit, dossier: Dossier, kind: Kind | None, decision: Decision | None) -> Dossier:
    from provenance.diff.errata import lay_erratum, refuse_lost_anchors
    from provenance.text.locate import replace_each

    fixed = _is_fixed(dossier, edit.edition)
    text = dossier.text(edit.edition)
    if fixed and kind not in WORD_KINDS:
        raise fixed_refusal(dossier, edit.edition)
    if not (edit.old or (edit.locator and edit.locator.words)):
        raise InputError("which words are to change?", hint='--from "the words as they stand"')
    if fixed and kind == "erratum":
        places = places_of(edit, text) if text is not None else ()
        return lay_erratum(edit, dossier, places, decision)
    if text is None:
        raise _withheld(edit.edition)
    changed = _with_text(dossier, edit.edition, replace_each(text, places_of(edit, text), edit.new))
    if kind == "markup":
        _refuse_changed_words(text, changed.text(edit.edition), edit.edition)
    refuse_lost_anchors(dossier, changed, edit.edition)
    return changed


def _apply_mark(edit: MarkEdit, dossier: Dossier, kind: Kind | None) -> Dossier:
    from provenance.text.locate import find, mark

    if _is_fixed(dossier, edit.edition) and kind is not None and kind not in TEXT_KINDS:
        raise fixed_refusal(dossier, edit.edition)
    text = dossier.text(edit.edition)
    if text is None:
        raise _withheld(edit.edition)
    source = mark(text, find(text, edit.locator), edit.kind, edit.attrs)
    return _with_text(dossier, edit.edition, source)


def _apply_file(edit: FileEdit, dossier: Dossier, kind: Kind | None) -> Dossier:
    match = _NAME.fullmatch(edit.name)
    if edit.name != dossier.id.main_file and (match is None or not dossier.id.is_record):
        raise InputError(
            f"{edit.name!r} is no file of {dossier.id}",
            hint=f"{dossier.id.main_file}, editions/NAME.txt or editions/NAME.fingerprints",
        )
    if match is not None:
        slug(match[1], "the name of an edition")
    changed = dossier.with_file(edit.name, edit.content)
    if edit.content is None or dossier.files.get(edit.name) == edit.content:
        return changed
    if match is None:
        _ = changed.main
        _refuse_unfixing(dossier, changed)
    elif match[2] == "fingerprints":
        changed.fingerprints(match[1])
    else:
        _check_text_file(match[1], dossier, changed, kind)
    return changed


def _check_text_file(edition: str, before: Dossier, after: Dossier, kind: Kind | None) -> None:
    was, now = before.text(edition), after.text(edition)
    if was is None or now is None:
        return
    if kind == "markup":
        _refuse_changed_words(was, now, edition)
    if kind in TEXT_KINDS or states_of(before).get(edition) != "fixed":
        return
    if _printed(was) != _printed(now):
        raise fixed_refusal(before, edition)


def places_of(edit: WordsEdit, text: EditionText) -> tuple[Place, ...]:
    """Where the words stand: one place, or with ``edit.every`` all; InputError with the candidates otherwise."""
    from provenance.text.locate import find, find_words
    from provenance.text.tokens import fold

    within = edit.locator or Locator()
    if within.words is not None:
        outer = find(text, within)
        if not edit.old or fold(edit.old) == fold(within.words):
            return (outer,)
        inside = find_words(text, edit.old, within)
        if len(inside) == 1 or (inside and edit.every):
            return inside
        raise InputError(
            f"“{edit.old}” stands {len(inside)} times within {within}",
            code="several" if inside else "not-found",
            candidates=tuple(str(place.locator) for place in inside),
        )
    found = find_words(text, edit.old, within) if edit.every else ()
    return found or (find(text, replace(within, words=edit.old)),)


def _with_text(dossier: Dossier, edition: str, source: str) -> Dossier:
    return dossier.with_text(edition, source.encode())


def _printed(text: EditionText) -> list[str]:
    from provenance.text.readings import Reading, derive

    return [passage.words for passage in derive(text, Reading.PRINTED)]


def _is_fixed(dossier: Dossier, edition: str) -> bool:
    states = states_of(dossier)
    if edition not in states:
        raise InputError(
            f"{dossier.id} has no edition {edition!r}",
            candidates=tuple(states),
            hint=f"{dossier.id}:{next(iter(states))}" if states else None,
        )
    return states[edition] == "fixed"


def fixed_refusal(dossier: Dossier, edition: str) -> InputError:
    """Why the words of a fixed edition cannot simply be changed, and the two ways there are."""
    return InputError(
        f"{edition} is a fixed edition: others published it, and it stays what it is",
        code="fixed-edition",
        file=f"{dossier.id.folder}/editions/{edition}.txt",
        hint="--kind transcription where our file is not what is printed (the file changes); "
        "--kind erratum where the edition itself errs (the printed words stay, ours are laid over them)",
    )


def _withheld(edition: str) -> InputError:
    return InputError(
        f"the text of {edition} is withheld: its words can be neither found nor changed here",
        code="withheld",
        hint="provenance text attach ID:EDITION FILE, where you own a copy, and correct again; "
        "an error of the edition can be an erratum without it",
    )


def _refuse_changed_words(before: EditionText, after: EditionText | None, edition: str) -> None:
    if after is not None and _printed(before) != _printed(after):
        raise InputError(
            f"a correction of kind markup leaves the words of {edition} as they are; these are changed",
            hint="--kind transcription",
        )
