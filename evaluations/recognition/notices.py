"""The letters about what is left of a mentorship."""

from amp_portal.outbox.letters import Draft, letter
from cohorts.notices import of_cohort


def _of_mentorship(message):
    mentorship = message.about.mentorship
    return {"mentorship": mentorship, "project": mentorship.project, "cohort": mentorship.cohort}


def _is_valid(message, now):
    return message.about is not None and message.about.is_valid


def _to_holder(name, certificate):
    mentorship = certificate.mentorship
    key = f"certificate-{name}/{certificate.pk}"
    return Draft(key=key, to=mentorship.mentee, about=certificate, **of_cohort(mentorship.cohort))


@letter("evaluations/mail/certificate_issued", kind="program", still_due=_is_valid, context=_of_mentorship)
def issued(certificate):
    return _to_holder("issued", certificate)


@letter("evaluations/mail/certificate_renewed", kind="program", still_due=_is_valid, context=_of_mentorship)
def renewed(certificate):
    return _to_holder("renewed", certificate)


@letter("evaluations/mail/certificate_revoked", kind="program", context=_of_mentorship)
def revoked(certificate):
    return _to_holder("revoked", certificate)


def _of_move(message):
    return _of_mentorship(message) | {"move": message.about.moves.get(pk=message.facts["move"])}


def _still_returned(message, now):
    return message.about is not None and message.about.is_returned


@letter("evaluations/mail/letter_returned", kind="program", still_due=_still_returned, context=_of_move)
def changes_asked(recommendation, move):
    return Draft(
        key=f"letter-returned/{move.pk}",
        to=recommendation.author,
        about=recommendation,
        facts={"move": move.pk},
        **of_cohort(recommendation.mentorship.cohort),
    )


@letter("evaluations/mail/letter_signed", kind="program", context=_of_mentorship)
def letter_signed(recommendation):
    mentorship = recommendation.mentorship
    key = f"letter-signed/{recommendation.pk}"
    return Draft(key=key, to=mentorship.mentee, about=recommendation, **of_cohort(mentorship.cohort))


@letter("evaluations/mail/letter_signed_for_author", kind="news", context=_of_mentorship)
def letter_signed_for_author(recommendation):
    cohort = recommendation.mentorship.cohort
    key = f"letter-signed/{recommendation.pk}/author"
    return Draft(key=key, to=recommendation.author, about=recommendation, **of_cohort(cohort))


@letter("evaluations/mail/nominated", kind="program", context=_of_mentorship)
def nominated(nomination):
    """To the mentee, who has heard nothing of it so far."""
    mentorship = nomination.mentorship
    key = f"nominated/{nomination.pk}"
    return Draft(key=key, to=mentorship.mentee, about=nomination, **of_cohort(mentorship.cohort))


@letter("evaluations/mail/nomination_decided", kind="news", context=_of_mentorship)
def nomination_decided(nomination):
    key = f"nomination-decided/{nomination.pk}"
    return Draft(key=key, to=nomination.by, about=nomination, **of_cohort(nomination.mentorship.cohort))
