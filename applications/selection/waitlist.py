"""Waiting lists move up by themselves: a place that is free goes to whoever is next and may take it."""

from amp_portal.refusals import Refusal
from amp_portal.sweeps import sweep
from cohorts.models import Phase

from .. import eligibility
from ..models import Selection
from ..models.offer import free_places
from ..states import State


def waiting():
    """Everybody on a waiting list, list by list, who comes next first. Their results are published."""
    entries = Selection.objects.filter(outcome=Selection.Outcome.WAITLIST, application__state=State.WAITLISTED)
    return entries.exclude(applied_at=None).order_by("project", "track", "position", "pk")


@sweep("waiting lists")
def move_up(now):
    """Offer free places until the program begins. A list's people are asked in turn, one for each free place."""
    entries = waiting().exclude(application__cohort__in=_begun(now))
    lists: dict[tuple, list] = {}
    for entry in entries.select_related("application__person", "application__cohort", "project"):
        lists.setdefault((entry.project_id, entry.track), []).append(entry)
    return {"offered": sum(_serve(queue, now) for queue in lists.values())}


def _begun(now):
    return Phase.objects.filter(kind=Phase.Kind.PROGRAM, starts_at__lte=now).values("cohort")


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
        return _hold(entry, " ".join(str(rule.reason) for rule in verdict.failures + verdict.unclear))
    try:
        application.give_offer(entry.project, entry.track, by=entry.decided_by, now=now)
    except Refusal as refusal:  # somebody else was faster, or the project is gone
        application.refresh_from_db(fields=["state"])
        return _hold(entry, str(refusal)) if application.state == State.WAITLISTED else 0
    _hold(entry, "")
    return 1


def _hold(entry, why):
    Selection.objects.filter(pk=entry.pk).exclude(held=why).update(held=why)
    return 0
