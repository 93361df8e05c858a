"""The command: words typed in, lines out, an exit status.

Knows: how a command line is read, how values are shown on a terminal, the
environment. Refuses to know: how anything is done; each command calls what
three lines of Python can call. Only this room prints, and only ``main``
catches errors.

Read first: ``main``, then one file of ``commands``.
"""
