"""Imported with the app, so that its sweeps are known."""

from . import question_sets, reminders, rounds
from .aftercare import proposals
from .outcomes import asking
from .recognition import issuing
from .stipends import ledger

__all__ = ["asking", "issuing", "ledger", "proposals", "question_sets", "reminders", "rounds"]
