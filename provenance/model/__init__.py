"""What a record is, and every word for *where*.

Knows: the typed record and its parts, ids, versions, locators, JSON Pointers,
EDTF dates, how ``record.yaml`` is written and mended, and the values
``Fingerprint`` and ``Correction`` that all other rooms speak of. Refuses to
know: the text of an edition, git, files, the terminal. Values in, values out.

Read first: ``address``, then ``record``, then ``notation`` (which brings
together ``tree``, how a file is read; ``splicing``, how one value of it is
changed; ``writing``, how a new one is written; and ``faults``, what the model
refuses, in an editor's words).
"""
