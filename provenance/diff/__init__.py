"""What differs between two states of a record, in an editor's words; and what a change makes of a state.

This room compares fields, aligns blocks, compares words (``compare``), applies
an edit, merges three states (``merge``) and sets many editions side by side
(``collate``). Values in, values out: it knows no git, opens no file and prints
nothing; who decided what, and when, is the store's to know. Read first
``difference``, the value that all of it makes, then ``compare``.
"""
