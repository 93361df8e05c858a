"""The rows of an editor's sheet as corrections, one a row: written, there already, or refused with the reason.

A row's Correction-Id is made from the row, so a sheet that is given twice
changes nothing the second time, even where words that were put in hold the
words that were looked for.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from provenance.errors import ConflictError, InputError
from provenance.model.address import Address, Locator, Pointer
from provenance.model.correction import KINDS, FieldEdit, Receipt, WordsEdit
from provenance.model.sheet import COLUMNS, FURTHER, NOTHING
from provenance.store.bulk import Expected, brought_in, correct_many
from provenance.store.message import derived_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from provenance.model.address import RecordId
    from provenance.model.correction import Decision, Edit
    from provenance.model.sheet import Row
    from provenance.store.archive import Archive
    from provenance.store.bulk import Making, Refused, Wanted
    from provenance.store.snapshot import Snapshot

TOGETHER = 50
"""Rows that are written in one go: few enough that a hand edit in the way is soon told from the rest."""


@dataclass(frozen=True)
class RowResult:
    """What became of a row: ``written``, ``would be written``, ``already`` or ``refused``.

    ``cut_word``: the whole word of which the words that it changes are only a part.
    """

    row: Row
    state: str
    correction_id: str | None = None
    receipt: Receipt | None = None
    error: InputError | ConflictError | None = None
    cut_word: str | None = None

    def as_json(self) -> dict[str, Any]:
        """One object; see docs/reference."""
        return {
            "row": self.row.number,
            "state": self.state,
            "correction_id": self.correction_id,
            "commit": None if self.receipt is None else self.receipt.commit,
            "changes": [] if self.receipt is None else [line.as_json() for line in self.receipt.changes],
            "error": None if self.error is None else self.error.as_json(),
            "cut_word": self.cut_word,
        }


def correct_rows(
    archive: Archive, rows: Iterable[Row], defaults: Decision, *, dry_run: bool = False
) -> Iterator[RowResult]:
    """Make each row a correction; each one's result, in order.

    ``defaults`` give the reason, kind, evidence and persons of rows that name
    none. A row that does not fit, or meets another's correction or a hand edit,
    is refused by itself.
    """
    _ = archive.person  # nobody: refused before the first row, not at each
    known = set(brought_in(archive))
    left = iter(rows)
    while portion := list(islice(left, TOGETHER)):
        yield from _portion(archive, portion, defaults, known, dry_run=dry_run)


def _portion(
    archive: Archive, portion: Sequence[Row], defaults: Decision, known: set[str], *, dry_run: bool
) -> Iterator[RowResult]:
    results: dict[int, RowResult] = {}
    wanted: list[tuple[Row, Wanted]] = []
    cut: dict[int, str] = {}
    for row in portion:
        correction_id = row_id(row)
        try:
            if correction_id in known:
                results[row.number] = RowResult(row, "already", correction_id)
            else:
                wanted.append((row, _wanted(archive, row, defaults, correction_id, cut)))
                known.add(correction_id)
        except (InputError, ConflictError) as error:
            results[row.number] = RowResult(row, "refused", error=error)
    for (row, _), done in zip(wanted, _made(archive, wanted, dry_run=dry_run), strict=True):
        results[row.number] = replace(_result(row, done), cut_word=cut.get(row.number))
        if results[row.number].state == "refused":
            known.discard(row_id(row))
    for row in portion:
        yield results[row.number]


def _made(
    archive: Archive, wanted: Sequence[tuple[Row, Wanted]], *, dry_run: bool
) -> Iterator[Receipt | Refused | ConflictError]:
    """Together; where a hand edit refuses them together, each by itself."""
    try:
        done = list(correct_many(archive, [one for _, one in wanted], dry_run=dry_run))
    except ConflictError as error:
        if len(wanted) == 1:
            yield error
            return
        for one in wanted:
            yield from _made(archive, [one], dry_run=dry_run)
    else:
        yield from done


def _result(row: Row, done: Receipt | Refused | ConflictError) -> RowResult:
    if isinstance(done, Receipt):
        return RowResult(row, "written" if done.written else "would be written", done.correction_id, done)
    error = done if isinstance(done, ConflictError) else done.error
    if error.code == "no-change":
        return RowResult(row, "already")
    return RowResult(row, "refused", error=error)


def row_id(row: Row) -> str:
    """The Correction-Id of a row: the same for the same cells."""
    cells = (unicodedata.normalize("NFC", row[column].strip()).encode() for column in (*COLUMNS, *FURTHER))
    return derived_id(b"sheet", *cells)


def _wanted(archive: Archive, row: Row, defaults: Decision, correction_id: str, cut: dict[int, str]) -> Wanted:
    """A row as edits and a decision; InputError that says which cell is wrong.

    ``cut`` takes, by the row's number, the word that its edit cuts in two, once that is made.
    """
    if row.fault is not None:
        raise row.fault
    if not row["edition"]:
        raise InputError("the cell 'edition' is empty", hint="the record, or record:edition")
    if not row["read"]:
        raise InputError(
            "the cell 'read' is empty", hint=f"what it should read; to take it away: {NOTHING}", code="empty-cell"
        )
    address = Address.parse(row["edition"])
    if address.when is not None:
        raise InputError("a correction is made to the archive as it is now", hint=row["edition"].partition("@")[0])
    record = archive.find(address.record)
    making = _making(row, address, record, cut)
    edits: Making = Expected(making, row["expect"], record) if row["expect"] else making
    return edits, _decision(row, defaults, correction_id)


def _decision(row: Row, defaults: Decision, correction_id: str) -> Decision:
    kind = row["kind"].lower() or defaults.kind
    known = next((one for one in KINDS if one == kind), None)
    if kind and known is None:
        raise InputError(f"{kind!r} is no kind of correction", candidates=KINDS)
    if not (row["why"] or defaults.reason).strip():
        raise InputError(
            "a correction needs its reason", code="no-reason", hint="the cell 'why', or -m TEXT for all rows"
        )
    if known == "erratum" and row["place"].startswith("/") and "/errata/" not in row["place"]:
        if row["kind"]:
            raise InputError(
                f"an erratum is an error of printed words, and {row['place']} is none",
                code="no-erratum",
                hint="leave the cell 'kind' empty: it follows from the place",
            )
        known = None  # the kind for all rows is that of their words
    evidence = tuple(line.strip() for line in row["evidence"].splitlines() if line.strip())
    return replace(
        defaults,
        reason=row["why"] or defaults.reason,
        kind=known,
        evidence=evidence or defaults.evidence,
        reported_by=row["reporter"] or defaults.reported_by,
        reviewed_by=row["reviewer"] or defaults.reviewed_by,
        correction_id=correction_id,
    )


def _making(row: Row, address: Address, record: RecordId, cut: dict[int, str]) -> Making:
    """The edits of a row, on the state that the rows before it made."""
    place = row["place"]
    if place.startswith("/"):
        return lambda there: _field(row, record, Pointer.parse(place), there)
    locator = Locator.parse(place) if place else None
    kind = row["kind"].lower()

    def make(there: Snapshot) -> list[Edit]:
        edit = _with_its_space(_words(row, record, _edition(address, record, there), locator), there)
        if kind != "erratum":
            _refuse_if_so(edit, there)
        word = _cut_word(edit, there)
        if word is not None:
            cut[row.number] = word
        return [edit]

    return make


def _field(row: Row, record: RecordId, pointer: Pointer, there: Snapshot) -> list[Edit]:
    from provenance.diff.fields import value_at
    from provenance.model.notation import read_tree, which_of
    from provenance.model.shape import shape_at

    dossier = there.dossier(record)
    value = value_at(read_tree(dossier.files[record.main_file], file=record.path).value, pointer)
    becomes = None if row["read"] == NOTHING else row["read"]
    shape = shape_at(which_of(record), pointer)
    if shape is not None and shape.form == "set":
        return _text_of_a_set(row["for"], becomes, record, pointer, value or [])
    if value == becomes:
        raise InputError("it reads so already", code="no-change")
    if row["for"] and value != row["for"]:
        shown = {"base": row["for"], "ours": becomes, "theirs": value, "correction_ids": []}
        raise ConflictError(
            f"for {row['for']!r}: but {pointer} reads {value!r}",
            code="not-as-expected",
            conflicts=({"key": f"{record} {pointer}", "record": str(record), "pointer": str(pointer), **shown},),
        )
    if becomes is None:
        return [FieldEdit(record, "remove", pointer)]
    return [FieldEdit(record, "set", pointer, becomes)]


def _text_of_a_set(old: str, new: str | None, record: RecordId, pointer: Pointer, value: Sequence[str]) -> list[Edit]:
    """One text of a set: ``for`` empty adds it, ``(nothing)`` takes it away, both put one in another's place."""
    if old not in value and (new is None or new in value):
        raise InputError("it reads so already", code="no-change")
    if old and old not in value:
        raise InputError(f"for {old!r}: but {pointer} holds no such text", candidates=tuple(value))
    edits: list[Edit] = []
    if new is not None and new not in value:
        # a text of a set is taken as YAML: quoted, it is itself
        edits.append(FieldEdit(record, "add", pointer, "'" + new.replace("'", "''") + "'"))
    if old:
        edits.append(FieldEdit(record, "remove", pointer, old))
    return edits


def _edition(address: Address, record: RecordId, there: Snapshot) -> str:
    editions = there.dossier(record).editions()
    if address.edition is not None:
        return address.edition
    if len(editions) == 1:
        return editions[0]
    raise InputError(
        f"{record} has {len(editions)} editions with a text: say which",
        code="several",
        candidates=tuple(f"{record}:{edition}" for edition in editions),
    )


def _words(row: Row, record: RecordId, edition: str, locator: Locator | None) -> WordsEdit:
    old = row["for"] or (locator.words if locator is not None else None) or ""
    if not old:
        raise InputError("which words are to change?", hint="the cell 'for': the words as they stand")
    return WordsEdit(record, edition, locator, old, "" if row["read"] == NOTHING else row["read"])


def _with_its_space(edit: WordsEdit, there: Snapshot) -> WordsEdit:
    """Words that are taken away go with the space before them, else with the one after: a cell holds no outer space."""
    from provenance.text.locate import find_words

    text = there.dossier(edit.record).text(edit.edition)
    if edit.new or text is None or (edit.locator is not None and edit.locator.words is not None):
        return edit
    count = len(find_words(text, edit.old, edit.locator))
    for words in (f" {edit.old}", f"{edit.old} "):
        if count and len(find_words(text, words, edit.locator)) == count:
            return replace(edit, old=words)
    return edit


def _cut_word(edit: WordsEdit, there: Snapshot) -> str | None:
    """The whole word of which the edit changes a part ("thirty-one" for "thirty-on"); None where words are whole."""
    from provenance.text.locate import find_words

    text = there.dossier(edit.record).text(edit.edition)
    places = () if text is None else find_words(text, edit.old, edit.locator)
    return next((place.cut_word for place in places if place.cut_word), None)


def _refuse_if_so(edit: WordsEdit, there: Snapshot) -> None:
    """InputError ``no-change`` where the words are gone, and what should stand there does."""
    from provenance.text.locate import find_words

    text = there.dossier(edit.record).text(edit.edition)
    if text is None or not edit.new:
        return
    within = None if edit.locator is None else replace(edit.locator, words=None, nth=None)
    if not find_words(text, edit.old, within) and find_words(text, edit.new, within):
        raise InputError("it reads so already", code="no-change")
