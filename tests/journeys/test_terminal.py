"""What a record says cannot steer the terminal (THREATS T31), with colour or without."""

from __future__ import annotations

import io

import pytest

from provenance.cli.terminal import Terminal

HOSTILE = "safe \x1b]0;owned\x07 \x1b[2J \x1b[31mred \u202egnp.exe \ufdd0fake:31\ufdd1"


def said(*, colour: bool, painted: bool) -> str:
    out = io.StringIO()
    terminal = Terminal(out, io.StringIO(), colour=colour)
    terminal.say(terminal.paint(HOSTILE, "bold") if painted else HOSTILE)
    return out.getvalue()


def test_no_escape_of_a_record_reaches_a_terminal_that_shows_colour() -> None:
    for painted in (True, False):
        shown = said(colour=True, painted=painted)
        assert shown.replace("\x1b[1m", "").replace("\x1b[0m", "").count("\x1b") == 0
        assert "⟨U+001B⟩" in shown
        assert "⟨U+202E⟩" in shown
    assert said(colour=True, painted=True).startswith("\x1b[1m")


def test_without_colour_there_is_no_escape_at_all() -> None:
    assert "\x1b" not in said(colour=False, painted=True)


def test_a_list_written_entry_by_entry_is_the_list_itself() -> None:
    rows = [{"id": "a", "inner": [1, {"b": "two\nlines"}]}, {"id": "é", "inner": []}]
    for listed in (rows, []):
        whole, streamed = io.StringIO(), io.StringIO()
        Terminal(whole, io.StringIO(), as_json=True).answer({"schema": 1, "records": listed, "cursor": None}, tuple)
        Terminal(streamed, io.StringIO(), as_json=True).answer(
            {"schema": 1, "records": iter(listed), "cursor": None}, tuple
        )
        assert streamed.getvalue() == whole.getvalue()


@pytest.mark.parametrize("pieces", [[], [""], ["a\n", "\n", "b"], ["a", "\n\n"], ["\n", "a\nb\n", HOSTILE]])
def test_a_text_in_pieces_is_said_as_it_is_whole(pieces: list[str]) -> None:
    outs = [io.StringIO(), io.StringIO()]
    Terminal(outs[0], io.StringIO()).say_all(pieces)
    Terminal(outs[1], io.StringIO()).say("".join(pieces).rstrip("\n"))
    assert outs[0].getvalue() == outs[1].getvalue()
