"""Waiting lists move up by themselves: a place that is free goes to whoever is next and may take it.

They are asked at once when a project's places change (``effects``), and by the sweep whatever happened. A list is
closed when the program begins; where somebody still thinks an offer over, once that is answered; at the latest when
community bonding ends, where a cohort has one. Whoever waits then is told.
"""

import structlog
from django.db.models import Exists, OuterRef, Q

from amp_portal.refusals import Refusal
from amp_portal.sweeps import sweep
from cohorts.models import Phase

from .. import eligibility
from ..models import Offer, Selection
from ..models.offer import free_places
from ..states import State
from . import feedback

log = structlog.get_logger()


def waiting():
    """Everybody on a waiting list, list by list, who comes next first. Their results are published."""
    entries = Selection.objects.filter(outcome=Selection.Outcome.WAITLIST, application__state=State.WAITLISTED)
    told = entries.exclude(applied_at=None).order_by("project", "track", "position", "pk")
    return told.select_related("application__person", "application__cohort", "project")


def _too_late(now):
    """Cohorts in which nobody moves up any more: bonding is over; without one, the program has begun."""
    bonding = Phase.objects.filter(kind=Phase.Kind.BONDING)
    begun = Phase.objects.filter(kind=Phase.Kind.PROGRAM, starts_at__lte=now)
    return begun.exclude(cohort__in=bonding.filter(ends_at__gt=now).values("cohort")).values("cohort")


def _in_line(now):
    """Whose offer was taken back waits for an organizer: what somebody decided is not undone by itself."""
    taken_back = Offer.objects.filter(application=OuterRef("application"), answer=Offer.Answer.TAKEN_BACK)
    return waiting().exclude(Exists(taken_back)).exclude(application__cohort__in=_too_late(now))


def move_up(now, project=None):
    """Offer free places. A list's people are asked in turn, one for each free place. Returns how many were.

    ``project`` (a pk): on its lists alone.
    """
    entries = _in_line(now).filter(project=project) if project else _in_line(now)
    lists: dict[tuple, list] = {}
    for entry in entries:
        lists.setdefault((entry.project_id, entry.track), []).append(entry)
    return sum(_serve(queue, now) for queue in lists.values())


def _serve(queue, now):
    project, track, offered = queue[0].project, queue[0].track, 0
    for entry in queue:
        if free_places(project, track) < 1:
            break
        offered += _offer(entry, now)
    return offered


def _offer(entry, now):
    """A fresh check first: whoever does not pass keeps the place on the list, and organizers see why."""
    application = entry.application
    verdict = eligibility.verdict_on(application.person, application.cohort, now)
    if not verdict.eligible:
        return _hold(entry, verdict.obstacles)
    try:
        application.give_offer(entry.project, entry.track, by=entry.decided_by, now=now)
    except Refusal as refusal:  # somebody else was faster, or the project is gone
        application.refresh_from_db(fields=["state"])
        is_still_due = application.state == State.WAITLISTED and free_places(entry.project, entry.track) > 0
        return _hold(entry, str(refusal)) if is_still_due else 0
    _hold(entry, "")
    return 1


def _hold(entry, why):
    Selection.objects.filter(pk=entry.pk).exclude(held=why).update(held=why)
    return 0


def _closing(now):
    """Entries of lists that nothing more can come of."""
    begun = Phase.objects.filter(kind=Phase.Kind.PROGRAM, starts_at__lte=now).values("cohort")
    unanswered = Offer.objects.open().filter(project=OuterRef("project"), track=OuterRef("track"))
    late = waiting().filter(application__cohort__in=begun)
    return late.filter(~Exists(unanswered) | Q(application__cohort__in=_too_late(now)))


def close(now):
    """Tell them, once, with the feedback written for them. Returns how many were."""
    late = list(_closing(now))
    composed = feedback.compose([entry.application_id for entry in late if not entry.feedback])
    return sum(_close(entry, entry.feedback or composed[entry.application_id], now) for entry in late)


def _close(entry, words, now):
    try:
        entry.application.stop_waiting(words, at=now)
    except Refusal as refusal:  # withdrawn this very moment
        log.info("waiting list not closed", application=entry.application_id, why=str(refusal))
        return 0
    return 1


@sweep("waiting lists")
def follow(now):
    """First the places that are free, then the lists that are over."""
    return {"offered": move_up(now), "closed": close(now)}
