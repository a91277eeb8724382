"""Certificates come about in a background job (see ``amp_portal.jobs``): one of each completed mentorship, once.

The release of a final starts it. They follow their holders: whoever changes their name gets a new one.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from amp_portal import jobs
from amp_portal.refusals import Refusal
from amp_portal.sweeps import sweep
from cohorts.models import Cohort
from mentorship.models import Mentorship
from mentorship.states import State

from ..models import Certificate, CertificateIssue


def without_certificate(cohort):
    """Completed mentorships of the cohort that have none yet, not even a revoked one."""
    completed = Mentorship.objects.filter(cohort=cohort, state=State.COMPLETED)
    return completed.exclude(pk__in=Certificate.objects.filter(mentorship__cohort=cohort).values("mentorship"))


def under_way(cohort):
    """The job that goes on, or None."""
    return CertificateIssue.objects.filter(cohort=cohort, finished_at=None).first()


@transaction.atomic
def start(cohort, *, by, now):
    """Issue what is missing, in the background. Raises Refusal where nothing is, or it goes on already."""
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    if under_way(cohort):
        raise Refusal(_("The certificates are being issued already."))
    if not without_certificate(cohort).exists():
        raise Refusal(_("Everybody who completed the program has a certificate already."))
    return jobs.start(CertificateIssue(cohort=cohort, started_by=by, started_at=now))


def after_release(cohort, *, by, now):
    """What the release of a final asks for, if anybody passed and nobody was faster."""
    if without_certificate(cohort).exists() and not under_way(cohort):
        start(cohort, by=by, now=now)


def _remaining(job):
    return without_certificate(job.cohort_id)


def _issue(job, pk, now):
    return Certificate.issue(Mentorship.objects.get(pk=pk), now=now) is not None


jobs.register(CertificateIssue, remaining=_remaining, step=_issue)


@sweep("renamed_holders")
def renew_outdated(now):
    """A new version wherever the holder is called differently now. One query where nobody is."""
    renewed = 0
    for certificate in list(Certificate.objects.outdated()):
        try:
            certificate.renew(now=now)
        except Refusal:  # renewed or revoked meanwhile
            continue
        renewed += 1
    return {"certificates": renewed}
