"""Who reads a conduct report: the cohort's handlers whom it neither names nor excludes. Superusers are no exception."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from ..access import leads, organized_cohort
from ..models import Cohort
from .models import ConductHandler, ConductReport, ConductSuspension


def handles(user):
    """Handler of any cohort."""
    return ConductHandler.objects.current().filter(person=user.person).exists()


def readable(user) -> list[ConductReport]:
    """What this user may read, newest first; those that are open before."""
    reports = ConductReport.objects.open_to(user.person)
    return sorted(reports, key=lambda report: not report.is_open)


def report(user, public_id) -> ConductReport:
    """One of them. Whoever may not read it must not learn that it exists."""
    found = get_object_or_404(ConductReport.objects.handled_by(user.person), public_id=public_id)
    if not found.opens_for(user.person):
        raise Http404
    return found


def suspensions(user, now):
    """Those that run and that this user decides about: of others only, and for an arbiter those that wait for one."""
    rows = ConductSuspension.objects.running().filter(Q(until=None) | Q(until__gt=now)).exclude(person=user.person)
    rows = rows.select_related("person", "report__cohort", "cohort__arbiter")
    if user.is_superuser:
        return list(rows)
    if not Cohort.objects.filter(arbiter=user.person).exists():
        raise PermissionDenied
    return [row for row in rows.interim().filter(cohort__arbiter=user.person) if confirms(user, row)]


def confirms(user, suspension):
    """May agree to it from outside: nobody else who reads the report could, and it does not concern them."""
    waits = suspension.is_interim and not suspension.handlers_to_confirm()
    return waits and user.person in suspension.outsiders()


def may_lift(user):
    if not user.is_superuser:
        raise PermissionDenied


def led_cohort(user, slug):
    """For who names the handlers: the cohort's lead organizers."""
    cohort = organized_cohort(user, slug)
    if not leads(user, cohort):
        raise PermissionDenied
    return cohort
