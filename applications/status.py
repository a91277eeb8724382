"""An application in words for the person it is of: what happened, and what is next by when."""

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
    (State.SUBMITTED, State.IN_REVIEW): gettext_lazy("The organizers passed it on to the mentors of your projects."),
    (State.IN_REVIEW, State.OFFERED): gettext_lazy("You were offered a place."),
    (State.OFFERED, State.IN_REVIEW): gettext_lazy("The organizers took the offer back."),
    (State.OFFERED, State.ACCEPTED): gettext_lazy("You accepted your place."),
    (State.OFFERED, State.TURNED_DOWN): gettext_lazy("You turned the offer down."),
    (State.WITHDRAWN, State.DRAFT): gettext_lazy("You started again."),
}


@dataclass(frozen=True)
class Event:
    at: datetime
    text: str


@dataclass(frozen=True)
class Next:
    """``due`` is an aware instant, or None where no date is known."""

    text: str
    due: datetime | None = None


def story(application) -> list[Event]:
    """What happened so far, oldest first. One query."""
    return [Event(application.created_at, _("You started your application."))] + [
        Event(move.at, str(_in_words(move))) for move in application.moves.all()
    ]


def history(application) -> list[Event]:
    """Every move with who made it, for organizers. One query."""
    return [Event(move.at, _moved(move)) for move in application.moves.select_related("by")]


def _moved(move):
    words = [State(move.state).label, move.reason, move.by and _("by %(person)s") % {"person": move.by}]
    return ", ".join(str(word) for word in words if word)


def _in_words(move):
    if move.state == State.DECLINED:
        return _("The organizers could not offer you a place.")
    if move.state == State.WITHDRAWN:
        return _("You withdrew your application.")
    return _STORY[move.was, move.state]


def what_next(application, offer, now) -> Next | None:
    """The next thing, by the cohort's schedule. ``offer`` is the open one, if there is one."""
    cohort = application.cohort
    if application.state == State.SUBMITTED:
        text = _("The organizers read every application and pass it on to the mentors of the projects you chose.")
        return Next(text, _end(cohort, "review"))
    if application.state == State.IN_REVIEW:
        text = _("Mentors read and discuss the applications. Results are announced then:")
        return Next(text, _start(cohort, "mentees_announced"))
    if offer and offer.can_be_accepted(now):
        return Next(_("Tell us whether you take the place."), offer.answer_by)
    if offer:
        return Next(_("The day to answer has passed. Please write to the organizers: they can extend it."))
    if application.state == State.ACCEPTED:
        return Next(
            _("The program begins. Until then you get to know your mentors and set things up."),
            _start(cohort, "program"),
        )
    return None


def _start(cohort, kind):
    phase = cohort.phase(kind)
    return phase and phase.starts_at


def _end(cohort, kind):
    phase = cohort.phase(kind)
    return phase and phase.ends_at
