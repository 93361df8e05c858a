"""The archive: what git keeps, and the only room that knows git.

Knows: the repository and its refs, one correction as one commit, messages and
their trailers, history, versions, blame, the work tree that follows, releases.
Refuses to know: how a correction is applied (``diff.merge`` does it), what is
right or wrong with a record (``audit``), the terminal, pages.

Read first: ``archive`` (what the other rooms use), then ``repository`` (the one
door to git), then ``message``.
"""
