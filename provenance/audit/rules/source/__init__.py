"""SRC: where the document lies, its copies, whether it is signed."""
