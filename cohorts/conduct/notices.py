"""Letters about conduct say nothing but that somebody should sign in. They are private: no organizer sees them.

Nor do their keys say what they are about, or when: who can read the table of letters must not learn of a report.
"""

from datetime import datetime

from django.utils.crypto import salted_hmac

from amp_portal.outbox.letters import Draft, letter
from amp_portal.users.suspension import whom_to_turn_to

from ..notices import of_cohort


def _key(*parts):
    return f"sign-in/{salted_hmac('cohorts.conduct.notices', '/'.join(map(str, parts))).hexdigest()}"


def _until_when(message):
    until = message.facts.get("until")
    helpers = whom_to_turn_to(message.person)
    return {"until": datetime.fromisoformat(until) if until else None, "helpers": helpers}


@letter("cohorts/mail/conduct_waiting", private=True, only_day=True)
def waiting(cohort, person, now):
    """There is something to read; once an hour at most."""
    return Draft(
        key=_key("waiting", cohort.pk, person.pk, int(now.timestamp()) // 3600), to=person, **of_cohort(cohort)
    )


@letter("cohorts/mail/conduct_waiting", private=True, only_day=True)
def asked_to_confirm(suspension, person, occasion):
    """A handler: there is something to decide, where they read reports."""
    key = _key("confirm", suspension.pk, person.pk, occasion)
    return Draft(key=key, to=person, **_of(suspension))


@letter("cohorts/mail/suspension_waiting", private=True, only_day=True)
def asked_from_outside(suspension, person, occasion):
    """An arbiter or superuser: somebody's access needs their decision."""
    key = _key("decide", suspension.pk, person.pk, occasion)
    return Draft(key=key, to=person, **_of(suspension))


@letter("cohorts/mail/access_paused", private=True, context=_until_when)
def access_paused(suspension):
    return _about_access("paused", suspension)


@letter("cohorts/mail/access_still_paused", private=True, context=_until_when)
def access_still_paused(suspension):
    """It does not end by itself any more."""
    return _about_access("still-paused", suspension)


@letter("cohorts/mail/access_open", private=True)
def access_open(suspension):
    return _about_access("open", suspension)


def _about_access(what, suspension):
    facts = {"until": suspension.until.isoformat()} if suspension.until else {}
    return Draft(key=f"access-{what}/{suspension.pk}", to=suspension.person, facts=facts, **_of(suspension))


def _of(suspension):
    return of_cohort(suspension.cohort) if suspension.cohort else {}
