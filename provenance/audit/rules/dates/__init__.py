"""DAT: the document's dates, and the order of things."""
