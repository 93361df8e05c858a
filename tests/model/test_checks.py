"""What the parts of a record say of each other."""

from __future__ import annotations

import pytest

from provenance.errors import InputError
from provenance.model.checks import in_order
from provenance.model.notation import read_agents, read_collection, read_record
from provenance.model.source import Level

HEAD = "schema: 1\ntitle: x\n"


def refusal(source: str) -> InputError:
    with pytest.raises(InputError) as caught:
        read_record(HEAD + source)
    return caught.value


def test_levels_go_from_the_widest_to_the_item() -> None:
    error = refusal("source:\n  basis: stated\n  levels:\n    delo: {code: '12'}\n    fond: {code: '17'}\n")
    assert "the level fond stands below delo" in error.message
    assert error.hint == "fond → delo"
    assert (error.line, error.column) == (7, 11)


@pytest.mark.parametrize(
    "levels",
    [
        "{fond: {}, opis: {}, delo: {}, list: {}}",
        "{record-group: {}, entry: {}, lot: {}, box: {}, folder: {}}",
        "{collection: {}, series: {}, subseries: {}, box: {}, folder: {}}",
        "{record-group: {}, box: {}, file: {}}",
        "{collection: {}, box: {}, series: {}, folder: {}}",
    ],
)
def test_the_ways_archives_write_their_levels_are_accepted(levels: str) -> None:
    assert read_record(f"{HEAD}source: {{basis: stated, levels: {levels}}}\n")


def test_levels_are_put_in_order_with_their_containers() -> None:
    levels = {name: Level() for name in ("item", "delo", "box", "fond", "opis")}
    assert list(in_order(levels)) == ["fond", "opis", "delo", "box", "item"]  # type: ignore[arg-type]
    assert in_order({}) == {}


def test_events_of_custody_stand_in_order_of_time() -> None:
    error = refusal("custody:\n  b: {event: sale, date: 1950}\n  a: {event: gift, date: 1931}\n")
    assert "dated before the event above it, b (1950)" in error.message
    assert error.line == 5
    assert read_record(HEAD + "custody:\n  a: {event: gift, date: 1931~}\n  b: {event: sale, date: 1931-03}\n")


def test_an_event_that_may_be_early_hides_nothing_that_is_surely_late() -> None:
    events = "a: {event: gift, date: 1931}, b: {event: sale, date: 1930~}, c: {event: loan, date: 1929}"
    assert "dated before the event above it, a (1931)" in refusal(f"custody: {{{events}}}\n").message


def test_nobody_passes_a_document_on_before_acquiring_it() -> None:
    error = refusal(
        "custody:\n  a: {event: sale, from: museum, agent: ministry}\n  b: {event: gift, agent: museum, from: heirs}\n"
    )
    assert "museum passes the document on before acquiring it (in b)" in error.message
    assert read_record(
        HEAD
        + "custody:\n  a: {event: loan, from: museum, agent: lab}\n  b: {event: return, agent: museum, from: lab}\n"
    )


def test_open_rights_under_a_statement_of_copyright_are_refused() -> None:
    statement = "statement: 'http://rightsstatements.org/vocab/InC/1.0/'"
    assert "the status is open" in refusal(f"rights: {{text: {{status: open, {statement}}}}}\n").message
    with pytest.raises(InputError, match="the status is open"):
        read_collection(f"{HEAD}volumes: {{v: {{rights: {{status: open, {statement}}}}}}}\n")


def test_an_office_cannot_end_before_it_began() -> None:
    with pytest.raises(InputError, match="ends before 1930 but begins after 1931"):
        read_agents("a:\n  name: A\n  offices: {b: {title: B, begins: {after: 1931}, ends: {before: 1930}}}\n")


def test_an_office_begins_and_ends_within_what_is_said_of_its_holding() -> None:
    with pytest.raises(InputError, match="cannot be held 1980 to 1985 and also begin"):
        read_agents("a:\n  name: A\n  offices: {b: {title: B, held: 1980/1985, begins: {after: 1990}}}\n")
    assert read_agents("a:\n  name: A\n  offices: {b: {title: B, held: 1980/.., begins: {after: 1979}}}\n")
