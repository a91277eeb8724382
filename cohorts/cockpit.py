"""The organizers' start page of a cohort: one panel per matter that may need them.

An app adds its own in its ``pages.py``, in a constant number of queries:

    @panel
    def applications(cohort, now):
        waiting = cohort.applications.awaiting_review().count()
        yield Panel(_("Applications"), waiting, _("waiting for screening"), reverse(…), tone="warning")

``cohort`` comes with its phases prefetched. Panels are shown in the order of ``rank``.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amp_portal.hooks import Hook
from amp_portal.outbox.models import Message

from . import attention, letters
from .models import InvitationClaim

URGENT = ("danger", "warning")
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Panel:
    """A count (None where words say it all) and where it leads. ``tone``: neutral, info, success, warning or danger.

    A count with the tone of a warning or a danger waits for the organizers, best until ``due`` (an instant or None);
    the others are good to know.
    """

    title: str
    count: int | None
    text: str
    url: str
    tone: str = "neutral"
    rank: int = 50
    due: datetime | None = None
    is_late: bool = False  # set here

    @property
    def needs_somebody(self):
        return bool(self.count) and self.tone in URGENT

    @property
    def urgency(self):
        """The colour of its edge, as for the steps of the home page."""
        return "late" if self.tone == "danger" or self.is_late else "soon"


panel = Hook()  # function(cohort, now) -> Iterable[Panel]
chart = Hook()  # function(cohort, now) -> Iterable[BarChart] (amp_portal.charts), in a constant number of queries


def panels(cohort, now) -> list[Panel]:
    """All panels of all apps: what needs somebody first, the most urgent on top, then what is good to know."""
    found = panel.gather(cohort, now)
    return sorted((replace(made, is_late=bool(made.due and made.due <= now)) for made in found), key=_urgency)


def _urgency(panel):
    rank = URGENT.index(panel.tone) if panel.needs_somebody else len(URGENT)
    return rank, panel.due or NEVER, panel.rank, panel.title


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


# What this app has to say ------------------------------------------------------------------


@panel
def attention_list(cohort, now):
    waiting = attention.waiting(cohort, now)
    if waiting:
        yield Panel(
            _("Attention list"),
            len(waiting),
            ngettext("matter waits for somebody to decide", "matters wait for somebody to decide", len(waiting)),
            reverse("cohorts:attention", args=[cohort.slug]),
            tone="danger" if waiting[0].urgency == "danger" else "warning",
            rank=10,
        )


@panel
def mentors_and_ideas(cohort, now):
    waiting = cohort.mentor_applications.undecided().count()
    call = cohort.phase("mentor_call")
    yield Panel(
        _("Mentors"),
        waiting,
        ngettext("application to review", "applications to review", waiting),
        reverse("cohorts:mentor-applications", args=[cohort.slug]),
        tone="warning",
        rank=20,
        due=call and call.ends_at,
    )
    waiting = cohort.projects.awaiting_review().count()
    applications = cohort.phase("applications")
    yield Panel(
        _("Project ideas"),
        waiting,
        ngettext("proposal to review", "proposals to review", waiting),
        reverse("cohorts:project-reviews", args=[cohort.slug]),
        tone="warning",
        rank=21,
        due=applications and applications.starts_at,
    )


@panel
def invitation_claims(cohort, now):
    waiting = InvitationClaim.objects.awaiting_answer().filter(invitation__cohort=cohort).count()
    if waiting:
        yield Panel(
            _("Invitations"),
            waiting,
            ngettext("request to accept with another account", "requests to accept with another account", waiting),
            reverse("cohorts:organizers", args=[cohort.slug]) + "#claims",
            tone="warning",
            rank=15,
        )


@panel
def undelivered(cohort, now):
    failed = letters.of(cohort).filter(state=Message.State.FAILED).count()
    url = reverse("cohorts:letters", args=[cohort.slug])
    if failed:
        text = ngettext("letter could not be delivered", "letters could not be delivered", failed)
        yield Panel(_("Letters"), failed, text, f"{url}?state={Message.State.FAILED}", tone="danger", rank=90)


@panel
def settings_proposal(cohort, now):
    """An error in locked settings that waits for the second of two people."""
    waiting = cohort.settings_proposals.filter(settled_at=None).count()
    if waiting:
        text = _("proposed change waits to be confirmed")
        yield Panel(_("Settings"), waiting, text, reverse("cohorts:settings", args=[cohort.slug]), "warning", rank=12)
