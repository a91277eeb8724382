"""The organizers' start page of a cohort: one panel per matter that may need them.

An app adds its own in its ``cockpit.py`` (found by itself), in a constant number of queries:

    @panel
    def applications(cohort, now):
        waiting = cohort.applications.awaiting_review().count()
        yield Panel(_("Applications"), waiting, _("waiting for screening"), reverse(…), tone="warning")

``cohort`` comes with its phases prefetched. Panels are shown in the order of ``rank``.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Panel:
    """A count and where it leads. ``tone`` is neutral, info, success, warning or danger."""

    title: str
    count: int
    text: str
    url: str
    tone: str = "neutral"
    rank: int = 50


_PANELS: list[Callable] = []


def panel(function):
    """Register ``function(cohort, now) -> Iterable[Panel]``."""
    _PANELS.append(function)
    return function


def panels(cohort, now) -> list[Panel]:
    """All panels of all apps."""
    found = [made for build in _PANELS for made in build(cohort, now)]
    return sorted(found, key=lambda made: (made.rank, made.title))


@dataclass(frozen=True)
class Check:
    """One step of setting a cohort up, and where to do it."""

    text: str
    is_done: bool
    url: str


def setup(cohort) -> list[Check]:
    """What a cohort needs before and after it is published. Two queries."""
    settings = reverse("admin:cohorts_cohort_change", args=[cohort.pk])
    people = reverse("cohorts:organizers", args=[cohort.slug])
    leads = cohort.leads()
    return [
        Check(_("Dates are set"), bool(cohort.phases.all()), reverse("cohorts:schedule", args=[cohort.slug])),
        Check(_("A lead organizer is named"), bool(leads), people),
        Check(_("Participants can reach the lead"), any(lead.contact for lead in leads), people),
        Check(_("The Slack channel is linked"), bool(cohort.slack_url), settings),
        Check(_("The GitHub Discussion is linked"), bool(cohort.discussion_url), settings),
        Check(_("The Code of Conduct is linked"), bool(cohort.conduct_url), settings),
        Check(_("The cohort is published"), cohort.published_at is not None, "#publish"),
    ]
