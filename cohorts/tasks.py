"""Periodic work on cohorts registers itself on import."""

from . import announcing, slack
from .conduct import keeping

__all__ = ["announcing", "keeping", "slack"]
