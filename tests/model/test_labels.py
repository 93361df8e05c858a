from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.model.address import Pointer
from provenance.model.notation import field_label


@pytest.mark.parametrize(
    ("pointer", "label"),
    [
        ("", "the whole"),
        ("/title", "title"),
        ("/date", "date"),
        ("/date/edtf", "date"),
        ("/date/basis", "basis of date"),
        ("/attributions", "attributions"),
        ("/attributions/drafter-shakhnazarov", "attribution drafter-shakhnazarov"),
        ("/attributions/drafter-shakhnazarov/held", "what is held of drafter-shakhnazarov"),
        ("/attributions/drafter-shakhnazarov/held/certainty", "certainty held for drafter-shakhnazarov"),
        ("/attributions/drafter-shakhnazarov/held/why", "reason of held of attribution drafter-shakhnazarov"),
        ("/attributions/a/evidence/file/bears", "bears of evidence file of attribution a"),
        ("/attributions/a/doubts/note/by", "by of doubt note of attribution a"),
        ("/source/levels/delo/code", "code of delo of the source"),
        ("/source/levels/delo", "delo of the source"),
        ("/copies/nsa/form", "form of copy nsa"),
        ("/translation/from/tag", "language translated from"),
        ("/translation/by/berg", "translator berg"),
        ("/editions/book/errata/was-viewed", "erratum was-viewed of edition book"),
        ("/editions/book/errata/was-viewed/now", "now of erratum was-viewed of edition book"),
        ("/regest/p1", "summary of p1"),
        ("/shakhnazarov/offices/aide/held", "held of office aide of shakhnazarov"),
        ("/volumes/v/conventions/brackets/owner", "owner of brackets of conventions of volume v"),
    ],
)
def test_a_field_is_called_as_an_editor_calls_it(pointer: str, label: str) -> None:
    assert field_label(Pointer.parse(pointer)) == label


@given(st.lists(st.text(max_size=10), max_size=7))
def test_every_pointer_has_a_label(parts: list[str]) -> None:
    assert field_label(Pointer(tuple(parts))) is not None
