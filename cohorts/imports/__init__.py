"""Lists from outside: the history of earlier cohorts, and who takes part in other programs.

Each list is read purely (text to rows, or every problem by line and column), then applied in one transaction. The same
list again changes nothing. ``history`` and ``participants`` have ``load(text, now)`` and ``preview(text, now)``.
"""

from . import history, participants
from .decoding import decode, encoding_in_words
from .problems import ImportRefused, Problem
from .report import Report

__all__ = ["ImportRefused", "Problem", "Report", "decode", "encoding_in_words", "history", "participants"]
