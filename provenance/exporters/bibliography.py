"""Bibliographic references as lines to read: by pandoc and a citation style where it is installed, else plain ones.

All references of a command or a site go to pandoc in one call, which gives them
back as a tree of words; its HTML is not trusted, nor needed. It gets no name of
a file and no option from a record, and may read no file (``--sandbox``). Where
it is not there, fails, hangs or answers with something else, every reference is
a plain author–title–place–year line, and that is said.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from provenance.model.citation import csl, plain_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PLAIN = "plain author–title–place–year line"
"""What a line is called that no processor of citation styles made."""
SECONDS = 20.0
"""How long pandoc may take for all references together; a tenth of a second does for a hundred."""
LARGEST = 64_000_000
"""Bytes of an answer that are read: beyond that it is none."""
STYLE = Path(__file__).with_name("references.csl")
"""Our citation style: each reference stands alone, as it does beside its volume."""
_COMMAND = ("--sandbox", "--from=csljson", "--citeproc", f"--csl={STYLE}", "--to=json")
_DEEPEST = 60
"""How deep emphasis within emphasis is followed."""


@dataclass(frozen=True)
class Bibliography:
    """The line of each reference by its key; ``made_by`` names what made them; ``notice`` says why they are plain."""

    lines: Mapping[str, str]
    made_by: str
    notice: str | None = None


def bibliography(
    references: Mapping[str, Mapping[str, Any]], *, search_path: str | None = None, seconds: float = SECONDS
) -> Bibliography:
    """The references as lines; a key whose reference says nothing has an empty one.

    ``search_path``: where pandoc is looked for, as PATH has it (None: PATH itself).
    """
    if not references:
        return Bibliography({}, PLAIN)
    keys = list(references)
    items = [_item(references[key], f"r{number}") for number, key in enumerate(keys)]
    program = shutil.which("pandoc", path=search_path)
    if program is None:
        return _plain(references, None)
    try:
        answer = _ask(program, json.dumps(items).encode(), seconds)
        entries = dict(_entries(json.loads(answer)))
    except (_FailedError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        said = str(error) if isinstance(error, _FailedError) else "its answer cannot be read"
        return _plain(references, f"pandoc did not render the references ({said}): they are plain lines")
    lines = {key: entries.get(f"ref-r{number}", "") for number, key in enumerate(keys)}
    missing = [key for key in keys if not lines[key] and plain_line(references[key])]
    if missing:
        return _plain(references, f"pandoc left out {len(missing)} of the references: they are plain lines")
    return Bibliography(lines, "pandoc")


class _FailedError(Exception):
    """Pandoc was asked and gave no answer; never leaves this module."""


def _item(reference: Mapping[str, Any], key: str) -> dict[str, Any]:
    """A reference as pandoc takes it; an EDTF date that is no plain day, month or year as words, for our style."""
    item = csl(reference, key)
    issued = item.get("issued", {})
    if "raw" in issued:
        del item["issued"]
        item["status"] = issued["raw"]
    return item


def _plain(references: Mapping[str, Mapping[str, Any]], notice: str | None) -> Bibliography:
    return Bibliography({key: plain_line(reference) for key, reference in references.items()}, PLAIN, notice)


def _ask(program: str, items: bytes, seconds: float) -> bytes:
    """What pandoc writes for the items, within the time."""
    surroundings = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}
    try:
        with subprocess.Popen(  # noqa: S603 - a fixed command; the items go in by its standard input
            [program, *_COMMAND],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=surroundings,
            cwd=os.path.sep,
            start_new_session=True,  # what it starts ends with it
        ) as child:
            try:
                answer, _ = child.communicate(items, timeout=seconds)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.communicate()
                message = f"no answer within {seconds:g} seconds"
                raise _FailedError(message) from None
    except OSError as error:
        message = f"it cannot be run: {error.strerror}"
        raise _FailedError(message) from error
    if child.returncode:
        message = f"it ended with status {child.returncode}"
        raise _FailedError(message)
    if len(answer) > LARGEST:
        message = "its answer is too long"
        raise _FailedError(message)
    return answer


def _entries(tree: Any) -> Iterator[tuple[str, str]]:
    """Each entry of the bibliography in pandoc's tree: its id and its words."""
    for outer in tree["blocks"]:
        if outer["t"] != "Div":
            continue
        for entry in outer["c"][1]:
            if entry["t"] == "Div":
                yield str(entry["c"][0][0]), " ".join("".join(_words(entry["c"][1])).split())


def _words(value: Any, depth: int = 0) -> Iterator[str]:
    """The words of a piece of pandoc's tree, without marks, addresses and attributes."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for piece in value:
            yield from _words(piece, depth + 1)
        return
    if not isinstance(value, dict):
        return
    kind: str = value.get("t", "")
    content: Any = value.get("c")
    if kind == "Str":
        yield str(content)
    elif kind in ("Space", "SoftBreak", "LineBreak"):
        yield " "
    elif kind in ("Code", "Math", "RawInline"):
        yield str(content[1])
    elif kind in ("Link", "Image", "Span", "Quoted", "Div", "Cite"):
        opened, closed = ("“", "”") if kind == "Quoted" else ("", "")
        yield opened
        yield from _words(content[1], depth + 1)
        yield closed
    else:
        yield from _words(content, depth + 1)
