"""An application in words for the person it is of: what happened, what is next by when, and what comes after."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .states import State

# (was, is) → what happened; nothing here tells more than the organizers have made known.
_STORY = {
    (State.DRAFT, State.SUBMITTED): gettext_lazy("You submitted your application."),
    (State.SUBMITTED, State.SUBMITTED): gettext_lazy("You submitted a new version."),
    (State.IN_REVIEW, State.IN_REVIEW): gettext_lazy("You submitted a new version."),
    (State.SUBMITTED, State.DRAFT): gettext_lazy("An eligibility rule wasn’t met, so it’s a draft again."),
    (State.IN_REVIEW, State.DRAFT): gettext_lazy("An eligibility rule wasn’t met, so it’s a draft again."),
    (State.SET_ASIDE, State.SUBMITTED): gettext_lazy("The organizers took it up again."),
    (State.SUBMITTED, State.IN_REVIEW): gettext_lazy("The organizers passed it on to the mentors of your projects."),
    (State.WAITLISTED, State.DECLINED): gettext_lazy("The program began, and no place became free."),
    (State.WAITLISTED, State.WITHDRAWN): gettext_lazy("You left the waiting list."),
    (State.OFFERED, State.IN_REVIEW): gettext_lazy("The organizers took the offer back."),
    (State.OFFERED, State.SHORTLISTED): gettext_lazy("The organizers took the offer back."),
    (State.OFFERED, State.WAITLISTED): gettext_lazy("The organizers took the offer back."),
}
_REACHED = {  # wherever it came from
    State.SHORTLISTED: gettext_lazy("You are on the shortlist."),
    State.WAITLISTED: gettext_lazy("You are on the waiting list."),
    State.OFFERED: gettext_lazy("You were offered a place."),
    State.ACCEPTED: gettext_lazy("You accepted your place."),
    State.DECLINED: gettext_lazy("The organizers could not offer you a place."),
    State.TURNED_DOWN: gettext_lazy("You turned the offer down."),
    State.LAPSED: gettext_lazy("The day to answer the offer passed, and the place was given on."),
    State.WITHDRAWN: gettext_lazy("You withdrew your application."),
    State.SET_ASIDE: gettext_lazy("It looked like a second application of the same person, and was set aside."),
    State.DRAFT: gettext_lazy("You started again."),
}


@dataclass(frozen=True)
class Event:
    at: datetime
    text: str


@dataclass(frozen=True)
class Next:
    """``due`` is an aware instant, or None where no date is known. ``is_deadline``: it is the reader's own to keep."""

    text: str
    due: datetime | None = None
    is_deadline: bool = False


def story(application) -> list[Event]:
    """What happened so far, oldest first. One query."""
    return [Event(application.created_at, _("You started your application."))] + [
        Event(move.at, str(_in_words(move))) for move in application.moves.all()
    ]


def history(moves) -> list[Event]:
    """Every move, with who made it, for organizers."""
    return [Event(move.at, _moved(move)) for move in moves]


def _moved(move):
    words = [State(move.state).label, move.reason, move.by and _("by %(person)s") % {"person": move.by}]
    return ", ".join(str(word) for word in words if word)


def _in_words(move):
    return _STORY.get((move.was, move.state)) or _REACHED[move.state]


def what_next(application, offer, now) -> Next | None:
    """The next thing, by the cohort's schedule. ``offer`` is the open one, if there is one."""
    cohort = application.cohort
    if application.sent_back_until:
        text = _("An eligibility rule isn’t met. See which one below. You can put that right or appeal until:")
        return Next(text, application.sent_back_until, is_deadline=True)
    if application.state == State.SUBMITTED:
        text = _("The organizers read your application, then the mentors of the projects you chose. They have until:")
        return Next(text, _end(cohort, "review"))
    if application.state == State.IN_REVIEW:
        text = _("Mentors read and discuss the applications. Results are announced then:")
        return Next(text, _start(cohort, "mentees_announced"))
    if application.state == State.SHORTLISTED:
        text = _("You're on the shortlist. Results are announced then:")
        if cohort.phase("contribution"):
            text = _("Go on contributing to the projects you chose: the mentors see it. Results are announced then:")
        return Next(text, _start(cohort, "mentees_announced"))
    if application.state == State.WAITLISTED:
        text = _(
            "When a place becomes free and it is your turn, you get an offer by letter. "
            "The list closes when the program begins; then you hear from us in any case:"
        )
        return Next(text, _start(cohort, "program"))
    if offer and offer.received_at:
        return Next(_("You accepted in time. We’re keeping the place for you until the eligibility rules are settled."))
    if offer and offer.paused_at:
        return Next(_("Your appeal is open. The time to answer the offer goes on when it is decided."))
    if offer and offer.can_be_accepted(now):
        return Next(_("Tell us whether you take the place."), offer.answer_by, is_deadline=True)
    if offer:
        return Next(_("The day to answer has passed. Please write to the organizers: they can extend it."))
    if application.state == State.ACCEPTED:
        text = _("You get to know your mentors and set things up. The program begins then:")
        return Next(text, _start(cohort, "program"))
    return _afterwards(application, now)


def _afterwards(application, now):
    """For an application that came to an end without a place."""
    if application.state == State.DECLINED:
        return Next(_("What you contributed stays yours, and you are welcome to apply to a later cohort."))
    if application.state == State.SET_ASIDE:
        return Next(_("Are you somebody else? Please write to the organizers: they take it up again as it is."))
    if application.state == State.LAPSED:
        return Next(_("If you would still like the place, please write to the organizers: they can see what is free."))
    if application.state == State.TURNED_DOWN:
        return Next(_("Nothing more to do. You are welcome to apply to a later cohort."))
    if application.is_withdrawn and application.cohort.is_open("applications", now):
        text = _("If you change your mind you can apply again. What you wrote is kept for you.")
        return Next(text, _end(application.cohort, "applications"), is_deadline=True)
    if application.is_withdrawn:
        return Next(_("Nothing more to do. You are welcome to apply to a later cohort."))
    return None


_AHEAD = {
    State.SUBMITTED: ("contribution", "mentees_announced", "program"),
    State.IN_REVIEW: ("contribution", "mentees_announced", "program"),
    State.SHORTLISTED: ("contribution", "mentees_announced", "program"),
    State.WAITLISTED: ("program",),
    State.OFFERED: ("bonding", "program"),
    State.ACCEPTED: ("program", "midterm", "final"),
}
_MILESTONES = {
    "contribution": gettext_lazy("The contribution period begins, for everybody on a shortlist."),
    "mentees_announced": gettext_lazy("Results are announced: everyone hears back."),
    "bonding": gettext_lazy("You get to know your mentors and the community."),
    "program": gettext_lazy("The program begins."),
    "midterm": gettext_lazy("Midterm evaluations: how is it going, both ways?"),
    "final": gettext_lazy("Final evaluations, and your work to show."),
}


def ahead(application, now) -> list[Event]:
    """What the schedule has for this application from here on, soonest first. No query."""
    kinds = _AHEAD.get(application.state, ())
    starts = [(_start(application.cohort, kind), kind) for kind in kinds]
    return [Event(at, str(_MILESTONES[kind])) for at, kind in starts if at and at > now]


def gone(version) -> list:
    """Chosen projects that are no longer on the idea list. One query."""
    choices = version.choices.exclude(project=None).select_related("project")
    return [choice.project for choice in choices if not choice.project.is_published]


def _start(cohort, kind):
    phase = cohort.phase(kind)
    return phase and phase.starts_at


def _end(cohort, kind):
    phase = cohort.phase(kind)
    return phase and phase.ends_at
