"""Build or serve the site of the archive, through MkDocs.

Examples:
  provenance site build
  provenance site serve
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from provenance.cli.terminal import Terminal


def arguments(parser: ArgumentParser) -> None:
    """What to do."""
    parser.add_argument("what", choices=("build", "serve"))
    parser.add_argument("--trust-hooks", action="store_true", help="run the Python that mkdocs.yml names under hooks:")


def run(options: Namespace, terminal: Terminal) -> int:
    """Hand over to MkDocs, which must be installed beside this package (the extra ``site``)."""
    from importlib.util import find_spec

    from provenance.errors import InputError

    if find_spec("mkdocs") is None:
        raise InputError("MkDocs is not installed", code="missing", hint="pip install 'provenance-archive[site]'")
    config = Path(options.directory) / "mkdocs.yml"
    if not config.is_file():
        raise InputError("there is no mkdocs.yml here", file=config, hint="provenance init makes one")
    _refuse_hooks(config, trusted=options.trust_hooks)
    strict = ["--strict"] if options.what == "build" else []
    done = subprocess.run(  # noqa: S603  our own interpreter, our own words
        [sys.executable, "-P", "-m", "mkdocs", options.what, *strict, "-f", str(config)], check=False
    )
    if done.returncode:
        raise InputError("MkDocs stopped; why, it says above", code="mkdocs", file=config, hint="mend that, then again")
    if options.what == "build":
        site = config.parent / "site"
        terminal.answer({"schema": 1, "site": str(site)}, lambda: [f"The site is in {site}; open index.html there."])
    return 0


def _refuse_hooks(config: Path, *, trusted: bool) -> None:
    """Hooks of mkdocs.yml are Python of whoever wrote the archive: run only when a person says so."""
    import yaml

    from provenance.errors import InputError

    class Plain(yaml.SafeLoader):
        """Reads the file's shape and makes nothing of its tags."""

    Plain.add_multi_constructor("", lambda *_: None)
    try:
        settings = yaml.load(config.read_bytes(), Plain)  # noqa: S506  a SafeLoader that ignores tags
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise InputError("mkdocs.yml cannot be read", file=config, hint="mend its YAML") from error
    if isinstance(settings, dict) and settings.get("hooks") and not trusted:
        raise InputError(
            "mkdocs.yml names hooks: Python that would run here",
            code="untrusted",
            file=config,
            hint="read them, then add --trust-hooks",
        )
