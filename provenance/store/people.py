"""Who corrects, and who applies: the editors of provenance.toml and git's user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.errors import InputError
from provenance.model.correction import Person

if TYPE_CHECKING:
    from provenance.store.repository import Repository
    from provenance.store.settings import Settings

_ENTER = (
    "add to provenance.toml, each on a line of its own: [editors.{key}], "
    'name = "{name}", email = "{email}"; then git commit provenance.toml'
)
"""The mend for who is no editor yet: who may decide is read from what was committed, not from a file being edited."""


def git_user(repository: Repository) -> tuple[str | None, str | None]:
    """Name and e-mail as git would sign a commit here: this repository's own, else the user's; None where not set."""
    return tuple(repository.setting(name) or repository.user_config(name) for name in ("user.name", "user.email"))  # type: ignore[return-value]


def editor(settings: Settings, author: str | None, repository: Repository) -> Person:
    """The editor who decides: by key, else git's user by e-mail; InputError with the mend where that is nobody."""
    if author is not None:
        found = settings.editors.get(author) or settings.by_email(author)
        if found is None:
            raise InputError(
                f"{author!r} is no editor of this archive",
                code="no-editor",
                file="provenance.toml",
                hint=_ENTER.format(key=author, name="…", email="…"),
                candidates=tuple(settings.editors),
            )
        return found
    name, email = git_user(repository)
    if not email:
        raise InputError(
            "who decides this? git knows no e-mail of yours",
            code="no-editor",
            hint='--author KEY, or: git config --global user.email "you@example.org"',
            candidates=tuple(settings.editors),
        )
    found = settings.by_email(email)
    if found is None:
        shown = name or "…"
        raise InputError(
            f"{email} is no editor of this archive",
            code="no-editor",
            file="provenance.toml",
            hint=f"--author KEY, or {_ENTER.format(key='KEY', name=shown, email=email)}",
            candidates=tuple(settings.editors),
        )
    return found


def applier(author: Person, named: str | None, settings: Settings, repository: Repository) -> Person:
    """Who applies a decision: git's user where the decider was named apart and git knows one, else the decider."""
    if named is None:
        return author
    name, email = git_user(repository)
    if not name or not email:
        return author
    return settings.by_email(email) or Person(name, email)
