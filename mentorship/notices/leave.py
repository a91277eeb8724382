"""The letters of a leave. Importing Leave registers them."""

from datetime import timedelta

from amp_portal.outbox.letters import Draft, letter
from cohorts.models import ProjectMentor
from cohorts.notices import of_cohort

from .. import extending

LONG = timedelta(days=14)  # for more the organizers are told


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


def _deadlines_of(leave):
    """``(mentorship, what in words, instant)`` of what is due to them while they are away."""
    theirs = leave.cohort.mentorships.active().of_person(leave.person).with_windows()
    return [
        (mentorship, what, instant)
        for mentorship in theirs.select_related("project", "mentee")
        for what, instant in extending.deadlines_between(mentorship, *leave.span)
    ]


def _meanwhile(message):
    leave = message.about
    deadlines = _deadlines_of(leave)
    first, after = leave.time_away()
    return {
        "deadlines": deadlines,
        "rooms": list(dict.fromkeys(mentorship for mentorship, *_due in deadlines)),
        "by_somebody_else": leave.declared_by_id != leave.person_id,
        "first": first,
        "last": after - timedelta(days=1),
        "days": (after - first).days,
    }


@letter("mentorship/mail/leave_noted", daytime=True, still_due=_leave_stands, context=_meanwhile)
def leave_noted(leave, person):
    """To the person themselves: where somebody else entered it, or something is due meanwhile."""
    return _of_leave("leave-noted", leave, person)


@letter("mentorship/mail/break", daytime=True, still_due=_leave_stands)
def whole_break(leave, person):
    """To everybody: the cohort pauses."""
    return _of_leave("break", leave, person)


def _is_long(leave):
    """Alone, or with those that follow each other without a day between."""
    first, after = leave.time_away()
    return after - first > LONG


def _still_long(message, now):
    leave = message.about
    return leave is not None and leave.stands(now) and _is_long(leave)


@letter("mentorship/mail/long_leave", daytime=True, kind="organizing", still_due=_still_long, context=_meanwhile)
def long_leave(leave, person):
    """To the organizers, once."""
    return Draft(key=f"long-leave/{leave.pk}/{person.pk}", to=person, about=leave, **of_cohort(leave.cohort))


def about_leave(leave, *, by):
    """The letters of a leave that was declared or changed ``by`` a person, who needs none of what they did."""
    organizers = [row.person for row in leave.cohort.organizers.current().select_related("person")]
    if leave.is_of_everybody:
        drafts = [whole_break(leave, person) for person in _people_of(leave.cohort.mentorships.active())]
    else:
        theirs = leave.cohort.mentorships.active().of_person(leave.person)
        drafts = [away(leave, person) for person in {*_people_of(theirs), leave.covered_by} - {leave.person, None}]
        if _is_long(leave):
            drafts += [long_leave(leave, person) for person in organizers if person != leave.person]
        if by != leave.person or _deadlines_of(leave):
            return [draft for draft in drafts if draft.to != by] + [leave_noted(leave, leave.person)]
    return [draft for draft in drafts if draft.to != by]


def _people_of(mentorships):
    """Mentees and current mentors."""
    mentors = ProjectMentor.objects.filter(project__in=mentorships.values("project"), until=None)
    return {mentorship.mentee for mentorship in mentorships.select_related("mentee")} | {
        row.person for row in mentors.select_related("person")
    }
