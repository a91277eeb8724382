"""Imported with the app, so that its sweeps are known."""

from . import reminders, rounds
from .outcomes import asking
from .stipends import ledger

__all__ = ["asking", "ledger", "reminders", "rounds"]
