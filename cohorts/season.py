"""Where we are in the program's year: the cohort the front door leads to, and what is open there now."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from . import calls
from .calls import Call
from .models import Cohort


@dataclass(frozen=True)
class Season:
    """``line`` says in a few words where the cohort stands; ``at`` is its instant, perhaps a deadline."""

    cohort: Cohort
    line: str
    at: datetime | None
    is_deadline: bool
    calls: tuple[Call, ...]

    @property
    def first(self):
        """The one thing to do now, or None."""
        return self.calls[0] if self.calls else None

    @property
    def others(self):
        return self.calls[1:3]


def of(cohorts, user, now) -> Season | None:
    """The season by the first of ``cohorts`` in order of what a newcomer can hope for. Phases are prefetched."""
    cohorts = sorted(cohorts, key=lambda cohort: _rank(cohort, now))
    if not cohorts:
        return None
    cohort = cohorts[0]
    return Season(cohort, *_in_words(cohort, now), tuple(calls.of(cohort, user, now)))


def _rank(cohort, now):
    """Applications open first, then whatever opens or closes soonest, then those that run, the latest first."""
    applications = cohort.phase("applications")
    if applications is None or applications.ends_at <= now:
        return 2, -cohort.kickoff.toordinal()
    return (0 if applications.is_open(now) else 1), applications.ends_at.timestamp()


def _in_words(cohort, now):
    applications, announced = cohort.phase("applications"), cohort.phase("mentees_announced")
    if applications and now < applications.starts_at:
        return _("Applications open"), applications.starts_at, False
    if applications and now < applications.ends_at:
        return _("Apply by"), applications.ends_at, True
    if announced and now < announced.starts_at:
        return _("Mentees are announced"), announced.starts_at, False
    if week := cohort.week(now):
        return _("In week %(week)d of the program") % {"week": week}, None, False
    return "", None, False
