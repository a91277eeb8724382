"""What the organizers' start page says about applications."""

from django.urls import reverse
from django.utils.translation import gettext as _

from cohorts.cockpit import Panel, panel

from .states import State


@panel
def applications(cohort, now):
    counts = cohort.applications.received().counts_by_state()
    url = reverse("applications:screening", args=[cohort.slug])
    waiting, with_mentors = counts.get(State.SUBMITTED, 0), counts.get(State.IN_REVIEW, 0)
    yield Panel(
        _("Applications to screen"),
        waiting,
        _("waiting for an organizer"),
        f"{url}?state={State.SUBMITTED}",
        tone="warning" if waiting else "neutral",
        rank=30,
    )
    yield Panel(
        _("Applications in review"), with_mentors, _("with the mentors"), f"{url}?state={State.IN_REVIEW}", rank=31
    )
    if offers := counts.get(State.OFFERED, 0):
        yield Panel(_("Offers"), offers, _("waiting for an answer"), f"{url}?state={State.OFFERED}", "info", rank=32)
