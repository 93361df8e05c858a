"""All files of one record, collection or agent list as one value: what the store reads and a correction changes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from provenance.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provenance.model.address import RecordId
    from provenance.model.agents import AgentList
    from provenance.model.fingerprint import Fingerprint
    from provenance.model.record import Collection, Record
    from provenance.text.blocks import EditionText

_EDITIONS = "editions/"
_TEXT = ".txt"
_FINGERPRINTS = ".fingerprints"


@dataclass(frozen=True)
class Dossier:
    """The bytes of a record's folder, by names relative to it, and what they say.

    ``record.yaml``, ``editions/ceu-web.txt``, ``editions/ceu-web.fingerprints``;
    ``agents.yaml`` and ``collection.yaml`` for the other two kinds. What is read
    from them is kept, so asking twice costs once. Errors name the file by its
    path from the archive's root.
    """

    id: RecordId
    files: Mapping[str, bytes]
    attached: Mapping[str, bytes] = field(default_factory=dict, repr=False, compare=False)
    """Texts that are withheld and lie on this machine alone, by edition: for who works here, in none of ``files``."""
    _texts: dict[str, EditionText] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def main(self) -> Record | Collection | AgentList:
        """What its YAML file says; InputError where there is none, or it is not valid."""
        from provenance.model.notation import read_main

        name = self.id.main_file
        if name not in self.files:
            raise InputError(f"there is no {self.path(name)}", code="not-found", file=self.path(name))
        return read_main(self.id, self.files[name], self.path(name))

    @property
    def record(self) -> Record:
        """The record; InputError for a collection or the agents."""
        from provenance.model.record import Record

        main = self.main
        if not isinstance(main, Record):
            raise InputError(f"{self.id} is no record", hint="a record's id has the form collection/name")
        return main

    def editions(self) -> tuple[str, ...]:
        """The editions of which a text or fingerprints lie here, by name."""
        found = {
            name.removeprefix(_EDITIONS).rpartition(".")[0]
            for name in self.files
            if name.startswith(_EDITIONS) and name.endswith((_TEXT, _FINGERPRINTS))
        }
        return tuple(sorted(found))

    def text(self, edition: str) -> EditionText | None:
        """The text of an edition, None where it is not here; InputError, with line and column, where it is wrong.

        A text that is withheld and attached on this machine is here.
        """
        name = f"{_EDITIONS}{edition}{_TEXT}"
        if name not in self.files and edition not in self.attached:
            return None
        if edition not in self._texts:
            from provenance.text.notation import parse  # a catalogue entry is shown without it

            source = self._decoded(name) if name in self.files else self.attached[edition].decode("utf-8")
            self._texts[edition] = parse(source, file=self.path(name))
        return self._texts[edition]

    def has_text(self, edition: str) -> bool:
        """Whether the text of an edition is in the archive, read or not: what is attached is not in it."""
        return f"{_EDITIONS}{edition}{_TEXT}" in self.files

    def fingerprints(self, edition: str) -> tuple[Fingerprint, ...] | None:
        """The fingerprints of an edition whose text is withheld; None where there are none."""
        name = f"{_EDITIONS}{edition}{_FINGERPRINTS}"
        if name not in self.files:
            return None
        from provenance.model.fingerprint import read_fingerprints

        return read_fingerprints(self._decoded(name), self.path(name))

    def with_file(self, name: str, content: bytes | None) -> Dossier:
        """The same with one file put, replaced, or (``None``) taken away; what was read of the others stays read."""
        others = {each: held for each, held in self.files.items() if each != name}
        changed = replace(self, files=others if content is None else {**others, name: content})
        if name != self.id.main_file and "main" in self.__dict__:
            changed.__dict__["main"] = self.main
        others_read = {stem: text for stem, text in self._texts.items() if f"{_EDITIONS}{stem}{_TEXT}" != name}
        changed._texts.update(others_read)  # noqa: SLF001 - our own copy
        return changed

    def with_text(self, edition: str, source: bytes) -> Dossier:
        """The same with the text of an edition replaced; of one that is attached, the fingerprints follow it."""
        if self.has_text(edition) or edition not in self.attached:
            return self.with_file(f"{_EDITIONS}{edition}{_TEXT}", source)
        from provenance.model.fingerprint import write_fingerprints
        from provenance.text.fingerprint import fingerprints
        from provenance.text.notation import parse

        printed = write_fingerprints(fingerprints(parse(source.decode("utf-8"))))
        changed = self.with_file(f"{_EDITIONS}{edition}{_FINGERPRINTS}", printed.encode("utf-8"))
        return replace(changed, attached={**self.attached, edition: source})

    def without_attached(self) -> Dossier:
        """The same as others have it, who attached nothing."""
        return replace(self, attached={}) if self.attached else self

    def digest(self) -> str:
        """SHA-256 over the names and bytes of all files: equal for equal dossiers alone."""
        from hashlib import sha256

        total = sha256(str(self.id).encode())
        for name in sorted(self.files):
            total.update(f"\n{name}\n{len(self.files[name])}\n".encode())
            total.update(self.files[name])
        return total.hexdigest()

    def path(self, name: str) -> str:
        """The path of one of its files from the archive's root."""
        return f"{self.id.folder}/{name}"

    def _decoded(self, name: str) -> str:
        content = self.files[name]
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError as error:
            before = content[: error.start]
            line = before.count(b"\n") + 1
            column = len(before.rpartition(b"\n")[2].decode("utf-8")) + 1
            raise InputError(
                f"byte 0x{content[error.start]:02X} is not UTF-8",
                file=self.path(name),
                line=line,
                column=column,
                hint="save the file as UTF-8",
            ) from None
