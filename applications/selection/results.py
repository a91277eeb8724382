"""Publishing the results: offers, waiting-list places and declines together, each person exactly one letter."""

from django.db import transaction
from django.utils.translation import gettext as _

from amp_portal.refusals import Refusal
from amp_portal.users.models import User
from cohorts.models import Cohort, Organizer, Participation

from .. import publishing
from ..models import Publication, Selection
from ..states import IN_SELECTION
from . import board


def remaining(cohort):
    return Selection.objects.unpublished().filter(application__cohort=cohort)


def tell(pk, publication, now):
    """One decision, by the book: fresh checks, under the locks. What can't be done is left to an organizer."""
    selection = Selection.objects.select_related("application__person", "application__cohort", "project").get(pk=pk)
    application = selection.application
    application.lock_everybody(project=selection.project)
    selection.refresh_from_db(
        fields=["outcome", "project", "track", "position", "feedback", "note", "applied_at", "held"]
    )
    if selection.applied_at:
        return False
    try:
        with transaction.atomic():
            _apply(selection, application, publication, now)
    except Refusal as refusal:
        application.refresh_from_db()
        selection.held = str(refusal)
    selection.applied_at = now
    selection.save(update_fields=["applied_at", "held"])
    return True


def _apply(selection, application, publication, now):
    """Whoever has had an answer meanwhile, or withdrew, gets no other."""
    if application.state not in IN_SELECTION:
        return
    application.require_judged()
    _refuse_staff(application, now)
    by = publication.started_by
    if selection.outcome == Selection.Outcome.OFFER:
        application.give_offer(selection.project, selection.track, by=by, now=now, note=selection.note)
    elif selection.outcome == Selection.Outcome.WAITLIST:
        application.put_on_waitlist(by=by, now=now, note=selection.note)
    else:
        application.give_decline(selection.feedback, by=by, now=now)


def _refuse_staff(application, now):
    """No result goes to organizers and mentors, nor to somebody with a place in a cohort that runs meanwhile."""
    own = Participation.objects.filter(person=application.person)
    organizes = Organizer.objects.filter(person=application.person, until=None, cohort__in=Cohort.objects.not_over(now))
    running = Cohort.objects.running_with(application.cohort).values("pk")
    if (
        User.objects.filter(person=application.person, is_superuser=True).exists()
        or organizes.exists()
        or own.filter(cohort=application.cohort, side=Participation.Side.STAFF).exists()
        or own.filter(cohort__in=running, is_mentor=True).exists()
    ):
        raise Refusal(_("This person is an organizer or mentor, so no letter went out."))
    if own.filter(outcome=Participation.Outcome.ACTIVE, cohort__in=running).exists():
        raise Refusal(_("This person already has a place for that time, so no letter went out."))


publishing.register(Publication.Kind.RESULTS, ready=board.problems, remaining=remaining, step=tell)
