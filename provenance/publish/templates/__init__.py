"""The theme `provenance`: MkDocs finds this folder by the entry point `mkdocs.themes`."""
