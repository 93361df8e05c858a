"""A page brought in, kept in a real archive under git, and audited: the specimen, and the real document."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import pytest

from provenance.audit.rule import EDITION, ERROR, NOTE, WARNING, Finding
from provenance.audit.runner import Audit, audit
from provenance.importers.importer import edits, importer_for
from provenance.model.address import Locator, Pointer, RecordId
from provenance.model.correction import Decision, FieldEdit, MarkEdit, WordsEdit
from provenance.ports import FrozenClock, counting
from provenance.store.archive import Archive, create
from provenance.store.history import history
from tests.shared import SAMPLE, needs_shared

SPECIMEN = Path(__file__).parents[1] / "specimens" / "winter-lights.txt"


def brought_in(folder: Path, page: Path, record: RecordId) -> Archive:
    """A new archive that holds that page's record."""
    home = folder / "home"
    home.mkdir()
    archive = create(
        folder / "archive",
        title="An archive",
        editor_name="Runa Tamm",
        editor_email="runa@example.org",
        clock=FrozenClock("2026-01-02T10:00:00+00:00"),
        new_id=counting(),
        environ={"PATH": os.environ["PATH"], "HOME": str(home)},
    )
    content = page.read_bytes()
    imported = importer_for(page.name, content[:4096]).read(content, name=page.name, id=record)
    archive.correct(edits(imported, record), Decision(f"Brought in from {page.name}", kind="import"))
    return archive


def audited(archive: Archive) -> Audit:
    return audit(archive.snapshot(), history=history(archive))


def one(found: Audit, code: str) -> Finding:
    findings = [finding for finding in found.findings if finding.code == code]
    assert findings, f"{code} is not among {[finding.code for finding in found.findings]}"
    return findings[0]


RECORD = RecordId("winter-ports/doc-014")


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return brought_in(tmp_path, SPECIMEN, RECORD)


def test_the_specimen_has_the_problems_that_were_put_into_it_and_no_others(archive: Archive) -> None:
    found = audited(archive)
    errors = [finding for finding in found.findings if finding.severity is ERROR]
    assert [(finding.code, finding.about) for finding in errors] == [("QUO001", EDITION)]
    assert {finding.code for finding in found.findings if finding.severity is WARNING} == {"TRA001", "ATT002", "ATT003"}
    assert {"ATT001", "ATT005", "REL001"} <= {finding.code for finding in found.findings if finding.severity is NOTE}
    assert found.exit_status == 0
    quoted = one(found, "QUO001")
    assert (quoted.passage, quoted.related[1].message) == ("were trimmed", "have been trimmed")
    assert one(found, "TRA001").passage == "otdelnym poryadkom"


def test_the_mends_that_are_offered_mend(archive: Archive) -> None:
    found = audited(archive)
    edition = one(found, "QUO001").edition
    assert edition is not None
    quoted, gloss = one(found, "QUO001"), one(found, "TRA001")
    assert quoted.locator is not None
    assert quoted.passage is not None
    assert gloss.locator is not None
    archive.correct(
        [WordsEdit(RECORD, edition, Locator.parse(quoted.locator), quoted.passage, quoted.related[1].message)],
        Decision("Misquotes ¶7", kind="erratum", evidence=("p7",)),
    )
    archive.correct(
        [MarkEdit(RECORD, edition, Locator.parse(gloss.locator), "gloss", {"lang": "ru-Latn"})],
        Decision("Romanised Russian"),
    )
    after = audited(archive)
    assert one(after, "QUO001").severity is NOTE
    assert "TRA001" not in {finding.code for finding in after.findings}
    assert not [finding for finding in after.findings if finding.severity is ERROR]


def test_a_correction_that_makes_the_record_contradict_itself_is_an_error_about_the_record(archive: Archive) -> None:
    archive.correct(
        [FieldEdit(RECORD, "set", Pointer.parse("/date/edtf"), "1931-11-05")],
        Decision("A slip"),
    )
    after = audited(archive)
    assert after.exit_status == 1
    assert one(after, "DAT001").counts
    assert one(after, "LOG002").severity is NOTE


def test_a_former_state_is_audited_as_it_was(archive: Archive) -> None:
    before = archive.tip
    archive.correct([FieldEdit(RECORD, "set", Pointer.parse("/date/edtf"), "1931-11-05")], Decision("A slip"))
    earlier = audit(archive.snapshot(before))
    assert earlier.exit_status == 0
    new = audit(archive.snapshot()).new_since(earlier)
    assert {finding.code for finding in new.findings} == {"DAT001", "DAT004"}


@needs_shared
def test_the_real_document_has_the_problems_that_a_close_reader_finds(tmp_path: Path) -> None:
    found = audited(brought_in(tmp_path, SAMPLE, RecordId("masterpieces-of-history/doc-006")))
    quoted = one(found, "QUO001")
    assert (quoted.locator, quoted.related[1].message) == ('p1 "was viewed"', "has been viewed")
    assert sum(finding.code == "QUO001" for finding in found.findings) == 1
    assert one(found, "TRA001").passage == "separatnym deistviyam"
    assert one(found, "ATT001").severity is NOTE
    assert one(found, "ATT005").severity is NOTE
    assert one(found, "ATT003").about is EDITION
    assert "13 June 1986" in one(found, "REL001").message
    assert not {"DAT001", "DAT004", "QUO002", "REL003"} & {finding.code for finding in found.findings}
    assert found.exit_status == 0


@pytest.mark.parametrize(
    ("code", "then"),
    [
        ("ATT002", "{bears: for, where: p1, what: A letter names him}"),
        ("ATT003", None),
        ("SRC002", "cold-coast-archive"),
    ],
)
def test_a_command_that_is_offered_is_one_that_the_archive_takes(archive: Archive, code: str, then: str | None) -> None:
    words = shlex.split(str(one(audited(archive), code).hint))
    assert words[:2] == ["provenance", "correct"]
    op = words[3].removeprefix("--")
    pointer, _, value = words[4].replace("KEY", "a-letter").partition("=")
    assert op in {"set", "add"}
    archive.correct(
        [FieldEdit(RecordId(words[2]), op, Pointer.parse(pointer), then or value)],  # type: ignore[arg-type]
        Decision("As the audit offers", evidence=("fn 1",)),
    )
    left = [finding for finding in audited(archive).findings if finding.code == code]
    assert not left or left[0].severity is NOTE
