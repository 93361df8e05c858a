"""Every threat that we promise to withstand has a test that names it, and the page that lists them tells the truth."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "explanation" / "store.md"
ROWS = tuple(f"T{number:02}" for number in (*range(1, 18), *range(20, 27), *range(30, 39), *range(40, 44)))


def listed() -> dict[str, list[str]]:
    """The rows of the page's table, each with the tests that it names as ``file::test``."""
    found: dict[str, list[str]] = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        row = re.match(r"\| (T\d\d) \|", line)
        if row is not None:
            found[row[1]] = re.findall(r"`([\w/]+\.py::\w+)`", line)
    return found


def test_every_row_is_on_the_page_and_no_other() -> None:
    assert tuple(sorted(listed())) == ROWS


@pytest.mark.parametrize("row", ROWS)
def test_every_test_that_the_page_names_is_there(row: str) -> None:
    tests = listed()[row]
    assert tests, f"{row} names no test"
    for one in tests:
        file, name = one.split("::")
        tree = ast.parse((ROOT / "tests" / file).read_text(encoding="utf-8"))
        assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}, one


def test_t37_nothing_that_is_stored_is_ever_loaded_as_objects_of_python() -> None:
    """Pickles, and a ``Delta`` of deepdiff from bytes, run what the bytes say."""
    forbidden = {"pickle", "marshal", "shelve", "dill", "jsonpickle", "Delta"}
    for file in (ROOT / "provenance").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names: set[str] = set()
            if isinstance(node, ast.Import):
                names = {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names = {(node.module or "").split(".")[0], *(alias.name for alias in node.names)}
            assert not names & forbidden, f"{file}: {names & forbidden}"
