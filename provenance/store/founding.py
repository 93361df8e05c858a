"""A new archive: its folders, its first files and their commit."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING

from provenance.errors import InputError
from provenance.model.address import AGENTS, RecordId
from provenance.model.correction import Decision
from provenance.model.schema import SCHEMAS, pointed, schema_path, schema_text
from provenance.store import environment, message, people, standstill
from provenance.store.archive import Archive
from provenance.store.landing import land
from provenance.store.lock import writing
from provenance.store.objects import Signature
from provenance.store.repository import Repository, find_layout, git_error, git_program
from provenance.store.settings import FILE, SCHEMA, read_settings
from provenance.store.snapshot import Snapshot
from provenance.store.stream import FileChange, NewCommit
from provenance.store.worktree import follow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from provenance.ports import Clock, NewId

BRANCH = "main"

_AGENTS = """\
# The persons and bodies of this archive, by key. An entry as it may stand here:
#
# lund-ap:
#   name: Lund, A. P.
#   kind: person
#   offices:
#     harbour-master: {title: harbour master, held: 1929/1933, basis: stated, where: collection/doc-001 p2}
{}
"""

_REDIRECTS = """\
# Every earlier id of a record and the id it has now; only ever added to, by provenance rename, join and divide.
{}
"""

_IGNORED = """\
# what is made from the archive
/site/
# what provenance correct --sheet reports
/sheet-report.csv
"""

_SITE = """\
# The site of the archive: provenance site build, or mkdocs build --strict
site_name: {title}
# each page is a file (x.html, not x/): the site can be read without a server
use_directory_urls: false
theme:
  name: provenance
plugins:
  - search
  - provenance
"""

_HOME = """\
# {title}

This is the start page of the archive; what you write here stands on it. The records, their
history and the change log are published beside it, and listed below.

The first document comes in by

    provenance import FILE --id COLLECTION/NAME
"""


def found(
    path: Path,
    *,
    title: str | None,
    editor: tuple[str | None, str | None, str | None],
    shared: bool,
    clock: Clock,
    new_id: NewId,
    environ: Mapping[str, str] | None,
) -> Archive:
    """See :func:`provenance.store.archive.create`."""
    import os as system

    surroundings = system.environ if environ is None else environ
    folder = path.resolve()
    _refuse_in_the_way(folder, surroundings)
    fresh = _needs_repository(folder, shared=shared)
    name, email = _editor(folder, editor, surroundings, fresh=fresh)
    key = _key(name)
    more = {"orcid": editor[2], "signing_key": _signing_key(email, surroundings)}
    files = _files(title or _title_from(folder.name), key, name, email, more)
    read_settings(files[FILE])
    folder.mkdir(parents=True, exist_ok=True)
    if fresh:
        _init(folder, surroundings)
    repository = _opened(folder, surroundings)
    _first_commit(repository, files, clock, new_id(clock.now()))
    _install_hook(repository)
    return Archive.open(folder, clock=clock, new_id=new_id, author=key, environ=environ)


def enclosing(archive: Path) -> Path | None:
    """The archive that an archive's folder lies in, which takes no part of it; None where there is none."""
    return next((above for above in archive.parents if (above / FILE).is_file()), None)


def _refuse_in_the_way(folder: Path, environ: Mapping[str, str]) -> None:
    if folder.exists() and not folder.is_dir():
        raise InputError("an archive is a folder, and this is a file", file=folder)
    if (folder / FILE).exists():
        said = _guarded(folder, environ)
        raise InputError("there is an archive here already", code="archive-exists", file=folder / FILE, hint=said)
    for name in ("records", "redirects.yaml"):
        if (folder / name).exists():
            raise InputError(
                f"{name} stands in the way of a new archive", file=folder / name, hint="choose an empty folder"
            )


def _needs_repository(folder: Path, *, shared: bool) -> bool:
    """Whether the folder gets a repository of its own; being inside somebody's is no leave to commit there."""
    if not shared and not (folder / ".git").exists():
        return True
    nearest = next(place for place in (folder, *folder.parents) if place.is_dir())
    return find_layout(nearest) is None


def _editor(
    folder: Path, named: tuple[str | None, str | None, str | None], environ: Mapping[str, str], *, fresh: bool
) -> tuple[str, str]:
    """The first editor: as named, else git's user."""
    name, email = named[0], named[1]
    if not (name and email):
        if fresh:
            from provenance.store.repository import user_settings

            user = user_settings(environ)
            known = (user.get("user.name", (None,))[-1], user.get("user.email", (None,))[-1])
        else:
            known = people.git_user(_opened(folder, environ))
        name, email = name or known[0], email or known[1]
    if not name or not email:
        raise InputError(
            "an archive needs its first editor, and git knows no name and e-mail of yours",
            code="no-editor",
            hint='git config --global user.name "Your Name" and git config --global user.email "you@example.org"',
        )
    return name, email


def _key(name: str) -> str:
    """A key for an editor, from the name's letters: ``Anna Lund`` → ``anna-lund``."""
    import re
    import unicodedata

    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:64].strip("-") or "editor"


def _title_from(folder: str) -> str:
    words = folder.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:] if words else "Archive"


def _signing_key(email: str, environ: Mapping[str, str]) -> str | None:
    """The public key that the first editor signs by, where she is git's user and signs."""
    from provenance.store.repository import user_settings
    from provenance.store.signing import own_public_key

    user = user_settings(environ)
    return own_public_key(user, environ) if user.get("user.email", (None,))[-1] == email else None


def _in_markdown(words: str) -> str:
    """Words as Markdown shows them: no HTML, no marks (THREATS T36)."""
    return re.sub(r"([\\`*_{}\[\]()#|!])", r"\\\1", html.escape(words, quote=False))


def _files(title: str, key: str, name: str, email: str, more: Mapping[str, str | None]) -> dict[str, bytes]:
    """The first files by their paths from the archive's root."""
    one_line = message.one_line(title)
    lines = [
        "# The archive: what it is called, and who may correct it.",
        f"title = {json.dumps(one_line, ensure_ascii=False)}",
        f"schema = {SCHEMA}",
        "",
        "# One table an editor. Corrections are matched to it by e-mail; --author KEY names one.",
        f"[editors.{key}]",
        f"name = {json.dumps(name, ensure_ascii=False)}",
        f"email = {json.dumps(email, ensure_ascii=False)}",
        *(f"{field} = {json.dumps(value)}" for field, value in more.items() if value),
        "",
    ]
    return {
        FILE: "\n".join(lines).encode(),
        "redirects.yaml": _REDIRECTS.encode(),
        "records/agents.yaml": pointed(RecordId(AGENTS), _AGENTS).encode(),
        **{schema_path(which): schema_text(which).encode() for which in SCHEMAS},
        "mkdocs.yml": _SITE.format(title=json.dumps(one_line, ensure_ascii=False)).encode(),
        "docs/index.md": _HOME.format(title=_in_markdown(one_line)).encode(),
        ".gitignore": _IGNORED.encode(),
    }


def _init(folder: Path, environ: Mapping[str, str]) -> None:
    """``git init`` without the machine's templates: they may hold hooks."""
    command = [
        git_program(environ),
        *environment.arguments(),
        "init",
        "--quiet",
        "--template=",
        f"--initial-branch={BRANCH}",
    ]
    surroundings = environment.local(environ, folder / ".git", folder)
    del surroundings["GIT_WORK_TREE"]  # else git writes core.worktree
    status, _, err = standstill.run(command, cwd=folder, env=surroundings)
    if status:
        raise git_error("init", status, err)
    config = folder / ".git" / "config"
    # lstat of every file under the index lock, not before it: an editor's commit then sees a settled tree (worktree)
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("[core]\n", "[core]\n\tpreloadIndex = false\n", 1), encoding="utf-8")


def _opened(folder: Path, environ: Mapping[str, str]) -> Repository:
    nearest = next(place for place in (folder, *folder.parents) if place.is_dir())
    repository = Repository.open(nearest, environ)
    if repository.root == folder or nearest != folder:
        return repository
    # inside a bigger archive's folder: the new root is this folder, not the one above
    return Repository(repository.layout, folder, environ)


def _first_commit(repository: Repository, files: Mapping[str, bytes], clock: Clock, correction_id: str) -> None:
    head = repository.head()
    if head.branch is None:
        raise InputError("HEAD is detached", code="detached-head", hint="git switch main")
    settings = read_settings(files[FILE])
    author = next(iter(settings.editors.values()))
    signature = Signature(author.name, author.email, clock.now())
    text = message.compose(
        Decision(reason="Made by provenance init."),
        "editorial",
        f"Begin the archive {settings.title}",
        (),
        correction_id,
    ).encode()
    with writing(repository, clock=clock, branch=head.branch) as lock:
        tree = follow(repository, lock, clock=clock)
        parent = repository.head().commit
        new = NewCommit(head.branch, parent, signature, signature, text, _changes(repository, files, parent))
        tip, _ = land(repository, [new], lock, tree)
        if tip is None:
            raise InputError("another program wrote to this branch at the same moment", code="busy", hint="try again")


def _changes(repository: Repository, files: Mapping[str, bytes], parent: str | None) -> tuple[FileChange, ...]:
    """The files as changes; a bigger repository's own mkdocs.yml or .gitignore stays as it is."""
    snapshot = Snapshot(repository, parent)
    return tuple(
        FileChange(repository.prefix + name, content)
        for name, content in sorted(files.items())
        if snapshot.blob_at(repository.prefix + name) is None
    )


def _guarded(folder: Path, environ: Mapping[str, str]) -> str:
    """A clone has no hook: who begins the archive there anew gets at least that."""
    from provenance.store import hook

    if find_layout(folder) is None:
        return "its files are in no git repository: git init, or clone the archive"
    repository = Repository.open(folder, environ)
    try:
        return " ".join(hook.provide(repository)) or "provenance status says how it stands"
    finally:
        repository.close()


def _install_hook(repository: Repository) -> None:
    import importlib.util

    if importlib.util.find_spec("provenance.store.hook") is not None and repository.work_tree is not None:
        from provenance.store import hook

        hook.install(repository)
