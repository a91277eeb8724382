"""Where we are in the program's year: the cohort the front door leads to, and what is open there now."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from . import calls
from .calls import Call
from .models import Cohort


@dataclass(frozen=True)
class Standing:
    """Where a cohort stands, in a few words; ``at`` is an instant that belongs to them, perhaps a deadline."""

    line: str
    at: datetime | None = None
    is_deadline: bool = False


@dataclass(frozen=True)
class Season:
    cohort: Cohort
    standing: Standing
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
    return Season(cohort, standing(cohort, now), tuple(calls.of(cohort, user, now)))


def _rank(cohort, now):
    """Applications open first, then whatever opens or closes soonest, then those that run, the latest first."""
    applications = cohort.phase("applications")
    if applications is None or applications.ends_at <= now:
        return 2, -cohort.kickoff.toordinal()
    return (0 if applications.is_open(now) else 1), applications.ends_at.timestamp()


def standing(cohort, now) -> Standing:
    """For somebody who thinks about taking part. No query where phases are prefetched."""
    applications, announced = cohort.phase("applications"), cohort.phase("mentees_announced")
    if applications and now < applications.starts_at:
        return Standing(_("Applications open"), applications.starts_at)
    if applications and now < applications.ends_at:
        return Standing(_("Apply by"), applications.ends_at, is_deadline=True)
    if announced and now < announced.starts_at:
        return Standing(_("Mentees are announced"), announced.starts_at)
    if week := cohort.week(now):
        return Standing(_("In week %(week)d of the program") % {"week": week})
    return Standing("")
