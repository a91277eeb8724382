"""Whom and what a change of a cohort's dates or settings touches: shown before it is made; then the same are told.

An app adds its own in its ``effects.py``:

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

    @relies_on_phases
    def logged(cohort):
        ...  # yields (kind, reason) of each phase that can't be left out, because of what people did in it
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from amp_portal.hooks import Hook
from amp_portal.outbox.letters import queue_all
from amp_portal.users.models import Person

from .models import Participation
from .states import MentorState

people = Hook()  # function(cohort, now) -> Iterable[(Role, person ids)], in a constant number of queries
reminders = Hook()  # function(kind, starts_at, ends_at) -> Iterable[(what in words, when it goes out)]
follow = Hook()  # function(change, now): what must move along with changed dates; may raise Refusal
forbids = Hook()  # function(cohort, shifts) -> Iterable[(setting, reason)], for a planned change of settings
publishes_results = Hook()  # function(cohort) -> bool, by whoever publishes the results of a cohort
relies_on_phases = Hook()  # function(cohort) -> Iterable[(kind, reason)]: phases that hold what people rely on


class Role(TextChoices):
    """What people are in a cohort, for those a change concerns."""

    ORGANIZERS = "organizers", _("organizers")
    MENTORS = "mentors", _("mentors")
    APPLICANTS = "applicants", _("applicants")
    MENTEES = "mentees", _("mentees")
    FORMER_MENTEES = "former_mentees", _("former mentees")
    WANT_TO_MENTOR = "want_to_mentor", _("people who want to mentor")
    WRITING = "writing", _("people writing an application")


def relied_on(cohort) -> dict[str, str]:
    """``{kind: reason}`` of the phases that can't be left out any more. A constant number of queries."""
    return dict(relies_on_phases.gather(cohort))


def forbidden(cohort, shifts) -> list[tuple[str, str]]:
    """``(setting, reason)`` of each change of settings that would break something."""
    return forbids.gather(cohort, shifts)


def has_published_results(cohort) -> bool:
    return any(look(cohort) for look in publishes_results)


def touched(cohort, now, roles=Role) -> dict[Role, set[int]]:
    """Ids of the people with one of these roles, by role: a change concerns them. A person may have several."""
    return {role: set(ids) for role, ids in people.gather(cohort, now) if role in set(roles)}


def tell(cohort, draft, now, roles=Role):
    """``draft(person)`` is a letter about a change: one to each whom it concerns, if the cohort is public."""
    if cohort.published_at:
        concerned = set().union(*touched(cohort, now, roles).values())
        queue_all(map(draft, Person.objects.filter(pk__in=concerned).exclude(user=None)), now)


def ladder(kind, starts_at, ends_at) -> list[tuple]:
    """The reminders that hang on a phase with these dates."""
    return reminders.gather(kind, starts_at, ends_at)


def moving_reminders(shifts, now):
    """``(phase, what, when it would have gone out, when it goes now)`` of the reminders these shifts move.

    None stands for never. One that has gone out is not among them: it is not sent again.
    """
    moving = []
    for shift in shifts:
        before, after = (dict(ladder(shift.kind, *window)) if window else {} for window in (shift.was, shift.now))
        for what in before | after:
            was = before.get(what)
            if was != after.get(what) and (was is None or was > now):
                moving.append((shift.label, what, was, after.get(what)))
    return moving


@people
def roles(cohort, now):
    """Everybody with a role, an application or a running place, and those who want to mentor.

    Also whoever has completed it, while something of its schedule is still to come: the follow-ups ask them.
    """
    taking_part = cohort.participations.values_list("person_id", flat=True)
    yield Role.ORGANIZERS, taking_part.filter(is_organizer=True)
    yield Role.MENTORS, taking_part.filter(is_mentor=True)
    contributors = taking_part.filter(side=Participation.Side.CONTRIBUTOR)
    yield Role.APPLICANTS, contributors.filter(outcome=Participation.Outcome.NONE)
    yield Role.MENTEES, contributors.filter(outcome=Participation.Outcome.ACTIVE)
    if any(phase.ends_at > now for phase in cohort.phases.all()):
        yield Role.FORMER_MENTEES, contributors.filter(outcome=Participation.Outcome.COMPLETED)
    wishes = cohort.mentor_applications.filter(state=MentorState.APPLIED)
    yield Role.WANT_TO_MENTOR, wishes.values_list("person_id", flat=True)
