"""The rules, one file each, in a folder a family.

A file's first line says what is wrong; ``RULE`` holds its code, why it
matters, how to mend it, and a bad and a good example, which its test runs. A
rule sees a ``Case`` alone.
"""
