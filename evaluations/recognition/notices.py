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
