"""Imported with the app, so that its sweeps are known."""

from . import reminders, rounds
from .stipends import ledger

__all__ = ["ledger", "reminders", "rounds"]
