"""Whom a change in the cohort touches here: of its dates, of its idea list, or of a project's places."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from amp_portal.outbox.letters import queue_all
from amp_portal.refusals import Refusal
from cohorts import places
from cohorts.effects import Role, follow, forbids, people, publishes_results, relies_on_phases
from cohorts.models import Phase
from cohorts.withdrawal import on_withdrawn

from . import notices, recheck
from .models import Application, Offer, Publication
from .models.offer import free_places
from .models.version import Version
from .selection import waitlist
from .states import State


@people
def writing(cohort, now):
    """Whoever writes an application while it can still be submitted."""
    applications = cohort.phase("applications")
    if applications and now < applications.ends_at:
        drafts = cohort.applications.filter(state=State.DRAFT)
        yield Role.WRITING, drafts.values_list("person_id", flat=True)


@on_withdrawn
def tell_applicants(project, move, now):
    """Nobody is left with an offer of a project that is gone; whoever chose it is told, once."""
    if Offer.objects.open().filter(project=project).exists():
        raise Refusal(_("Somebody is offered a place in this project. Take the offer back first."))
    waiting = Application.objects.choosing(project).filter(state__in=[State.SUBMITTED, State.IN_REVIEW])
    chosen = waiting.with_submission().select_related("cohort")
    queue_all([notices.choice_withdrawn(application, project, move) for application in chosen], now)


@places.on_change
def ask_who_waits(project, now, *, may_be_fewer):
    """Free places are offered at once to who waits for them, as soon as the change stands. Open offers stand, too."""
    if may_be_fewer and any(free_places(project, track) < 0 for track in Version.Track.values):
        raise Refusal(_("More places than that are offered already. Take an offer back first."))

    def move_up():
        waitlist.move_up(now, project=project.pk)

    transaction.on_commit(move_up, robust=True)


@follow
def check_places(change, now):
    """Dates that moved may overlap with another role or place of somebody who has one here."""
    recheck.soon(change.cohort.participations.values("person"))


@publishes_results
def published(cohort):
    return Publication.objects.filter(cohort=cohort, kind=Publication.Kind.RESULTS).exists()


@relies_on_phases
def worked_with_applicants(cohort):
    """What applicants logged in the contribution period and mentors wrote about it. One query."""
    told = Q(log__isnull=False) | Q(final_reviews__isnull=False)
    if cohort.applications.filter(told).exists():
        yield Phase.Kind.CONTRIBUTION, _("Contributions are logged or final reviews written in it, so it stays.")


@forbids
def other_mode(cohort, shifts):
    """An offer says whether there is a stipend: that is a promise, also where it was answered."""
    if any(shift.name == "mode" for shift in shifts) and Offer.objects.filter(application__cohort=cohort).exists():
        yield "mode", _("Places have been offered in this cohort, with or without a stipend: its mode stays.")
