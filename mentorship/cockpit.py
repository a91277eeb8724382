"""What organizers see of the mentorships on their start page, and where they are among the organizers' pages."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from cohorts.cockpit import Panel, panel
from cohorts.navigation import Page, page

from .models import Mentorship


@page
def mentorship_list(cohort, now):
    yield Page("mentorships", _("Mentorships"), reverse("mentorship:mentorships", args=[cohort.slug]), rank=60)


@panel
def mentorships(cohort, now):
    """How many run, and how many of them are on the attention list."""
    counts = Mentorship.objects.filter(cohort=cohort).aggregate(
        running=Count("pk", filter=Q(state=Mentorship.State.ACTIVE)),
        at_risk=Count("pk", filter=Q(state=Mentorship.State.ACTIVE, at_risk_since__isnull=False)),
    )
    url = reverse("mentorship:mentorships", args=[cohort.slug])
    yield Panel(_("Mentorships"), counts["running"], _("running"), url, rank=50)
    if counts["at_risk"]:
        yield Panel(
            _("Attention list"),
            counts["at_risk"],
            _("quiet for long: somebody should ask how they are"),
            f"{url}?show=at-risk",
            tone="danger",
            rank=10,
        )
