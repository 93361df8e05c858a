"""What each decision of a commit did, to hold two commits of one Correction-Id against each other.

One id found twice is one entry where both did the same on two lines of
history. A second commit that did something else under a known id decided
nothing that we know of: it is shown as undocumented (DESIGN §4).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.diff.merge import changes
from provenance.errors import InputError
from provenance.store import message
from provenance.store.snapshot import Snapshot
from provenance.store.treediff import content_differences, record_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.model.address import RecordId
    from provenance.model.correction import ChangeLine
    from provenance.store.objects import Commit, ObjectId
    from provenance.store.repository import Repository
    from provenance.store.treediff import PathDifference

Effect = tuple[str, ...]
"""The changes of one decision as plain words; empty where it touched nothing."""


def shared_out(decisions: Sequence[message.Stated], lines: Sequence[ChangeLine]) -> list[list[ChangeLine]]:
    """To each decision of a squashed commit the changes it names; what none names goes to the last."""
    shares: list[list[ChangeLine]] = [[] for _ in decisions]
    for line in lines:
        value = message.change_value(line)
        owner = next((number for number, stated in enumerate(decisions) if value in stated.changes), len(decisions) - 1)
        shares[owner].append(line)
    return shares


def says_again(repository: Repository, later: ObjectId, first: ObjectId, correction_id: str) -> bool:
    """Whether the later of two commits is the same correction once more: on another line of history, to like effect.

    In the past of one that stands behind it the effect was there already: who
    does it again changes what somebody took back.
    """
    effects = [_effect(repository, repository.commit(oid), correction_id) for oid in (later, first)]
    if not effects[0][1]:
        return effects[0][0] == effects[1][0]
    in_past = not repository.run("rev-list", "--max-count=1", first, f"^{later}", "--").strip()
    return effects[0] == effects[1] and not in_past


def _effect(repository: Repository, commit: Commit, correction_id: str) -> tuple[tuple[str | None, str | None], Effect]:
    """What a decision says of others (amends, reverts), and what it did."""
    decisions = message.parse(commit.message).decisions
    number = next(place for place, one in enumerate(decisions) if one.correction_id == correction_id)
    touched = _touched(repository, commit)
    lines, rest = _lines(repository, commit, touched)
    share = shared_out(decisions, lines)[number]
    own = [repr(line.as_json()) for line in share]
    if number == len(decisions) - 1:
        own += [repr((one.path, one.before, one.after)) for one in rest]
    return (decisions[number].amends, decisions[number].reverts), tuple(sorted(own))


def _touched(repository: Repository, commit: Commit) -> list[PathDifference]:
    """The archive's files that a commit changed; of a merge, those unlike every parent's."""
    after = Snapshot(repository, commit.oid)
    sets = [
        list(content_differences(repository.objects, Snapshot(repository, parent).root, after.root))
        for parent in commit.parents or (None,)
    ]
    others = [{one.path for one in other} for other in sets[1:]]
    return [one for one in sets[0] if all(one.path in other for other in others)]


def _lines(
    repository: Repository, commit: Commit, touched: Sequence[PathDifference]
) -> tuple[list[ChangeLine], list[PathDifference]]:
    """The changes in an editor's words, and the files that only their bytes tell of."""
    before = Snapshot(repository, commit.parents[0] if commit.parents else None)
    after = Snapshot(repository, commit.oid)
    lines: list[ChangeLine] = []
    told: set[RecordId] = set()
    for record in dict.fromkeys(filter(None, (record_of(one.path) for one in touched))):
        try:
            found = changes(before.dossier_or_empty(record), after.dossier_or_empty(record))
        except InputError:
            continue
        lines += found
        if not all(line.is_layout or line.pointer == "" for line in found):
            told.add(record)
    return lines, list(_untold(touched, told))


def _untold(touched: Sequence[PathDifference], told: set[RecordId]) -> Iterator[PathDifference]:
    for one in touched:
        record = record_of(one.path)
        if record is None or record not in told:
            yield one
