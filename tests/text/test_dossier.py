"""All files of one record as one value."""

from __future__ import annotations

import pytest

from provenance.errors import InputError
from provenance.model.address import RecordId
from provenance.model.fingerprint import write_fingerprints
from provenance.model.record import Record
from provenance.text.dossier import Dossier
from provenance.text.fingerprint import fingerprints
from provenance.text.notation import parse

TEXT = b"%text 1\n\n\xc2\xb61 Words of the edition.\n"
RECORD = b"schema: 1\ntitle: A letter\neditions:\n  web: {state: fixed}\n"


def dossier(**files: bytes) -> Dossier:
    return Dossier(
        RecordId.parse("letters/one"), {name.replace("__", "/").replace("_", "."): files[name] for name in files}
    )


def test_a_record_and_its_texts_are_read_once() -> None:
    held = dossier(record_yaml=RECORD, editions__web_txt=TEXT)
    assert isinstance(held.record, Record)
    assert held.record is held.main
    assert held.record.title == "A letter"
    assert held.text("web") is held.text("web")
    assert held.editions() == ("web",)


def test_what_is_not_there_is_none() -> None:
    held = dossier(record_yaml=RECORD)
    assert held.text("web") is None
    assert held.fingerprints("web") is None
    assert held.editions() == ()


def test_fingerprints_stand_for_a_text_that_is_withheld() -> None:
    found = fingerprints(parse(TEXT.decode()))
    held = dossier(record_yaml=RECORD, editions__web_fingerprints=write_fingerprints(found).encode())
    assert held.fingerprints("web") == found
    assert held.editions() == ("web",)


def test_putting_a_file_leaves_the_first_dossier_as_it_was() -> None:
    held = dossier(record_yaml=RECORD, editions__web_txt=TEXT)
    held.text("web")
    changed = held.with_file("editions/web.txt", TEXT.replace(b"Words", b"Signs"))
    assert [block.inlines[0].text for block, _ in changed.text("web").blocks()] == ["Signs of the edition."]  # type: ignore[union-attr]
    assert [block.inlines[0].text for block, _ in held.text("web").blocks()] == ["Words of the edition."]  # type: ignore[union-attr]
    assert changed.with_file("editions/web.txt", None).text("web") is None


def test_the_digest_is_equal_for_equal_dossiers_alone() -> None:
    held = dossier(record_yaml=RECORD, editions__web_txt=TEXT)
    assert held.digest() == dossier(editions__web_txt=TEXT, record_yaml=RECORD).digest()
    assert held.digest() != held.with_file("record.yaml", RECORD + b"\n").digest()
    assert held.digest() != held.with_file("editions/web.txt", None).digest()


def test_errors_name_the_file_from_the_archives_root_with_line_and_column() -> None:
    held = dossier(record_yaml=RECORD, editions__web_txt=b"%text 1\n\n\xc2\xb61 a [b\n")
    with pytest.raises(InputError) as caught:
        held.text("web")
    assert str(caught.value).startswith("records/letters/one/editions/web.txt:3:6: ")
    wrong = held.with_file("editions/web.txt", b"%text 1\n\n\xc2\xb61 caf\xe9\n")
    with pytest.raises(InputError, match="0xE9") as caught:
        wrong.text("web")
    assert (caught.value.line, caught.value.column) == (3, 7)


def test_without_its_yaml_file_a_record_is_refused_by_name() -> None:
    with pytest.raises(InputError, match=r"records/letters/one/record\.yaml"):
        _ = dossier(editions__web_txt=TEXT).main


def test_a_collection_is_no_record() -> None:
    held = Dossier(RecordId.parse("letters"), {"collection.yaml": b"schema: 1\ntitle: Letters\n"})
    assert held.main.title == "Letters"  # type: ignore[union-attr]
    with pytest.raises(InputError, match="no record"):
        _ = held.record
