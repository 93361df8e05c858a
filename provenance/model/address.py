"""Every word for *where*: ids, addresses in time, JSON Pointers, locators.

A ``str`` from outside becomes one of these at the door; inside nobody asks
again whether it is well formed. All are ASCII by ``fullmatch`` before they may
touch a path, a git stream or a page (THREATS T26).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from provenance.errors import InputError

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?", re.ASCII)
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))})
AGENTS = "agents"


def slug(value: str, what: str = "id") -> str:
    """One part of an id: 1-64 lower-case ASCII letters, digits and inner hyphens; else InputError."""
    if _SLUG.fullmatch(value) is None:
        suggestion = re.sub(r"[^a-z0-9]+", "-", value.lower())[:64].strip("-")
        raise InputError(
            f"{value!r} cannot be {what}: 1 to 64 lower-case letters a-z, digits and inner hyphens are allowed",
            hint=suggestion or None,
        )
    if value in _DEVICES:
        raise InputError(f"{value!r} cannot be {what}: Windows keeps that name for a device", hint=f"{value}-1")
    return value


class _Checked(str):
    """A string that was parsed; pydantic fields of this type parse what they are given.

    ``JSON_SCHEMA`` is what a JSON Schema can say of it.
    """

    __slots__ = ()
    JSON_SCHEMA: ClassVar[dict[str, str]] = {}

    @classmethod
    def parse(cls, value: str) -> _Checked:
        """The checked value, or InputError."""
        raise NotImplementedError

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import PydanticCustomError, core_schema

        def check(value: str) -> _Checked:
            try:
                return cls.parse(value)
            except InputError as error:
                raise PydanticCustomError(
                    "provenance", "{message}", {"message": error.message, "hint": error.hint}
                ) from error

        return core_schema.no_info_after_validator_function(
            check, core_schema.str_schema(), serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"pattern": r"\S", **handler(schema), **cls.JSON_SCHEMA}  # none of them is empty


class Slug(_Checked):
    """A permanent key: one part of an id."""

    __slots__ = ()
    JSON_SCHEMA: ClassVar[dict[str, str]] = {"pattern": f"^{_SLUG.pattern}$"}

    @classmethod
    def parse(cls, value: str) -> Slug:
        """See :func:`slug`."""
        return cls(slug(value, "a key"))


class RecordId(_Checked):
    """The id of something with a history of its own.

    ``collection/slug`` is a record, a bare ``collection`` the description of a
    collection, ``agents`` the persons and bodies of the archive.
    """

    __slots__ = ()
    JSON_SCHEMA: ClassVar[dict[str, str]] = {"pattern": f"^{_SLUG.pattern}(?:/{_SLUG.pattern})?$"}

    @classmethod
    def parse(cls, value: str) -> RecordId:
        """The id, or InputError saying which part is wrong."""
        parts = value.split("/")
        if len(parts) > 2:  # noqa: PLR2004
            raise InputError(
                f"{value!r} is no id: it has the form collection/name", hint=f"{parts[0]}/{'-'.join(parts[1:])}"
            )
        if len(parts) == 2 and parts[0] == AGENTS:  # noqa: PLR2004
            raise InputError(f"{value!r} is no id: 'agents' is not a collection")
        for part in parts:
            slug(part, f"part of the id {value!r}")
        return cls(value)

    @property
    def collection(self) -> str:
        """The first part."""
        return self.partition("/")[0]

    @property
    def name(self) -> str:
        """The last part."""
        return self.rpartition("/")[2]

    @property
    def is_record(self) -> bool:
        """True for ``collection/slug``; false for a collection and for ``agents``."""
        return "/" in self

    @property
    def folder(self) -> str:
        """The folder its files lie in, relative to the archive's root: ``records/…``."""
        return "records" if self == AGENTS else f"records/{self}"

    @property
    def main_file(self) -> str:
        """The name of its YAML file within :attr:`folder`."""
        if self == AGENTS:
            return "agents.yaml"
        return "record.yaml" if self.is_record else "collection.yaml"

    @property
    def path(self) -> str:
        """The path of its YAML file, relative to the archive's root."""
        return f"{self.folder}/{self.main_file}"


@dataclass(frozen=True)
class Address:
    """``ID:EDITION@WHEN`` as typed; ``record`` may be a short name, not yet looked up."""

    record: str
    edition: str | None = None
    when: str | None = None

    @classmethod
    def parse(cls, typed: str) -> Address:
        """Cut at the first ``@`` and the first ``:`` before it; empty parts are an InputError."""
        name, at, when = typed.partition("@")
        record, colon, edition = name.partition(":")
        if not record or (at and not when) or (colon and not edition):
            raise InputError(f"{typed!r} is no address", hint="ID, ID:EDITION or ID:EDITION@WHEN")
        if colon:
            slug(edition, "the name of an edition")
        return cls(record, edition or None, when or None)

    def __str__(self) -> str:
        """As it would be typed."""
        return self.record + (f":{self.edition}" if self.edition else "") + (f"@{self.when}" if self.when else "")


@dataclass(frozen=True)
class Pointer:
    """A JSON Pointer (RFC 6901): the way to one field."""

    parts: tuple[str, ...]

    @classmethod
    def parse(cls, typed: str) -> Pointer:
        """``/a/b~1c`` → (``a``, ``b/c``); the empty string is the whole. InputError without the leading slash."""
        if typed == "":
            return cls(())
        if not typed.startswith("/") or re.search(r"~(?![01])", typed):
            raise InputError(f"{typed!r} is no field", hint="/" + typed.lstrip("/"))
        return cls(tuple(part.replace("~1", "/").replace("~0", "~") for part in typed[1:].split("/")))

    def __str__(self) -> str:
        """With ``~`` and ``/`` escaped."""
        return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in self.parts)

    def __truediv__(self, part: str) -> Pointer:
        """One step further."""
        return Pointer((*self.parts, part))

    def is_within(self, other: Pointer) -> bool:
        """True for ``other`` itself and all below it."""
        return self.parts[: len(other.parts)] == other.parts


_PLACE = re.compile(
    r"""\#?(?:
        (?P<id>[A-Za-z][A-Za-z0-9-]*)(?:\[(?P<ordinal>[0-9]{1,6})\])?
      | ¶\s?(?P<number>[0-9]{1,6}[a-z]?)
      | (?:fn|note)\.?\s?(?P<label>[0-9]{1,6}|[a-z*†‡]{1,3})
      )""",
    re.VERBOSE,
)
_QUOTED = re.compile(r'\s*(?:"(?P<words>(?:[^"\\]|\\.)*)"|“(?P<curly>[^”]*)”)(?:/(?P<nth>[1-9][0-9]{0,5}))?', re.DOTALL)


@dataclass(frozen=True)
class Locator:
    """Where in an edition's text (after the W3C's TextQuoteSelector): a place, then words where words matter.

    ``place`` is a block's id (``p12``), a tag (``title``) or a section
    (``headnote``, with ``ordinal`` from 1); ``¶12`` sets ``number`` and
    ``fn 1`` sets ``label`` instead. ``words`` are quoted words in that place,
    ``nth`` their occurrence (from 1) where they stand more than once.
    """

    place: str = ""
    ordinal: int | None = None
    number: str | None = None
    label: str | None = None
    words: str | None = None
    nth: int | None = None

    @classmethod
    def parse(cls, typed: str) -> Locator:
        """``p12``, ``¶12``, ``fn 1``, ``title``, ``headnote[1]``, then ``"words"`` and ``/2``; InputError otherwise."""
        rest = typed.strip()
        fields: dict[str, Any] = {}
        if not rest.startswith(('"', "“")):
            # 'fn 1' before ids: 'fn' alone would be an id
            match = re.match(
                r"#?(?:fn|note)\.?\s?(?P<label>[0-9]{1,6}|[a-z*†‡]{1,3})(?=\s|$|\"|“)", rest
            ) or _PLACE.match(rest)
            if match is None:
                raise InputError(f"{typed!r} names no place", hint='p12, ¶12, fn 1, title, headnote[1], then "words"')
            found = match.groupdict()
            fields = {"place": found.get("id") or "", "number": found.get("number"), "label": found.get("label")}
            fields["ordinal"] = int(found["ordinal"]) if found.get("ordinal") else None
            rest = rest[match.end() :]
        if rest.strip():
            quoted = _QUOTED.fullmatch(rest)
            if quoted is None:
                raise InputError(f"{typed!r}: after the place only quoted words may stand", hint='p12 "words"')
            words = quoted["curly"] if quoted["words"] is None else re.sub(r"\\(.)", r"\1", quoted["words"])
            fields |= {"words": words, "nth": int(quoted["nth"]) if quoted["nth"] else None}
        return cls(**fields)

    def __str__(self) -> str:
        """As it is written in a record: no leading ``#``, straight quotes."""
        place = self.place + (f"[{self.ordinal}]" if self.ordinal else "")
        if self.number:
            place = f"¶{self.number}"
        if self.label:
            place = f"fn {self.label}"
        if self.words is None:
            return place
        escaped = self.words.replace("\\", "\\\\").replace('"', '\\"')
        return f'{place} "{escaped}"'.strip() + (f"/{self.nth}" if self.nth else "")
