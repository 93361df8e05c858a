"""What goes out of an archive: a record, or its change log, in a form that other programs and people read.

Knows: a record as its parts' own words (``catalogue``), as JSON, as Markdown;
the change log. Refuses to know: git, files, pages of a site.
Values in, text out; a text that is withheld is in none of them.

Read first: ``exporter``, then ``catalogue``.
"""
