"""Imported with the app, so that its sweeps are known."""

from . import reminders, rounds

__all__ = ["reminders", "rounds"]
