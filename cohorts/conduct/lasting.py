"""Suspensions in time: those who can confirm one are reminded, and it ends if nobody does."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from amp_portal.sweeps import sweep
from amp_portal.users.models import Person

from .suspensions import ConductSuspension

REMINDED = (1, 3)  # days before the end


@sweep("conduct suspensions")
def end_and_remind(now):
    """End what is over; of the rest, remind of what needs a second person."""
    over = ConductSuspension.objects.running().filter(until__lte=now)
    people = Person.objects.filter(Q(pk__in=over.values("person")) | Q(suspended_until__lte=now))
    ended = sum(_end(person, now) for person in people.order_by("pk"))
    soon = ConductSuspension.objects.interim().filter(until__lte=now + timedelta(days=max(REMINDED)))
    for row in soon.select_related("report__cohort", "cohort__arbiter", "person"):
        days = next(days for days in REMINDED if row.until <= now + timedelta(days=days))
        row.ask(now, days)
    return {"ended": ended}


@transaction.atomic
def _end(person, now):
    ConductSuspension.hold(person)
    return ConductSuspension.end_due(person, now)
