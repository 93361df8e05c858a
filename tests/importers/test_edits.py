"""An import becomes edits: new files, or additions to files that are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from provenance.errors import InputError
from provenance.importers.importer import Existing, agents_together, edits
from provenance.model.address import RecordId
from provenance.model.correction import Edit, FieldEdit, FileEdit
from provenance.model.notation import read_agents, read_collection, read_record, read_tree, splice, write
from tests.importers.pages import ID, SPECIMEN, imported
from tests.linear import growth

if TYPE_CHECKING:
    from provenance.model.agents import AgentList


def there(agents: str | None = None, lights: str | None = None, record: str | None = None) -> Existing:
    """What the archive has: the agents, the collection, the record."""
    return Existing(
        agents=None if agents is None else read_agents(agents),
        collection=None if lights is None else read_collection(lights),
        record=None if record is None else read_record(record),
    )


def applied(edit: Edit, source: str) -> str:
    assert isinstance(edit, FieldEdit)
    return splice(source, edit)


def test_a_new_record_is_four_files() -> None:
    made = edits(imported(SPECIMEN.read_bytes(), edition="web"), ID)
    assert [(str(edit.record), edit.name) for edit in made if isinstance(edit, FileEdit)] == [
        ("agents", "agents.yaml"), ("lights", "collection.yaml"), ("lights/doc-014", "record.yaml"),
        ("lights/doc-014", "editions/web.txt"),
    ]  # fmt: skip
    assert len(made) == 4
    collection = read_collection(made[1].content)  # type: ignore[union-attr, arg-type]
    assert collection.note is not None
    assert "folder's name" in collection.note


def test_agents_that_are_there_keep_their_entry_and_get_only_the_office_they_lack() -> None:
    source = "sorokhtina:\n  name: Vera Sorokhtina  # from the personnel list\n\nmarlowe-edda:\n  name: Edda Marlowe\n"
    made = edits(imported(SPECIMEN.read_bytes()), ID, there(agents=source))
    touching = [edit for edit in made if edit.record == RecordId("agents")]
    for edit in touching:
        source = applied(edit, source)
    agents = read_agents(source)
    assert agents["sorokhtina"].name == "Vera Sorokhtina"
    assert "# from the personnel list" in source
    assert list(agents["sorokhtina"].offices) == ["secretary", "head"]
    assert "velichko-arkady" in agents
    assert not [edit for edit in touching if str(edit.pointer) == "/marlowe-edda"]  # type: ignore[union-attr]


def test_a_second_import_adds_no_agent_twice() -> None:
    brought = imported(SPECIMEN.read_bytes())
    made = edits(brought, ID, there(agents=write(brought.agents)))
    assert not [edit for edit in made if edit.record == RecordId("agents")]


def test_a_volume_that_is_there_gets_only_the_editors_it_lacks() -> None:
    source = "schema: 1\ntitle: Lights\nvolumes:\n  lights:\n    editors:\n      osgood-peter: {}\n"
    made = edits(imported(SPECIMEN.read_bytes()), ID, there(lights=source))
    touching = [edit for edit in made if edit.record == RecordId("lights")]
    for edit in touching:
        source = applied(edit, source)
    assert list(read_collection(source).volumes["lights"].editors) == ["osgood-peter", "halvard-ingrid"]
    assert len(touching) == 1


@pytest.mark.parametrize(
    "before", ["schema: 1\ntitle: Lights\n", "schema: 1\ntitle: Lights\nvolumes:\n  other: {title: Other}\n"]
)
def test_a_volume_that_is_not_there_is_added(before: str) -> None:
    made = edits(imported(SPECIMEN.read_bytes()), ID, there(lights=before))
    after = applied(next(edit for edit in made if edit.record == RecordId("lights")), before)
    assert "lights" in read_collection(after).volumes


def test_a_second_edition_is_added_to_the_record_and_its_claims_stay_with_the_first() -> None:
    first = write(imported(SPECIMEN.read_bytes(), edition="print").record)
    made = edits(imported(SPECIMEN.read_bytes(), edition="web"), ID, there(record=first))
    touching = [edit for edit in made if edit.record == ID]
    assert [str(edit.pointer) for edit in touching if isinstance(edit, FieldEdit)] == ["/editions/web"]
    assert [edit.name for edit in touching if isinstance(edit, FileEdit)] == ["editions/web.txt"]
    after = applied(touching[0], first)
    assert list(read_record(after).editions) == ["print", "web"]
    assert read_tree(after).value["title"] == read_tree(first).value["title"]


def test_an_edition_that_is_there_is_refused_with_another_way() -> None:
    first = write(imported(SPECIMEN.read_bytes(), edition="print").record)
    with pytest.raises(InputError, match="already") as caught:
        edits(imported(SPECIMEN.read_bytes(), edition="print"), ID, there(record=first))
    assert caught.value.code == "edition-exists"
    assert caught.value.hint
    assert "correct lights/doc-014:print" in caught.value.hint


MANY = {f"lund-{number}": {"name": f"Anna Lund {number}", "kind": "person"} for number in range(30)}


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("berg: {name: Berg}  # of the harbour\n\n# the end\n", "berg: {name: Berg}  # of the harbour\n"),
        (
            "berg:\n  name: Berg\n\ndahl:\n  name: |-\n    Dahl\n",
            "berg:\n  name: Berg\n\ndahl:\n  name: |-\n    Dahl\n",
        ),
        ("\ufeffberg: {name: Berg}", "\ufeffberg: {name: Berg}"),
        ("{berg: {name: Berg}}\n", "{berg: {name: Berg}"),
        ("berg: {name: Berg}\n...\n", "berg: {name: Berg}\n"),
    ],
)
def test_many_new_agents_come_in_together_and_what_stood_there_stands_as_it_was(source: str, kept: str) -> None:
    made = agents_together([MANY, {"berg": {"name": "Other"}}], read_agents(source), source)
    after = source
    for edit in made:
        if isinstance(edit, FileEdit):
            assert len(made) == 1
            after = (edit.content or b"").decode()
        else:
            after = applied(edit, after)
    agents = read_agents(after)
    assert agents["berg"].name == "Berg"
    assert list(MANY) == [str(key) for key in agents if str(key) in MANY]
    assert after.startswith(kept)
    assert ("# the end" in source) == ("# the end" in after)


def test_of_many_documents_each_agent_has_all_the_offices_that_any_of_them_gives() -> None:
    first = {"lund": {"name": "Anna Lund", "offices": {"head": {"title": "Head"}}}}
    second = {"lund": {"name": "A. Lund", "offices": {"clerk": {"title": "Clerk"}, "head": {"title": "Other"}}}}
    (made,) = agents_together([MANY, first, second], {}, "")
    assert isinstance(made, FileEdit)
    lund = read_agents(made.content or b"")["lund"]
    assert (lund.name, {name: office.title for name, office in lund.offices.items()}) == (
        "Anna Lund", {"head": "Head", "clerk": "Clerk"},
    )  # fmt: skip


def test_few_new_agents_are_left_to_the_documents_that_name_them() -> None:
    assert agents_together([{"lund": {"name": "Lund"}}], {}, "") == ()


def test_what_a_document_adds_costs_no_more_where_many_agents_are_known() -> None:
    """Else the time of an import grows by the square of the persons it names."""
    few, many = (
        read_agents("".join(f"a{number}: {{name: A, kind: person}}\n" for number in range(count)))
        for count in (200, 20_000)
    )
    page = imported(SPECIMEN.read_bytes(), edition="web")

    def brought_in(known: AgentList) -> None:
        for _ in range(20):
            edits(page, ID, Existing(agents=known))

    assert growth(brought_in, few, many, enough=1.5) < 3
