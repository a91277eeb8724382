"""How long reports are kept, and the trail of old keys."""

from datetime import timedelta

from django.conf import settings

from amp_portal.sweeps import sweep

from . import sealing
from .models import ConductNote, ConductReport, ConductSuspension


@sweep("conduct")
def delete_old(now):
    """Delete what was closed long enough ago, and what belongs to no cohort any more."""
    last = now.date() - timedelta(days=settings.CONDUCT_KEEP_DAYS)
    old = ConductReport.objects.filter(closed_on__lte=last) | ConductReport.objects.filter(cohort=None)
    ConductSuspension.objects.running().filter(report__in=old).update(report=None)  # it goes on, and can be lifted
    ConductSuspension.objects.filter(
        report=None, ended_at__lte=now - timedelta(days=settings.CONDUCT_KEEP_DAYS)
    ).delete()
    _rows, by_model = old.delete()
    return {"deleted": by_model.get("cohorts.ConductReport", 0)}


def rotate():
    """Seal everything with the first key. Returns ``(how many were sealed anew, how many no key opens)``."""
    done = unknown = 0
    for model in (ConductReport, ConductNote):
        for row in model.objects.only("pk", "sealed").iterator():
            token = sealing.reseal(row.sealed)
            if token is None:
                unknown += 1
            else:
                done += model.objects.filter(pk=row.pk, sealed=row.sealed).update(sealed=token)
    return done, unknown
