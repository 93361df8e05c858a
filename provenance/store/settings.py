"""``provenance.toml``: the archive's title, its editors, its schema and what its audit leaves out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import TYPE_CHECKING, Any

from provenance.errors import InputError
from provenance.model.address import slug

if TYPE_CHECKING:
    from provenance.model.correction import Person

FILE = "provenance.toml"
SCHEMA = 1
"""The newest schema that is known here, of this file and of the records; as ``model.record`` has it, without
loading that."""
_EMAIL = re.compile(r"[^\s<>@]+@[^\s<>@]+")
_FIELDS = ("title", "schema", "tag_prefix", "editors", "audit", "site")
_EDITOR_FIELDS = ("name", "email", "orcid", "signing_key", "valid_from", "valid_until", "revoked")
_SUPPRESSION_FIELDS = ("code", "record", "reason", "at")


@dataclass(frozen=True)
class Editor:
    """One who may correct this archive.

    ``signing_key`` is an OpenSSH public key, ``TYPE BASE64``. It counts from
    ``valid_from`` to ``valid_until``; ``revoked`` says since when it is in
    wrong hands. A day begins, and as ``valid_until`` ends, in UTC.
    """

    key: str
    name: str
    email: str
    orcid: str | None = None
    signing_key: str | None = None
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    revoked: datetime | None = None

    @property
    def person(self) -> Person:
        """Who stands in history."""
        from provenance.model.correction import Person  # every command reads settings, few ask who decided

        return Person(self.name, self.email, self.key, self.orcid)


@dataclass(frozen=True)
class Suppression:
    """A finding that is left out, and why. ``record`` may be ``*``; ``at`` narrows it to a place."""

    code: str
    record: str
    reason: str
    at: str | None = None


@dataclass(frozen=True)
class AuditSettings:
    """What the audit leaves out, by key."""

    suppress: Mapping[str, Suppression] = field(default_factory=dict)


@dataclass(frozen=True)
class Settings:
    """The whole of ``provenance.toml``."""

    title: str
    schema: int = 1
    tag_prefix: str = ""
    accounts: Mapping[str, Editor] = field(default_factory=dict)
    audit: AuditSettings = field(default_factory=AuditSettings)
    site: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def editors(self) -> Mapping[str, Person]:
        """Who stands in history under each editor's key."""
        return {key: account.person for key, account in self.accounts.items()}

    def by_email(self, email: str) -> Person | None:
        """The editor with that e-mail, whatever its capitals."""
        wanted = email.strip().casefold()
        return next((person for person in self.editors.values() if person.email.casefold() == wanted), None)


def read_settings(content: bytes, *, file: str = FILE) -> Settings:
    """The settings, or InputError that says which field is wrong and what would be right."""
    try:
        tree = tomllib.loads(content.decode())
    except UnicodeDecodeError as error:
        raise InputError("this file is not UTF-8", file=file) from error
    except tomllib.TOMLDecodeError as error:
        raise _syntax(str(error), file) from error
    except (ValueError, RecursionError, OverflowError) as error:
        # what the parser lets through: brackets nested without end, a number of 5,000 digits
        raise _syntax("this file is nested too deeply, or holds a value too long, to be read", file) from error
    schema = tree.get("schema", SCHEMA)
    if not isinstance(schema, int) or isinstance(schema, bool) or schema < 1:
        raise InputError("schema is a number", file=file, hint="schema = 1")
    if schema > SCHEMA:
        raise InputError(
            f"the archive is of schema {schema}; this version of provenance knows schemas up to {SCHEMA}",
            code="newer-schema",
            file=file,
            hint="install a later provenance-archive",
        )
    _only(tree, _FIELDS, "", file)
    accounts = {key: _editor(key, value, file) for key, value in _table(tree, "editors", "", file).items()}
    audit = _table(tree, "audit", "", file)
    _only(audit, ("suppress",), "audit.", file)
    suppress = {key: _suppression(key, value, file) for key, value in _table(audit, "suppress", "audit.", file).items()}
    prefix = _text(tree, "tag_prefix", "", file, needed=False) or ""
    if re.fullmatch(r"(?:[a-z0-9][a-z0-9._-]*/?)*", prefix) is None:
        raise InputError(
            f"tag_prefix {prefix!r} cannot start the name of a tag", file=file, hint='tag_prefix = "records/"'
        )
    return Settings(
        title=_text(tree, "title", "", file),
        schema=schema,
        tag_prefix=prefix,
        accounts=accounts,
        audit=AuditSettings(suppress),
        site=_table(tree, "site", "", file),
    )


def _syntax(message: str, file: str) -> InputError:
    place = re.search(r"\(at line ([0-9]+), column ([0-9]+)\)", message)
    return InputError(
        message.partition(" (at ")[0],
        file=file,
        line=int(place[1]) if place else None,
        column=int(place[2]) if place else None,
        hint='this file is TOML: name = "value"',
    )


def _only(tree: Mapping[str, Any], known: tuple[str, ...], where: str, file: str) -> None:
    import difflib

    for name in tree:
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            raise InputError(
                f"there is no setting {where}{name}", file=file, hint=near[0] if near else None, candidates=known
            )


def _table(tree: Mapping[str, Any], name: str, where: str, file: str) -> Mapping[str, Any]:
    value = tree.get(name, {})
    if not isinstance(value, Mapping):
        raise InputError(f"{where}{name} is a table", file=file, hint=f"[{where}{name}]")
    return value


def _text(tree: Mapping[str, Any], name: str, where: str, file: str, *, needed: bool = True) -> str:
    value = tree.get(name, "")
    if not isinstance(value, str) or (needed and not value.strip()):
        raise InputError(f"{where}{name} is missing or no text", file=file, hint=f'{name} = "…"')
    return value.strip()


def _editor(key: str, value: Any, file: str) -> Editor:
    where = f"editors.{slug(key, 'the key of an editor')}."
    if not isinstance(value, Mapping):
        raise InputError(f"editors.{key} is a table", file=file, hint=f"[editors.{key}]")
    _only(value, _EDITOR_FIELDS, where, file)
    email = _text(value, "email", where, file)
    if _EMAIL.fullmatch(email) is None:
        raise InputError(f"{where}email {email!r} is no e-mail address", file=file)
    orcid = _text(value, "orcid", where, file, needed=False) or None
    if orcid is not None and re.fullmatch(r"[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]", orcid) is None:
        raise InputError(f"{where}orcid {orcid!r} is no ORCID iD", file=file, hint="0000-0002-1825-0097")
    name = _text(value, "name", where, file)
    if any(char in "<>" or not char.isprintable() for char in name):
        raise InputError(f"{where}name {name!r} holds a character that no name in history may hold", file=file)
    return Editor(
        key,
        name,
        email,
        orcid,
        _key(value, where, file),
        _moment(value, "valid_from", where, file),
        _moment(value, "valid_until", where, file, time.max),
        _moment(value, "revoked", where, file),
    )


def _key(value: Mapping[str, Any], where: str, file: str) -> str | None:
    words = _text(value, "signing_key", where, file, needed=False)
    if not words:
        return None
    from provenance.store.sshsig import public_key

    try:
        return public_key(words)
    except InputError as error:
        raise InputError(f"{where}signing_key: {error.message}", file=file, hint=error.hint) from None


def _moment(value: Mapping[str, Any], name: str, where: str, file: str, hour: time = time.min) -> datetime | None:
    """A day or a moment, as TOML has it or as a string; a day means ``hour`` of it, UTC."""
    found = value.get(name)
    if found is None:
        return None
    try:
        whole = found if isinstance(found, date) else datetime.fromisoformat(found)
    except (TypeError, ValueError):
        raise InputError(f"{where}{name} is no date", file=file, hint=f"{name} = 2026-01-31") from None
    if not isinstance(whole, datetime) or (isinstance(found, str) and len(found) == len("2026-01-31")):
        return datetime.combine(whole, hour, UTC)
    return whole.replace(tzinfo=whole.tzinfo or UTC)


def _suppression(key: str, value: Any, file: str) -> Suppression:
    where = f"audit.suppress.{key}."
    if not isinstance(value, Mapping):
        raise InputError(f"audit.suppress.{key} is a table", file=file, hint=f"[audit.suppress.{key}]")
    _only(value, _SUPPRESSION_FIELDS, where, file)
    code, record, reason = (_text(value, name, where, file) for name in ("code", "record", "reason"))
    return Suppression(code, record, reason, _text(value, "at", where, file, needed=False) or None)
