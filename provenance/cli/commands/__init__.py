"""The commands: one file each, found by listing this folder.

A command's file starts with the line that ``provenance --help`` shows, then
says more with examples. It has ``arguments(parser)`` and ``run(options,
terminal)``, which returns the exit status.
"""
