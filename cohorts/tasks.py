"""Periodic work on cohorts registers itself on import."""

from . import announcing, slack
from .conduct import keeping, telling

__all__ = ["announcing", "keeping", "slack", "telling"]
