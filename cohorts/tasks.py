"""Periodic work on cohorts registers itself on import."""

from . import slack

__all__ = ["slack"]
