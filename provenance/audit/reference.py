"""The reference of the rules, made from the rules: a page each and an index; and what ``explain --list`` prints.

``python -m provenance.audit.reference docs/reference`` writes the pages; a test
says whether they are up to date.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.audit.runner import rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from provenance.audit.rule import Rule

FAMILIES = {
    "SRC": "Archival source",
    "ATT": "Attribution",
    "DAT": "Dates",
    "TRA": "Translation",
    "LAY": "Layers",
    "QUO": "Quotations",
    "EDI": "Editions",
    "REL": "Relations",
    "TXT": "Fixity",
    "LOG": "Change log",
}
"""The families in the order of the index, and what they are about."""
_INTRODUCTION = """\
# Rules of the audit

`provenance audit` runs these rules over every record, `provenance explain CODE` prints one of them. This page and the
pages below are made from the rules themselves.

An **error** is a contradiction, of the record with itself or with its sources. A **warning** is a claim that rests on
nothing. A **note** is a doubt or a fault that the record itself states: honesty is never punished. A finding is about
the record, the edition or the document; only errors about the record make the exit status 1. How a rule weighs one
case may differ from what the table says: its page tells when.
"""


def reference_pages(which: Iterable[Rule] | None = None) -> Mapping[str, str]:
    """Path below docs/reference → Markdown: ``rules/index.md``, and ``rules/CODE.md`` a rule (all unless told)."""
    chosen = tuple(rules() if which is None else which)
    return {"rules/index.md": _index(chosen), **{f"rules/{rule.code}.md": _page(rule) for rule in chosen}}


def _index(chosen: tuple[Rule, ...]) -> str:
    parts = [_INTRODUCTION]
    for family, title in FAMILIES.items():
        rows = [
            f"| [{rule.code}]({rule.code}.md) | {rule.title} | {rule.severity} | {rule.about} |"
            for rule in chosen
            if rule.family == family
        ]
        if rows:
            parts.append("\n".join((f"## {title} ({family})\n", "| Code | What is wrong | Severity | About |",
                                    "| --- | --- | --- | --- |", *rows, "")))  # fmt: skip
    return "\n".join(parts)


def _page(rule: Rule) -> str:
    parts = [
        f"# {rule.code} {rule.name}",
        rule.title,
        f"**{rule.severity}**, about the {rule.about}. Family: {FAMILIES[rule.family].lower()}.",
        *((rule.varies,) if rule.varies else ()),
        f"## Why it matters\n\n{rule.why}",
        f"## How to mend it\n\n{rule.mend}",
        f"## Found here\n\n```yaml\n{_example(rule.bad)}```",
        f"## Not found here\n\n```yaml\n{_example(rule.good)}```",
        f"## Source\n\n{rule.source}.",
    ]
    if rule.formerly:
        parts.append(f"Formerly {', '.join(rule.formerly)}.")
    return "\n\n".join(parts) + "\n"


def _example(source: str) -> str:
    return source.strip("\n") + "\n"


def listing(which: Iterable[Rule] | None = None) -> str:
    """A line a rule, for ``explain --list``."""
    chosen = rules() if which is None else which
    return "".join(f"{rule.code}  {rule.severity:<8} {rule.about:<9} {rule.title}\n" for rule in chosen)


def write_pages(reference: Path) -> tuple[str, ...]:
    """Write the pages below docs/reference, take away those of rules that are no more; the paths of what changed."""
    pages = reference_pages()
    (reference / "rules").mkdir(parents=True, exist_ok=True)
    changed = []
    for path in (reference / "rules").glob("*.md"):
        name = path.relative_to(reference).as_posix()
        if name not in pages:
            path.unlink()
            changed.append(name)
    for name, content in pages.items():
        path = reference / name
        if not path.exists() or path.read_text(encoding="utf-8") != content:
            path.write_text(content, encoding="utf-8")
            changed.append(name)
    return tuple(sorted(changed))


if __name__ == "__main__":
    write_pages(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/reference"))
