"""A difference, rendered: each file one form, with ``render(difference, …) -> str``; none prints, none decides."""
