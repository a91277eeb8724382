"""The weeks of a cohort's program: seven of the cohort's days each, from its first day on."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .models import Phase
from .models.cohort import LAST_WEEK, whole_weeks

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Week:
    """``first`` and ``last`` are days in the cohort's zone; ``starts_at`` is the midnight before, an aware instant."""

    number: int
    first: date
    last: date
    starts_at: datetime

    def __str__(self):
        return _("Week %(number)d · %(days)s") % {"number": self.number, "days": self.days}

    @property
    def days(self):
        return days(self.first, self.last)


def of(cohort) -> list[Week]:
    """The whole weeks of the program, as a mentorship counts them; none before it has dates."""
    program = cohort.phase(Phase.Kind.PROGRAM)
    if program is None:
        return []
    first = timezone.localdate(program.starts_at, cohort.zone)
    last = timezone.localdate(program.ends_at, cohort.zone)
    return [
        _week(number, first + (number - 1) * WEEK, cohort.zone) for number in range(1, whole_weeks(first, last) + 1)
    ]


def last_of(cohort) -> int:
    """The number of its last week; before the program has dates, of the longest a program may have."""
    return len(of(cohort)) or LAST_WEEK


def _week(number, first, zone):
    return Week(number, first, first + WEEK - timedelta(days=1), datetime.combine(first, time(), zone))


def days(first: date, last: date) -> str:
    """Two days in few letters: 15–21 Jun, 29 Jun – 5 Jul."""
    if first.month == last.month:
        return f"{date_format(first, 'j')}–{date_format(last, 'j M')}"
    return f"{date_format(first, 'j M')} – {date_format(last, 'j M')}"


def named(from_week: int, to_week: int) -> str:
    """Week 3, Weeks 3–5."""
    if from_week == to_week:
        return _("Week %(number)d") % {"number": from_week}
    return _("Weeks %(first)d–%(last)d") % {"first": from_week, "last": to_week}
