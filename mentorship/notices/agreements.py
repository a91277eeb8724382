"""How mentee and mentors want to work together."""

from amp_portal.outbox.letters import Draft, letter, queue_all
from cohorts.notices import of_cohort

from .people import mentors_of, still_mentors


def _of_agreement(name, agreement, person):
    return Draft(
        key=f"{name}/{agreement.pk}/{person.pk}", to=person, about=agreement, **of_cohort(agreement.mentorship.cohort)
    )


def _still_proposed(message, now):
    agreement = message.about
    if agreement is None or agreement.agreed_at is not None:
        return False
    mentorship = agreement.mentorship
    return message.person_id == mentorship.mentee_id or still_mentors(message, mentorship.project_id)


def _first_call(message):
    agreement = message.about
    return {"first_call": agreement.first_call(agreement.agreed_at or message.send_after)}


@letter(
    "mentorship/mail/agreement_proposed", kind="thread", daytime=True, still_due=_still_proposed, context=_first_call
)
def to_agree(agreement, person):
    return _of_agreement("proposed", agreement, person)


@letter("mentorship/mail/agreed", kind="thread", daytime=True, context=_first_call)
def agreed(agreement):
    """To who proposed it."""
    return _of_agreement("agreed", agreement, agreement.proposed_by)


def agreement_proposed(agreement, now):
    """To the other side."""
    mentorship = agreement.mentorship
    if agreement.proposed_by_id == mentorship.mentee_id:
        others = [row.person for row in mentors_of(mentorship)]
    else:
        others = [mentorship.mentee]
    queue_all([to_agree(agreement, person) for person in others], now)
