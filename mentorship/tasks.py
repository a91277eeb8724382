"""Periodic work of this app, found by the tick."""

from .activity import record
from .digest import digest
from .silence import sweep  # isort: split - what silence puts on the list stands in the digest of the same tick

__all__ = ["digest", "record", "sweep"]
