"""Periodic work of this app, found by the tick."""

from .activity import record
from .silence import sweep

__all__ = ["record", "sweep"]
