from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html as lxml_html

from provenance import shelf
from provenance.diff.compare import compare, compare_passages
from provenance.diff.difference import Difference, Side
from provenance.diff.reports import html, markdown, patch, terminal
from provenance.diff.reports import json as as_json
from tests.diff.specimen import PRINT, RECORD, body, dossier, passage, passages

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = "<script>alert(1)</script> `x` | *y* [z](javascript:1) \u202e"


@pytest.fixture
def found() -> Difference:
    text = PRINT.replace("nine days", "ten days").replace("coal when", "Coal when").replace("[lzhet]", "[lzhet]{gloss}")
    after = dossier(record=RECORD.replace("1931-03-03", "1931-03-04"), text=text)
    return compare(dossier(), after, left=Side("a/b", version="v1"), right=Side("a/b", version="v2"))


def hostile() -> Difference:
    escaped = "".join("\\" + c if c in "\\[]{}*" else c for c in HOSTILE)
    left, right = passages(body("The crews")), passages(body(f"The crews {escaped}"))
    return compare_passages(left, right, left=Side(name=HOSTILE), right=Side(name="b"))


def test_every_report_on_the_shelf_renders_and_says_what_it_is(found: Difference) -> None:
    members = {member.name: member for member in shelf.members("provenance.diff.reports")}
    assert {"terminal", "markdown", "html", "json", "patch"} <= set(members)
    for name in ("terminal", "markdown", "html", "json", "patch"):
        assert members[name].summary()
        assert "ten" in members[name].load().render(found)


def test_the_terminal_gives_the_summary_first_then_fields_then_words_in_place(found: Difference) -> None:
    lines = terminal.render(found, width=70).split("\n")
    assert lines[:2] == ["a/b@v1 → a/b@v2", found.summary.line]
    assert "      - 1931-03-03" in lines
    assert any("[-nine-]{+ten+}" in line for line in lines)
    assert max(map(len, lines)) <= 70


def test_with_colour_the_words_are_painted_and_no_sign_is_set(found: Difference) -> None:
    shown = terminal.render(found, paint=lambda text, *styles: f"<{'+'.join(styles)}>{text}</>" if styles else text)
    assert "<red>nine</><green>ten</>" in shown
    assert "[-" not in shown


def test_what_is_ignored_is_said_in_every_report(found: Difference) -> None:
    quiet = found.ignoring(frozenset({"capital"}))
    for shown in (terminal.render(quiet), markdown.render(quiet), html.render(quiet)):
        assert "not shown" in shown.replace("\\", "")
        assert "capital (2 changes)" in shown.replace("\\", "")


def test_markdown_lets_no_word_of_a_record_form_markup() -> None:
    shown = markdown.render(hostile())
    assert "<script>" not in shown.replace("\\<", "")
    assert "\\[z\\]\\(javascript" in shown


def test_html_escapes_every_word_and_lets_in_only_its_own_script() -> None:
    shown = html.render(hostile())
    tree: Any = lxml_html.document_fromstring(shown)
    assert len(tree.findall(".//script")) == 1
    assert "\u202e" not in shown
    (policy,) = tree.xpath("//meta[@http-equiv]/@content")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")


def test_html_has_both_ways_of_showing_and_a_switch_for_each_layer(found: Difference) -> None:
    tree: Any = lxml_html.document_fromstring(html.render(found))
    article = "//article[h3='¶2 changed'][1]"
    assert tree.xpath(f"{article}/p[@class='words inline']/*/text()")[:2] == ["nine", "ten"]
    assert tree.xpath(f"({article}/div[@class='sides'])[1]/p/*/text()") == ["nine", "ten"]
    assert {box.get("data-layer") for box in tree.iter("input") if box.get("data-layer")} >= {"document"}
    assert all(a.get("tabindex") == "-1" for a in tree.iter("article"))


def test_the_json_is_that_of_the_value(found: Difference) -> None:
    assert json.loads(as_json.render(found)) == json.loads(json.dumps(found.as_json()))


def test_the_patch_gives_the_right_text_when_applied(tmp_path: Path) -> None:
    left = body("One is bread.", "Two is flour in the harbour.", "Three is rope, and coal.", "Four is ice on the bay.")
    right = body(
        "Four is ice on the bay.", "One is bread.", "Two is flour.", "Five is new altogether", "Three is rope."
    )
    sides = [passages(source) for source in (left, right)]
    found = compare_passages(sides[0], sides[1], left=Side(name="x.txt"), right=Side(name="x.txt"))
    target = tmp_path / "x.txt"
    target.write_text("".join(f"{p.words}\n" for p in sides[0]), encoding="utf-8")
    result = subprocess.run(
        ["git", "apply", "--unidiff-zero", "-"], cwd=tmp_path, input=patch.render(found).encode(), capture_output=True,
        check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert target.read_text(encoding="utf-8") == "".join(f"{p.words}\n" for p in sides[1])


def test_no_difference_is_said_and_not_left_to_be_guessed() -> None:
    nothing = Difference(Side(name="a"), Side(name="b"), "printed")
    assert "no difference" in terminal.render(nothing)
    assert "no difference" in markdown.render(nothing)
    assert "no difference" in html.render(nothing)
    assert patch.render(nothing) == ""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("天地玄黃宇宙洪荒日月盈昃" * 6, "天地玄黃宇宙洪荒日月盈缺" * 6),
        ("x" * 150 + " and bread", "x" * 150 + " and flour"),
        ("e\u0301" * 60, "e\u0301" * 59 + "e"),
        ("the crews came with bread " * 8, "the crews came with flour " * 8),
    ],
)
def test_no_line_is_wider_than_the_terminal_in_any_script(before: str, after: str) -> None:
    sides = [(passage(words),) for words in (before, after)]
    found = compare_passages(*sides, left=Side(name="a"), right=Side(name="b"))
    shown = terminal.render(found, width=40)
    assert max(map(terminal.cells_of, shown.split("\n"))) <= 40
    whole = re.sub(r"\[-.*?-\]", "", re.sub(r"\s+", "", shown))
    assert re.sub(r"\{\+|\+\}", "", whole).endswith("".join(after.split())[-8:])
