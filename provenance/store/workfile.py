"""One file of the work tree: read, exchanged, made or taken away, and never through a link.

The way to it is walked folder by folder from open descriptors that refuse
links, so that nothing outside the work tree is read or written however the
tree is rearranged meanwhile. What a write displaces lies in a *spare* file,
named apart from a new content that is still being written: after a crash the
first may be somebody's only copy, the second is rubbish.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from provenance.errors import InputError
from provenance.store import exchange as exchanging

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from provenance.store.exchange import Spot

T = TypeVar("T")

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC


@dataclass(frozen=True)
class Found:
    """A file as it was read: its bytes, its permissions, the moment of its last change in nanoseconds."""

    content: bytes
    permissions: int
    modified: int


class WorkFile:
    """One path of one work tree. ``state`` is our folder in git's, ``number`` tells this file's spare from others'.

    Each step is flushed, but for a content that was laid ready by :meth:`stage`: of thousands of files, who stages
    them flushes them together.
    """

    def __init__(
        self,
        top: Path,
        path: str,
        state: Path,
        number: int,
        exchange: Callable[[Spot, Spot], None] = exchanging.exchange,
    ) -> None:
        """``path`` is relative to ``top``, with ``/``."""
        self.top = top
        self.path = path
        self.state = state
        self.number = number
        self._exchange = exchange
        self._folders, _, self.name = path.rpartition("/")
        self._beside = False  # set where the work tree lies on another disk than git's folder
        self._staged: bytes | None = None
        self.left_nothing = False
        """True after a file was made where none had been: no spare is left to be removed, nothing was displaced."""

    def read(self) -> Found | None:
        """The file as it is; None where there is none. InputError for a link, a folder, a device, a link on the way."""
        try:
            with self._folder() as folder:
                return self._read((folder, self.name))
        except (FileNotFoundError, NotADirectoryError):
            return None

    def stage(self, content: bytes, *, new: bool) -> None:
        """Lay a content ready, not flushed; :meth:`replace`, or :meth:`create` where it is ``new``, puts it in place.

        No folder is made yet, nor is anything laid into the work tree: where the
        spare would have to lie beside the file, that is left to them.
        """
        self._staged = None
        with self._folder(nearest=True) as folder, self._spare(folder) as spare:
            if not self._beside:
                self._prepare(spare, content, like=None if new else (folder, self.name), flush=False)
                self._staged = content

    def replace(self, content: bytes) -> bytes | None:
        """Put ``content`` in the file's place and give what was displaced; it stays in the spare. None: it was gone."""

        def once() -> bytes | None:
            with self._folder() as folder, self._spare(folder) as spare:
                together = self._staged is content
                try:
                    if not together:
                        self._prepare(spare, content, like=(folder, self.name))
                    self.left_nothing = False
                    self._exchange(spare, (folder, self.name))
                except BaseException:
                    self._remove_new(spare)
                    raise
                self._done(folder, together=together)
                found = self._read(spare)
                return None if found is None else found.content

        with suppress(FileNotFoundError):
            return self._on_either_disk(once)
        return None

    def create(self, content: bytes) -> bool:
        """Make the file where there is none, with the folders on its way; false where one stands there by now."""

        def once() -> bool:
            together = self._staged is content
            with self._folder(make=True, flush=not together) as folder, self._spare(folder) as spare:
                together = together and not self._beside
                try:
                    if not together:
                        self._prepare(spare, content, like=None)
                    made = _new_name(spare, (folder, self.name))
                finally:
                    self._remove_new(spare)
                self._done(folder, together=together)
                self.left_nothing = made
                return made

        return self._on_either_disk(once)

    def take_away(self) -> bytes | None:
        """Move the file into the spare and give its bytes; None where there was none."""

        def once() -> bytes | None:
            with self._folder() as folder, self._spare(folder) as spare:
                self.left_nothing = False
                os.rename(self.name, spare[1], src_dir_fd=folder, dst_dir_fd=spare[0])
                os.fsync(folder)
                found = self._read(spare)
                return None if found is None else found.content

        with suppress(FileNotFoundError):
            return self._on_either_disk(once)
        return None

    def _done(self, folder: int, *, together: bool) -> None:
        """After a new name: flush the folder, unless that is done for many files together."""
        self._staged = None
        if not together:
            os.fsync(folder)

    def _on_either_disk(self, once: Callable[[], T]) -> T:
        """Try with the spare in git's folder; where the work tree proves another disk, with one beside the file."""
        try:
            return once()
        except OSError as error:
            if error.errno != errno.EXDEV or self._beside:
                raise
        self._beside = True
        return once()

    def put_back(self) -> bool:
        """Undo :meth:`replace` or :meth:`take_away`: what lies in the spare returns; false where nothing does."""
        try:
            with self._folder(make=True) as folder, self._spare(folder) as spare:
                if _new_name(spare, (folder, self.name)):
                    self._remove_new(spare)
                else:
                    self._exchange(spare, (folder, self.name))
                os.fsync(folder)
                return True
        except FileNotFoundError:
            return False

    def displaced(self) -> Found | None:
        """What lies in the spare now: a program that had the old file open may still write into it."""
        for _ in range(2):
            try:
                with self._folder() as folder, self._spare(folder) as spare:
                    for name in (spare[1] + exchanging.KEPT, spare[1]):
                        found = self._read((spare[0], name))
                        if found is not None:
                            return found
            except (FileNotFoundError, NotADirectoryError):
                pass
            self._beside = not self._beside
        return None

    def forget(self) -> None:
        """Remove the spare and what is left of a half-written one, wherever they lie."""
        with suppress(FileNotFoundError):
            state = os.open(self.state, _FOLDER)
            try:
                self._empty((state, self._in_state))
            finally:
                os.close(state)
        # where the folder went with its last file, nothing lies beside it
        with suppress(FileNotFoundError, NotADirectoryError, InputError), self._folder() as folder:
            self._empty((folder, self._beside_it))

    def _empty(self, spare: Spot) -> None:
        for name in (spare[1], spare[1] + ".half", spare[1] + exchanging.KEPT):
            with suppress(FileNotFoundError):
                os.unlink(name, dir_fd=spare[0])

    @property
    def _in_state(self) -> str:
        return f"spare-{self.number}"

    @property
    def _beside_it(self) -> str:
        return f".{self.name}.provenance-{self.number}"

    def rescue(self, folder: Path) -> Path | None:
        """Keep what lies in the spare as a file of its own in ``folder``; its path."""
        found = self.displaced()
        if found is None:
            return None
        folder.mkdir(exist_ok=True)
        for count in range(1, 10_000):
            place = folder / f"{self.path.replace('/', '+')}.{count}"
            with suppress(FileExistsError), place.open("xb") as stream:
                stream.write(found.content)
                stream.flush()
                os.fsync(stream.fileno())
                return place
        return None

    def remove_empty_folders(self) -> None:
        """After the file is gone: the folders that held nothing else, as git removes them."""
        parts = self._folders.split("/") if self._folders else []
        while parts:
            try:
                (self.top / "/".join(parts)).rmdir()
            except OSError:
                return
            parts.pop()

    # -- the way there ---------------------------------------------------------------------------------------------

    @contextmanager
    def _folder(self, *, make: bool = False, flush: bool = True, nearest: bool = False) -> Iterator[int]:
        """A descriptor of the folder that holds the file; with ``nearest`` of the one on its way that is there."""
        here = os.open(self.top, _FOLDER)
        try:
            for part in self._folders.split("/") if self._folders else ():
                try:
                    following = self._step(here, part, make=make, flush=flush)
                except FileNotFoundError:
                    if nearest:
                        break
                    raise
                os.close(here)
                here = following
            yield here
        finally:
            os.close(here)

    def _step(self, here: int, part: str, *, make: bool, flush: bool) -> int:
        """The next folder on the way, made where it is missing and wanted."""
        try:
            return self._enter(here, part)
        except FileNotFoundError:
            if not make:
                raise
        with suppress(FileExistsError):
            os.mkdir(part, dir_fd=here)
            if flush:
                os.fsync(here)
        return self._enter(here, part)

    def _enter(self, here: int, part: str) -> int:
        try:
            return os.open(part, _FOLDER | os.O_NOFOLLOW, dir_fd=here)
        except OSError as error:
            if error.errno in {errno.ELOOP, errno.ENOTDIR}:
                raise InputError(
                    f"{part!r} on the way to this file is a link or a file, not a folder",
                    code="not-a-folder",
                    file=self.top / self.path,
                    hint="put the folder itself there: links are not followed",
                ) from error
            raise

    @contextmanager
    def _spare(self, folder: int) -> Iterator[Spot]:
        """Where the spare lies: in our folder of git's, or beside the file where that is another disk."""
        if self._beside or os.fstat(folder).st_dev != self.state.stat().st_dev:
            self._beside = True
            yield folder, self._beside_it
            return
        state = os.open(self.state, _FOLDER)
        try:
            yield state, self._in_state
        finally:
            os.close(state)

    def _read(self, spot: Spot) -> Found | None:
        try:
            descriptor = os.open(spot[1], os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=spot[0])
        except FileNotFoundError:
            return None
        except OSError as error:
            if error.errno in {errno.ELOOP, errno.ENXIO}:
                raise self._no_file() from error
            raise
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            os.close(descriptor)
            raise self._no_file()
        with os.fdopen(descriptor, "rb") as stream:
            return Found(stream.read(), stat.S_IMODE(about.st_mode), about.st_mtime_ns)

    def _no_file(self) -> InputError:
        return InputError(
            "a link, folder or device stands where the archive has a file",
            code="not-a-file",
            file=self.top / self.path,
            hint="take it away; 'git status' shows what belongs there",
        )

    def _prepare(self, spare: Spot, content: bytes, like: Spot | None, *, flush: bool = True) -> None:
        """The new content, whole and flushed, under the spare's name; permissions as those of the file at ``like``."""
        half = spare[1] + ".half"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
        try:
            descriptor = os.open(half, flags, 0o666, dir_fd=spare[0])
        except FileExistsError:  # of one that was killed
            os.unlink(half, dir_fd=spare[0])
            descriptor = os.open(half, flags, 0o666, dir_fd=spare[0])
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            if like is not None:
                with suppress(FileNotFoundError):
                    about = os.stat(like[1], dir_fd=like[0], follow_symlinks=False)
                    os.fchmod(descriptor, stat.S_IMODE(about.st_mode))
            if flush:
                os.fsync(descriptor)
        os.rename(half, spare[1], src_dir_fd=spare[0], dst_dir_fd=spare[0])

    def _remove_new(self, spare: Spot) -> None:
        """Remove a new content that found no place; never what an exchange displaced."""
        self._staged = None
        for name in (spare[1], spare[1] + ".half"):
            with suppress(FileNotFoundError):
                os.unlink(name, dir_fd=spare[0])


def _new_name(spare: Spot, target: Spot) -> bool:
    """Give the spare's file a name that must be free: a link fails where one stands there, a rename would not."""
    try:
        os.link(spare[1], target[1], src_dir_fd=spare[0], dst_dir_fd=target[0], follow_symlinks=False)
    except FileExistsError:
        return False
    except OSError as error:
        if error.errno not in {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK}:
            raise
        try:
            os.stat(target[1], dir_fd=target[0], follow_symlinks=False)
        except FileNotFoundError:
            os.rename(spare[1], target[1], src_dir_fd=spare[0], dst_dir_fd=target[0])
        else:
            return False
    return True
