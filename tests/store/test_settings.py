from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import InputError
from provenance.store.settings import read_settings

WHOLE = b"""\
title = "Harbours"
schema = 1
tag_prefix = "records/"

[editors.anna]
name = "Anna Lund"
email = "anna@example.org"
orcid = "0000-0002-1825-0097"
signing_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f anna@desk"
valid_from = 2026-01-02
revoked = "2026-03-01T12:00:00+01:00"

[audit.suppress.unsigned]
code = "ATT004"
record = "harbour/doc-001"
reason = "A carbon is never signed."
at = "/attributions/author"
"""


def test_the_whole_of_the_settings_is_read() -> None:
    settings = read_settings(WHOLE)
    assert (settings.title, settings.schema, settings.tag_prefix) == ("Harbours", 1, "records/")
    assert settings.editors["anna"].orcid == "0000-0002-1825-0097"
    assert settings.accounts["anna"].signing_key == (
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
    )
    assert settings.accounts["anna"].valid_from == datetime(2026, 1, 2, tzinfo=UTC)
    assert settings.accounts["anna"].revoked == datetime(2026, 3, 1, 11, tzinfo=UTC)
    assert settings.audit.suppress["unsigned"].reason == "A carbon is never signed."
    assert settings.audit.suppress["unsigned"].at == "/attributions/author"
    assert settings.by_email(" ANNA@example.org") == settings.editors["anna"]
    assert settings.by_email("bo@example.org") is None


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (b'title = "Harbours"', b'titel = "Harbours"', "no setting titel"),
        (b'title = "Harbours"', b'title = ""', "title is missing"),
        (b'title = "Harbours"\n', b"", "title is missing"),
        (b"schema = 1", b'schema = "1"', "schema is a number"),
        (b"schema = 1", b"schema = true", "schema is a number"),
        (b'tag_prefix = "records/"', b'tag_prefix = "-x"', "cannot start"),
        (b'tag_prefix = "records/"', b'tag_prefix = "a..b~"', "cannot start"),
        (b"[editors.anna]", b"[editors.Anna]", "key of an editor"),
        (b'name = "Anna Lund"', b'name = "Anna <x>"', "no name in history"),
        (b'email = "anna@example.org"', b'email = "anna"', "no e-mail"),
        (b'email = "anna@example.org"', b'mail = "anna@example.org"', "no setting editors.anna.mail"),
        (b'orcid = "0000-0002-1825-0097"', b'orcid = "1825"', "no ORCID"),
        (b'reason = "A carbon is never signed."\n', b"", "reason is missing"),
        (b"[audit.suppress.unsigned]", b"[audit.supress.unsigned]", "no setting audit.supress"),
        (b'code = "ATT004"', b'codes = "ATT004"', "no setting audit.suppress.unsigned.codes"),
    ],
)
def test_a_setting_that_is_wrong_is_named(old: bytes, new: bytes, says: str) -> None:
    assert old in WHOLE
    with pytest.raises(InputError) as caught:
        read_settings(WHOLE.replace(old, new))
    assert says in caught.value.message
    assert caught.value.file == "provenance.toml" or "key of an editor" in says


@pytest.mark.parametrize(
    "source", [b"editors = 3\ntitle='x'", b"title='x'\n[editors]\nanna = 3", b"title='x'\naudit = 1"]
)
def test_a_value_where_a_table_belongs_is_refused(source: bytes) -> None:
    with pytest.raises(InputError, match="is a table"):
        read_settings(source)


def test_a_typing_error_names_line_and_column() -> None:
    with pytest.raises(InputError) as caught:
        read_settings(b'title = "x"\nschema = = 1\n')
    assert (caught.value.line, caught.value.column) == (2, 10)


@given(content=st.binary(max_size=60))
def test_any_bytes_give_settings_or_a_refusal(content: bytes) -> None:
    try:
        read_settings(content)
    except InputError as error:
        refused = error
    else:
        refused = None
    assert refused is None or refused.message


@pytest.mark.parametrize("odd", ["x = " + "[" * 10_000, "x = " + "9" * 5_000, "x = 2026-13-45", "x = {" * 5_000])
def test_whatever_the_parser_stumbles_over_is_an_input_error(odd: str) -> None:
    with pytest.raises(InputError) as caught:
        read_settings(odd.encode())
    assert caught.value.file == "provenance.toml"


def test_a_later_schema_is_refused_as_what_it_is_before_its_fields_are_judged() -> None:
    with pytest.raises(InputError, match="schemas up to 1") as caught:
        read_settings(b'title = "A"\nschema = 99\nnew_field = 1\n')
    assert caught.value.code == "newer-schema"
    assert "later" in (caught.value.hint or "")


def test_the_schema_is_that_of_the_records() -> None:
    from provenance.model.record import SCHEMA as OF_RECORDS
    from provenance.store.settings import SCHEMA

    assert SCHEMA == OF_RECORDS
