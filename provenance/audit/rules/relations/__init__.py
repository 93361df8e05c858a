"""REL: how the document stands to others."""
