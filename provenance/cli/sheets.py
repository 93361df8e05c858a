"""``correct --sheet``: a table of corrections made row by row; what is refused goes into a report beside the sheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from provenance.cli import desk, report_file
from provenance.cli.receipt import changes, counted
from provenance.cli.sheet_file import read_sheet
from provenance.errors import InputError
from provenance.model.correction import Decision
from provenance.model.sheet import COLUMNS, FURTHER, KEPT
from provenance.store.sheets import correct_rows

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

    from provenance.cli.terminal import Terminal
    from provenance.model.sheet import Row, Sheet
    from provenance.store.sheets import RowResult

REPORT = "sheet-report.csv"
_COLUMNS = (*COLUMNS, *FURTHER, *KEPT)


def run(options: Namespace, terminal: Terminal) -> int:
    """Each row a correction, told singly; exit status 2 where one was refused."""
    _refuse_besides(options)
    path = Path(options.sheet)
    sheet = read_sheet(path.read_bytes(), name=str(path), encoding=options.encoding)
    archive = desk.open_archive(options, terminal)
    rows = archive.progress.track(sheet.rows, total=len(sheet.rows), what="rows")
    results = tuple(correct_rows(archive, rows, _defaults(options), dry_run=options.dry_run))
    report = None if options.dry_run else _report(path, sheet, results)
    counts = {state: sum(one.state == state for one in results) for state in ("written", "already", "refused")}
    value = {
        "schema": 1,
        "sheet": str(path),
        "rows": [one.as_json() for one in results],
        "summary": counts,
        "report": None if report is None else str(report),
        "notices": list(sheet.notices),
        "written": bool(counts["written"]),
    }
    terminal.answer(value, lambda: _lines(sheet, results, report, terminal))
    return InputError.exit_status if counts["refused"] else 0


def _refuse_besides(options: Namespace) -> None:
    typed = (options.id, options.set, options.add, options.remove, options.where, options.old, options.new)
    if any(typed) or options.mark or options.expect or options.from_edits or options.each_own:
        raise InputError(
            "a sheet says itself what is to be corrected", code="usage", hint="provenance correct --sheet FILE"
        )


def _defaults(options: Namespace) -> Decision:
    """What holds for rows that do not say otherwise; the reason may be in the rows alone."""
    reason = options.reason or ""
    if options.reason_file:
        reason = desk.words_in(options.reason_file).strip()
    return Decision(
        reason=reason,
        kind=options.kind,
        evidence=tuple(options.evidence),
        reported_by=options.reported_by,
        reviewed_by=options.reviewed_by,
    )


def _report(path: Path, sheet: Sheet, results: Sequence[RowResult]) -> Path | None:
    """The refused rows of this sheet, beside those of others that wait there; None where none is left."""
    report = path.with_name(REPORT)
    earlier = _earlier(report)
    if earlier is None:  # a file of that name that is no report of ours
        report = next(
            free for free in (path.with_name(f"sheet-report-{n}.csv") for n in range(2, 1000)) if not free.exists()
        )
    done = {row["sheet"] or path.name for row in sheet.rows} | {path.name}
    kept = [dict(row.cells) for row in earlier or () if row["sheet"] not in done]
    kept += [_kept(one, path) for one in results if one.state == "refused"]
    if not kept:
        report_file.remove(report, _COLUMNS)
        return None
    report_file.write(report, _COLUMNS, kept)
    return report


def _kept(one: RowResult, path: Path) -> dict[str, str]:
    error = one.error
    reason = "" if error is None else error.message + (f" (try: {error.hint})" if error.hint else "")
    row = one.row
    came = {"sheet": row["sheet"] or path.name, "row": row["row"] or str(row.number), "reason": reason}
    return {**row.cells, **came}


def _earlier(report: Path) -> tuple[Row, ...] | None:
    """The rows of the report that lies there; None where it is none of ours."""
    if not report.exists():
        return ()
    try:
        sheet = read_sheet(report.read_bytes(), name=str(report))
    except InputError:
        return None
    return sheet.rows if not sheet.rows or "sheet" in sheet.rows[0].cells else None


def _lines(sheet: Sheet, results: Sequence[RowResult], report: Path | None, terminal: Terminal) -> Iterator[str]:
    for notice in sheet.notices:
        yield f"note: {notice}"
    for one in results:
        name = f" ({one.correction_id[-8:]})" if one.correction_id and one.state != "would be written" else ""
        yield f"row {one.row.number}: {terminal.paint(one.state, 'red' if one.state == 'refused' else 'bold')}{name}"
        if one.receipt is not None:
            yield from changes(one.receipt.changes, terminal)
        if one.cut_word is not None:
            yield f"  note: these words are a part of “{one.cut_word}”; is that meant?"
        if one.error is not None:
            yield from terminal.wrap(one.error.message, 2)
            yield from (f"    {candidate}" for candidate in one.error.candidates[:5])
            if one.error.hint:
                yield from terminal.wrap(f"try: {one.error.hint}", 2)
    yield ""
    states = ("written", "would be written", "already", "refused")
    counts = {state: sum(one.state == state for one in results) for state in states}
    yield f"{counted(len(results), 'row')}: " + ", ".join(
        f"{count} {state}" for state, count in counts.items() if count
    )
    if report is not None:
        yield f"What was refused is kept, with the reason, in {report}; mend it there and give that file."
