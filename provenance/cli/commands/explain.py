"""Explain a rule of the audit: why it exists, an example, how to mend what it finds.

Examples:
  provenance explain QUO001
  provenance explain --list
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from provenance.cli.terminal import Terminal


def arguments(parser: ArgumentParser) -> None:
    """One rule, or the list."""
    parser.add_argument("code", nargs="?", metavar="CODE")
    parser.add_argument("--list", dest="all", action="store_true", help="every rule, one a line")


def run(options: Namespace, terminal: Terminal) -> int:
    """Look the rule up."""
    from provenance.audit.runner import find_rule, rules
    from provenance.errors import InputError

    if options.all or not options.code:
        if not options.all:
            raise InputError("say which rule", code="usage", hint="provenance explain --list")
        listed = rules()
        terminal.answer(
            {"schema": 1, "rules": [rule.as_json() for rule in listed]},
            lambda: (f"{rule.code}  {rule.severity:<7}  {rule.name}" for rule in listed),
        )
        return 0
    rule = find_rule(options.code.upper())
    terminal.answer({"schema": 1, "rule": rule.as_json()}, lambda: rule.explained().splitlines())
    return 0
