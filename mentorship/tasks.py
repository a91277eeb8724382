"""Periodic work of this app, found by the tick."""

from .activity import record
from .digest import digest
from .silence import sweep

__all__ = ["digest", "record", "sweep"]
