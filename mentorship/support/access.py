"""Who may read a request for help: whoever asked, the organizers; the project's mentors where the asker says so."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from cohorts.access import organizes
from cohorts.models import Cohort

from ..models import Mentorship, SupportRequest


@dataclass(frozen=True)
class Seat:
    request: SupportRequest
    is_asker: bool
    is_organizer: bool

    @property
    def takes_part(self):
        return self.is_asker or self.is_organizer


def cohorts_of(user):
    """The cohorts in which somebody may ask for help: as mentee, or as mentor."""
    part = Q(participations__is_mentor=True) | ~Q(participations__outcome="")
    return Cohort.objects.filter(part, participations__person=user.person, imported=False)


def own_cohort(user, slug):
    return get_object_or_404(cohorts_of(user), slug=slug)


def mentorships_of(user, cohort):
    """The rooms of the person in a cohort, to say which one it is about."""
    rooms = Mentorship.objects.filter(cohort=cohort)
    mine = rooms.filter(mentee=user.person) | rooms.filter(pk__in=rooms.mentored_by(user.person).values("pk"))
    return mine.select_related("project", "mentee").order_by("pk")


def seat(user, pk) -> Seat:
    """To read a request, and what one may do about it."""
    request = get_object_or_404(SupportRequest.objects.with_people(), pk=pk)
    found = Seat(request, request.asker_id == user.person.pk, organizes(user, request.cohort))
    if not found.takes_part and not _may_read_as_mentor(user, request):
        raise Http404
    return found


def _may_read_as_mentor(user, request):
    if not request.mentors_may_read:
        return False
    return request.mentorship.project.mentors.current().filter(person=user.person).exists()


def to_answer(user, pk) -> Seat:
    """To write about a request: the asker and the organizers."""
    found = seat(user, pk)
    if not found.takes_part:
        raise PermissionDenied
    return found


def to_take(user, pk) -> Seat:
    """For organizers."""
    found = seat(user, pk)
    if not found.is_organizer:
        raise PermissionDenied
    return found
