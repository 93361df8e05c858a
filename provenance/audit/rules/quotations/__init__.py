"""QUO: what editors quote, against what the document says."""
