"""Letters about conduct say nothing but that somebody should sign in. They are private: no organizer sees them."""

import uuid

from amp_portal.outbox.letters import Draft, letter, queue_all

from ..notices import of_cohort


@letter("cohorts/mail/conduct_waiting", private=True)
def waiting(cohort, person):
    return Draft(key=f"sign-in/{uuid.uuid4().hex}", to=person, **of_cohort(cohort))


def conduct_waiting(cohort, readers, now):
    """There is something to read; to the handlers who may."""
    queue_all([waiting(cohort, person) for person in readers], now)


@letter("cohorts/mail/access_paused", private=True)
def access_paused(cohort, person, number):
    return Draft(key=f"access-paused/{number}", to=person, **of_cohort(cohort))


@letter("cohorts/mail/access_open", private=True)
def access_open(cohort, person, number):
    return Draft(key=f"access-open/{number}", to=person, **of_cohort(cohort))
