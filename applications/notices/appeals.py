"""Appeals against a verdict, and what a later check flags."""

from amp_portal.outbox.letters import Draft, letter, queue_all
from cohorts.models import Organizer
from cohorts.notices import of_cohort


def _about_appeal(what, appeal, reader):
    return Draft(key=f"{what}/{appeal.pk}/{reader.pk}", to=reader, about=appeal, **of_cohort(appeal.application.cohort))


@letter("applications/mail/appealed", kind="receipts")
def appealed(appeal):
    """A receipt for the applicant."""
    return _about_appeal("appealed", appeal, appeal.application.person)


def _appeal_is_open(message, now):
    return message.about is not None and message.about.is_open


@letter("applications/mail/to_decide", kind="organizing", still_due=_appeal_is_open)
def to_decide(appeal, reader):
    return _about_appeal("to-decide", appeal, reader)


def queue_appealed(appeal, now):
    """To the applicant, and to those who can answer."""
    queue_all([appealed(appeal), *(to_decide(appeal, reader) for reader in appeal.deciders())], now)


@letter("applications/mail/appeal_decided", kind="program")
def appeal_decided(appeal):
    return _about_appeal("appeal-decided", appeal, appeal.application.person)


def _flag_is_open(message, now):
    return message.about is not None and message.about.is_open


@letter("applications/mail/flagged", kind="organizing", still_due=_flag_is_open)
def flagged(flag, reader):
    return Draft(key=f"flagged/{flag.pk}/{reader.pk}", to=reader, about=flag, **of_cohort(flag.application.cohort))


def queue_flagged(flag, now):
    """To the organizers of the cohort."""
    organizers = Organizer.objects.filter(cohort=flag.application.cohort_id, until=None)
    queue_all([flagged(flag, organizer.person) for organizer in organizers.select_related("person")], now)
