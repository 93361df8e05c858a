"""T31, T36: a record whose every word is an attack comes out as words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from provenance.publish.page import Addresses
from provenance.publish.plugin import _pages
from provenance.publish.site import Site, assemble
from provenance.publish.source import Folder, entry_of
from tests.publish.test_plugin import Structure

if TYPE_CHECKING:
    from pathlib import Path

ATTACK = (
    "<script>window.hacked=1</script><img src=x onerror=window.hacked=1> {{ 123457*3 }} {% raw %} "
    "[l](javascript:alert(1)) "
    "\\\" ' javascript:alert(1) \\u202Eevil `c` **b** </title></textarea> & &lt;"
)
RECORD = """\
schema: 1
title: "ATTACK"
aliases: {a: "ATTACK"}
type: "ATTACK"
number: "ATTACK"
date: {edtf: 1923-02-14, basis: inferred, where: "ATTACK", why: "ATTACK"}
place: {name: "ATTACK", basis: stated}
source:
  basis: stated
  where: "ATTACK"
  repository: hostile
  levels: {file: {name: "ATTACK", code: "ATTACK"}}
  reference_code: "ATTACK"
  marking: {text: "ATTACK", basis: stated}
  note: "ATTACK"
custody: {e: {event: moved, what: "ATTACK", where: "ATTACK", date: '1930'}}
attributions:
  a:
    role: author
    agent: hostile
    asserted: {by: "ATTACK", where: "ATTACK", certainty: high}
    held: {by: "ATTACK", certainty: low, status: normal, why: "ATTACK"}
    evidence: {e: {bears: for, where: "ATTACK", what: "ATTACK"}}
    doubts: {d: {by: "ATTACK", where: "ATTACK", reason: "ATTACK", state: answered, answer: "ATTACK"}}
    note: "ATTACK"
relations: {r: {kind: cites, target: {title: "ATTACK"}, where: "ATTACK", why: "ATTACK"}}
questions: {q: {about: p1, question: "ATTACK", where: "ATTACK"}}
rights: {text: {status: permitted, statement: "ATTACK", note: "ATTACK"}}
specimen: "ATTACK"
note: "ATTACK"
editions:
  one:
    state: fixed
    language: en
    address: "javascript:alert(1)"
    note: "ATTACK"
    number: "ATTACK"
    pages: {pages: "ATTACK", basis: stated}
    left_over: {l: {words: "ATTACK", why: "ATTACK"}}
    errata: {w: {where: 'p1 "words"', now: "ATTACK", why: "ATTACK", evidence: "ATTACK"}}
  two: {state: living}
"""
TEXT = (
    '%text 1\n\n@title{place="</div><script>"} T\n\n'
    '¶1 {{ 123457*3 }} <script>x</script> words {var w="<b>" r="\\"><b>"|x}\n'
)
OTHER = "%text 1\n\n¶1 <script>x</script> {{ 123457*5 }}\n"


def escaped_for_notation(text: str) -> str:
    return text.replace("{{ 123457*3 }}", "\\{\\{ 123457\\*3 \\}\\}").replace(
        "{{ 123457*5 }}", "\\{\\{ 123457\\*5 \\}\\}"
    )


def hostile_folder(root: Path) -> None:
    """An archive's files in which every word is an attack."""
    folder = root / "records" / "c" / "r"
    (folder / "editions").mkdir(parents=True)
    (folder / "record.yaml").write_text(RECORD.replace("ATTACK", ATTACK), encoding="utf-8")
    (folder / "editions" / "one.txt").write_text(escaped_for_notation(TEXT), encoding="utf-8")
    (folder / "editions" / "two.txt").write_text(escaped_for_notation(OTHER), encoding="utf-8")
    (root / "records" / "agents.yaml").write_text(f'hostile: {{name: "{ATTACK}"}}\n', encoding="utf-8")
    (root / "records" / "c" / "collection.yaml").write_text(
        f'schema: 1\ntitle: "{ATTACK}"\ndescription: "{ATTACK}"\n', encoding="utf-8"
    )


@pytest.fixture
def hostile(tmp_path: Path) -> Site:
    hostile_folder(tmp_path)
    words = ATTACK.replace('\\"', '"').replace("\\u202E", "\u202e")
    entry = entry_of({
        "correction_id": "01J0000000000000000000002M", "date": "2026-06-03T00:00:00+00:00", "editor": {"name": words},
        "kind": "transcription", "subject": words, "reason": words, "evidence": [words], "reported_by": words,
        "reviewed_by": words, "records": ["c/r"], "amendments": [words], "release": words,
        "changes": [{"record": "c/r", "edition": "one", "locator": "p1", "before": words, "after": words}],
    })  # fmt: skip
    return assemble(words, Folder(tmp_path), [entry], addresses=Addresses(), notices=(words,))


def test_every_kind_of_page_shows_an_attack_as_words(hostile: Site) -> None:
    kinds = set()
    for page in _pages(hostile):
        html = page.body()
        kinds.add(page.kind)
        found = Structure(html)
        names = {tag for tag, _ in found.tags}
        assert not names & {"script", "img", "iframe", "style", "textarea", "title", "object", "base", "meta"} - (
            {"title"} if "svg" in names else set()
        ), (page.kind, names)
        for tag, attrs in found.tags:
            assert not [name for name in attrs if name.startswith("on")], (page.kind, tag, attrs)
            for name in ("href", "src", "action"):
                address = attrs.get(name)
                assert address is None or not address.lower().startswith(("javascript:", "data:", "vbscript:")), attrs
        assert "\u202e" not in html, page.kind
        assert "370371" not in html, page.kind
        assert "617285" not in html, page.kind
        if page.kind != "compare":
            assert "⟨U+202E⟩" in html, page.kind
    assert kinds == {"index", "collection", "record", "edition", "compare", "changelog", "errata"}
