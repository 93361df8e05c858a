"""One file a kind of page. Each has ``pages(site) -> Iterator[Page]`` and is found by listing this folder."""
