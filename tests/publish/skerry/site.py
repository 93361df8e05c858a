"""Builds the Skerry Papers with MkDocs, as an editor would: `mkdocs build --strict` in the archive's folder."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PROSE = """\
# About this archive

The *Skerry Papers* are invented; see the [memorandum](records/winter-ports/doc-014.md#p5).

## How it is kept

!!! warning "Nothing here is real"
    All persons are made up.

| mark | means |
| --- | --- |
| `[and]` | supplied |

```
provenance correct doc-014 --set /date/edtf=1923
```

## How to read it

A footnote.[^1]

[^1]: Here it is.
"""
CONFIG = """\
site_name: The Skerry Papers
theme: {theme}
plugins: [search, provenance]
markdown_extensions: [admonition, footnotes, tables, toc]
nav: [index.md, {{ About: [about.md, more.md] }}]
"""
FILES = CONFIG + "use_directory_urls: false\n"
"""As ``provenance init`` writes it: the site can be opened as files."""


def build(archive: Path, site: Path, *, theme: str = "provenance", config: str = CONFIG) -> str:
    """Build; the log. A warning is a failure, as ``--strict`` says."""
    (archive / "docs").mkdir(exist_ok=True)
    (archive / "docs" / "about.md").write_text(PROSE, encoding="utf-8")
    (archive / "docs" / "more.md").write_text("# More & more\n\n## One\n\n## Two\n", encoding="utf-8")
    (archive / "mkdocs.yml").write_text(config.format(theme=theme), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)],
        cwd=archive,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr
