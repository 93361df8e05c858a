"""What a record says, as bytes that do not depend on how its YAML is written: for the manifest of a release.

JSON (RFC 8259) in UTF-8, keys sorted, without white space between parts: the
record as its schema has it, the canonical text of each edition, the
fingerprints of each that is withheld. Every value of a record is a string, a
map or a set of strings, so no number can be written in two ways.

The form has a number. A record that a released file holds gives the same bytes
for ever under it (a test pins some); whatever would change them, a schema that
migrates old records too, is another form, whose number the file of a release
then names in its first line. Form 1 has no such line.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provenance.text.dossier import Dossier

FORM = "1"
"""The form made here."""


def canonical(dossier: Dossier) -> bytes:
    """The canonical form; InputError where a file of the record cannot be read."""
    import orjson

    from provenance.model.fingerprint import write_fingerprints
    from provenance.model.notation import as_json
    from provenance.text.notation import write

    texts, prints = {}, {}
    for edition in dossier.editions() if dossier.id.is_record else ():
        text, fingerprints = dossier.text(edition), dossier.fingerprints(edition)
        if text is not None:
            texts[edition] = write(text)
        if fingerprints is not None:
            prints[edition] = write_fingerprints(fingerprints)
    whole = {"id": str(dossier.id), "says": as_json(dossier.main), "texts": texts, "fingerprints": prints}
    return orjson.dumps(whole, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)


def digest(dossier: Dossier) -> str:
    """The SHA-256 of the canonical form, in hexadecimal digits."""
    return hashlib.sha256(canonical(dossier)).hexdigest()
