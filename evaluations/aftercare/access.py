"""Who opens a support plan or a proposal for removal: the lookup is the permission."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from .. import audience
from ..models import RemovalProposal, SupportPlan

MENTORSHIP = ("mentorship__cohort", "mentorship__project", "mentorship__mentee", "round__cohort")


def plan(user, pk):
    """``(plan, reader)`` for organizers; for the mentee and the current mentors once it is written."""
    found = get_object_or_404(SupportPlan.objects.select_related(*MENTORSHIP, "written_by", "closed_by"), pk=pk)
    reader = audience.reader_of(user, found.mentorship)
    if not (reader.organizes or (reader.takes_part and found.is_shared)):
        raise Http404
    return found, reader


def plan_to_write(user, pk):
    """The plan, for an organizer who does not take part in the mentorship."""
    found, reader = plan(user, pk)
    if not reader.organizes:
        raise PermissionDenied
    return found


def proposal(user, pk):
    """For an organizer who does not take part in the mentorship."""
    found = get_object_or_404(RemovalProposal.objects.select_related(*MENTORSHIP, "answered_by"), pk=pk)
    if not audience.reader_of(user, found.mentorship).organizes:
        raise Http404
    return found
