"""Makes the Skerry Papers in a folder, with a history of corrections."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from provenance.model.address import Locator, Pointer, RecordId
from provenance.model.correction import Decision, FieldEdit, FileEdit, MarkEdit, WordsEdit
from provenance.ports import FrozenClock, counting
from provenance.store.archive import Archive, create

if TYPE_CHECKING:
    from provenance.model.correction import Edit, Kind

HERE = Path(__file__).parent
DOC = RecordId("winter-ports/doc-014")
ANSWER = RecordId("winter-ports/doc-017")
WITHHELD = RecordId("winter-ports/doc-021")
GONE = RecordId("winter-ports/doc-022")
EDITION = "winter-ports-1998"
DAY = 24 * 3600

ANSWER_YAML = """\
schema: 1
title: The Commission’s answer on the foreman
date: {edtf: 1923-03-05, basis: stated, where: p1}
type: letter
editions:
  transcript: {state: living, language: en}
specimen: The document is invented.
"""
ANSWER_TXT = "%text 1\n\n¶1 Tuvik, 5 March 1923. The Commission agrees as to the foreman.\n"
WITHHELD_YAML = """\
schema: 1
title: Petition of the pilots’ widows
date: {edtf: '[1922-12-01..1923-02-14]', basis: inferred, why: Between the closing and the memorandum}
type: petition
regest:
  p1: Eleven widows ask for the pension that their husbands were promised.
  p2: They name the winter and the order.
  n1: On the hand of the scribe.
rights:
  text: {status: withheld, basis: stated}
editions:
  sea-almanac: {state: fixed, volume: winter-ports, number: '21', text: withheld, words: 1140}
"""
GONE_YAML = """\
schema: 1
title: Letter to an unnamed pilot
date: {edtf: 1928/.., basis: inferred}
withdrawal: {reason: The family of the writer asked for it, by: Ines Calloway, when: 2026-04-09}
"""


def made(path: Path) -> Archive:
    """The archive, with eight decisions on two records."""
    clock = FrozenClock("2026-03-01T09:00:00+00:00")
    environ = {"HOME": str(path.parent), "PATH": "/usr/bin:/bin:/usr/local/bin"}
    create(
        path,
        title="The Skerry Papers",
        editor_name="Ines Calloway",
        editor_email="ines@example.org",
        clock=clock,
        new_id=counting(),
        environ=environ,
    )
    archive = Archive.open(path, clock=clock, new_id=counting(1000), author=_editor(path, environ), environ=environ)
    _import(archive)
    for edits, decision in _corrections():
        clock.sleep(3 * DAY)
        archive.correct(edits, decision)
    return archive


def _editor(path: Path, environ: dict[str, str]) -> str:
    return next(iter(Archive.open(path, environ=environ).settings.editors))


def _import(archive: Archive) -> None:
    def read(name: str) -> bytes:
        return (HERE / name).read_bytes()

    files = [
        FileEdit(RecordId("agents"), "agents.yaml", read("agents.yaml")),
        FileEdit(RecordId("winter-ports"), "collection.yaml", read("collection.yaml")),
        FileEdit(DOC, "record.yaml", read("doc-014.yaml")),
        FileEdit(DOC, f"editions/{EDITION}.txt", read(f"{EDITION}.txt")),
        FileEdit(DOC, "editions/reader-1931.txt", read("reader-1931.txt")),
        FileEdit(ANSWER, "record.yaml", ANSWER_YAML.encode()),
        FileEdit(ANSWER, "editions/transcript.txt", ANSWER_TXT.encode()),
        FileEdit(WITHHELD, "record.yaml", WITHHELD_YAML.encode()),
        FileEdit(GONE, "record.yaml", GONE_YAML.encode()),
    ]
    archive.correct(files, Decision("Typed from the edition of 1998.", kind="import", subject="Import of four records"))


def _corrections() -> list[tuple[list[Edit], Decision]]:
    def words(place: str, old: str, new: str, kind: Kind, reason: str, **facts: object) -> tuple[list[Edit], Decision]:
        edit = WordsEdit(DOC, EDITION, Locator.parse(place), old, new)
        return [edit], Decision(reason, kind=kind, **facts)  # type: ignore[arg-type]

    def field(pointer: str, value: str, kind: Kind, reason: str, **facts: object) -> tuple[list[Edit], Decision]:
        edit = FieldEdit(DOC, "set", Pointer.parse(pointer), value)
        return [edit], Decision(reason, kind=kind, **facts)  # type: ignore[arg-type]

    return [
        words("p3", "keep their own water", "keep their water", "transcription", "Our file was not what is printed.",
              evidence=("Winter Ports (1998), p. 62",)),
        words("p5", "dockers", "pilots", "erratum", "The source has losene, the pilots.",
              evidence=("Copy c2, leaf 2, line 9",), reported_by="Runa Tamm", reviewed_by="Joel Marchetti"),
        words("p7", "forty-one", "fourteen", "erratum", "Figures transposed in print.\n\nThe carbon has 14.",
              evidence=("Carbon c1, f. 13, line 2", "tally book 1923/I"), reported_by="Pieter Vane, reader"),
        field("/date/edtf", "1923-02-14~", "date", "The carbon bears no date."),
        field("/attributions/drafter-lunde/held/certainty", "low", "attribution",
              "She entered the office fifteen weeks after the date. See https://example.org/staff?a=1&b=2."),
        ([MarkEdit(DOC, EDITION, Locator.parse('p6 "råken"'), "gloss", {"by": "translator"})],
         Decision("The translator says that she left the word standing.", kind="markup")),
    ]  # fmt: skip
