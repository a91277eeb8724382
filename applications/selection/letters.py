"""The letters with the results before they go: what each person would read, word for word."""

from dataclasses import dataclass

from amp_portal.outbox import rendering
from amp_portal.outbox.models import Message
from amp_portal.users.models import called

from .. import notices
from ..models import Offer, Selection

OUTCOME = Selection.Outcome
BEGIN = 90  # letters of somebody's words that a list shows


def in_order(cohort):
    """The decisions of a cohort, in the order their letters are read: by name."""
    return Selection.objects.filter(application__cohort=cohort).order_by("application__person__name", "pk")


@dataclass(frozen=True, slots=True)
class Row:
    """A letter in a list; ``pk`` is the application's, ``words`` begin what stands in this letter and in no other."""

    pk: int
    person: str
    kind: str
    tone: str
    project: str
    words: str


SHOWN = ("application", "outcome", "project__title", "feedback", "note")
PERSON = ("application__person__name", "application__person__github_login", "application__person__email")


def rows(decisions) -> list[Row]:
    """One query."""
    labels = {value: str(label) for value, label in OUTCOME.choices}
    return [
        Row(
            pk=pk,
            person=called(*person),
            kind=labels[outcome],
            tone=Selection.TONES.get(outcome, "neutral"),
            project=project or "",
            words=_begin(feedback if outcome == OUTCOME.DECLINE else note),
        )
        for pk, outcome, project, feedback, note, *person in decisions.values_list(*SHOWN, *PERSON)
    ]


def _begin(words):
    return f"{words[:BEGIN].rstrip()}…" if len(words) > BEGIN else words


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
