"""Bytes to `Imported`: a page, a note, a table becomes a record that an editor can correct.

Knows: how printed pages and source notes are laid out, and how to say what was
placed, what was inferred (how surely, and why), what stays open, and what was
left over. Refuses to know: git, files, the archive, the terminal; and what a
person must judge (``held`` is never written here). Nothing of the input is
dropped: what was not understood stays in the text and is listed.

Read first: ``importer``, then ``printed_page``, then ``source_note``. Each file
of this folder that holds an ``IMPORTER`` is one importer; what one importer
alone needs lies in the folder of its name with a leading underscore.
"""
