"""The grammar of source notes, a module for each thing a note says; used by ``source_note`` alone.

Every scanner runs forward over a bounded window, so that a hostile note costs
time in proportion to its length.
"""
