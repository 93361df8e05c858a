"""How the receipt of a correction reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.cli.terminal import Terminal
    from provenance.model.correction import ChangeLine, Receipt

MOST = 20


def answer(receipt: Receipt, terminal: Terminal) -> None:
    """The receipt as JSON or as lines."""
    terminal.answer(receipt.as_json(), lambda: lines(receipt, terminal))


class Told:
    """A receipt said as soon as the correction is on the disk: a cut after that takes nothing back (DESIGN §4)."""

    def __init__(self, terminal: Terminal) -> None:
        """For this terminal; a program gets one object, at the end."""
        self._terminal = terminal
        self._said: set[str] | None = None

    def on_disk(self, receipt: Receipt) -> None:
        """The correction is recorded, the work tree has not followed yet."""
        if self._terminal.as_json:
            return
        answer(receipt, self._terminal)
        self._terminal.out.flush()
        self._said = set(receipt.notices)

    def end(self, receipt: Receipt) -> None:
        """All is done: what settling had to say, or the whole where nothing was said yet."""
        if self._said is None:
            answer(receipt, self._terminal)
            return
        for notice in receipt.notices:
            if notice not in self._said:
                self._terminal.say(f"  note: {notice}")


def lines(receipt: Receipt, terminal: Terminal) -> Iterator[str]:
    """What changed, for what, and how it can be named from now on; of a dry run, each change there would be."""
    yield terminal.paint(receipt.subject, "bold")
    kept, said = _in_short(receipt)
    yield from changes(kept, terminal, most=MOST if receipt.written else len(kept))
    yield from said
    for notice in receipt.notices:
        yield f"  note: {notice}"
    if not receipt.written:
        yield "Nothing was written: this was a dry run."
        return
    version = f", {receipt.version}" if receipt.version else ""
    yield f"Written as correction {receipt.correction_id} ({receipt.kind}{version})."


def _in_short(receipt: Receipt) -> tuple[tuple[ChangeLine, ...], list[str]]:
    """The changes worth telling one by one, and the others in a line: what only moved to another id, or went whole."""
    if receipt.kind == "withdrawal":
        gone = [line for line in receipt.changes if line.after is None]
        kept = tuple(line for line in receipt.changes if line.after is not None)
        return kept, [f"  {counted(len(gone), 'statement')} taken out, texts among them"] if gone else []
    whole = [line for line in receipt.changes if not line.pointer and line.locator is None]
    come = {(line.edition, repr(line.after)): line for line in whole if line.before is None}
    gone_whole = [(line, come.get((line.edition, repr(line.before)))) for line in whole if line.after is None]
    moved = [(old, new) for old, new in gone_whole if new is not None]
    told = {id(line) for pair in moved for line in pair}
    ids = dict.fromkeys((old.record, new.record) for old, new in moved)
    said = [f"  {old} is {new} from now on, with all its texts" for old, new in ids]
    return tuple(line for line in receipt.changes if id(line) not in told), said


def changes(found: tuple[ChangeLine, ...], terminal: Terminal, *, most: int = MOST) -> Iterator[str]:
    """Each change: its place, what stood, what stands, in the words of the change log and the pages."""
    from provenance.exporters.wording import told

    for line in found[:most]:
        place = f"{line.record}:{line.edition}" if line.edition else line.record
        yield f"  {place} {terminal.paint(line.locator or line.pointer or '', 'under')}".rstrip()
        words = told(line)
        if words.said:
            yield f"    {quoted(words.before)}: {terminal.paint(words.said, 'green')}"
            continue
        if words.before:
            yield f"    for   {terminal.paint(quoted(words.before), 'red')}"
        if words.after:
            yield f"    {'read' if words.before else 'new '}  {terminal.paint(quoted(words.after), 'green')}"
        elif words.before:
            yield "    read  (nothing)"
    if len(found) > most:
        yield f"  … and {len(found) - most} more changes"


def quoted(words: str) -> str:
    """Words on one line, in quotation marks."""
    return f"“{' '.join(words.split())}”"


def counted(number: int, what: str) -> str:
    """``1 correction``, ``2 corrections``."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
