"""How fast a printed page becomes a record and its text, beside reading that text back in the notation.

    python benchmarks/import.py [PAGE.txt …]
    python benchmarks/import.py --growth 1000 10000 100000

Without files the specimen page of the tests is taken, and pages made of it that
are 10 and 100 times as long: time must grow with length alone. Then a table of
1,000 and of 10,000 rows, beside what the csv module and openpyxl need to read its cells.

With ``--growth`` the command itself brings tables of so many rows into new
archives, once with 27 persons in all and once with one of its own in each row:
time must grow with the rows alone, and memory as little as can be.
"""

from __future__ import annotations

import csv
import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.importers.finding_aid_table import Asked, read_table
from provenance.importers.importer import edits, read
from provenance.model.address import RecordId
from provenance.text.notation import parse, write

if TYPE_CHECKING:
    from collections.abc import Callable

SPECIMEN = Path(__file__).resolve().parents[1] / "tests" / "specimens" / "winter-lights.txt"
ID = RecordId.parse("benchmark/page")
RUNS = 5


def median(work: Callable[[], object]) -> float:
    work()
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def longer(page: str, times: int) -> str:
    """The same page with its body repeated, numbers running on."""
    head, body = page.split("\n\n\n3", 1)
    paragraphs = [line.lstrip("0123456789") for line in body.split("\n\n") if line and line[0] not in "\n1 "][:10]
    numbered = (f"{at}{paragraph}" for at, paragraph in enumerate(paragraphs * times, 3))
    return head + "\n\n\n" + "\n\n".join(numbered) + "\n"


def inventory(rows: int, *, persons: int = 26) -> list[list[str]]:
    """An invented inventory of that many letters, in which so many persons beside one are named."""
    head = ["title", "date", "author", "repository", "fond", "opis", "delo", "weather"]
    return [head] + [
        [f"Letter {n} on the harbour", f"March {1 + n % 28}, {1900 + n % 80}",
         f"Lund, A. P.; Berg{_letters(n % persons // 26)}, {chr(65 + n % persons % 26)}.",
         "State Archive of Vardal", "17", str(n % 9), str(n), "calm"]
        for n in range(rows)
    ]  # fmt: skip


def _letters(number: int) -> str:
    """A number in small letters, as the end of a surname; nothing for 0."""
    return _letters((number - 1) // 26) + chr(97 + (number - 1) % 26) if number else ""


def as_csv(rows: list[list[str]]) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode("utf-8")


def as_workbook(rows: list[list[str]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("List")
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def cells_alone(content: bytes, *, packed: bool) -> None:
    """What the libraries need to give the cells and no more."""
    from openpyxl import load_workbook

    if packed:
        rows = load_workbook(io.BytesIO(content), read_only=True).worksheets[0].iter_rows(values_only=True)
    else:
        rows = csv.reader(io.StringIO(content.decode("utf-8"), newline=""))
    for _ in rows:
        pass


def tables() -> None:
    print(f"{'table':<32}{'rows':>8}{'import ms':>12}{'cells ms':>13}{'ratio':>8}{'rows/s':>9}")
    for count in (1_000, 10_000):
        rows = inventory(count)
        for name, content in (("inventory.csv", as_csv(rows)), ("inventory.xlsx", as_workbook(rows))):
            work = lambda content=content, name=name: list(read_table(content, Asked(name, "harbour")).rows)  # noqa: E731
            peer = lambda content=content, name=name: cells_alone(content, packed=name.endswith("x"))  # noqa: E731
            ours, theirs = once(work), once(peer)
            times = f"{ours * 1000:>12.0f}{theirs * 1000:>13.0f}{ours / theirs:>8.1f}"
            print(f"{name:<32}{count:>8,}{times}{count / ours:>9.0f}")


def once(work: Callable[[], object]) -> float:
    """Seconds of this process, of one run: a table is long enough."""
    started = time.process_time()
    work()
    return time.process_time() - started


def growth(sizes: list[int]) -> None:
    """CPU seconds (ours and git's) and the peak memory of one ``import`` of that many rows."""
    print(f"{'persons':<12}{'rows':>9}{'CPU s':>9}{'rows/s':>9}{'peak MB':>9}{'time of a row':>15}{'memory':>9}")
    for persons in ("27", "one a row"):
        first: tuple[float, float] | None = None
        for rows in sizes:
            seconds, megabytes = imported(rows, persons=26 if persons == "27" else rows)
            first = first or (seconds / rows, megabytes)
            of_row, memory = seconds / rows / first[0], megabytes / first[1]
            print(
                f"{persons:<12}{rows:>9,}{seconds:>9.1f}{rows / seconds:>9.0f}{megabytes:>9.0f}{of_row:>14.2f}×"
                f"{memory:>8.2f}×",
                flush=True,
            )


def imported(rows: int, *, persons: int) -> tuple[float, float]:
    """One import in a process of its own, into a new archive: CPU seconds and megabytes."""
    with tempfile.TemporaryDirectory() as folder:
        program = (sys.executable, "-B", "-m", "provenance")
        surroundings = {**os.environ, "HOME": folder}
        Path(folder, ".gitconfig").write_text(
            "[user]\n\tname = Anna Ott\n\temail = anna@example.org\n", encoding="ascii"
        )
        archive = Path(folder, "archive")
        subprocess.run((*program, "init", str(archive)), check=True, capture_output=True, env=surroundings)
        table = Path(folder, "inventory.csv")
        table.write_bytes(as_csv(inventory(rows, persons=persons)))
        command = (*program, "-C", str(archive), "import", str(table), "--collection", "harbour")
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=folder, env=surroundings) as child:
            _, status, used = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            sys.exit(f"the import of {rows:,} rows ended with status {child.returncode}")
        return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main() -> None:
    if sys.argv[1:2] == ["--growth"]:
        growth([int(size) for size in sys.argv[2:]] or [1_000, 10_000, 100_000])
        return
    if len(sys.argv) > 1:
        pages = [(path, Path(path).read_bytes()) for path in sys.argv[1:]]
    else:
        page = SPECIMEN.read_text(encoding="utf-8")
        pages = [(f"specimen × {times}", longer(page, times).encode("utf-8")) for times in (1, 10, 100)]
    print(f"{'page':<32}{'KB':>8}{'import ms':>12}{'notation ms':>13}{'ratio':>8}{'KB/s':>9}")
    for name, content in pages:
        source = write(read(content, name=name, id=ID).text)
        ours = median(lambda content=content, name=name: edits(read(content, name=name, id=ID), ID))  # type: ignore[misc]
        peer = median(lambda source=source: parse(source))  # type: ignore[misc]
        size = len(content) / 1000
        times = f"{ours * 1000:>12.1f}{peer * 1000:>13.1f}{ours / peer:>8.1f}"
        print(f"{name[-32:]:<32}{size:>8.0f}{times}{size / ours:>9.0f}")
    if len(sys.argv) == 1:
        print()
        tables()


if __name__ == "__main__":
    main()
