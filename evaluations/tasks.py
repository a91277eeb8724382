"""Imported with the app, so that its sweeps are known."""

from . import question_sets, reminders, rounds
from .outcomes import asking
from .stipends import ledger

__all__ = ["asking", "ledger", "question_sets", "reminders", "rounds"]
