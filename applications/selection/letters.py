"""The letters with the results before they go: what each person would read, word for word."""

from amp_portal.outbox import rendering
from amp_portal.outbox.models import Message

from .. import notices
from ..models import Offer, Selection

OUTCOME = Selection.Outcome


def in_order(cohort):
    """The decisions of a cohort, in the order their letters are read: by name."""
    return Selection.objects.filter(application__cohort=cohort).order_by("application__person__name", "pk")


def message(decision, now) -> Message:
    """The letter as it would be recorded if the results were published now. Nothing of it is saved."""
    draft = _draft(decision, now)
    message = draft.rows(now)[0]
    message.about = draft.about
    return message


def _draft(decision, now):
    application = decision.application
    if decision.outcome == OUTCOME.OFFER:
        offer = Offer.prepare(application, decision.project, decision.track, by=decision.decided_by, now=now)
        return notices.offered(offer, decision.note)
    if decision.outcome == OUTCOME.WAITLIST:
        return notices.waitlisted(application, decision.note)
    application.feedback = decision.feedback
    return notices.declined(application)


def text(decision, now) -> rendering.Text:
    """What the letter says. Written by the very template that it goes out with."""
    return rendering.written(message(decision, now), now)
