"""The one door to git.

A repository is found and its configuration is checked before any git command
runs on it. Reading starts ``git cat-file`` and a few plumbing commands by
``subprocess``; writing (``writer``) goes through GitPython's process
interface, which is imported only there: it takes nine times as long to load
as Python itself, and ``show`` must not pay for it (TARGETS). No ``git.Repo``
is ever opened: it would read configuration and attributes on its own.
"""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from provenance.errors import DamageError, InputError
from provenance.store import environment, gitconfig, standstill
from provenance.store.objects import HASH, ObjectReader, blob_id, object_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from provenance.store.entries import Standing
    from provenance.store.objects import Commit, ObjectId
    from provenance.store.remembered import Remembered

SETTINGS_FILE = "provenance.toml"
_BRANCH = re.compile(r"refs/[^\x00-\x20\x7f~^:?*\[\\]+", re.ASCII)
_READ_MUCH = ("rev-list", "fsck")
"""Commands that walk all of history: without a limit git maps the whole of its packs for them."""


@dataclass(frozen=True)
class Head:
    """Where HEAD points: ``branch`` is a full ref name, None if detached; ``commit`` None on an unborn branch."""

    branch: str | None
    commit: ObjectId | None


@dataclass(frozen=True)
class Layout:
    """The folders of a repository: that of this work tree, the common one, the work tree itself (None: bare)."""

    git_dir: Path
    common_dir: Path
    work_tree: Path | None


def find_layout(start: Path) -> Layout | None:
    """The repository that ``start`` lies in, by git's own rules but without git; None where there is none."""
    for folder in (start, *start.parents):
        dot = folder / ".git"
        if dot.is_dir():
            return _layout(dot, folder)
        if dot.is_file():
            return _layout(_pointed(dot, "gitdir: "), folder)
        if folder == start and _is_git_dir(folder):
            return _layout(folder, None)
    return None


def _is_git_dir(folder: Path) -> bool:
    return (folder / "HEAD").is_file() and (folder / "objects").is_dir() and (folder / "refs").is_dir()


def _pointed(file: Path, prefix: str = "") -> Path:
    """The folder that a ``.git`` or ``commondir`` file names."""
    line = file.read_text(encoding="utf-8", errors="surrogateescape").strip()
    if not line.startswith(prefix) or "\n" in line:
        raise DamageError("this file should name git's folder", file=file)
    return (file.parent / line.removeprefix(prefix)).resolve()


def _layout(git_dir: Path, work_tree: Path | None) -> Layout:
    common = _pointed(git_dir / "commondir") if (git_dir / "commondir").is_file() else git_dir
    if not _is_git_dir(common):
        raise DamageError("this is no git folder: HEAD, objects or refs is missing", file=common)
    return Layout(git_dir, common, work_tree)


def find_root(path: Path) -> Path | None:
    """The nearest folder at or above ``path`` that holds a provenance.toml, within the repository ``path`` is in.

    Who stands in a repository of its own below an archive does not mean the archive above.
    """
    for folder in (path, *path.parents):
        if (folder / SETTINGS_FILE).is_file():
            return folder
        if (folder / ".git").exists():
            return None
    return None


def _check_owner(layout: Layout, environ: Mapping[str, str]) -> None:
    """Refuse a repository of somebody else's, as git does (T23): its configuration would run as us."""
    own = {os.geteuid()}
    if os.geteuid() == 0 and environ.get("SUDO_UID", "").isdecimal():
        own.add(int(environ["SUDO_UID"]))
    folders = [layout.git_dir, layout.common_dir, *([layout.work_tree] if layout.work_tree else [])]
    foreign = next((folder for folder in folders if folder.stat().st_uid not in own), None)
    if foreign is None:
        return
    named = (layout.work_tree or layout.git_dir).as_posix()
    trusted = user_settings(environ, layout.git_dir).get("safe.directory", ())
    if "" in trusted:  # an empty value forgets what stood before it
        trusted = trusted[len(trusted) - trusted[::-1].index("") :]
    if (
        "*" in trusted
        or named in trusted
        or any(entry.endswith("/*") and f"{named}/".startswith(entry[:-1]) for entry in trusted)
    ):
        return
    raise InputError(
        "this archive belongs to another user of the machine",
        code="foreign-owner",
        file=foreign,
        hint=f"if you trust it: git config --global --add safe.directory {named}",
    )


def user_settings(environ: Mapping[str, str], git_dir: Path | None = None) -> Mapping[str, tuple[str, ...]]:
    """The user's own git configuration (name, e-mail, safe.directory), by name; the archive's is not in it."""
    git = git_program(environ)
    env = {**environment.transport(environ), "GIT_CONFIG_NOSYSTEM": "1"}
    if "GIT_CONFIG_GLOBAL" in environ:
        env["GIT_CONFIG_GLOBAL"] = environ["GIT_CONFIG_GLOBAL"]
    if git_dir is not None:
        env["GIT_DIR"] = str(git_dir)  # for the user's own includeIf "gitdir:"
    _, out, _ = standstill.run([git, "config", "--global", "--includes", "--null", "--list"], env=env, cwd="/")
    settings: dict[str, tuple[str, ...]] = {}
    for item in out.decode("utf-8", "surrogateescape").split("\0"):
        name, newline, value = item.partition("\n")
        if newline:
            settings[name] = (*settings.get(name, ()), value)
    return settings


def git_program(environ: Mapping[str, str]) -> str:
    """The full path of git; InputError where there is none."""
    found = _executable("git", environment.search_path(environ))
    if found is None:
        raise InputError("git was not found on this machine", code="no-git", hint="install git 2.36 or later")
    return found


def _executable(name: str, path: str) -> str | None:
    """As ``shutil.which``, which brings every compressor of the library with it: a fifth of bare Python's start."""
    places = (os.path.join(folder, name) for folder in path.split(os.pathsep))  # noqa: PTH118
    return next((place for place in places if os.access(place, os.X_OK) and os.path.isfile(place)), None)  # noqa: PTH113


class Repository:
    """A git repository whose configuration was checked, and the archive's place in it.

    ``root`` is the archive's folder, ``prefix`` the way to it from the top of
    the work tree (``""`` or ``"sub/folder/"``); every path given to or taken
    from git has the prefix.
    """

    def __init__(self, layout: Layout, root: Path, environ: Mapping[str, str]) -> None:
        """Use :meth:`open`."""
        self.layout = layout
        self.root = root
        self.environ = environ
        top = layout.work_tree
        inside = root.relative_to(top).as_posix() if top is not None else "."
        self.prefix = "" if inside == "." else f"{inside}/"
        self.patience = standstill.PATIENCE
        """Seconds that a git of ours may stand still before it is ended."""
        self.on_stand_in: Callable[[str], None] = lambda _: None
        """Told of a file of the work tree that was read in the place of an object which the disk has damaged."""
        self.settled = 0
        """Corrections that were settled from here."""
        self.standing: Standing | None = None
        """What the last of them left in git's index."""

    @classmethod
    def open(cls, path: Path, environ: Mapping[str, str] | None = None) -> Repository:
        """The repository in which the archive at or above ``path`` lies.

        Raises InputError where there is no archive, no repository, a
        repository of another user's or a configuration that is not trusted.
        """
        environ = os.environ if environ is None else environ
        start = path.resolve()
        if not start.is_dir():
            raise InputError("there is no such folder", file=path)
        root = find_root(start) or start
        layout = find_layout(root)
        if layout is None:
            raise InputError(
                "this is no archive: it lies in no git repository",
                code="no-archive",
                file=path,
                hint="provenance init DIR makes a new archive; -C DIR names an existing one",
            )
        _check_owner(layout, environ)
        return cls(_checked(layout, start), root, environ)

    @property
    def git_dir(self) -> Path:
        """Where HEAD and the index of this work tree lie."""
        return self.layout.git_dir

    @property
    def common_dir(self) -> Path:
        """Where objects and refs lie, shared by linked work trees."""
        return self.layout.common_dir

    @property
    def work_tree(self) -> Path | None:
        """The top of the work tree; None in a bare repository."""
        return self.layout.work_tree

    @property
    def state_dir(self) -> Path:
        """Where our lock, our intent note and our index lie; made by who writes there first."""
        return self.common_dir / "provenance"

    @cached_property
    def config(self) -> Mapping[str, tuple[str, ...]]:
        """The checked settings, those of this work tree after the common ones."""
        return read_config(self.layout)

    def setting(self, name: str) -> str | None:
        """The last value of one setting."""
        return self.config.get(name, (None,))[-1]

    @property
    def algorithm(self) -> Literal["sha1", "sha256"]:
        """The hash that names objects here."""
        return "sha256" if self.setting("extensions.objectformat") == "sha256" else "sha1"

    @property
    def is_shallow(self) -> bool:
        """Whether history was cut off by ``clone --depth``."""
        return (self.common_dir / "shallow").is_file()

    @cached_property
    def git(self) -> str:
        """The full path of the git program."""
        return git_program(self.environ)

    def command(self, *args: str, settings: Sequence[str] = ()) -> list[str]:
        """The whole command line of a *local* git command; ``settings`` are of our own making, for this call alone."""
        environment.check_command(args)
        own = [word for setting in settings for word in ("-c", setting)]
        return [self.git, *environment.arguments(), *own, *args]

    def sparing(self, *args: str) -> list[str]:
        """As :meth:`command`, for a git that reads much and is to take little memory."""
        git, *rest = self.command(*args)
        return [git, *environment.SPARING, *rest]

    @property
    def environment(self) -> dict[str, str]:
        """The environment of *local* commands."""
        return environment.local(self.environ, self.git_dir, self.work_tree)

    @cached_property
    def user(self) -> Mapping[str, tuple[str, ...]]:
        """The user's own git settings; read by a process of its own, so only where writing asks for them."""
        return user_settings(self.environ, self.git_dir)

    def user_config(self, name: str) -> str | None:
        """The last value of one of the user's own settings."""
        return self.user.get(name.lower(), (None,))[-1]

    @cached_property
    def objects(self) -> ObjectReader:
        """The reader of objects."""
        return ObjectReader(self.sparing("cat-file", "--batch"), self.environment, self.patience)

    def try_run(
        self,
        *args: str,
        stdin: bytes = b"",
        env: Mapping[str, str] | None = None,
        pass_fds: Sequence[int] = (),
        cwd: Path | None = None,
    ) -> tuple[int, bytes, bytes]:
        """Run a *local* command: its status, output and error output. ``env`` wins over the environment.

        One that stood still was ended, as by somebody's signal.
        """
        command = self.sparing if args and args[0] in _READ_MUCH else self.command
        return standstill.run(
            command(*args),
            stdin=stdin,
            env={**self.environment, **(env or {})},
            pass_fds=pass_fds,
            cwd=cwd or self.work_tree or self.git_dir,
            patience=self.patience,
        )

    def run(
        self,
        *args: str,
        stdin: bytes = b"",
        env: Mapping[str, str] | None = None,
        pass_fds: Sequence[int] = (),
        cwd: Path | None = None,
    ) -> bytes:
        """Run a *local* command and give its output; InputError with git's own words where it fails."""
        status, out, err = self.try_run(*args, stdin=stdin, env=env, pass_fds=pass_fds, cwd=cwd)
        if status:
            raise git_error(args[0], status, err)
        return out

    def pieces(self, *args: str, env: Mapping[str, str] | None = None) -> Iterator[str]:
        """The output of a *local* command as it comes, parted at NUL; InputError with git's words where it fails."""
        import tempfile  # slow to load

        with (
            tempfile.TemporaryFile() as errors,
            standstill.Program(
                self.sparing(*args),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                env={**self.environment, **(env or {})},
                cwd=self.work_tree or self.git_dir,
            ) as process,
        ):
            rest = b""
            with standstill.heard(process, self.patience) as out:
                while block := out.read(1 << 16):
                    *whole, rest = (rest + block).split(b"\0")
                    yield from (piece.decode("utf-8", "surrogateescape") for piece in whole)
            yield rest.decode("utf-8", "surrogateescape")
            if process.wait():
                errors.seek(0)
                raise git_error(args[0], process.returncode, errors.read())

    def head(self) -> Head:
        """Where HEAD points, read from its file."""
        text = _small(self.git_dir / "HEAD")
        if text is None:
            raise DamageError("HEAD is missing", file=self.git_dir / "HEAD")
        if not text.startswith("ref: "):
            if HASH.fullmatch(text) is None:
                raise DamageError("HEAD is neither a branch nor a commit", file=self.git_dir / "HEAD")
            return Head(None, text)
        branch = text.removeprefix("ref: ").strip()
        if _BRANCH.fullmatch(branch) is None or ".." in branch or branch.endswith((".lock", "/", ".")):
            raise DamageError("HEAD names no proper branch", file=self.git_dir / "HEAD")
        return Head(branch, self.ref(branch))

    def ref(self, name: str) -> ObjectId | None:
        """The object a full ref name points to: its own file, else packed-refs; None where it does not exist."""
        if _BRANCH.fullmatch(name) is None or ".." in name:
            return None
        text = _small(self.common_dir / name)
        if text is None:
            return self.packed_refs().get(name)
        if HASH.fullmatch(text) is None:
            raise DamageError(f"the reference {name} holds no commit", file=self.common_dir / name)
        return text

    def packed_refs(self) -> dict[str, ObjectId]:
        """The refs of packed-refs, by full name."""
        try:
            lines = (self.common_dir / "packed-refs").read_text(encoding="utf-8", errors="surrogateescape").split("\n")
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise InputError(f"the references cannot be read: {error.strerror}", file=error.filename) from error
        found = {}
        for line in lines:
            oid, _, name = line.partition(" ")
            if HASH.fullmatch(oid):
                found[name] = oid
        return found

    def refs(self, under: str) -> dict[str, ObjectId]:
        """Every ref whose full name starts with ``under`` (``refs/tags/``), loose ones before packed ones."""
        found = {name: oid for name, oid in self.packed_refs().items() if name.startswith(under)}
        base = self.common_dir / under.rstrip("/")
        for folder, folders, files in os.walk(base):
            folders.sort()
            for file in files:
                name = f"{under.rstrip('/')}/{(Path(folder) / file).relative_to(base).as_posix()}"
                if name.endswith(".lock") or (_small(Path(folder) / file) or "").startswith("ref: "):
                    continue  # a name for another reference points nowhere itself
                if (oid := self.ref(name)) is not None:
                    found[name] = oid
        return found

    @cached_property
    def remembered(self) -> Remembered:
        """Records as they were last read here: for who reads many."""
        from provenance.store.remembered import Remembered

        return Remembered.of(self)

    def commit(self, oid: ObjectId) -> Commit:
        """A commit by its id."""
        return self.objects.commit(oid)

    def peel(self, name: str) -> ObjectId | None:
        """The commit an object id, tag object or abbreviation stands for; None where there is none."""
        found = self.objects.get(f"{name}^{{commit}}")
        return found[0] if found is not None and found[1] == "commit" else None

    def blob(self, oid: ObjectId) -> bytes:
        """The content of a file by its id."""
        return self.objects.blob(oid)

    def blob_id(self, content: bytes) -> ObjectId:
        """The id git gives a file of this content."""
        return blob_id(content, self.algorithm)

    def object_id(self, kind: str, content: bytes) -> ObjectId:
        """The id git gives an object of this kind and content."""
        return object_id(kind, content, self.algorithm)

    def close(self) -> None:
        """End the reading process."""
        if "objects" in self.__dict__:
            self.objects.close()
        if "remembered" in self.__dict__:
            self.remembered.close()


def read_config(layout: Layout) -> Mapping[str, tuple[str, ...]]:
    """The checked settings of a repository: its config, and config.worktree where the extension says so.

    config.worktree is checked wherever it lies there: whether git reads it is git's to say.
    """
    settings = dict(gitconfig.read(layout.common_dir / "config"))
    of_tree = gitconfig.read(layout.git_dir / "config.worktree")
    if _is_set(settings, "extensions.worktreeconfig"):
        for name, values in of_tree.items():
            settings[name] = (*settings.get(name, ()), *values)
    if settings.get("core.repositoryformatversion", ("0",))[-1] not in ("0", "1"):
        raise InputError("git's folder has a format that is not known", file=layout.common_dir / "config")
    return settings


def _is_set(settings: Mapping[str, tuple[str, ...]], name: str) -> bool:
    """Whether a switch is on, by git's own grammar; off where it is not there."""
    return gitconfig.boolean(settings.get(name, ("false",))[-1], name)


def _checked(layout: Layout, start: Path) -> Layout:
    """The layout after its configuration was checked; core.worktree says where a named work tree lies."""
    config = read_config(layout)
    named = config.get("core.worktree", (None,))[-1]
    if named is None:
        bare = _is_set(config, "core.bare")
        return Layout(layout.git_dir, layout.common_dir, None) if bare and layout.work_tree is None else layout
    tree = (layout.git_dir / named).resolve()
    if start != tree and tree not in start.parents and layout.git_dir != start:
        raise InputError("git's configuration names another work tree than this folder", file=layout.git_dir / "config")
    return Layout(layout.git_dir, layout.common_dir, tree)


_DAMAGED = re.compile(
    r"corrupt|bad object|loose object|missing blob|missing tree|could not read [0-9a-f]{40}|failed to traverse"
)
"""What git says, in small letters, of an object that is broken or not there."""


def git_error(command: str, status: int, err: bytes) -> InputError | DamageError:
    """What git said, as an error of ours, with control characters made visible."""
    words = err.decode("utf-8", "replace").strip() or f"ended with status {status}"
    shown = "".join(char if char.isprintable() or char == "\n" else repr(char)[1:-1] for char in words)
    last = shown.splitlines()[-1].removeprefix("fatal: ").removeprefix("error: ")
    lowered = shown.lower()
    if "no space left" in lowered or "file too large" in lowered or "quota" in lowered:
        return InputError(
            f"the disk is full: {last}", code="disk-full", hint="make room and try again; nothing was written"
        )
    if "permission denied" in lowered or "read-only file system" in lowered:
        return InputError(f"the archive cannot be written: {last}", code="read-only")
    if _DAMAGED.search(lowered):
        return DamageError(f"git {command}: {last}", hint="provenance verify names what is damaged")
    return InputError(f"git {command}: {last}", code="git")


def _small(path: Path) -> str | None:
    """The stripped text of a ref file; None where there is no such file."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)  # one correction reads a dozen of them
        try:
            return os.read(descriptor, 4096).decode("utf-8", "surrogateescape").strip()
        finally:
            os.close(descriptor)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except OSError as error:
        raise InputError(f"a reference cannot be read: {error.strerror}", file=path) from error
