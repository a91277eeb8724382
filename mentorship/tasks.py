"""Periodic work of this app, found by the tick."""

from .silence import sweep

__all__ = ["sweep"]
