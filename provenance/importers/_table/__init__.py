"""What the importer of finding-aid tables needs: a table read within bounds, its headings, its cells, its rows.

Read first: ``grid`` (a table as rows of cells), then ``columns`` (what a heading
means), then ``row`` (from cells to a record).
"""
