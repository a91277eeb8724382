"""Who may open a mentorship's room, and who may do what there (see ``cohorts.access`` for 404 and 403).

The mentee, the project's current mentors and the cohort's organizers; organizers read. A former mentor knows that it
exists and is kept out from the moment they were replaced.
"""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404

from cohorts.access import organizes
from cohorts.models import ProjectMentor

from .models import Entry, Leave, Mentorship, Milestone
from .states import Side


@dataclass(frozen=True)
class Seat:
    """A reader's place in a room."""

    mentorship: Mentorship
    person_id: int
    is_mentee: bool
    is_mentor: bool
    is_organizer: bool

    @property
    def takes_part(self):
        """Speaks for one of the two sides."""
        return self.is_mentee or self.is_mentor

    @property
    def speaks_for(self):
        """The side, or None of who only reads."""
        if self.is_mentee:
            return Side.MENTEE
        return Side.MENTORS if self.is_mentor else None

    @property
    def reads_notes(self):
        """The mentors' and organizers' own; whatever else the mentee may be, they don't."""
        return (self.is_mentor or self.is_organizer) and not self.is_mentee

    @property
    def can_write(self):
        return self.takes_part and self.mentorship.is_active


def room(user, pk) -> Seat:
    """A seat in the room, to read."""
    here = ProjectMentor.objects.filter(project=OuterRef("project"), person=user.person)
    mentorships = Mentorship.objects.with_signs().select_related("cohort", "project", "mentee", "watch")
    mentorship = get_object_or_404(
        mentorships.annotate(mentors_now=Exists(here.filter(until=None)), mentored=Exists(here)), pk=pk
    )
    seat = Seat(
        mentorship=mentorship,
        person_id=user.person.pk,
        is_mentee=mentorship.mentee_id == user.person.pk,
        is_mentor=mentorship.mentors_now,
        is_organizer=organizes(user, mentorship.cohort),
    )
    if not (seat.takes_part or seat.is_organizer):
        if mentorship.mentored:
            raise PermissionDenied
        raise Http404
    return seat


def as_mentee(user, pk) -> Mentorship:
    """To write what only the mentee writes."""
    seat = room(user, pk)
    if not seat.is_mentee:
        raise PermissionDenied
    return seat.mentorship


def as_mentor(user, pk) -> Mentorship:
    """To write what only a current mentor writes."""
    seat = room(user, pk)
    if not seat.is_mentor:
        raise PermissionDenied
    return seat.mentorship


def among_mentors(user, pk) -> Seat:
    """The seat of a current mentor or an organizer. The mentee isn't told that there is such a place."""
    seat = room(user, pk)
    if not seat.reads_notes:
        raise Http404
    return seat


def as_organizer(user, pk) -> Mentorship:
    """To decide what only an organizer decides."""
    seat = room(user, pk)
    if not seat.is_organizer:
        raise PermissionDenied
    return seat.mentorship


def entry_of(seat: Seat, entry_pk) -> Entry:
    """An entry of this room."""
    return get_object_or_404(seat.mentorship.entries, pk=entry_pk)


def leave_to_change(user, pk) -> Leave:
    """A leave, for whoever takes it, and for the organizers."""
    leave = get_object_or_404(Leave.objects.standing().select_related("cohort", "person", "covered_by"), pk=pk)
    if leave.person != user.person and not organizes(user, leave.cohort):
        raise Http404
    return leave


def entry_to_answer(user, pk, entry_pk) -> Entry:
    """An update or question, for a current mentor to answer."""
    mentorship = as_mentor(user, pk)
    entry = get_object_or_404(mentorship.entries.asking().select_related("author"), pk=entry_pk)
    entry.mentorship = mentorship
    return entry


def entry_to_correct(user, pk, entry_pk) -> Entry:
    """An entry of one's own, for who still takes part."""
    seat = room(user, pk)
    entry = entry_of(seat, entry_pk)
    if not (seat.takes_part and entry.author_id == user.person.pk and entry.can_be_corrected):
        raise PermissionDenied
    entry.mentorship = seat.mentorship
    return entry


def milestone_of_mentee(user, pk, milestone_pk) -> Milestone:
    """A milestone, for the mentee to move."""
    return _milestone(as_mentee(user, pk), milestone_pk)


def milestone_of_mentor(user, pk, milestone_pk) -> Milestone:
    """A milestone, for a current mentor to accept."""
    return _milestone(as_mentor(user, pk), milestone_pk)


def milestone_of_either(user, pk, milestone_pk) -> Milestone:
    """A milestone, for either side to re-plan."""
    seat = room(user, pk)
    if not seat.takes_part:
        raise PermissionDenied
    return _milestone(seat.mentorship, milestone_pk)


def _milestone(mentorship, pk):
    milestone = get_object_or_404(mentorship.milestones, pk=pk)
    milestone.mentorship = mentorship
    return milestone
