"""How many hours a week somebody has for the program, given what else they do. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

DAYS = 7


@dataclass(frozen=True)
class Duty:
    """Something else from ``first`` to ``last``, both included: ``hours`` of a week, or None: away altogether."""

    first: date
    last: date
    hours: int | None = None


def hours_left(begins: date, weeks: int, hours: int, duties: Iterable[Duty]) -> list[Fraction]:
    """Hours left in each of so many weeks from the day ``begins`` on, of ``hours`` a week.

    A week's hours lie evenly on its seven days. A duty takes its share of each day it covers, being away the whole day;
    several at once take the sum, and no day has less than nothing left.
    """
    duties = list(duties)
    left = []
    for week in range(weeks):
        days = (begins + timedelta(days=DAYS * week + day) for day in range(DAYS))
        left.append(Fraction(sum(_left(day, hours, duties) for day in days), DAYS))
    return left


def _left(day, hours, duties):
    """Sevenths of an hour."""
    taken = [duty.hours for duty in duties if duty.first <= day <= duty.last]
    return 0 if None in taken else max(hours - sum(taken), 0)
