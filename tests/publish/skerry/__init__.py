"""An archive of invented documents, rich enough that every kind of page has something to show.

The Skerry Papers: a harbour that freezes, a commission that regulates it. All
persons, places and sources are made up for these tests.
"""
