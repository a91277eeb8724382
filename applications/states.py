"""The states of an application and what may follow what (docs/program.md, Applications; Review and selection)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    IN_REVIEW = "in_review", _("with the mentors")
    SHORTLISTED = "shortlisted", _("on the shortlist")
    WAITLISTED = "waitlisted", _("on the waiting list")
    OFFERED = "offered", _("offered a place")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("not selected")  # by an organizer, with feedback
    TURNED_DOWN = "turned_down", _("offer turned down")  # by the applicant
    LAPSED = "lapsed", _("offer lapsed")  # not answered in time
    WITHDRAWN = "withdrawn", _("withdrawn")
    SET_ASIDE = "set_aside", _("set aside")  # a second application of the same person


_DECIDED = {State.OFFERED, State.WAITLISTED, State.DECLINED}  # what results make of an application

TRANSITIONS: dict[str, set[str]] = {
    State.DRAFT: {State.SUBMITTED, State.WITHDRAWN},
    State.SUBMITTED: {
        State.SUBMITTED,
        State.IN_REVIEW,
        State.DECLINED,
        State.WITHDRAWN,
        State.SET_ASIDE,
        State.DRAFT,
    },  # to itself: re-submitted; to a draft: a fairness rule stood in the way
    State.IN_REVIEW: {
        State.IN_REVIEW,
        State.SHORTLISTED,
        State.WITHDRAWN,
        State.SET_ASIDE,
        State.DRAFT,
        *_DECIDED,
    },  # to itself and to a draft: likewise
    State.SHORTLISTED: {State.WITHDRAWN, *_DECIDED},
    State.WAITLISTED: {State.OFFERED, State.DECLINED, State.WITHDRAWN},
    State.OFFERED: {
        State.ACCEPTED,
        State.TURNED_DOWN,
        State.LAPSED,
        *(State.IN_REVIEW, State.SHORTLISTED, State.WAITLISTED),  # back where it was: the offer was taken back
    },
    State.ACCEPTED: set(),
    State.DECLINED: set(),
    State.TURNED_DOWN: set(),
    State.LAPSED: {State.OFFERED},  # an organizer's second chance
    State.WITHDRAWN: {State.DRAFT},
    State.SET_ASIDE: {State.SUBMITTED},  # it was none
}

# An application that keeps its person on the contributors' side.
LIVE = (State.SUBMITTED, State.IN_REVIEW, State.SHORTLISTED, State.WAITLISTED, State.OFFERED, State.ACCEPTED)

# Its person may still change what they wrote.
EDITABLE = (State.DRAFT, State.SUBMITTED, State.IN_REVIEW)

# Passed on to the mentors, and not over: they may read it. Once accepted, those of the project of the place.
WITH_MENTORS = (State.IN_REVIEW, State.SHORTLISTED, State.WAITLISTED, State.OFFERED)

# Waits for the results.
IN_SELECTION = (State.IN_REVIEW, State.SHORTLISTED)

# Badge tones, by state (templates/components/badge.html).
TONES: dict[str, str] = {
    State.SUBMITTED: "info",
    State.IN_REVIEW: "info",
    State.SHORTLISTED: "info",
    State.WAITLISTED: "info",
    State.OFFERED: "warning",
    State.ACCEPTED: "success",
}
