"""The organizers' start page of a cohort: what waits for them (see ``organizing``), and what is good to know.

An app adds the latter in its ``pages.py``, in a constant number of queries:

    @fact
    def mentorships(cohort, now):
        yield Fact(_("Mentorships"), running, _("running"), reverse(…))

``cohort`` comes with its phases prefetched.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amp_portal.hooks import Hook

from . import attention
from .organizing import Counted, belongs_to, what_waits

NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Fact:
    """A count (None where words say it all) and where it leads. Not shown where something of the same title waits."""

    title: str
    count: int | None
    text: str
    url: str
    rank: int = 50


fact = Hook()  # function(cohort, now) -> Iterable[Fact]
chart = Hook()  # function(cohort, now) -> Iterable[BarChart] (amp_portal.charts), in a constant number of queries


def needs(cohort, now) -> list[Counted]:
    """What waits for the organizers, the most urgent on top. Read by their overview and their Slack channel.

    What stands on the list of what needs attention is one of them.
    """
    found = [todo for todo in what_waits([cohort], now) if not todo.is_listed]
    return sorted([*_attention(cohort, now), *found], key=_order)


def _order(todo):
    presses = todo.urgency == "late" and not todo.is_overdue
    return not presses, todo.due or NEVER, todo.rank, todo.topic


def _attention(cohort, now):
    listed = attention.waiting(cohort, now)
    if listed:
        number = len(listed)
        words = ngettext("matter waits for somebody to decide", "matters wait for somebody to decide", number)
        yield Counted(
            f"attention/{cohort.pk}",
            f"{number} {words}",
            reverse("cohorts:attention", args=[cohort.slug]),
            topic=_("Attention list"),
            count=number,
            words=words,
            urgency="late" if listed[0].urgency == "danger" else "soon",
            rank=10,
            **belongs_to(cohort),
        )


def facts(cohort, now, waiting) -> list[Fact]:
    """All of all apps, but those of whose title something is ``waiting``."""
    topics = {todo.topic for todo in waiting}
    found = [made for made in fact.gather(cohort, now) if made.title not in topics]
    return sorted(found, key=lambda made: (made.rank, made.title))


@dataclass(frozen=True)
class Check:
    """One step of setting a cohort up, and where to do it."""

    text: str
    is_done: bool
    url: str


def setup(cohort) -> list[Check]:
    """What a cohort needs before and after it is published. Two queries."""
    links = reverse("admin:cohorts_cohort_change", args=[cohort.pk])
    people = reverse("cohorts:organizers", args=[cohort.slug])
    leads = cohort.leads()
    return [
        Check(_("Dates are set"), bool(cohort.phases.all()), reverse("cohorts:schedule", args=[cohort.slug])),
        Check(_("A lead organizer is named"), bool(leads), people),
        Check(_("Participants can reach the lead"), any(lead.contact for lead in leads), people),
        Check(_("The Slack channel is linked"), bool(cohort.slack_url), links),
        Check(_("The GitHub Discussion is linked"), bool(cohort.discussion_url), links),
        Check(
            _("The Code of Conduct is linked"),
            bool(cohort.conduct_url),
            reverse("cohorts:settings", args=[cohort.slug]),
        ),
        Check(_("The cohort is published"), cohort.published_at is not None, "#publish"),
    ]


@fact
def mentors_and_ideas(cohort, now):
    url = reverse("cohorts:mentor-applications", args=[cohort.slug])
    yield Fact(_("Mentors"), 0, _("applications to review"), url, rank=20)
    url = reverse("cohorts:project-reviews", args=[cohort.slug])
    yield Fact(_("Project ideas"), 0, _("proposals to review"), url, rank=21)
