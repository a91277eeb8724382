"""Whom a change in the cohort touches here: of its dates, or of its idea list."""

from django.utils.translation import gettext as _

from amp_portal.outbox.letters import queue_all
from amp_portal.refusals import Refusal
from cohorts.effects import people
from cohorts.withdrawal import on_withdrawn

from . import notices
from .models import Application, Offer
from .states import State


@people
def writing(cohort, now):
    """Whoever writes an application while it can still be submitted."""
    applications = cohort.phase("applications")
    if applications and now < applications.ends_at:
        drafts = cohort.applications.filter(state=State.DRAFT)
        yield _("people writing an application"), drafts.values_list("person_id", flat=True)


@on_withdrawn
def tell_applicants(project, move, now):
    """Nobody is left with an offer of a project that is gone; whoever chose it is told, once."""
    if Offer.objects.open().filter(project=project).exists():
        raise Refusal(_("Somebody is offered a place in this project. Take the offer back first."))
    waiting = Application.objects.choosing(project).filter(state__in=[State.SUBMITTED, State.IN_REVIEW])
    chosen = waiting.with_submission().select_related("cohort")
    queue_all([notices.choice_withdrawn(application, project, move) for application in chosen], now)
