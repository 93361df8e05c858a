"""Correct a field, or words of a text, as one documented decision.

Examples:
  provenance correct doc-006 --set /attributions/drafter-x/held/certainty=low -m "Unsigned" --evidence "fn 1"
  provenance correct doc-006 --where 'p1 "was viewed"' --to "has been viewed" --kind erratum -m "Misquotes ¶12"
  provenance correct doc-006 --where p1 --from "was viewed" --to "has been viewed" --kind erratum -m "Misquotes ¶12"
  provenance correct doc-006 --where 'p14 "separatnym deistviyam"' --mark gloss --attr lang=ru-Latn -m "Transliterated"
  provenance correct doc-006 --add '/relations/reply={kind: replies-to, target: {record: letters/doc-002}}' -m "In ¶2"
  provenance correct doc-006 --remove /place -m "Nothing is known"
  provenance correct agents --set /medvedev-vadim/name="Vadim Medvedev" -m "Full name"
  provenance correct 'letters/*' --from Shaknazarov --to Shakhnazarov --all --kind transcription -m "Our typing" -n
  provenance correct doc-006                                   opens $EDITOR on the record, then asks why
  provenance correct --from-edits -m "Typed from the scan"     records what was changed in the files by hand
  provenance correct --sheet errata.csv --kind erratum         each row of a CSV or .xlsx file is a correction

A fixed edition's own words are never changed: an error of the edition is an
erratum, laid over the printed words; where our file differs from the print, the
kind is transcription.

A sheet has the columns edition, place, for, read, why, evidence, reporter and
expect (kind and reviewer besides). Rows that do not fit are kept with the reason
in sheet-report.csv beside it, and the exit status is 2; mend them there and give
that file. A row that was recorded once is not recorded again.
"""

from __future__ import annotations

from contextlib import nullcontext, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from provenance.cli.desk import Found
    from provenance.cli.editor import Draft
    from provenance.cli.terminal import Terminal
    from provenance.model.correction import Edit
    from provenance.store.archive import Archive


def arguments(parser: ArgumentParser) -> None:
    """What, where, and why."""
    from provenance.cli.desk import decision_arguments

    parser.add_argument(
        "id", nargs="*", metavar="ID[:EDITION]", help="a record, 'agents' or a collection; 'vol/*' for many"
    )
    words = parser.add_argument_group("words of a text")
    words.add_argument("--where", metavar="LOC", help="""a place: p12, ¶12, 'fn 1', title, 'p1 "was viewed"'""")
    words.add_argument("--from", dest="old", metavar="OLD", help="the words that stand there")
    words.add_argument("--to", dest="new", metavar="NEW", help="the words that should")
    words.add_argument("--all", dest="every", action="store_true", help="every occurrence, where there are several")
    words.add_argument("--mark", metavar="KIND", help="give the words or the bracket a kind: gloss, supplied, u …")
    words.add_argument(
        "--attr", action="append", default=[], metavar="K=V", help="an attribute of the mark; repeatable"
    )
    fields = parser.add_argument_group("fields of the record")
    fields.add_argument("--set", action="append", default=[], metavar="PTR=VALUE", help="set a field to a string")
    fields.add_argument(
        "--add", action="append", default=[], metavar="PTR=YAML", help="add an entry, or a string to a set"
    )
    fields.add_argument(
        "--remove", action="append", default=[], metavar="PTR[=X]", help="take a field away, or X from a set"
    )
    many = parser.add_argument_group("what was typed elsewhere")
    many.add_argument("--from-edits", action="store_true", help="record what was changed in the files by hand")
    many.add_argument("--each-own", action="store_true", help="with --from-edits: one decision a record")
    many.add_argument("--sheet", metavar="FILE", help="make each row of a CSV or .xlsx file a correction")
    many.add_argument("--encoding", metavar="X", help="the encoding of the CSV file, where it is not UTF-8")
    decision_arguments(parser)
    parser.add_argument("--expect", metavar="VERSION|=OLD", help="refuse if the record, or the old value, is not this")


def run(options: Namespace, terminal: Terminal) -> int:
    """Collect the edits, ask the archive to write them, show the receipt."""
    from provenance.cli import desk
    from provenance.cli.receipt import Told

    if options.sheet:
        from provenance.cli.sheets import run as run_sheet

        return run_sheet(options, terminal)
    archive = desk.open_archive(options, terminal)
    if options.from_edits or options.each_own:
        return _from_edits(archive, options, terminal)
    addresses = list(_addresses(archive, options.id))
    typed = [edit for found in addresses for edit in _edits(found, options)]
    edits = list(_whole_words_first(addresses, typed, terminal))
    base, draft = None, None
    if not edits:
        _refuse_words_nowhere(addresses, options)
        # what the person sees in the editor is the state from now on, however long it stays open
        base = archive.tip
        edits, draft = _edited_by_hand(archive, addresses, options.kind, terminal)
    told = Told(terminal)
    with _kept(draft, terminal):
        decision = desk.decision(options, terminal)
        receipt = archive.correct(
            edits, decision, dry_run=options.dry_run, expect=options.expect, base=base, acknowledge=told.on_disk
        )
    told.end(receipt)
    return 0


def _refuse_words_nowhere(addresses: list[Found], options: Namespace) -> None:
    from provenance.errors import InputError

    if options.every and options.old:
        raise InputError(
            f"“{options.old}” stands in no text of {addresses[0].record if len(addresses) == 1 else 'these records'}",
            code="not-found",
            hint=f"provenance search '{options.old}'",
        )


def _from_edits(archive: Archive, options: Namespace, terminal: Terminal) -> int:
    """What hands changed in the files, as one decision or as one a record."""
    from provenance.cli import desk
    from provenance.cli.receipt import answer, lines
    from provenance.store.handed import each_own, from_edits

    records = [found.record for found in _addresses(archive, options.id)] if options.id else []
    decision = desk.decision(options, terminal)
    if not options.each_own:
        answer(from_edits(archive, decision, records=records, dry_run=options.dry_run), terminal)
        return 0
    receipts = each_own(archive, decision, records=records, dry_run=options.dry_run)
    value = {"schema": 1, "corrections": [receipt.as_json() for receipt in receipts], "written": not options.dry_run}
    terminal.answer(value, lambda: [line for receipt in receipts for line in lines(receipt, terminal)])
    return 0


def _kept(draft: Draft | None, terminal: Terminal) -> AbstractContextManager[None]:
    """What was typed in an editor is kept until it is written."""
    if draft is None:
        return nullcontext()
    from provenance.cli.editor import kept_until_written

    return kept_until_written(draft, terminal)


def _addresses(archive: Archive, typed: list[str]) -> Iterator[Found]:
    from fnmatch import fnmatchcase

    from provenance.cli.desk import look_up
    from provenance.errors import InputError

    if not typed:
        raise InputError(
            "say which record is to be corrected", code="usage", hint="provenance correct ID …, or --sheet FILE"
        )
    for one in typed:
        if "*" not in one and "?" not in one:
            yield _present(look_up(archive, one), one)
            continue
        pattern, colon, edition = one.partition(":")
        matching = [record for record in archive.snapshot().ids() if fnmatchcase(record, pattern)]
        if not matching:
            raise InputError(f"no record is called {one!r}", code="not-found", hint="provenance list")
        for record in matching:
            yield look_up(archive, f"{record}{colon}{edition}")


def _present(found: Found, typed: str) -> Found:
    """The record as it stands now, with an edition that it has; a correction has no other base."""
    from provenance.cli.desk import one_edition
    from provenance.errors import InputError

    if found.when is not None:
        raise InputError(
            f"{typed}: a correction is made to the present state",
            code="usage",
            hint=f"{found.record}, with --expect {found.when} to hold it to what you saw; or provenance restore",
        )
    if found.edition is not None:
        one_edition(found)
    return found


def _edits(found: Found, options: Namespace) -> Iterator[Edit]:
    from provenance.errors import InputError
    from provenance.model.address import Pointer
    from provenance.model.correction import FieldEdit

    for typed in options.set:
        pointer, equals, value = typed.partition("=")
        if not equals:
            raise InputError(f"--set {typed!r} has no value", hint=f"--set {typed}=VALUE")
        yield FieldEdit(found.record, "set", Pointer.parse(pointer), value)
    for typed in options.add:
        pointer, equals, value = typed.partition("=")
        if not equals:
            raise InputError(f"--add {typed!r} has no value", hint=f"--add '{typed}={{…}}'")
        yield FieldEdit(found.record, "add", Pointer.parse(pointer), value)
    for typed in options.remove:
        pointer, equals, value = typed.partition("=")
        yield FieldEdit(found.record, "remove", Pointer.parse(pointer), value if equals else None)
    yield from _text_edits(found, options)


def _text_edits(found: Found, options: Namespace) -> Iterator[Edit]:
    from provenance.errors import InputError
    from provenance.model.address import Locator
    from provenance.model.correction import MarkEdit, WordsEdit

    wants_words = options.where is not None or options.old is not None or options.new is not None or options.mark
    if not wants_words:
        return
    locator = None if options.where is None else Locator.parse(options.where)
    if options.mark:
        if locator is None:
            raise InputError("--mark needs the place", hint="""--where 'p14 "the words"' --mark gloss""")
        attrs = dict(_attribute(typed) for typed in options.attr)
        yield MarkEdit(found.record, _edition(found, options), locator, options.mark, attrs)
        return
    old = options.old
    if old is None and locator is not None and locator.words is not None:
        old = locator.words
    if options.new is None or old is None:
        raise InputError(
            "say which words, and what they should be",
            code="usage",
            hint="""--where 'p1 "was viewed"' --to "has been viewed", or --from OLD --to NEW""",
        )
    for edition in _editions(found, options):
        yield WordsEdit(found.record, edition, locator, old, options.new, options.every)


def _whole_words_first(addresses: list[Found], edits: list[Edit], terminal: Terminal) -> Iterator[Edit]:
    """The edits, without those that would cut a word ("art" in "party") where another record has the words whole.

    Where none has, they are taken as typed, and it is said which word is cut.
    """
    from provenance.model.correction import WordsEdit

    cut = {id(edit): word for found in addresses for edit in edits if (word := _cut_word(found, edit))}
    words = [edit for edit in edits if isinstance(edit, WordsEdit)]
    are_left = len(cut) < len(words) and all(edit.every for edit in words)
    for edit in edits:
        if id(edit) in cut:
            then = ": left alone" if are_left else "; is that meant?"
            where = f"{edit.record}:{edit.edition}" if isinstance(edit, WordsEdit) else edit.record
            terminal.note(f"note: in {where} these words are a part of “{cut[id(edit)]}”{then}")
            if are_left:
                continue
        yield edit


def _cut_word(found: Found, edit: Edit) -> str | None:
    from provenance.errors import InputError
    from provenance.model.correction import WordsEdit
    from provenance.text.locate import find_words

    if not isinstance(edit, WordsEdit) or edit.record != found.record:
        return None
    with suppress(InputError):  # said by the correction itself, with all that belongs to it
        text = found.dossier.text(edit.edition)
        places = find_words(text, edit.old, edit.locator) if text is not None else ()
        return next((place.cut_word for place in places if place.cut_word), None)
    return None


def _edition(found: Found, options: Namespace) -> str:
    return _editions(found, options)[0]


def _editions(found: Found, options: Namespace) -> list[str]:
    from provenance.cli.desk import one_edition

    if options.every and options.where is None and options.old:
        # of many records and editions those are corrected in which the words stand
        editions = found.dossier.editions() if found.edition is None else [one_edition(found)]
        return [name for name in editions if _holds(found, name, options.old)]
    return [one_edition(found)]


def _holds(found: Found, edition: str, words: str) -> bool:
    from provenance.text.locate import find_words

    text = found.dossier.text(edition)
    return text is not None and bool(find_words(text, words))


def _attribute(typed: str) -> tuple[str, str]:
    from provenance.errors import InputError

    key, equals, value = typed.partition("=")
    if not key or not equals:
        raise InputError(f"--attr {typed!r} has no value", hint="--attr lang=ru-Latn")
    return key, value


def _edited_by_hand(
    archive: Archive, addresses: list[Found], kind: str | None, terminal: Terminal
) -> tuple[list[Edit], Draft]:
    """The record's file, as the person left it in $EDITOR; asked again until it is valid or given up."""
    from provenance.cli.editor import edited
    from provenance.errors import InputError
    from provenance.model.correction import FileEdit

    if len(addresses) != 1:
        raise InputError("say what to change: with several records no editor is opened", code="usage")
    found = addresses[0]
    if not terminal.interactive and terminal.environment("EDITOR") is None and terminal.environment("VISUAL") is None:
        raise InputError(
            "say what to change",
            code="usage",
            hint=f"provenance correct {found.record} --set /title=NEW -m WHY, or set EDITOR",
        )
    name = f"editions/{found.edition}.txt" if found.edition else found.record.main_file
    attached = found.edition is not None and found.edition in found.dossier.attached
    if attached and kind is None:
        raise InputError(
            "what was edited in a withheld text has to be named",
            code="fixed-edition",
            hint="--kind transcription where our file is not what is printed; --kind markup where no word changes",
        )
    draft = edited(archive, found.dossier, name, terminal)
    if attached:
        from provenance.store.withheld import edit_of_attached

        return [edit_of_attached(archive, found.dossier, str(found.edition), draft.content)], draft
    return [FileEdit(found.record, name, draft.content)], draft
