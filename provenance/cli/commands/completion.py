"""Print a script that completes commands and options in bash, zsh or fish.

Examples:
  provenance completion bash > ~/.local/share/bash-completion/completions/provenance
  provenance completion zsh > ~/.zfunc/_provenance
  provenance completion fish > ~/.config/fish/completions/provenance.fish
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provenance.cli.terminal import Terminal


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which shell."""
    parser.add_argument("shell", choices=("bash", "zsh", "fish"))


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Build every command's parser (here alone) and describe them to the shell."""
    from provenance.cli.main import every_parser

    parsers = every_parser()
    if options.shell == "fish":
        _answer(options.shell, "\n".join(_fish(parsers)), terminal)
        return 0
    import shtab

    whole = argparse.ArgumentParser(prog="provenance")
    commands = whole.add_subparsers(dest="command")
    for name, parser in parsers.items():
        commands.add_parser(name, parents=[parser], add_help=False, help=parser.description, prog=parser.prog)
    _answer(options.shell, shtab.complete(whole, shell=options.shell), terminal)
    return 0


def _answer(shell: str, script: str, terminal: Terminal) -> None:
    terminal.answer({"schema": 1, "shell": shell, "script": script}, lambda: iter(script.split("\n")))


def _fish(parsers: dict[str, argparse.ArgumentParser]) -> list[str]:
    """Fish's own ``complete`` lines; shtab does not know fish."""
    lines = ["complete -c provenance -f"]
    for name, parser in parsers.items():
        summary = _quoted(parser.description or "")
        lines.append(f"complete -c provenance -n __fish_use_subcommand -a {name} -d {summary}")
        for action in parser._actions:  # noqa: SLF001  argparse has no public list of its options
            for option in action.option_strings:
                flag = f"-l {option[2:]}" if option.startswith("--") else f"-s {option[1:]}"
                takes = " -r" if action.nargs != 0 else ""
                choices = f" -a {_quoted(' '.join(map(str, action.choices)))}" if action.choices else ""
                text = _quoted(action.help or "")
                lines.append(
                    f"complete -c provenance -n '__fish_seen_subcommand_from {name}' {flag}{takes}{choices} -d {text}"
                )
    return lines


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
