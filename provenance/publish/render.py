"""The one environment that makes HTML of values: everything is escaped, and nothing unseen stays unseen.

``finalize`` meets every expression of every template, so a page kind cannot
forget it (THREATS T31, T36). A link goes to the web, to mail, or nowhere.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from provenance.exporters.wording import shortened, spoken_value
from provenance.model.languages import language_name
from provenance.model.unseen import readable

if TYPE_CHECKING:
    import datetime as dt

TEMPLATES = Path(__file__).parent / "templates"
_WEB = re.compile(r"(?:https?://|mailto:)[^\s<>\"\\^`{|}\x00-\x20]+", re.IGNORECASE)
_IN_TEXT = re.compile(r"https?://[^\s<>\"\\^`{|}]+[^\s<>\"\\^`{|}.,;:!?)\]'’”]")
_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ku", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"})


def seen(value: Any) -> Any:
    """A value as it may be shown: nothing for None, unseen characters written out. HTML of ours passes."""
    if value is None:
        return ""
    if isinstance(value, Markup):
        return value
    return readable(value if isinstance(value, str) else str(value))


def safe_words(words: str) -> Markup:
    """Words for HTML text or an attribute in double quotes."""
    return escape(readable(words))


def web_address(address: str | None) -> str | None:
    """An address that may stand in a link; None for any other scheme than http, https and mailto."""
    if address is None or _WEB.fullmatch(address) is None or readable(address) != address:
        return None
    return address


def linked(words: str | None) -> Markup:
    """Words in which web addresses are links; all else is escaped."""
    if not words:
        return Markup("")
    made, last = [], 0
    for match in _IN_TEXT.finditer(words):
        if web_address(match[0]) is None:
            continue
        made.append(safe_words(words[last : match.start()]))
        made.append(Markup('<a href="{0}">{0}</a>').format(match[0]))
        last = match.end()
    return Markup("").join([*made, safe_words(words[last:])])


def language_attributes(tag: str | None) -> Markup:
    """``lang`` and, for a right-to-left script, ``dir``; nothing for what is no language tag."""
    if tag is None or _TAG.fullmatch(tag) is None:
        return Markup("")
    primary, _, rest = tag.lower().partition("-")
    rtl = primary in _RIGHT_TO_LEFT and "latn" not in rest.split("-")
    return Markup(' lang="{}"{}').format(tag, Markup(' dir="rtl"') if rtl else "")


def day(moment: dt.date) -> str:
    """``3 June 2026``."""
    return f"{moment.day} {moment:%B} {moment.year}"


def short_id(correction_id: str | None) -> str:
    """The last eight characters of a Correction-Id, which do to name it."""
    return correction_id[-8:] if correction_id else "no id"


def capitalised(words: str) -> str:
    """The first letter raised, the others left."""
    return words[:1].upper() + words[1:]


def count(number: int, one: str, many: str | None = None) -> str:
    """``1 record``, ``17 records``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


@cache
def environment() -> Environment:
    """The environment of all page templates, made once."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES / "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=seen,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters |= {
        "linked": linked,
        "language": language_attributes,
        "language_name": language_name,
        "day": day,
        "short_id": short_id,
        "capitalised": capitalised,
        "web_address": web_address,
        "value": lambda value: shortened(spoken_value(value)),
    }
    env.globals |= {"count": count}
    return env


def render(template: str, **facts: Any) -> str:
    """A template of ``templates/pages`` filled with facts."""
    return environment().get_template(template).render(**facts)
