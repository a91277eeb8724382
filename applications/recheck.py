"""The fairness rules for those who hold a place: nightly, and at both evaluations.

A new *fail* is flagged to organizers; nobody is removed by a machine.
"""

from datetime import UTC, datetime, time

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from amp_portal.sweeps import sweep
from cohorts.models import Cohort, Participation

from . import eligibility, notices
from .models import Application, EligibilityCheck
from .states import State

BATCH = 100  # one tick's share; each costs the same number of queries

Gate = EligibilityCheck.Gate


@sweep("eligibility")
def recheck(now) -> dict:
    """Check who holds a place and was not checked since midnight (UTC), or since the dates of their cohorts moved."""
    counts = {"checked": 0, "flagged": 0}
    for pk in due(now).values_list("pk", flat=True)[:BATCH]:
        flags = _check(pk, now)
        if flags is not None:
            counts["checked"] += 1
            counts["flagged"] += flags
    return counts


def due(now):
    """Accepted applications whose place is active, in cohorts that are not over, or extended beyond that."""
    place = Participation.objects.filter(
        cohort=OuterRef("cohort"), person=OuterRef("person"), outcome=Participation.Outcome.ACTIVE
    )
    runs = Q(cohort__in=Cohort.objects.not_over(now).values("pk")) | Exists(place.filter(extended_until__gt=now))
    held = Application.objects.filter(runs, Exists(place), state=State.ACCEPTED)
    midnight = datetime.combine(now.astimezone(UTC).date(), time(), UTC)
    return held.filter(Q(rechecked_at=None) | Q(rechecked_at__lt=midnight)).order_by("pk")


def soon(people) -> None:
    """Check these people's places (pks or a query) at the next tick: something about their cohorts has changed."""
    Application.objects.filter(state=State.ACCEPTED, person__in=people).update(rechecked_at=None)


@transaction.atomic
def _check(pk, now):
    """How many flags it raised; None where another worker was faster."""
    application = due(now).select_for_update(of=("self",)).select_related("person", "cohort").filter(pk=pk).first()
    if application is None:
        return None
    application.rechecked_at = now
    application.save(update_fields=["rechecked_at"])
    failures = _keep_what_is_new(application, _gate(application, now), now).failures
    return sum(_flag(application, finding, now) for finding in failures)


def _keep_what_is_new(application, gate, now):
    """The verdict now. It is kept for an evaluation, and where it differs from the one kept last."""
    facts = eligibility.facts_on(application.person, application.cohort, now)
    verdict = eligibility.judge(facts)
    last = application.checks.first()
    if gate != Gate.NIGHTLY or last is None or last.verdict.outcomes != verdict.outcomes:
        eligibility.keep(application, gate, facts)
    return verdict


def _flag(application, finding, now) -> bool:
    """Tell the organizers, unless the rule is flagged already or they have decided on the same grounds."""
    grounds = finding.grounds or (finding.evidence,)
    for flag in application.flags.filter(rule=finding.rule):
        if flag.is_open or set(grounds) <= set(flag.grounds):
            return False
    flag = application.flags.create(
        rule=finding.rule, reason=finding.reason, evidence=finding.evidence, grounds=list(grounds), raised_at=now
    )
    notices.queue_flagged(flag, now)
    return True


def _gate(application, now):
    """The evaluation whose window is open and that has no check yet; otherwise it is the nightly one."""
    opened = application.cohort.phases.filter(kind__in=[Gate.MIDTERM, Gate.FINAL], starts_at__lte=now, ends_at__gt=now)
    done = application.checks.values_list("gate", flat=True)
    return next((kind for kind in opened.values_list("kind", flat=True) if kind not in done), Gate.NIGHTLY)
