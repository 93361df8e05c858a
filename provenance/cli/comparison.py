"""What the words typed after ``diff`` and ``collate`` mean, and how what was found is shown.

A side is a state of the whole archive (``@2026.1``), a record or one of its
editions at some time (``ID:EDITION@WHEN``), or a loose file. A loose file
becomes a dossier with one edition, so that everything is compared with
everything by the same means, a withheld text by its fingerprints too.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.diff.compare import compare
from provenance.diff.difference import Difference, Side
from provenance.diff.file_patch import File, file_patch
from provenance.errors import InputError
from provenance.text.blocks import LAYERS
from provenance.text.readings import Reading, derive

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

    from provenance.cli.desk import Found
    from provenance.cli.terminal import Terminal
    from provenance.diff.compare import Owners
    from provenance.diff.whole import ArchiveDifference
    from provenance.store.archive import Archive
    from provenance.text.blocks import EditionText, Layer
    from provenance.text.dossier import Dossier
    from provenance.text.readings import Passage

LOOSE = "file"
"""What the one edition of a loose file is called inside."""


@dataclass(frozen=True)
class Subject:
    """One side: what is compared, how it is called, whose its brackets are; ``loose``: it is a file, and no record."""

    side: Side
    dossier: Dossier
    owners: Owners = field(default_factory=dict)
    loose: bool = False
    note: str | None = None


def difference(options: Namespace, terminal: Terminal) -> Difference | ArchiveDifference:
    """The difference asked for, narrowed as asked; what was left out stays named in it."""
    found = _whole(options, terminal)
    if options.ignore:
        found = found.ignoring(frozenset(sort.strip() for sort in options.ignore.split(",") if sort.strip()))
    if options.only:
        found = found.only(options.only)
    if options.layer:
        found = found.in_layer(_layer(options.layer))
    return found


def _layer(typed: str) -> Layer:
    if typed not in LAYERS:
        raise InputError(f"{typed!r} is no layer", code="usage", candidates=LAYERS, hint="--layer document")
    return typed


def _whole(options: Namespace, terminal: Terminal) -> Difference | ArchiveDifference:
    states = [typed is not None and _is_state(typed) for typed in (options.left, options.right)]
    if any(states):
        return _of_states(options, terminal)
    left, right = subjects(options, terminal)
    found = compare(
        left.dossier,
        right.dossier,
        left=left.side,
        right=right.side,
        reading=Reading(options.reading),
        owners=(left.owners, right.owners),
        everything=options.everything,
    )
    if left.loose or right.loose:
        found = replace(found, blocks=tuple(replace(block, edition=None) for block in found.blocks))
    return replace(
        found,
        left=_as_said(left),
        right=_as_said(right),
        notices=(*_different(left, right), *(one.note for one in (left, right) if one.note), *found.notices),
    )


def _as_said(subject: Subject) -> Side:
    """A loose file has no edition; its one was made for comparing."""
    return replace(subject.side, edition=None) if subject.loose else subject.side


def _different(left: Subject, right: Subject) -> tuple[str, ...]:
    if left.loose or right.loose or left.dossier.id == right.dossier.id or left.side.record == right.side.record:
        return ()
    return (f"two different records are compared: {left.side.record} and {right.side.record}",)


def subjects(options: Namespace, terminal: Terminal) -> tuple[Subject, Subject]:
    """Both sides, as typed; the right one left out: the left one as it stands now.

    Where one names an edition, or is a file, the other must mean one edition too.
    """
    if options.right is not None and _is_file(options.left) and _is_file(options.right):
        return _loose(options.left), _loose(options.right)
    for typed in (options.left, options.right):
        _refuse_missing(typed)
    from provenance.cli.desk import open_archive

    archive = open_archive(options, terminal)
    if options.right is None:
        return _against_now(archive, options.left)
    if _is_file(options.left) or _is_file(options.right):
        left, right = (
            _loose(typed) if _is_file(typed) else _of_edition(archive, typed) for typed in (options.left, options.right)
        )
        return left, right
    left, right = (_of_record(archive, typed) for typed in (options.left, options.right))
    if (left.side.edition is None) != (right.side.edition is None):
        bare = options.left if left.side.edition is None else options.right
        raise InputError(
            f"{bare} is a whole record, and the other side one edition",
            code="usage",
            hint="name an edition on both sides: ID:EDITION",
        )
    return left, right


def _against_now(archive: Archive, typed: str) -> tuple[Subject, Subject]:
    from provenance.model.address import Address

    if _is_file(typed):
        raise InputError("say what to compare the file with", code="usage", hint=f"provenance diff {typed} ID:EDITION")
    address = Address.parse(typed)
    if address.when is None:
        raise InputError("say what to compare with", code="usage", hint=f"{typed}@v1, or a second edition or file")
    return _of_record(archive, typed), _of_record(archive, str(replace(address, when=None)))


def _of_record(archive: Archive, typed: str) -> Subject:
    from provenance.cli.desk import look_up
    from provenance.store.history import version_at
    from provenance.store.states import bracket_owners

    try:
        found = look_up(archive, typed)
    except InputError as error:
        raise _or_state(archive, typed, error) from error
    version = version_at(archive, found.record, found.snapshot.commit)
    side = Side(record=str(found.record), edition=found.edition, version=version, commit=found.snapshot.commit)
    return Subject(side, found.dossier, bracket_owners(found.snapshot, found.dossier))


def _or_state(archive: Archive, typed: str, error: InputError) -> InputError:
    """Where no record is called so but a state of the archive is, how that is typed."""
    if error.code != "no-record" or "@" in typed:
        return error
    try:
        archive.resolve(typed)
    except InputError:
        return error
    return InputError(
        f"{typed} is a state of the whole archive, not a record", code="usage", hint=f"provenance diff @{typed} [@WHEN]"
    )


def _of_edition(archive: Archive, typed: str) -> Subject:
    """The edition named, or the only one."""
    from provenance.cli.desk import look_up, one_edition

    subject = _of_record(archive, typed)
    edition = one_edition(look_up(archive, typed))
    return replace(subject, side=replace(subject.side, edition=edition))


def _is_file(typed: str) -> bool:
    return Path(typed).is_file()


def _refuse_missing(typed: str | None) -> None:
    """InputError for what can only be the name of a file, and of none that is there: no id has a dot in it."""
    if typed is None or typed.startswith("@"):
        return
    if Path(typed).is_dir() and not (Path(typed) / "record.yaml").is_file():  # a record's id may be its folder's path
        raise InputError(f"{typed} is a folder", code="system", file=typed, hint="name a file, or ID:EDITION")
    if "." in typed.partition("@")[0] and not _is_file(typed):
        raise InputError(
            "there is no such file",
            code="not-found",
            file=typed,
            hint=f"check the path; a release or a time of the whole archive is typed @{typed}",
        )


def _loose(typed: str) -> Subject:
    """A loose file as a dossier of one edition; one without a title is read as plain paragraphs, and that is said."""
    from provenance.importers.importer import decode, read_text
    from provenance.model.address import RecordId
    from provenance.text.dossier import Dossier
    from provenance.text.notation import write
    from provenance.text.plain import plain_text

    record = RecordId("loose/file")
    content = Path(typed).read_bytes()
    decoded = decode(content, name=typed)
    notes = [f"{typed} was read as {decoded.encoding}, which was guessed: save it as UTF-8 if letters are wrong"]
    notes = notes if decoded.guessed else []
    try:
        text: EditionText = read_text(content, name=typed, id=record)
    except InputError as error:
        if error.code != "no-title":
            raise
        text = plain_text(decoded.text)
        notes.append(f"{typed} has no title line, so it was read as plain paragraphs")
    dossier = Dossier(record, {f"editions/{LOOSE}.txt": write(text).encode()})
    return Subject(Side(name=typed, edition=LOOSE), dossier, loose=True, note="; ".join(notes) or None)


def _is_state(typed: str) -> bool:
    return typed.startswith("@") and not _is_file(typed)


def _of_states(options: Namespace, terminal: Terminal) -> ArchiveDifference:
    """Two states of the whole archive; the right one left out: as it stands now."""
    from provenance.cli.desk import open_archive
    from provenance.store.states import compare_states

    typed = [options.left, options.right or "@"]
    if not all(map(_is_state, typed)):
        one = next(each for each in typed if not _is_state(each))
        raise InputError(
            f"one side is the whole archive, the other {one}",
            code="usage",
            hint=f"provenance diff {one}{next(each for each in typed if _is_state(each))} {one}",
        )
    archive = open_archive(options, terminal)
    commits = [archive.resolve(each[1:] or None) for each in typed]
    return compare_states(
        archive,
        commits[0],
        commits[1],
        names=(typed[0] if typed[0] != "@" else "now", typed[1] if typed[1] != "@" else "now"),
        reading=Reading(options.reading),
        everything=options.everything,
    )


def passages_of(found: Found, edition: str, reading: str) -> tuple[Passage, ...]:
    """The text of an edition in a reading; InputError where it is withheld."""
    from provenance.store.states import bracket_owners

    side = Side(record=str(found.record), edition=edition)
    return _read(Subject(side, found.dossier, bracket_owners(found.snapshot, found.dossier)), Reading(reading))


def _read(subject: Subject, reading: Reading) -> tuple[Passage, ...]:
    edition = subject.side.edition or LOOSE
    text = subject.dossier.text(edition)
    if text is None:
        raise InputError(
            f"the text of {subject.side} is withheld: its words are not here",
            code="withheld",
            hint="provenance verify-text, where you own a copy; provenance diff says which blocks differ",
        )
    described = None if subject.loose else subject.dossier.record.editions.get(edition)
    errata = described.errata if described is not None else {}
    return derive(text, reading, errata=errata, brackets=subject.owners.get(edition, "unknown"))


def witnesses(typed: Sequence[str], options: Namespace, terminal: Terminal) -> dict[str, tuple[Passage, ...]]:
    """The texts to be collated, by the name each was typed with; editions, at any time, and loose files."""
    from provenance.cli.desk import open_archive

    for each in typed:
        _refuse_missing(each)
    archive = None if all(map(_is_file, typed)) else open_archive(options, terminal)
    found: dict[str, tuple[Passage, ...]] = {}
    for each in typed:
        if _is_file(each) or archive is None:
            subject, name = _loose(each), each
        else:
            subject = _of_edition(archive, each)
            when = each.partition("@")[2]
            name = f"{subject.side.record}:{subject.side.edition}" + (f"@{when}" if when else "")
        if name in found:
            raise InputError(f"{name} is named twice", code="usage", hint="name each edition once")
        if subject.note:
            terminal.note(subject.note)
        found[name] = _read(subject, Reading(options.reading))
    return found


def show(found: Difference | ArchiveDifference, options: Namespace, terminal: Terminal) -> None:
    """The difference in the format asked for."""
    if terminal.as_json or options.output_format == "json":
        told = found.as_json() if isinstance(found, Difference) else found.told()
        terminal._replace(as_json=True).answer(told, tuple)
        return
    from importlib import import_module

    form = "terminal" if options.output_format == "text" else options.output_format
    report = import_module(f"provenance.diff.reports.{form}")
    look = {"paint": terminal.paint, "width": terminal.width, "brief": options.brief} if form == "terminal" else {}
    if form == "patch":
        patch = _of_files(options, terminal) if isinstance(found, Difference) else _of_archive(found, options, terminal)
        if terminal.interactive:
            terminal.say_all(patch)
        else:
            # a program applies it: not one character may be shown otherwise than it is
            terminal.out.writelines(patch)
    elif isinstance(found, Difference):
        terminal.say(report.render(found, **look) if look else report.render(found).rstrip("\n"))
    else:
        terminal.say_all(report.archive_pieces(found, **look))


def _of_archive(found: ArchiveDifference, options: Namespace, terminal: Terminal) -> Sequence[str]:
    """The patch of every file that two states hold differently; of a record with another id all files go and come.

    By path, and one record at a time; laid aside, since one that cannot be told leaves no half of a patch.
    """
    from provenance.cli.desk import open_archive
    from provenance.model.address import RecordId
    from provenance.store.laid_aside import LaidAside, NamesAside
    from provenance.store.snapshot import Snapshot

    _refuse_narrowed(options)
    archive = open_archive(options, terminal)
    sides = [Snapshot(archive.repository, side.commit) for side in (found.left, found.right)]
    ids = (RecordId.parse(one) for each in found.records for one in (each.earlier, each.record) if one)
    # all files of a folder lie between its name with the stroke and whatever comes behind it
    places = NamesAside(chain(found.files, (f"{one.folder}/" if one.is_record else one.path for one in ids)))

    def patches() -> Iterator[str]:
        for place in places:
            if place.endswith("/"):
                record = RecordId("/".join(place.split("/")[1:3]))
                before, after = ({f"{place}{name}": one for name, one in side.files(record).items()} for side in sides)
            else:
                before, after = ({place: one} if (one := side.file(place)) is not None else {} for side in sides)
            for path in sorted({*before, *after}):
                yield file_patch(File(path, before.get(path)), File(path, after.get(path)))

    return LaidAside(patches())


def _refuse_narrowed(options: Namespace) -> None:
    narrowed = [f"--{name}" for name in ("only", "layer", "ignore") if getattr(options, name)]
    if narrowed or options.reading != Reading.PRINTED:
        raise InputError(
            f"a patch is of the files as they stand, whole; it cannot heed {narrowed[0] if narrowed else '--reading'}",
            code="usage",
            hint="leave it out, or ask for another --output-format",
        )


def _of_files(options: Namespace, terminal: Terminal) -> Sequence[str]:
    """The patch of the files as they stand: of two loose ones, of two texts, of all of a record."""
    _refuse_narrowed(options)
    left, right = subjects(options, terminal)
    if left.side.edition is not None:
        return [file_patch(_file(left), _file(right))]
    names = dict.fromkeys([*left.dossier.files, *right.dossier.files])
    return [
        file_patch(*(File(each.dossier.path(name), each.dossier.files.get(name)) for each in (left, right)))
        for name in sorted(names)
    ]


def _file(subject: Subject) -> File:
    """The file of one side that is a text; InputError where the text is withheld."""
    if subject.loose:
        return File(str(subject.side.name), Path(str(subject.side.name)).read_bytes())
    name = f"editions/{subject.side.edition}.txt"
    if name not in subject.dossier.files:
        raise InputError(
            f"the text of {subject.side} is withheld: there is no file to patch",
            code="withheld",
            hint="without --output-format patch, the difference by fingerprints says which blocks differ",
        )
    return File(subject.dossier.path(name), subject.dossier.files[name])
