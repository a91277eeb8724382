"""Periodic work on cohorts registers itself on import."""

from . import slack
from .conduct import keeping

__all__ = ["keeping", "slack"]
