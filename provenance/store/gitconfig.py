"""A repository's own configuration, read as a file and held against an allow-list.

Some keys of git's configuration name programs (hooks, filters, pagers, a
file-system monitor, aliases, proxies, signing commands) and git runs them
during commands that look harmless. An archive that came from a stranger may
hold any of them. So before the first git command the file is read here, by a
parser that follows no include and starts nothing, and a key that is not known
to be harmless refuses the archive (THREATS T20).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

LIMIT = 1_000_000
"""Bytes; a bigger configuration is refused."""

_SECTION = re.compile(r'\[\s*([A-Za-z0-9.-]+)(?:[ \t]+"((?:[^"\\\n]|\\.)*)")?\s*\]')
_NUMBER = re.compile(r"[ \t\n\v\f\r]*[+-]?(0x[0-9a-f]+|0[0-7]*|[1-9][0-9]*)[kmg]?")
_KEY = re.compile(r"([A-Za-z][A-Za-z0-9-]*)[ \t]*(=?)[ \t]*")

# A name stands for itself; ``*`` for any middle part. Each is a number, a
# switch, a name or an address that git itself reads; none names a program.
_LISTED = """
    advice.* branch.*.description branch.*.merge branch.*.pushremote branch.*.rebase branch.*.remote
    branch.*.vscode-merge-base branch.*.github-pr-owner-number color.* color.*.* column.*
    commit.cleanup commit.gpgsign commit.status commit.verbose
    core.abbrev core.autocrlf core.bare core.bigfilethreshold core.checkstat core.commitgraph core.compression
    core.eol core.filemode core.filesreflocktimeout core.fsync core.fsyncmethod core.fsyncobjectfiles core.hidedotfiles
    core.ignorecase core.ignorestat core.logallrefupdates core.longpaths core.loosecompression core.multipackindex
    core.packedrefstimeout core.precomposeunicode core.preloadindex core.protecthfs core.protectntfs core.quotepath
    core.repositoryformatversion core.safecrlf core.sharedrepository core.sparsecheckout core.sparsecheckoutcone
    core.splitindex core.symlinks core.trustctime core.untrackedcache core.warnambiguousrefs core.whitespace
    core.worktree
    diff.algorithm diff.colormoved diff.context diff.mnemonicprefix diff.noprefix diff.renames diff.renamelimit
    extensions.noop extensions.objectformat extensions.worktreeconfig
    fastimport.unpacklimit feature.manyfiles feature.experimental
    fetch.fsckobjects fetch.prune fetch.prunetags fetch.writecommitgraph
    gc.auto gc.autodetach gc.autopacklimit gc.cruftpacks gc.pruneexpire gc.reflogexpire gc.reflogexpireunreachable
    gc.worktreepruneexpire gc.writecommitgraph gc.bigpackthreshold gc.packrefs
    gpg.format gpg.mintrustlevel gpg.ssh.allowedsignersfile gpg.ssh.revocationfile
    i18n.commitencoding i18n.logoutputencoding index.sparse index.threads index.version init.defaultbranch
    lfs.repositoryformatversion log.* maintenance.auto maintenance.strategy merge.conflictstyle merge.ff merge.renames
    merge.renamelimit merge.stat merge.verbosity pack.* pull.ff pull.rebase push.autosetupremote push.default
    push.followtags push.gpgsign rebase.autosquash rebase.autostash rebase.updaterefs
    receive.denycurrentbranch receive.denydeletes receive.denynonfastforwards receive.fsckobjects
    receive.unpacklimit receive.autogc receive.advertisepushoptions
    remote.*.fetch remote.*.mirror remote.*.prune remote.*.prunetags remote.*.push remote.*.pushurl
    remote.*.skipdefaultupdate remote.*.skipfetchall remote.*.tagopt remote.*.url remote.*.gh-resolved
    remote.pushdefault
    repack.usedeltabaseoffset repack.writebitmaps repack.packkeptobjects rerere.autoupdate rerere.enabled
    splitindex.* status.*
    submodule.*.active submodule.*.branch submodule.*.url tag.forcesignannotated tag.gpgsign tag.sort
    transfer.fsckobjects transfer.unpacklimit user.email user.name user.signingkey user.useconfigonly
    http.receivepack http.uploadpack daemon.*
"""
_HARMLESS = frozenset(_LISTED.split())


@dataclass(frozen=True)
class Entry:
    """One setting: ``name`` with section and key in lower case, the middle part as written; ``line`` from 1."""

    name: str
    value: str
    line: int

    @property
    def general(self) -> str:
        """The name with ``*`` for its middle part, as the allow-list has it."""
        section, _, rest = self.name.partition(".")
        middle, dot, key = rest.rpartition(".")
        return f"{section}.*.{key}" if dot and middle else self.name


def parse(source: str, *, file: object = None) -> Iterator[Entry]:
    """Every setting of a configuration file, by git's grammar; InputError with the line where git would refuse too."""
    place, line, section = 0, 1, ""
    while place < len(source):
        char = source[place]
        if char in " \t\n\r":
            line += char == "\n"
            place += 1
        elif char in "#;":
            end = source.find("\n", place)
            place = len(source) if end < 0 else end
        elif char == "[":
            match = _SECTION.match(source, place)
            if match is None:
                raise InputError("git's configuration cannot be read here", file=file, line=line)
            section = match[1].lower()
            if match[2] is not None:
                section += "." + re.sub(r"\\(.)", r"\1", match[2])
            place = match.end()
        else:
            match = _KEY.match(source, place)
            if match is None or not section:
                raise InputError("git's configuration cannot be read here", file=file, line=line)
            name, start = f"{section}.{match[1].lower()}", line
            value, place = _value(source, match.end(), file, line) if match[2] else ("true", match.end())
            line += source.count("\n", match.end(), place)
            yield Entry(name, value, start)


def _value(source: str, place: int, file: object, line: int) -> tuple[str, int]:
    """The value that starts at ``place`` and the offset of its line's end: quotes, escapes, continuation, comment."""
    out: list[str] = []
    quoted, kept = False, 0  # kept: length up to the last character that may not be trimmed
    while place < len(source) and (source[place] != "\n"):
        char = source[place]
        if char == "\\":
            following = source[place + 1 : place + 2]
            if following not in ("\n", '"', "\\", "n", "t", "b"):
                raise InputError("git's configuration cannot be read here", file=file, line=line)
            if following != "\n":
                out.append({"n": "\n", "t": "\t", "b": "\b"}.get(following, following))
                kept = len(out)
            place += 2
            continue
        if char == '"':
            quoted = not quoted
            kept = len(out)
        elif char in "#;" and not quoted:
            end = source.find("\n", place)
            place = len(source) if end < 0 else end
            break
        else:
            out.append(char)
            if quoted or char not in " \t\r":
                kept = len(out)
        place += 1
    if quoted:
        raise InputError("a quotation mark is left open in git's configuration", file=file, line=line)
    return "".join(out[:kept]), place


def boolean(value: str, name: str = "a setting") -> bool:
    """A setting as git takes it for true or false; InputError where git would take it for neither.

    git's own grammar (``git_config_bool``): words in any capitals, nothing at
    all for false, and every number, with or without a unit, that is not zero.
    """
    word = value.lower()
    if word in ("true", "yes", "on"):
        return True
    if word in ("false", "no", "off", ""):
        return False
    number = _NUMBER.fullmatch(word)
    if number is None:
        raise InputError(f"git's configuration sets {name} to {value!r}, which is neither true nor false")
    return any(digit not in "0x" for digit in number[1])


def is_harmless(entry: Entry) -> bool:
    """Whether the allow-list knows the setting."""
    section = entry.name.partition(".")[0]
    return (
        entry.name in _HARMLESS
        or entry.general in _HARMLESS
        or (f"{section}.*" in _HARMLESS and entry.name.count(".") == 1)
    )


def read(path: Path) -> Mapping[str, tuple[str, ...]]:
    """The checked settings of ``path`` by name, each with its values in order; empty where there is no file.

    Raises InputError, naming the line, for a setting that is not known to be harmless.
    """
    try:
        with path.open("rb") as stream:
            raw = stream.read(LIMIT + 1)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise InputError(f"git's configuration cannot be read: {error.strerror}", file=path) from error
    if len(raw) > LIMIT or b"\0" in raw:
        raise InputError("this is no configuration of git's", file=path)
    settings: dict[str, tuple[str, ...]] = {}
    for entry in parse(raw.decode("utf-8", "surrogateescape").removeprefix("\ufeff"), file=path):
        if not is_harmless(entry):
            shown = entry.name.encode("unicode_escape").decode("ascii")
            raise InputError(
                f"git's configuration here sets {shown}, which is not known to be harmless: no git command was run",
                code="untrusted-configuration",
                file=path,
                line=entry.line,
                hint=f"if you set it yourself, move it to your own configuration: git config --global {shown} …",
            )
        settings[entry.name] = (*settings.get(entry.name, ()), entry.value)
    return settings
