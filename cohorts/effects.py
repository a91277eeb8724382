"""Whom and what a change of a cohort's dates or settings touches: shown before it is made; then the same are told.

An app adds its own in its ``effects.py`` (found by itself):

    @people
    def drafts(cohort, now):
        yield Role.WRITING, cohort.applications.drafts().values_list("person_id", flat=True)

    @reminders
    def ladder(kind, starts_at, ends_at):
        if kind in ("midterm", "final"):
            yield _("first reminder"), starts_at - timedelta(days=10)

    @follow
    def move_the_ends(change, now):
        ...  # in the transaction of the change, after the phases have moved and before anybody is told

    @forbids
    def other_mode(cohort, shifts):
        ...  # yields (name of the setting, reason) of what a change of settings would break

    @publishes_results
    def published(cohort):
        ...  # whether the results are being published or were: some settings are locked from then on
"""

from collections.abc import Callable

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from amp_portal.outbox.letters import queue_all
from amp_portal.users.models import Person

from .models import Participation
from .states import MentorState

_PEOPLE: list[Callable] = []
_REMINDERS: list[Callable] = []
_FOLLOWERS: list[Callable] = []
_FORBIDDING: list[Callable] = []
_RESULTS: list[Callable] = []


class Role(TextChoices):
    """What people are in a cohort, for those a change concerns."""

    ORGANIZERS = "organizers", _("organizers")
    MENTORS = "mentors", _("mentors")
    APPLICANTS = "applicants", _("applicants")
    MENTEES = "mentees", _("mentees")
    WANT_TO_MENTOR = "want_to_mentor", _("people who want to mentor")
    WRITING = "writing", _("people writing an application")


def people(function):
    """Register ``function(cohort, now) -> Iterable[(Role, person ids)]``, in a constant number of queries."""
    _PEOPLE.append(function)
    return function


def reminders(function):
    """Register ``function(kind, starts_at, ends_at) -> Iterable[(what in words, when it goes out)]``."""
    _REMINDERS.append(function)
    return function


def follow(function):
    """Register ``function(change, now)`` for what must move along with changed dates. It may raise Refusal."""
    _FOLLOWERS.append(function)
    return function


def forbids(function):
    """Register ``function(cohort, shifts) -> Iterable[(setting, reason)]``, for a planned change of settings."""
    _FORBIDDING.append(function)
    return function


def publishes_results(function):
    """Register ``function(cohort) -> bool``, by whoever publishes the results of a cohort."""
    _RESULTS.append(function)
    return function


def forbidden(cohort, shifts) -> list[tuple[str, str]]:
    """``(setting, reason)`` of each change of settings that would break something."""
    return [found for look in _FORBIDDING for found in look(cohort, shifts)]


def has_published_results(cohort) -> bool:
    return any(look(cohort) for look in _RESULTS)


def touched(cohort, now, roles=Role) -> dict[Role, set[int]]:
    """Ids of the people with one of these roles, by role: a change concerns them. A person may have several."""
    return {role: set(ids) for build in _PEOPLE for role, ids in build(cohort, now) if role in set(roles)}


def tell(cohort, draft, now, roles=Role):
    """``draft(person)`` is a letter about a change: one to each whom it concerns, if the cohort is public."""
    if cohort.published_at:
        concerned = set().union(*touched(cohort, now, roles).values())
        queue_all(map(draft, Person.objects.filter(pk__in=concerned).exclude(user=None)), now)


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
    yield Role.ORGANIZERS, taking_part.filter(is_organizer=True)
    yield Role.MENTORS, taking_part.filter(is_mentor=True)
    contributors = taking_part.filter(side=Participation.Side.CONTRIBUTOR)
    yield Role.APPLICANTS, contributors.filter(outcome=Participation.Outcome.NONE)
    yield Role.MENTEES, contributors.filter(outcome=Participation.Outcome.ACTIVE)
    wishes = cohort.mentor_applications.filter(state=MentorState.APPLIED)
    yield Role.WANT_TO_MENTOR, wishes.values_list("person_id", flat=True)
