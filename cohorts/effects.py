"""Whom and what a change of a cohort's dates touches: shown before it is made; afterwards the same people are told.

An app adds its own in its ``effects.py`` (found by itself):

    @people
    def drafts(cohort, now):
        yield _("with a draft application"), cohort.applications.drafts().values_list("person_id", flat=True)

    @reminders
    def ladder(kind, starts_at, ends_at):
        if kind in ("midterm", "final"):
            yield _("first reminder"), starts_at - timedelta(days=10)

    @follow
    def move_the_ends(change, now):
        ...  # in the transaction of the change, after the phases have moved and before anybody is told
"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from .models import Participation
from .states import MentorState

_PEOPLE: list[Callable] = []
_REMINDERS: list[Callable] = []
_FOLLOWERS: list[Callable] = []


def people(function):
    """Register ``function(cohort, now) -> Iterable[(role in words, person ids)]``, in a constant number of queries."""
    _PEOPLE.append(function)
    return function


def reminders(function):
    """Register ``function(kind, starts_at, ends_at) -> Iterable[(what in words, when it goes out)]``."""
    _REMINDERS.append(function)
    return function


def follow(function):
    """Register ``function(change, now)`` for what must move along with a ScheduleChange. It may raise Refusal."""
    _FOLLOWERS.append(function)
    return function


def touched(cohort, now) -> dict[str, set[int]]:
    """Ids of the people a change of dates concerns, by role; a person may have several."""
    return {role: set(ids) for build in _PEOPLE for role, ids in build(cohort, now)}


def ladder(kind, starts_at, ends_at) -> list[tuple]:
    """The reminders that hang on a phase with these dates."""
    return [rung for build in _REMINDERS for rung in build(kind, starts_at, ends_at)]


def moving_reminders(shifts, now):
    """``(phase, what, when it would have gone out, when it goes now)`` of the reminders these shifts move.

    One that has gone out is not among them: it is not sent again.
    """
    moving = []
    for shift in shifts:
        before = dict(ladder(shift.kind, *shift.was)) if shift.was else {}
        for what, instant in ladder(shift.kind, shift.starts_at, shift.ends_at):
            was = before.get(what)
            if was != instant and (was is None or was > now):
                moving.append((shift.label, what, was, instant))
    return moving


def run_followers(change, now):
    for move_along in _FOLLOWERS:
        move_along(change, now)


@people
def roles(cohort, now):
    """Everybody with a role, an application or a running place, and those who want to mentor."""
    taking_part = cohort.participations.values_list("person_id", flat=True)
    yield _("organizers"), taking_part.filter(is_organizer=True)
    yield _("mentors"), taking_part.filter(is_mentor=True)
    contributors = taking_part.filter(side=Participation.Side.CONTRIBUTOR)
    yield _("applicants"), contributors.filter(outcome=Participation.Outcome.NONE)
    yield _("mentees"), contributors.filter(outcome=Participation.Outcome.ACTIVE)
    wishes = cohort.mentor_applications.filter(state=MentorState.APPLIED)
    yield _("people who want to mentor"), wishes.values_list("person_id", flat=True)
