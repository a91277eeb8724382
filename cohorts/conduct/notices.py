"""Letters about conduct say nothing but that somebody should sign in. They are private: no organizer sees them.

Nor do their keys say what they are about, or when: who can read the table of letters must not learn of a report.
"""

from django.utils.crypto import salted_hmac

from amp_portal.outbox.letters import Draft, letter

from ..notices import of_cohort


def _key(*parts):
    return f"sign-in/{salted_hmac('cohorts.conduct.notices', '/'.join(map(str, parts))).hexdigest()}"


@letter("cohorts/mail/conduct_waiting", private=True, only_day=True)
def waiting(cohort, person, now):
    """There is something to read; once an hour at most."""
    return Draft(
        key=_key("waiting", cohort.pk, person.pk, int(now.timestamp()) // 3600), to=person, **of_cohort(cohort)
    )


@letter("cohorts/mail/access_paused", private=True)
def access_paused(cohort, person, number):
    return Draft(key=f"access-paused/{number}", to=person, **of_cohort(cohort))


@letter("cohorts/mail/access_open", private=True)
def access_open(cohort, person, number):
    return Draft(key=f"access-open/{number}", to=person, **of_cohort(cohort))
