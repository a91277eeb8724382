"""The states of an application and what may follow what (PROGRAM.md, Applications; Review and selection)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    IN_REVIEW = "in_review", _("with the mentors")
    OFFERED = "offered", _("offered a place")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("not selected")  # by an organizer, with feedback
    TURNED_DOWN = "turned_down", _("offer turned down")  # by the applicant
    WITHDRAWN = "withdrawn", _("withdrawn")


TRANSITIONS: dict[str, set[str]] = {
    State.DRAFT: {State.SUBMITTED, State.WITHDRAWN},
    State.SUBMITTED: {State.SUBMITTED, State.IN_REVIEW, State.DECLINED, State.WITHDRAWN},  # to itself: re-submitted
    State.IN_REVIEW: {State.IN_REVIEW, State.OFFERED, State.DECLINED, State.WITHDRAWN},  # to itself: re-submitted
    State.OFFERED: {State.ACCEPTED, State.TURNED_DOWN, State.IN_REVIEW},  # back: the offer was taken back
    State.ACCEPTED: set(),
    State.DECLINED: set(),
    State.TURNED_DOWN: set(),
    State.WITHDRAWN: {State.DRAFT},
}

# An application that keeps its person on the contributors' side.
LIVE = (State.SUBMITTED, State.IN_REVIEW, State.OFFERED, State.ACCEPTED)

# Its person may still change what they wrote.
EDITABLE = (State.DRAFT, State.SUBMITTED, State.IN_REVIEW)

# Badge tones, by state (templates/components/badge.html).
TONES: dict[str, str] = {
    State.SUBMITTED: "info",
    State.IN_REVIEW: "info",
    State.OFFERED: "warning",
    State.ACCEPTED: "success",
}
