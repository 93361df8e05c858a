"""The runner: from a snapshot of the archive to cases, from cases to findings.

It alone of this room meets the store. What is selected, suppressed and counted
is decided here; what is wrong, by the rules.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeVar

from provenance import shelf
from provenance.audit.case import Case
from provenance.audit.neighbours import Snapshot, SnapshotNeighbours
from provenance.audit.outcome import Audit
from provenance.audit.places import lined
from provenance.audit.rule import About, Finding, Rule, Severity, Suppressed, fingerprinted
from provenance.audit.selection import chosen_rules, find_rule, rules
from provenance.audit.suppression import Run, Suppression, read_suppressions
from provenance.audit.unknowns import Unknown
from provenance.audit.unknowns import unknowns as unknowns_of
from provenance.errors import InputError
from provenance.model.address import AGENTS, RecordId
from provenance.store.laid_aside import LaidAside, LogByRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from provenance.model.correction import HistoryEntry
    from provenance.model.fingerprint import Fingerprint
    from provenance.text.blocks import EditionText

__all__ = [
    "Audit", "Snapshot", "SnapshotNeighbours", "audit", "case_of", "check", "chosen_rules", "find_rule", "report",
    "rules",
]  # fmt: skip

T = TypeVar("T")
UNREADABLE = "TXT001"
"""The rule under which a file that cannot be read is reported: the runner meets it before any rule can."""


def case_of(
    snapshot: Snapshot,
    id_: RecordId,
    *,
    history: Sequence[HistoryEntry] | None = None,
    neighbours: SnapshotNeighbours | None = None,
) -> Case:
    """The case of one record.

    Raises InputError where record.yaml itself cannot be read; a text that
    cannot be read stands in ``broken``.
    """
    dossier = snapshot.dossier(id_)
    record = dossier.record
    around = neighbours or SnapshotNeighbours(snapshot)
    texts: dict[str, EditionText | None] = {}
    prints: dict[str, tuple[Fingerprint, ...]] = {}
    sources: dict[str, str] = {}
    broken: dict[str, InputError] = {}
    for edition in dict.fromkeys((*record.editions, *dossier.editions())):
        path = f"{id_.folder}/editions/{edition}"
        texts[edition] = _read(dossier.text, edition, f"{path}.txt", broken)
        prints[edition] = _read(dossier.fingerprints, edition, f"{path}.fingerprints", broken) or ()
        content = dossier.files.get(f"editions/{edition}.txt")
        if content is not None:
            sources[edition] = content.decode(errors="replace")
    return Case(
        id=id_,
        record=record,
        texts=texts,
        sources=sources,
        main=dossier.files[id_.main_file].decode(errors="replace"),
        fingerprints=prints,
        broken=broken,
        agents=_read(lambda _: around.agents(), AGENTS, RecordId(AGENTS).path, broken) or {},
        collection=_read(around.collection, id_.collection, RecordId(id_.collection).path, broken),
        neighbours=around,
        history=None if history is None else tuple(history),
    )


def _read(read: Callable[[str], T | None], name: str, path: str, broken: dict[str, InputError]) -> T | None:
    """What ``read`` gives of ``name``; where it cannot be read, None, and the reason in ``broken`` at its path."""
    try:
        return read(name)
    except InputError as error:
        broken[path] = error
        return None


def check(case: Case, chosen: Sequence[Rule] | None = None) -> tuple[Finding, ...]:
    """What the rules (all unless told) say of one case, in the order of its findings' weight and place."""
    wanted = rules() if chosen is None else chosen
    return _ordered(_apart(lined(finding, case) for rule in wanted for finding in rule.findings(case)))


def _apart(found: Iterable[Finding]) -> Iterator[Finding]:
    """Tell findings of one rule at one place apart: the second of the same fingerprint gets a number."""
    seen: Counter[str] = Counter()
    for finding in found:
        seen[finding.fingerprint] += 1
        count = seen[finding.fingerprint]
        yield finding if count == 1 else replace(finding, fingerprint=f"{finding.fingerprint}-{count}")


def _ordered(found: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(
        sorted(
            found,
            key=lambda one: (
                one.record,
                one.severity.rank,
                list(About).index(one.about),
                one.code,
            ),
        )
    )


def audit(
    snapshot: Snapshot,
    ids: Iterable[RecordId] | None = None,
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    severity: Severity | str = Severity.NOTE,
    history: Iterable[HistoryEntry] | None = None,
    unknowns: bool = False,
    neighbours: SnapshotNeighbours | None = None,
) -> Audit:
    """Run the rules over records of a snapshot (all unless told).

    ``select`` and ``ignore`` name codes, former codes, names or families;
    ``severity`` leaves out what is less. ``history`` is the archive's log, newest
    first: without it the rules of the log have nothing to look at. ``unknowns``
    lists besides what the records say is not known. InputError: an unknown
    rule, an unknown record, a suppression without a reason. Who asks for one
    record at a time gives the same ``neighbours`` each time: the numbers of a
    volume are then indexed once.
    """
    chosen = chosen_rules(select, ignore)
    suppressions = read_suppressions(snapshot.settings_bytes, rules())
    wanted = tuple(id_ for id_ in (snapshot.ids() if ids is None else ids) if id_.is_record)
    for id_ in wanted if ids is not None else ():
        if not snapshot.has(id_):
            snapshot.dossier(id_)  # raises, with the candidates
    looking = _Looking(snapshot, chosen, _by_record(history, snapshot), neighbours or SnapshotNeighbours(snapshot))
    unknown: LaidAside[Unknown] | None = LaidAside() if unknowns else None
    hidden: LaidAside[Finding] = LaidAside()
    used: set[str] = set()

    def shown() -> Iterator[Finding]:
        """Record by record, so that of all that is found nothing is held; then what the run as a whole tells."""
        yield from _suppress(_once_a_file(looking.at(wanted, unknown)), suppressions, hidden, used)
        run = Run(suppressions, frozenset(used), wanted, frozenset(rule.code for rule in chosen), whole=ids is None)
        yield from _ordered(_apart(finding for rule in chosen for finding in rule.findings_of_run(run)))

    least = Severity(severity)
    found = LaidAside(finding for finding in shown() if finding.severity.at_least(least))
    return Audit(found, hidden, suppressions, wanted, chosen, unknown)


class _Looking:
    """The rules, and what they judge by: one record after the other."""

    def __init__(
        self, snapshot: Snapshot, chosen: Sequence[Rule], log: LogByRecord | None, around: SnapshotNeighbours
    ) -> None:
        self._snapshot, self._chosen, self._log, self._around = snapshot, chosen, log, around

    def at(self, wanted: Iterable[RecordId], unknown: LaidAside[Unknown] | None) -> Iterator[Finding]:
        """What the rules say of these records; ``unknown``: where what they say is not known is laid."""
        for id_ in wanted:
            entries = None if self._log is None else self._log.of(id_)
            try:
                case = case_of(self._snapshot, id_, history=entries, neighbours=self._around)
            except InputError as error:
                yield from (_unreadable(rule, id_, error) for rule in self._chosen if rule.code == UNREADABLE)
                continue
            yield from check(case, self._chosen)
            if unknown is not None:
                for one in unknowns_of(case):
                    unknown.add(one)


def report(found: Audit, form: str) -> str:
    """The audit in one of the forms on the reports' shelf (``text``, ``json-lines``, ``sarif``); else InputError."""
    return "".join(report_pieces(found, form))


def report_pieces(found: Audit, form: str) -> Iterator[str]:
    """As :func:`report`, piece by piece: of a big archive the whole need not fit into memory."""
    shelf_of_reports = {member.name.replace("_", "-"): member for member in shelf.members("provenance.audit.reports")}
    if form not in shelf_of_reports:
        near = get_close_matches(form, shelf_of_reports, 1, 0.5)
        raise InputError(
            f"there is no report {form!r}", hint=near[0] if near else None, candidates=tuple(shelf_of_reports)
        )
    rendered: Iterator[str] = shelf_of_reports[form].load().pieces(found)
    return rendered


def _once_a_file(found: Iterable[Finding]) -> Iterator[Finding]:
    """Without the repetition of what is wrong with a file that many records share: agents.yaml, collection.yaml."""
    seen: set[str] = set()
    for finding in found:
        shared = (
            finding.code == UNREADABLE and finding.file and not finding.file.startswith(f"records/{finding.record}/")
        )
        if shared and str(finding.file) in seen:
            continue
        seen |= {str(finding.file)} if shared else set()
        yield finding


def _by_record(history: Iterable[HistoryEntry] | None, snapshot: Snapshot) -> LogByRecord | None:
    """The corrections of each record, those under its earlier ids too."""
    if history is None:
        return None
    from provenance.store.snapshot import Snapshot as Stored
    from provenance.store.snapshot import redirected

    became = snapshot.redirects if isinstance(snapshot, Stored) else {}

    def named(entry: HistoryEntry) -> Iterator[str]:
        return (redirected(became, record) or record if became else record for record in entry.records)

    return LogByRecord(history, named)


def _unreadable(rule: Rule, id_: RecordId, error: InputError) -> Finding:
    """The finding for a record.yaml that no rule can look into."""
    finding = rule.finding(None, error.message, hint=error.hint, file=error.file or id_.path, line=error.line)
    return fingerprinted(finding, str(id_))


def _suppress(
    found: Iterable[Finding], suppressions: Sequence[Suppression], hidden: LaidAside[Finding], used: set[str]
) -> Iterator[Finding]:
    """What is shown; what is not is laid into ``hidden``, the keys of suppressions that met something into ``used``."""
    for finding in found:
        fitting = [one for one in suppressions if one.fits(finding)]
        used |= {one.key for one in fitting}
        if fitting:
            hidden.add(replace(finding, suppressed=Suppressed(fitting[0].key, fitting[0].reason)))
        else:
            yield finding
