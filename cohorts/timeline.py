"""How a cohort's year is shown: each phase with where it stands at an instant, and where today is."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from .models import Phase

STATUS = {"past": (_("done"), "neutral"), "current": (_("now"), "success"), "upcoming": (_("to come"), "info")}

# What somebody outside wants to know of the year.
_IN_BRIEF = ("mentor_call", "applications", "review", "mentees_announced", "program", "midterm", "final", "recognition")


@dataclass(frozen=True)
class Entry:
    """A phase and its ``status``: past, current or upcoming; also the CSS class of its mark."""

    phase: Phase
    status: str
    follows_today: bool = False  # the first of those to come

    @property
    def text(self):
        return STATUS[self.status][0]

    @property
    def tone(self):
        return STATUS[self.status][1]

    @property
    def is_current(self):
        return self.status == "current"

    @property
    def is_past(self):
        return self.status == "past"

    @property
    def is_upcoming(self):
        return self.status == "upcoming"


def of(cohort, now):
    """The cohort's phases in order of time. No query where they are prefetched."""
    return _marked(cohort.phases.all(), now)


def in_brief(cohort, now):
    """The phases a visitor plans with, likewise."""
    return _marked([phase for phase in cohort.phases.all() if phase.kind in _IN_BRIEF], now)


def _marked(phases, now):
    following = next((phase for phase in phases if phase.starts_at > now), None)
    return [Entry(phase, _status(phase, now), phase == following) for phase in phases]


def _status(phase, now):
    if phase.is_open(now):
        return "current"
    return "past" if phase.ends_at <= now else "upcoming"
