from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from provenance.errors import ConflictError, InputError
from provenance.store.repository import Repository
from provenance.store.sync import pull, push
from tests.store.clones import clean, title, words
from tests.store.conftest import RECORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.store.archive import Archive

PATIENCE = 10.0


def part_of_git(name: str) -> Path:
    """A program of git's own folder; the test is skipped where this git came without it."""
    found = subprocess.run(["git", "--exec-path"], capture_output=True, text=True, check=True)
    path = Path(found.stdout.strip()) / name
    if not path.exists():
        pytest.skip(f"this git came without {name}")
    return path


def pointed(archive: Archive, url: str) -> Archive:
    """The same clone, sharing by another address."""
    config = archive.root / ".git/config"
    lines = [f"\turl = {url}" if line.strip().startswith("url =") else line for line in config.read_text().splitlines()]
    config.write_text("\n".join(lines) + "\n")
    archive.close()
    archive.repository = Repository.open(archive.root, archive.repository.environ)
    return archive


@pytest.fixture
def daemon(clones: tuple[Archive, Archive], tmp_path: Path) -> Iterator[str]:
    """A ``git daemon`` on loopback that anybody may push to."""
    program = part_of_git("git-daemon")
    del clones
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--reuseaddr", "--export-all", "--enable=receive-pack", f"--base-path={tmp_path}"]
    # the server's folder is another's to nobody here; safe.directory is asked of the daemon's own surroundings
    environ = {"PATH": os.environ["PATH"], "HOME": str(tmp_path / "home")}
    served = subprocess.Popen([str(program), *options, "--listen=127.0.0.1", f"--port={port}"], env=environ)
    try:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.05)
        yield f"git://127.0.0.1:{port}/server.git"
    finally:
        served.terminate()
        served.wait(PATIENCE)


class _Backend(BaseHTTPRequestHandler):
    """``git http-backend`` as any web server runs it: a CGI program."""

    root: Path
    program: Path

    def do_GET(self) -> None:
        self._run()

    def do_POST(self) -> None:
        self._run()

    def _run(self) -> None:
        path, _, query = self.path.partition("?")
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        environ = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.root / "home"),
            "GIT_PROJECT_ROOT": str(self.root),
            "GIT_HTTP_EXPORT_ALL": "1",
            "REMOTE_USER": "anna",
            "REQUEST_METHOD": self.command,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_TYPE": self.headers.get("Content-Type") or "",
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding") or "",
            "HTTP_GIT_PROTOCOL": self.headers.get("Git-Protocol") or "",
        }
        answer = subprocess.run([str(self.program)], input=body, env=environ, capture_output=True, check=False).stdout
        head, _, content = answer.partition(b"\r\n\r\n")
        fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n") if ": " in line)
        self.send_response(int(fields.pop("Status", "200").split()[0]))
        for name, value in {**fields, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture
def web(clones: tuple[Archive, Archive], tmp_path: Path) -> Iterator[str]:
    """``git http-backend`` behind a small web server on loopback."""
    del clones
    handler = type("Backend", (_Backend,), {"root": tmp_path, "program": part_of_git("git-http-backend")})
    if not (Path(handler.program).parent / "git-remote-http").exists():
        pytest.skip("this git came without its http client")
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/server.git"
    server.shutdown()
    server.server_close()
    thread.join(PATIENCE)


@pytest.mark.skipif(shutil.which("git") is None, reason="no git")
@pytest.mark.parametrize("kind", ["daemon", "web"])
def test_two_clones_share_by_a_server_on_loopback(
    kind: str, clones: tuple[Archive, Archive], request: pytest.FixtureRequest
) -> None:
    url: str = request.getfixturevalue(kind)
    one, two = (pointed(archive, url) for archive in clones)
    title(one, "Telegram on bread")
    assert push(one).sent == 1
    words(two, "p2", "Monday", "Tuesday")
    with pytest.raises(ConflictError) as caught:
        push(two)
    assert caught.value.code == "behind"
    assert pull(two).received == 1
    assert push(two).sent == 1
    pull(one)
    assert one.tip == two.tip
    assert one.snapshot().dossier(RECORD).record.title == "Telegram on bread"
    assert clean(one)
    assert clean(two)


def test_what_a_web_server_refuses_is_said_in_its_own_words_with_the_mend(
    clones: tuple[Archive, Archive], web: str, tmp_path: Path
) -> None:
    title(clones[0], "Telegram on bread")
    with pytest.raises(InputError, match="no such archive") as caught:
        pull(pointed(clones[0], web.replace("server.git", "other.git")))
    assert "git remote set-url" in (caught.value.hint or "")
    hook = tmp_path / "server.git" / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nprintf 'no room left for you \\033[1m' >&2\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(InputError, match="no room left for you") as caught:
        push(pointed(clones[0], web))
    assert "\x1b" not in str(caught.value)
    (tmp_path / "server.git" / "config").write_text("[http]\n\treceivepack = false\n")
    with pytest.raises(InputError, match="does not let you") as caught:
        push(pointed(clones[0], web))
    assert "ask who keeps the server" in (caught.value.hint or "")


@pytest.mark.parametrize("url", ["http://127.0.0.1.example.org/x", "git://localhost.example.org/x", "http://[::2]/x"])
def test_t22_only_this_very_machine_is_spoken_to_without_a_lock_on_the_line(
    clones: tuple[Archive, Archive], url: str
) -> None:
    with pytest.raises(InputError) as caught:
        pull(pointed(clones[0], url))
    assert caught.value.code == "address"


def test_a_server_that_is_not_there_is_named_and_nothing_is_moved(clones: tuple[Archive, Archive]) -> None:
    away = pointed(clones[0], "/nowhere/at/all.git")
    before = away.tip
    for verb in (pull, push):
        with pytest.raises(InputError) as caught:
            verb(away)
        assert caught.value.code == "unreachable"
    assert away.tip == before


def test_a_server_whose_history_was_rewritten_is_not_followed(clones: tuple[Archive, Archive], tmp_path: Path) -> None:
    one, two = clones
    title(one, "Telegram on bread")
    push(one)
    pull(two)
    environ = {**one.repository.environ, "GIT_CONFIG_NOSYSTEM": "1"}
    server = tmp_path / "server.git"
    subprocess.run(["git", "update-ref", "refs/heads/main", "main^"], cwd=server, check=True, env=environ)
    title(two, "Telegram on oil")
    before = two.tip
    for _ in range(2):  # and is not followed the second time either
        with pytest.raises(ConflictError) as caught:
            pull(two)
        assert caught.value.code == "rewritten"
    assert two.tip == before


def test_what_the_server_refuses_is_told_in_its_own_words(clones: tuple[Archive, Archive], tmp_path: Path) -> None:
    hook = tmp_path / "server.git/hooks/update"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    title(clones[0], "Telegram on bread")
    with pytest.raises(InputError) as caught:
        push(clones[0])
    assert caught.value.code == "server-refused"
    assert "hook" in caught.value.message
