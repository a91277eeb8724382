"""Who reads a conduct report: the cohort's handlers whom it neither names nor excludes. Superusers are no exception."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from ..access import leads, organized_cohort
from .models import ConductHandler, ConductReport


def handles(user):
    """Handler of any cohort."""
    return ConductHandler.objects.current().filter(person=user.person).exists()


def readable(user) -> list[ConductReport]:
    """What this user may read, newest first; those that are open before."""
    reports = [report for report in ConductReport.objects.handled_by(user.person) if report.opens_for(user.person)]
    return sorted(reports, key=lambda report: not report.is_open)


def report(user, public_id) -> ConductReport:
    """One of them. Whoever may not read it must not learn that it exists."""
    found = get_object_or_404(ConductReport.objects.handled_by(user.person), public_id=public_id)
    if not found.opens_for(user.person):
        raise Http404
    return found


def led_cohort(user, slug):
    """For who names the handlers: the cohort's lead organizers."""
    cohort = organized_cohort(user, slug)
    if not leads(user, cohort):
        raise PermissionDenied
    return cohort
