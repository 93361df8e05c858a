"""Nobody knows whose words stand in an edition's brackets."""
# a note, one an edition: the volume states no convention, and the brackets do not say

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.audit.rule import EDITION, NOTE, Related, Rule
from provenance.model.address import Locator
from provenance.text.blocks import BRACKET_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.audit.case import Case
    from provenance.audit.rule import Finding

RULE = Rule(
    code="LAY001",
    name="bracket-owner-unknown",
    severity=NOTE,
    about=EDITION,
    why=(
        "“their own searches [for solutions]”: words of the writer, of the translator, of the editor? Quoted "
        "without the brackets, they become the writer's."
    ),
    mend=(
        "Look for a statement in the volume's preface and record it under the volume's conventions in "
        "collection.yaml; for a single bracket, `--mark KIND --attr by=translator`."
    ),
    source="TEI P5, `@resp` on `supplied`; the editorial conventions of printed volumes",
    bad="""
record: {editions: {print: {state: fixed}}}
text: |
  ¶1 They ask [for rope] and wait.
""",
    good="""
record: {editions: {print: {state: fixed, volume: ports, number: 6}}}
collection: {volumes: {ports: {conventions: {brackets: {owner: translator, where: preface p. xi}}}}}
text: |
  ¶1 They ask [for rope] and wait.
""",
)
_SHOWN = 5


@RULE.check
def bracket_owner_unknown(case: Case) -> Iterator[Finding]:
    """One finding an edition, with its first places."""
    for edition, described, _ in case.editions():
        places = list(_unowned(case, edition))
        if not places:
            continue
        count = f"{len(places)} brackets" if len(places) > 1 else "one bracket"
        yield RULE.finding(
            None,
            f"Whose words stand in {count} of {edition} is not known",
            edition=edition,
            locator=str(Locator(place=places[0][0])),
            passage=None,
            hint=f"provenance correct {case.id.collection} --set /volumes/{described.volume or 'VOLUME'}"
            "/conventions/brackets/owner=editor -m …, or translator; --evidence the page of the preface that says so",
            related=tuple(Related(words, edition=edition, locator=place) for place, words in places[:_SHOWN]),
        )


def _unowned(case: Case, edition: str) -> Iterator[tuple[str, str]]:
    """The brackets whose owner is unknown: block and words."""
    for passage in case.passages(edition):
        words = ""
        for run in passage.runs:
            if run.layer == "unknown" and any(kind in BRACKET_KINDS for kind in run.kinds):
                words += run.text
                if run.text.endswith("]") and words.count("[") <= words.count("]"):
                    yield passage.id, words
                    words = ""
