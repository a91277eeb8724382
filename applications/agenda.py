"""Deadlines of an applicant in their calendar: of a draft, of an offer."""

from django.urls import reverse
from django.utils.translation import gettext as _

from amp_portal.agenda import Entry, dated
from cohorts.models import Phase

from .models import Application, Offer
from .states import State


@dated
def drafts(person, now):
    """Until when a draft can be submitted. Two queries."""
    mine = Application.objects.filter(person=person, state=State.DRAFT)
    for application in mine.select_related("cohort").prefetch_related("cohort__phases"):
        if phase := application.cohort.phase(Phase.Kind.APPLICATIONS):
            title = _("%(cohort)s: applications close") % {"cohort": application.cohort}
            path = reverse("applications:apply", args=[application.cohort.slug])
            yield Entry(f"application/{application.pk}", title, phase.ends_at, path=path)


@dated
def offers(person, now):
    """Until when an offer can be answered. One query."""
    mine = (
        Offer.objects.unanswered().filter(application__person=person).select_related("application__cohort", "project")
    )
    for offer in mine:
        title = _("%(cohort)s: answer the offer") % {"cohort": offer.application.cohort}
        yield Entry(f"offer/{offer.pk}", title, offer.answer_by, path=offer.application.get_absolute_url())
