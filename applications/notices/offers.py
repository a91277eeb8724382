"""From an offer to its answer."""

from amp_portal.outbox.letters import Draft, letter, queue_all
from amp_portal.users.models import Person
from cohorts.models import Organizer, ProjectMentor
from cohorts.notices import of_cohort

from .dates import dates_of


@letter("applications/mail/offered", kind="program")
def offered(offer, note=""):
    """``note``: words for this person alone, if any."""
    return _about_offer("offered", offer, note=note)


def _still_open(message, now):
    return message.about is not None and message.about.is_open


@letter("applications/mail/extended", kind="program", still_due=_still_open)
def extended(offer):
    return _about_offer("offer-extended", offer, f"/{offer.answer_by:%Y%m%d}")


@letter("applications/mail/taken_back", kind="program")
def taken_back(offer):
    return _about_offer("offer-taken-back", offer)


@letter("applications/mail/lapsed", kind="program")
def lapsed(offer):
    return _about_offer("offer-lapsed", offer)


def _still_unanswered(message, now):
    return _still_open(message, now) and message.about.received_at is None


@letter("applications/mail/offer_reminder", kind="duties", daytime=True, still_due=_still_unanswered)
def offer_reminder(offer, days):
    """Some days before the last one to answer; again where that has moved."""
    return _about_offer("offer-reminder", offer, f"/{offer.answer_by:%Y%m%d}/{days}")


@letter("applications/mail/accepted", kind="program", context=dates_of)
def accepted(offer):
    return _about_offer("accepted", offer)


@letter("applications/mail/turned_down", kind="receipts")
def turned_down(offer):
    return _about_offer("turned-down", offer)


def _about_offer(what, offer, suffix="", **facts):
    application = offer.application
    return Draft(
        key=f"{what}/{offer.pk}{suffix}",
        to=application.person,
        about=offer,
        facts=facts,
        **of_cohort(application.cohort),
    )


@letter("applications/mail/answered", kind="news", context=dates_of)
def answered(offer, reader):
    """What the applicant answered, for the project's mentors and the organizers."""
    return Draft(key=f"answered/{offer.pk}/{reader.pk}", to=reader, about=offer, **of_cohort(offer.application.cohort))


def queue_accepted(offer, now):
    """A receipt to the new mentee; the news to all mentors of the project and the organizers."""
    mentors = ProjectMentor.objects.filter(project=offer.project_id, until=None).values("person")
    readers = Person.objects.filter(pk__in=mentors) | _organizers(offer)
    queue_all([accepted(offer), *(answered(offer, reader) for reader in readers.distinct())], now)


def queue_turned_down(offer, now):
    """A receipt to the applicant; the news to the organizers."""
    queue_all([turned_down(offer), *(answered(offer, reader) for reader in _organizers(offer))], now)


def _organizers(offer):
    organizers = Organizer.objects.filter(cohort=offer.application.cohort_id, until=None)
    return Person.objects.filter(pk__in=organizers.values("person"))
