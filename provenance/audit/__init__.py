"""The audit: coded checks that say where a record contradicts itself, and where a claim rests on nothing.

It knows rules (one file each under ``rules/``, found by listing), the ``Case``
that a rule sees, and reports. It refuses to know git, files and terminals: the
runner alone meets the store, and turns a snapshot into cases.

Three severities, by one principle: an *error* is a contradiction, a *warning*
a claim that rests on nothing, a *note* a doubt or a fault that the record
itself states: honesty is never punished. Each finding is about the record, the
edition or the document, and only errors about the record count against it.

Read first: ``rule.py``, then one rule, then ``runner.py``.
"""
