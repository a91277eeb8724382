"""An early end, and a later one."""

from amp_portal.outbox.letters import Draft, letter, queue_all
from cohorts.notices import of_cohort

from .people import mentors_of


@letter("mentorship/mail/ended_early", kind="program")
def ended_for_mentee(mentorship, words):
    return Draft(
        key=f"ended-early/{mentorship.pk}/{mentorship.mentee_id}",
        to=mentorship.mentee,
        about=mentorship,
        facts={"words": words},
        **of_cohort(mentorship.cohort),
    )


@letter("mentorship/mail/ended_for_mentors", kind="program")
def ended_for_mentor(mentorship, person):
    return Draft(
        key=f"ended-early/{mentorship.pk}/{person.pk}", to=person, about=mentorship, **of_cohort(mentorship.cohort)
    )


def ended_early(mentorship, words, now):
    """To the mentee with kind words, to the mentors without a reason."""
    for_mentors = [ended_for_mentor(mentorship, row.person) for row in mentors_of(mentorship)]
    queue_all([ended_for_mentee(mentorship, words), *for_mentors], now)


def _is_the_last(message, now):
    """Of a running mentorship that was not extended once more."""
    extension = message.about
    return extension is not None and extension.mentorship.is_active and not extension.was_followed()


def _more_time(message):
    mentorship = message.about.mentorship
    return {"mentorship": mentorship, "is_mentee": message.person_id == mentorship.mentee_id}


@letter("mentorship/mail/extended", kind="program", still_due=_is_the_last, context=_more_time)
def told_of_extension(extension, person):
    cohort = extension.mentorship.cohort
    return Draft(key=f"extended/{extension.pk}/{person.pk}", to=person, about=extension, **of_cohort(cohort))


def extended(extension, now):
    """To the mentee and the mentors: the new dates, in one letter."""
    mentors = [row.person for row in mentors_of(extension.mentorship)]
    queue_all([told_of_extension(extension, person) for person in (extension.mentorship.mentee, *mentors)], now)
