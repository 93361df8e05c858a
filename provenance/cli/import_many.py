"""``import … --collection``: what became of many documents, told on the screen, as JSON, and in import-report.csv."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from provenance.cli import desk, many_files, report_file
from provenance.cli.receipt import counted
from provenance.errors import InputError
from provenance.model.correction import Decision

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from provenance.cli.many_files import Gathered, Outcome
    from provenance.cli.terminal import Terminal
    from provenance.store.archive import Archive

SHOWN = 20
"""How many refused documents, and how many left-out files, are listed on the screen."""


def run(options: Namespace, terminal: Terminal) -> int:
    """Bring them in; exit status 2 where one was refused."""
    archive = desk.open_archive(options, terminal)
    gathered = many_files.Gathered(all_reports=terminal.as_json)
    outcomes = tuple(_kept(archive, options, terminal, gathered))
    refused = [one for one in outcomes if one.state == "refused"]
    report = Path(many_files.REPORT)
    if not options.dry_run:
        if refused:
            report_file.write(report, many_files.COLUMNS, map(_row, refused))
        else:
            report_file.remove(report, many_files.COLUMNS)
    value = {
        "schema": 1,
        "files": [one.as_json() for one in outcomes] if terminal.as_json else [],
        "summary": {state: gathered.states[state] for state in ("written", "already", "refused")},
        "tables": [
            {"file": name, "columns": gathered.columns[name], "notices": notices}
            for name, notices in gathered.notices.items()
        ],
        "skipped": [vars(one) for one in gathered.skipped],
        "totals": gathered.counts,
        "guessed": gathered.guessed,
        "report": str(report) if refused and not options.dry_run else None,
        "written": bool(gathered.states["written"]),
    }
    terminal.answer(value, lambda: _told(outcomes, gathered, report, options, terminal))
    return InputError.exit_status if refused else 0


def _kept(archive: Archive, options: Namespace, terminal: Terminal, gathered: Gathered) -> Iterator[Outcome]:
    """The outcomes that are told one by one, all of them counted: those of a hundred thousand rows fill the memory."""
    for one in many_files.bring_in(archive, options, _decision(options, terminal), gathered):
        gathered.states[one.state] += 1
        first = one.state == "written" and gathered.states["written"] == 1
        if terminal.as_json or first or one.state == "refused" or one.report is not None:
            yield one


def _decision(options: Namespace, terminal: Terminal) -> Decision:
    if options.reason or options.reason_file:
        return desk.decision(options, terminal, kind="import")
    what = options.file[0] if len(options.file) == 1 else f"{len(options.file)} files"
    return Decision(f"Bring in {Path(what).name} as records of {options.collection}", options.kind or "import")


def _row(one: Outcome) -> dict[str, str]:
    if one.error is None:  # pragma: no cover - what is refused says why
        return {}
    line = "" if one.error.line is None else str(one.error.line)
    mend = one.error.hint or ""
    return {"file": one.file, "record": one.record or "", "reason": one.error.message, "mend": mend, "line": line}


def _told(
    outcomes: tuple[Outcome, ...],
    gathered: Gathered,
    report: Path,
    options: Namespace,
    terminal: Terminal,
) -> Iterator[str]:
    what = "record" if gathered.columns else "file"
    refused = [one for one in outcomes if one.state == "refused"]
    written, already = gathered.states["written"], gathered.states["already"]
    yield from _tables(gathered, terminal)
    yield from _guessed(gathered)
    yield from _reports(outcomes, gathered, terminal)
    if options.dry_run:
        would = gathered.states["would be written"]
        yield f"{counted(would, what)} would be brought in. Nothing was written: this was a dry run."
    else:
        yield terminal.paint(f"{counted(written, what)} brought in as records of {options.collection}", "bold")
        yield from _next(outcomes, gathered, options.collection)
    if already:
        yield f"{counted(already, what)} had been brought in before."
    if gathered.skipped:
        yield f"{counted(len(gathered.skipped), 'file')} left out:"
    yield from _listed([f"{one.file}: {one.why}" for one in gathered.skipped])
    for one in refused[:SHOWN]:
        yield f"  {_place(one)}: {one.error.message if one.error else ''}"
        if one.row is not None and one.error is not None and one.error.hint:
            yield f"    try: {one.error.hint}"
    if len(refused) > SHOWN:
        yield f"  … and {len(refused) - SHOWN} more"
    if refused and not options.dry_run:
        yield f"{counted(len(refused), what)} refused; each is in {report} with the reason."


def _guessed(gathered: Gathered) -> Iterator[str]:
    """The pages whose encoding was guessed (a table says it itself)."""
    guessed = {name: how for name, how in gathered.guessed.items() if name not in gathered.columns}
    if guessed:
        yield f"{counted(len(guessed), 'file')} in a guessed encoding: if letters are wrong, say --encoding"
        yield from _listed([f"{name}: {how}" for name, how in guessed.items()])


def _next(outcomes: tuple[Outcome, ...], gathered: Gathered, collection: str) -> Iterator[str]:
    """Where what was left to judge is read."""
    first = next((one.record for one in outcomes if one.state == "written"), None)
    if first is None:
        return
    counts = gathered.counts
    if counts.get("open") or counts.get("left_over"):
        yield "The questions, and what was not understood, stand in each record."
    yield f"Next: provenance show {first}; provenance audit {collection}"


def _listed(lines: list[str]) -> Iterator[str]:
    yield from (f"  {line}" for line in lines[:SHOWN])
    if len(lines) > SHOWN:
        yield f"  … and {len(lines) - SHOWN} more"


def _place(one: Outcome) -> str:
    return one.file if not one.row else f"{one.file} row {one.row}"


def _tables(gathered: Gathered, terminal: Terminal) -> Iterator[str]:
    """How the headings of each table were read, and what else an editor should know of it."""
    for name, columns in gathered.columns.items():
        yield terminal.paint(name, "bold")
        read = [f"{heading} → {means}" for heading, means in columns.items() if means and heading.casefold() != means]
        same = [heading for heading, means in columns.items() if means and heading.casefold() == means]
        yield from terminal.wrap(f"columns: {'; '.join([*read, *same])}", 2)
        for notice in gathered.notices[name]:
            yield from terminal.wrap(f"note: {notice}", 2)
    if gathered.columns:
        yield ""


def _reports(outcomes: tuple[Outcome, ...], gathered: Gathered, terminal: Terminal) -> Iterator[str]:
    """What was inferred, left open and left over, row by row of the first few; then how much there is of each."""
    shown = [one for one in outcomes if one.report is not None and one.state != "refused"][: many_files.MOST_REPORTS]
    for one in shown:
        yield f"row {one.row}: {terminal.paint(str(one.record), 'bold')}"
        said = one.told()
        lines = [
            f"inferred {part['what']}: {part['value']} ({part['sure']}; {part['why']})" for part in said["inferred"]
        ]
        lines += [f"open: {part['question']}" for part in said["open"]]
        lines += [f"left over: “{_short(part['words'])}”: {part['why']}" for part in said["left_over"]]
        for line in lines:
            yield from terminal.wrap(line, 2)
    counts = gathered.counts
    if any(counts.values()):
        if shown:
            yield ""
        rows = " (--json lists them row by row)" if gathered.columns else ""
        yield (
            f"In all: {counts['inferred']:,} inferred, {counts['open']:,} left open, {counts['left_over']:,} left over"
            f"{rows}."
        )


def _short(words: str, most: int = 80) -> str:
    line = " ".join(words.split())
    return line if len(line) <= most else line[: most - 1] + "…"
