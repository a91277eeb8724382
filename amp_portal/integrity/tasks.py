"""The nightly comparison: what is new is told once, to the organizers of its cohort or to the operators."""

from datetime import UTC
from itertools import groupby

from django.db import transaction

from amp_portal import data_checks, scopes
from amp_portal.outbox.letters import queue_all
from amp_portal.sweeps import sweep
from amp_portal.users.models import Person

from . import notices
from .models import DataCheck, FoundDisagreement


@sweep("data check")
def check(now) -> dict:
    """With the first tick of a day (UTC)."""
    day = now.astimezone(UTC).date()
    if DataCheck.objects.filter(day=day).exists():
        return {}
    return _record(data_checks.find(), day, now)


@transaction.atomic
def _record(found, day, now):
    _check, is_first = DataCheck.objects.get_or_create(day=day, defaults={"found": len(found)})
    if not is_first:  # another worker was faster
        return {}
    still = FoundDisagreement.objects.filter(ended_at=None)
    still.exclude(key__in=[each.key for each in found]).update(ended_at=now)
    known = set(still.values_list("key", flat=True))
    new = FoundDisagreement.objects.bulk_create(
        FoundDisagreement(key=each.key, scope=each.scope, words=each.words, mend=each.mend, since=now)
        for each in found
        if each.key not in known
    )
    for scope, rows in groupby(new, key=lambda row: row.scope):
        pks = [row.pk for row in rows]
        queue_all([notices.data_disagrees(person, scope, day, pks) for person in _whom_to_tell(scope)], now)
    return {"found": len(found), "new": len(new)}


def _whom_to_tell(scope):
    """The organizers of a scope that has any; else the operators."""
    organizers = list(scopes.organizers.gather(scope)) if scope else []
    return organizers or Person.objects.filter(user__is_superuser=True, user__is_active=True).order_by("pk")
