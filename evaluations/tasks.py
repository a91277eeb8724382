"""Imported with the app, so that its sweeps are known."""

from . import question_sets, reminders, rounds
from .outcomes import asking
from .recognition import issuing
from .stipends import ledger

__all__ = ["asking", "issuing", "ledger", "question_sets", "reminders", "rounds"]
