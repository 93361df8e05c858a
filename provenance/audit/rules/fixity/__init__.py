"""TXT: whether files are what they are said to be."""
