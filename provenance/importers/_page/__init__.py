"""How a page of a printed edition is taken apart; used by ``printed_page`` alone.

Each module knows one thing of the genre: how paragraphs are cut, dates written,
names given, titles worded, paragraphs numbered, notes called; and what a
headnote and a note claim or doubt.
"""
