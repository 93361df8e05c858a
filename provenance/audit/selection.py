"""Which rules there are, and which are meant: by code, former code, name or family."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from provenance import shelf
from provenance.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provenance.audit.rule import Rule


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule on the shelf, by code."""
    found = [member.load().RULE for member in shelf.members("provenance.audit.rules")]
    return tuple(sorted(found, key=lambda rule: rule.code))


def find_rule(name: str) -> Rule:
    """The rule of that code, former code or name; an InputError offers the nearest."""
    wanted = name.strip()
    for rule in rules():
        if wanted.upper() in (rule.code, *rule.formerly) or wanted.lower() == rule.name:
            return rule
    raise _unknown(wanted, codes_only=False)


def _unknown(name: str, *, codes_only: bool) -> InputError:
    choices = [rule.code for rule in rules()]
    choices += [] if codes_only else [rule.name for rule in rules()]
    choices += sorted({rule.family for rule in rules()}) if codes_only else []
    near = get_close_matches(name.upper(), choices, 3, 0.5) or get_close_matches(name.lower(), choices, 3, 0.5)
    return InputError(
        f"there is no rule {name!r}",
        code="unknown-rule",
        hint=near[0] if near else "provenance explain --list",
        candidates=tuple(near),
    )


def _matching(names: Iterable[str]) -> frozenset[str]:
    """The codes that codes, former codes, names and family prefixes stand for; InputError for what stands for none."""
    codes: set[str] = set()
    for name in names:
        wanted = name.strip()
        met = {
            rule.code
            for rule in rules()
            if wanted.upper() in (rule.code, rule.family, *rule.formerly) or wanted.lower() == rule.name
        }
        if not met:
            raise _unknown(wanted, codes_only=True)
        codes |= met
    return frozenset(codes)


def chosen_rules(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> tuple[Rule, ...]:
    """The rules to run: those selected (all, where none is named) less those ignored."""
    selected, ignored = _matching(select), _matching(ignore)
    return tuple(rule for rule in rules() if (not selected or rule.code in selected) and rule.code not in ignored)
