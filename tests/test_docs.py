"""The documentation cannot fall behind: its commands parse and the tutorial runs, its generated pages are current."""

from __future__ import annotations

import inspect
import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest

import provenance
from provenance.cli.main import every_parser, parse
from provenance.cli.reference import pages
from tests.journeys.conftest import SPECIMEN, Desk, desk  # noqa: F401  the fixture

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def commands(page: Path) -> list[str]:
    """Every ``provenance …`` line of a page's code, continued lines joined, remarks and redirections cut off."""
    text = re.sub(r"\\\n\s*", " ", page.read_text(encoding="utf-8"))
    found = re.findall(r"^(?:    |\$ )(?:echo .*\| )?(provenance [a-z].*)$", text, flags=re.MULTILINE)
    return [re.split(r"\s{2,}[#a-z]|\s+#\s|\s>\s", line)[0] for line in found]


ALL = [(page, line) for page in PAGES for line in commands(page)]


def test_the_documentation_shows_commands() -> None:
    assert len(ALL) > 40


@pytest.mark.parametrize(("page", "line"), ALL, ids=[f"{page.name}:{line[:60]}" for page, line in ALL])
def test_every_command_in_the_documentation_parses(page: Path, line: str) -> None:
    words = shlex.split(line)
    name = words[1]
    assert name in every_parser(), f"{page}: no command {name}"
    if "COMMAND" in words or "…" in words:
        return
    parse(name, words[2:])


def test_the_tutorial_runs_as_it_stands(desk: Desk) -> None:  # noqa: F811
    shutil.copy(SPECIMEN, desk.folder / "winter-lights.txt")
    lines = commands(ROOT / "docs" / "tutorial" / "first-correction.md")
    assert len(lines) > 12
    for line in lines:
        desk(*shlex.split(line)[1:])
        if line.startswith("provenance init"):
            desk.folder /= "my-archive"
    assert desk.clean()


def test_the_python_of_the_readme_runs(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    desk("init", "my-archive")
    desk("-C", "my-archive", "import", str(SPECIMEN), "--id", "lights/doc-006")
    monkeypatch.chdir(desk.folder)
    code = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert code
    # the specimen's author has another name than the document's in the README
    typed = code[1].replace("author-gorbachev", "author-velichko")
    exec(compile(typed, "README.md", "exec"), {})  # noqa: S102


def test_the_python_of_the_reference_runs(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    desk("init", "my-archive")
    desk("-C", "my-archive", "import", str(SPECIMEN), "--id", "lights/doc-014")
    monkeypatch.chdir(desk.folder)
    page = (ROOT / "docs" / "reference" / "python.md").read_text(encoding="utf-8")
    examples = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert examples
    names: dict[str, Any] = {}
    for code in examples:
        exec(compile(code, "python.md", "exec"), names)  # noqa: S102
    assert names["receipt"].written
    # what the table says can be called is there, under the arguments it names
    for call in re.findall(r"`([a-z_]+)\(([^`]*)\)`", page.partition("Each function of the store")[0]):
        given = re.findall(r"(?:^|, )([a-z_]+)=", call[1])
        assert set(given) <= set(inspect.signature(getattr(provenance, call[0])).parameters), call


@pytest.mark.parametrize("name", sorted(pages()))
def test_generated_pages_of_the_reference_are_current(name: str) -> None:
    path = ROOT / "docs" / "reference" / name
    assert path.read_text(encoding="utf-8") == pages()[name], "run: make reference"


def test_no_generated_page_is_left_behind() -> None:
    rules = {path.name for path in (ROOT / "docs" / "reference" / "rules").glob("*.md")}
    assert rules == {name.removeprefix("rules/") for name in pages() if name.startswith("rules/")}


def test_every_public_name_exists_and_is_documented() -> None:
    page = (ROOT / "docs" / "reference" / "python.md").read_text(encoding="utf-8")
    for name in set(provenance.__all__) - {"__version__"}:
        assert re.search(rf"\b{name}\b", page), name
    for name in provenance.__all__:
        value = getattr(provenance, name)
        if callable(value):
            assert value.__doc__, name
