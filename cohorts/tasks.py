"""Periodic work on cohorts registers itself on import."""

from . import announcing, slack
from .conduct import keeping, lasting, telling

__all__ = ["announcing", "keeping", "lasting", "slack", "telling"]
