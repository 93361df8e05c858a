"""The archive as pages: a MkDocs plugin, a theme, and one file a kind of page.

Knows: MkDocs (it alone does), HTML, addresses of pages, what may be shown.
Refuses to know: git (it asks the store), the terminal. Every value is escaped
for its place and every unseen character made visible, by the one environment
of ``render``; no page holds an inline script or style.

Read first: ``page``, then ``site``, then ``pages/record``; ``plugin`` last.
"""
