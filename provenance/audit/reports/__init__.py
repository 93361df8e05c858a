"""Renderings of an audit, one file each: ``render(audit) -> str``, or ``pieces(audit)``, as they come.

They know the ``Audit`` value and nothing else; what a report shows, JSON shows too.
"""
