"""Pages of our own invention, and how tests bring them in."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from provenance.importers.importer import Imported
from provenance.importers.printed_page import IMPORTER
from provenance.model.address import RecordId
from provenance.model.notation import write as write_yaml
from provenance.text.blocks import Call, walk
from provenance.text.notation import write as write_text
from provenance.text.readings import Reading, derive

SPECIMEN = Path(__file__).resolve().parents[1] / "specimens" / "winter-lights.txt"
ID = RecordId.parse("lights/doc-014")

TITLE = "Document No. 9: Letter from Olga Brandt to the Harbour Council on the Price of Rope, March 3, 1931"
BODY = (
    "I write to the Council because the crews at Vardal have had no rope since the ice went out, and we are asked why."
)
LONG = "The stores were counted twice, and what was found was less than had been paid for, as the second list shows."


def page(*paragraphs: str, title: str = TITLE) -> str:
    """A page: a title and its paragraphs, a blank line between them."""
    return "\n\n".join((title, *paragraphs)) + "\n"


def imported(text: str | bytes, **options: Any) -> Imported:
    """That page brought in as ``lights/doc-014``."""
    content = text.encode("utf-8") if isinstance(text, str) else text
    options = {"name": "page.txt", "id": ID, **options}
    return IMPORTER.read(content, **options)


def printed_words(brought: Imported) -> str:
    """The whole printed reading."""
    assert brought.text is not None
    return "\n".join(passage.words for passage in derive(brought.text, Reading.PRINTED))


def letters(words: str) -> str:
    """Every character that is no space."""
    return "".join(words.split())


def told(brought: Imported) -> str:
    """The whole result of an import, as it is kept beside each form: text, record, agents, report."""
    assert brought.text is not None
    report = brought.report
    lists = {
        "inferred": [f"{one.what} | {one.value} | {one.sure} | {one.where}" for one in report.inferred],
        "open": [f"{one.about} | {one.question} | {one.where}" for one in report.open],
        "left over": [f"{one.words} | {one.place} | {one.why}" for one in report.left_over],
    }
    record = {key: value for key, value in brought.record.items() if key not in ("schema", "questions", "editions")}
    parts = [write_text(brought.text), "--- record\n" + write_yaml(record), "--- agents\n" + write_yaml(brought.agents)]
    parts += [f"--- {name}\n" + "".join(f"{line}\n" for line in lines) for name, lines in lists.items()]
    return "\n".join(parts)


def unaccounted(text: str, brought: Imported) -> Counter[str]:
    """The characters of a page that stand neither in its text nor in the report, and are no number and no call."""
    assert brought.text is not None
    raised = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")  # a raised figure that is a note's label or call becomes a mark
    left = Counter(letters(text.translate(raised))) - Counter(letters(printed_words(brought).translate(raised)))
    for one in brought.report.left_over:
        left -= Counter(letters(one.words))
    for block, _ in brought.text.blocks():
        left -= Counter(f"{block.number or ''}{block.note or ''}[]..()")
        left -= Counter("".join(f"[({one.label})]" for one in walk(block.inlines) if isinstance(one, Call)))
    return left
