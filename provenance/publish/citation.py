"""How to cite a version of a record: a sentence, BibTeX, RIS. Each with the escapes of its own format."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from provenance.model.dates import spoken
from provenance.model.unseen import readable
from provenance.publish.render import day

if TYPE_CHECKING:
    from provenance.model.address import RecordId
    from provenance.publish.site import Site, Version

_BIBTEX = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#",
           "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}  # fmt: skip


@dataclass(frozen=True)
class Citation:
    """One version of a record, cited. ``provisional``: it is not published yet, and should not be."""

    sentence: str
    address: str | None
    bibtex: str
    ris: str
    version: str | None
    provisional: bool


def cite(site: Site, record: RecordId) -> Citation:
    """The citation of the newest version that may be cited; else of the record as it stands, marked provisional."""
    described = site.record(record)
    citable = [version for version in site.versions(record) if version.published]
    version = citable[-1] if citable else next(reversed(site.versions(record)), None)
    authors = [
        site.surroundings(record).name(claim.agent)
        for claim in described.attributions.values()
        if claim.role == "author" and not claim.rejected
    ]
    date = spoken(described.date.edtf) if described.date.edtf else "date not known"
    when = _when(version)
    address = None
    if site.site_url:
        address = site.site_url.rstrip("/") + "/" + site.addresses.url(site.addresses.record(record))
    parts = [", ".join(authors), f"“{described.title}”", date, str(record), f"in {site.title}", when]
    cited = _Cited(described.title, tuple(authors), str(described.date.edtf or ""), when, address or "")
    return Citation(
        sentence=", ".join(part for part in parts if part) + ".",
        address=address,
        bibtex=_bibtex(record, cited),
        ris=_ris(cited),
        version=version.name if version else None,
        provisional=not citable,
    )


def _when(version: Version | None) -> str:
    if version is None:
        return ""
    return f"version {version.number}{'' if version.published else '*'} of {day(version.entry.landed)}"


@dataclass(frozen=True)
class _Cited:
    title: str
    authors: tuple[str, ...]
    date: str
    when: str
    address: str


def _bibtex(record: RecordId, cited: _Cited) -> str:
    fields = {
        "author": " and ".join("{" + _in_bibtex(name) + "}" for name in cited.authors),
        "title": "{" + _in_bibtex(cited.title) + "}",
        "date": _in_bibtex(cited.date),
        "note": _in_bibtex(f"{record}, {cited.when}".rstrip(", ")),
        "url": cited.address,
    }
    lines = [f"  {name:<7}= {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{{str(record).replace('/', '-')},\n" + ",\n".join(lines) + "\n}"


def _in_bibtex(words: str) -> str:
    return "".join(_BIBTEX.get(letter, letter) for letter in _line(words))


def _ris(cited: _Cited) -> str:
    year = re.match(r"-?[0-9]{4}", cited.date)
    tags = [("TY", "MANSCPT"), *(("AU", name) for name in cited.authors), ("TI", cited.title)]
    tags += [("PY", year[0])] if year else []
    tags += [("ET", cited.when), ("UR", cited.address)]
    return "\n".join([*(f"{tag}  - {_line(value)}" for tag, value in tags if value), "ER  -"])


def _line(words: str) -> str:
    return " ".join(readable(words).split())
