"""Renderings of an audit, one file each: ``render(audit) -> str``.

They know the ``Audit`` value and nothing else; what a report shows, JSON shows too.
"""
