"""How a cohort's year is shown: each phase with where it stands at an instant."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from .models import Phase

STATUS = {"past": (_("done"), "neutral"), "current": (_("now"), "success"), "upcoming": (_("to come"), "info")}


@dataclass(frozen=True)
class Entry:
    """A phase and its ``status``: past, current or upcoming; also the CSS class of its mark."""

    phase: Phase
    status: str

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


def of(cohort, now):
    """The cohort's phases in order of time. No query where they are prefetched."""
    return [Entry(phase, _status(phase, now)) for phase in cohort.phases.all()]


def _status(phase, now):
    if phase.is_open(now):
        return "current"
    return "past" if phase.ends_at <= now else "upcoming"
