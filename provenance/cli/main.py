"""Read the command line, run one command, end with its exit status.

0 done; 1 an audit error about the record, a difference with ``--exit-code``, a
text that disagrees; 2 bad use or input; 3 a conflict; 4 the archive is damaged.
No traceback reaches a user.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from typing import TYPE_CHECKING, NoReturn

from provenance.errors import InputError, ProvenanceError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence
    from types import ModuleType

    from provenance.cli.terminal import Terminal
    from provenance.shelf import Member

SHELF = "provenance.cli.commands"
BROKEN = 70  # sysexits.h EX_SOFTWARE: the fault is ours
INTERRUPTED = 130
_LOADER = "pydantic.plugin._loader"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command typed; the entry point of ``provenance``."""
    typed = list(sys.argv[1:] if arguments is None else arguments)
    _spare_plugins()
    # what loading makes stays until the end: Python's collector would look at it 77 times, for 20 ms, and find nothing
    gc.set_threshold(100_000, 10, 10)
    if arguments is None:  # the process is ours: nor need it look through everything twice as it ends
        atexit.register(gc.freeze)
    from provenance.cli.terminal import Terminal

    terminal = Terminal.of_process(as_json="--json" in typed)
    try:
        return _run(typed, terminal)
    except ProvenanceError as error:
        terminal.error(error)
        return error.exit_status
    except BrokenPipeError:
        # the reader (a pager, `head`) has gone: nothing is left to say, nor to flush
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        terminal.note("stopped; nothing half done is kept")
        return INTERRUPTED
    except OSError as error:
        terminal.error(_of_system(error))
        return InputError.exit_status
    except Exception as fault:  # noqa: BLE001  the last door: no traceback reaches a user
        terminal.fault(fault)
        return BROKEN


def _spare_plugins() -> None:
    """Keep pydantic from looking for plugins: that alone loads importlib.metadata, as dear as Python's own start.

    The setting alone does not spare the loading. Whatever else is asked of that
    module than to name the plugins, the real one answers.
    """
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    if os.environ["PYDANTIC_DISABLE_PLUGINS"] == "__all__" and _LOADER not in sys.modules:
        loader = type(sys)(_LOADER)
        loader.__dict__.update(get_plugins=tuple, __getattr__=_real_loader)
        sys.modules[_LOADER] = loader


def _real_loader(name: str) -> object:
    from importlib import import_module

    if name.startswith("__"):  # what the import system itself asks of a module
        raise AttributeError(name)
    sys.modules.pop(_LOADER, None)
    return getattr(import_module(_LOADER), name)


def _run(typed: list[str], terminal: Terminal) -> int:
    before, name, after = _split(typed)
    if name is None:
        if "--version" in before:
            from provenance import __version__

            terminal.say(f"provenance {__version__}")
            return 0
        terminal.say(_overview())
        return 0 if {"--help", "-h"} & set(before) or not typed else InputError.exit_status
    member = _member(name)
    module = member.load()
    options = _parser(name, module).parse_args([*before, *after])
    status: int = module.run(options, terminal)
    return status


def _split(typed: list[str]) -> tuple[list[str], str | None, list[str]]:
    """The options before the command's name, the name, what follows it."""
    place = 0
    while place < len(typed) and typed[place].startswith("-"):
        place += 2 if typed[place] in {"-C", "--at", "--author"} else 1
    if place >= len(typed):
        return typed, None, []
    return typed[:place], typed[place], typed[place + 1 :]


def _members() -> dict[str, Member]:
    from provenance import shelf

    return {member.name.rstrip("_").replace("_", "-"): member for member in shelf.members(SHELF)}


def _member(name: str) -> Member:
    known = _members()
    if name not in known:
        import difflib

        near = difflib.get_close_matches(name, known, n=3)
        raise InputError(
            f"there is no command {name!r}",
            code="unknown-command",
            hint=f"provenance {near[0]} --help" if near else "provenance --help lists the commands",
            candidates=tuple(near),
        )
    return known[name]


def _overview() -> str:
    lines = [
        "provenance keeps the history of published archival documents: every claim, every correction, and why.",
        "",
        "  provenance [-C DIR] COMMAND …",
        "",
    ]
    known = _members()
    width = max(map(len, known))
    lines += [f"  {name:<{width}}  {member.summary()}" for name, member in known.items()]
    lines += [
        "",
        "provenance COMMAND --help says more, with examples. -C DIR works on the archive in DIR.",
        "Start with: provenance init my-archive",
    ]
    return "\n".join(lines)


def _parser(name: str, module: ModuleType) -> ArgumentParser:
    import argparse

    class Parser(argparse.ArgumentParser):
        """argparse, whose complaints are errors like any other."""

        def error(self, message: str) -> NoReturn:
            raise InputError(f"{name}: {message}", code="usage", hint=f"provenance {name} --help")

    class Plain(argparse.HelpFormatter):
        """argparse asks a formatter about each argument, and the default one loads ``shutil`` for a width."""

        def __init__(self, prog: str) -> None:
            super().__init__(prog, width=100)

    summary, _, more = (module.__doc__ or "").partition("\n")
    parser = Parser(
        prog=f"provenance {name}",
        description=summary,
        epilog=more.strip(),
        formatter_class=Plain,
        allow_abbrev=False,
    )
    module.arguments(parser)
    shared = parser.add_argument_group("for every command")
    shared.add_argument("-C", dest="directory", metavar="DIR", default=".", help="work on the archive in DIR")
    shared.add_argument("--author", metavar="KEY", help="the editor, by the key in provenance.toml")
    shared.add_argument("--json", action="store_true", help="answer with one JSON object")
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    return parser


def every_parser() -> dict[str, ArgumentParser]:
    """The parser of each command by its name: for completion, which alone needs them all."""
    return {name: _parser(name, member.load()) for name, member in _members().items()}


def parse(name: str, typed: Sequence[str]) -> Namespace:
    """The options of one command as its parser reads them; for tests of the documentation."""
    return _parser(name, _member(name).load()).parse_args(list(typed))


def _of_system(error: OSError) -> InputError:
    """What the operating system refused, in words; the file is the one it named."""
    import errno

    mends = {
        errno.ENOSPC: "free some space on that disk and run the command again",
        errno.EDQUOT: "free some of your quota and run the command again",
        errno.EFBIG: "raise the limit on the size of files and run the command again",
        errno.EACCES: "ask the owner of the file for permission, or work on a copy",
        errno.EROFS: "the disk is mounted for reading only: work on a copy",
        errno.ENOENT: "check the path",
        errno.EISDIR: "name a file, not a folder",
        errno.ENOTDIR: "check the path",
    }
    return InputError(
        (error.strerror or str(error)).lower(),
        code="system",
        file=error.filename,
        hint=mends.get(error.errno or 0),
    )


if __name__ == "__main__":
    sys.exit(main())
