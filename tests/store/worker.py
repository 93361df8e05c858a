"""A writer in a process of its own: corrections one after the other, each told on standard output when acknowledged.

``python -m tests.store.worker ARCHIVE RECORD FIELD COUNT [SEED]``
"""

from __future__ import annotations

import sys

from provenance.errors import ConflictError
from provenance.model.address import Pointer, RecordId
from provenance.model.correction import Decision, FieldEdit, Receipt
from provenance.store.archive import Archive


def tell(receipt: Receipt) -> None:
    sys.stdout.write(f"{receipt.correction_id} {receipt.changes[0].after}\n")
    sys.stdout.flush()


def main(path: str, record: str, field: str, count: str, start: str = "0") -> None:
    archive = Archive.open(path, author="anna-lund")
    for number in range(int(start), int(start) + int(count)):
        edit = FieldEdit(RecordId.parse(record), "set", Pointer.parse(field), f"value {number} of {field}")
        try:
            archive.correct([edit], Decision(reason=f"Number {number}."), acknowledge=tell)
        except ConflictError as error:
            sys.stdout.write(f"conflict {error.message}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
