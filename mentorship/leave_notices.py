"""The letters of a leave. Importing Leave registers them."""

from amp_portal.outbox.letters import Draft, letter
from cohorts.models import ProjectMentor
from cohorts.notices import of_cohort


def _leave_stands(message, now):
    """Neither taken back nor over, and with the end that the letter tells."""
    leave = message.about
    return leave is not None and leave.stands(now) and leave.ends_on.isoformat() == message.facts["ends_on"]


def _of_leave(name, leave, person):
    return Draft(
        key=f"{name}/{leave.pk}/{leave.ends_on}/{person.pk}",
        to=person,
        about=leave,
        facts={"ends_on": leave.ends_on.isoformat()},
        **of_cohort(leave.cohort),
    )


@letter("mentorship/mail/away", daytime=True, kind="news", still_due=_leave_stands)
def away(leave, person):
    """To whom they work with."""
    return _of_leave("leave", leave, person)


@letter("mentorship/mail/leave_noted", daytime=True, still_due=_leave_stands)
def leave_noted(leave, person):
    """To the person themselves, where somebody else entered it."""
    return _of_leave("leave-noted", leave, person)


@letter("mentorship/mail/break", daytime=True, still_due=_leave_stands)
def whole_break(leave, person):
    """To everybody: the cohort pauses."""
    return _of_leave("break", leave, person)


def _still_long(message, now):
    leave = message.about
    return leave is not None and leave.stands(now) and leave.is_long


@letter("mentorship/mail/long_leave", daytime=True, kind="organizing", still_due=_still_long)
def long_leave(leave, person):
    """To the organizers, once."""
    return Draft(key=f"long-leave/{leave.pk}/{person.pk}", to=person, about=leave, **of_cohort(leave.cohort))


def about_leave(leave, *, by):
    """The letters of a leave that was declared or changed ``by`` a person, who needs none."""
    organizers = [row.person for row in leave.cohort.organizers.current().select_related("person")]
    if leave.is_of_everybody:
        drafts = [whole_break(leave, person) for person in _people_of(leave.cohort.mentorships.active())]
    else:
        theirs = leave.cohort.mentorships.active().of_person(leave.person)
        drafts = [away(leave, person) for person in {*_people_of(theirs), leave.covered_by} - {leave.person, None}]
        drafts += [leave_noted(leave, leave.person)]
        drafts += [long_leave(leave, person) for person in organizers if leave.is_long and person != leave.person]
    return [draft for draft in drafts if draft.to != by]


def _people_of(mentorships):
    """Mentees and current mentors."""
    mentors = ProjectMentor.objects.filter(project__in=mentorships.values("project"), until=None)
    return {mentorship.mentee for mentorship in mentorships.select_related("mentee")} | {
        row.person for row in mentors.select_related("person")
    }
