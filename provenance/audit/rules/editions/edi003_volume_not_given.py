"""A published edition does not say in which volume, or at which address, it was published."""
# a warning; an error where it names a volume that the collection does not describe

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.rule import ERROR, RECORD, WARNING, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding

RULE = Rule(
    code="EDI003",
    name="volume-not-given",
    severity=WARNING,
    about=RECORD,
    why="A text whose publication is not named cannot be cited, nor compared with the print.",
    mend="Set the edition's `volume` (its key in collection.yaml) and `number`, or its `address`.",
    varies="An error where the volume is named and collection.yaml does not describe it.",
    source="ISAD(G) 3.5.4, publication note",
    bad="""
record: {editions: {print: {state: fixed}}}
""",
    good="""
record: {editions: {print: {state: fixed, volume: ports, number: 6}}}
collection: {volumes: {ports: {title: Winter Ports}}}
""",
)


@RULE.check
def volume_not_given(case: Case) -> Iterator[Finding]:
    """One finding an edition."""
    from difflib import get_close_matches

    for edition, described, at in case.editions():
        if described.volume is None:
            if described.state == "fixed" and described.address is None:
                yield RULE.finding(
                    at,
                    f"{edition} is a published edition, and neither volume nor address is given",
                    edition=edition,
                    hint=f"provenance correct {case.id} --set {at}/volume=KEY -m …",
                )
        elif case.volume(edition) is None and case.collection_is_known:
            volumes = case.collection.volumes if case.collection is not None else ()
            near = get_close_matches(described.volume, volumes, 1, 0.5)
            yield RULE.finding(
                at / "volume",
                f"collection.yaml describes no volume {described.volume!r}",
                ERROR,
                edition=edition,
                passage=described.volume,
                hint=f"did you mean {near[0]}?"
                if near
                else f"provenance correct {case.id.collection} --add /volumes/{described.volume}='{{title: …}}' -m …",
            )
