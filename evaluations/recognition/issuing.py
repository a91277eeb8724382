"""Certificates come about in a background job (see ``amp_portal.jobs``): one of each completed mentorship, once.

The release of a final starts it. They follow the names confirmed for their holders: whoever has a new one confirmed
gets a new certificate, and whoever waits for that gets the first one afterwards.
"""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from amp_portal import jobs
from amp_portal.refusals import Refusal
from amp_portal.sweeps import sweep
from cohorts.models import Cohort, NameCheck, Participation
from mentorship.models import Mentorship
from mentorship.states import State

from ..models import Certificate, CertificateIssue


def lacking_certificate():
    """Completed mentorships that have none yet, not even a revoked one; where no name waits."""
    issued = Certificate.objects.filter(mentorship=OuterRef("pk"))
    waiting = Participation.objects.renamed().filter(cohort=OuterRef("cohort"), person=OuterRef("mentee"))
    return Mentorship.objects.filter(~Exists(issued), ~Exists(waiting), state=State.COMPLETED)


def without_certificate(cohort):
    """Those of one cohort."""
    return lacking_certificate().filter(cohort=cohort)


def under_way(cohort):
    """The job that goes on, or None."""
    return CertificateIssue.objects.filter(cohort=cohort, finished_at=None).first()


@transaction.atomic
def start(cohort, *, by, now):
    """Issue what is missing, in the background. Raises Refusal where nothing is, or it goes on already."""
    Cohort.objects.lock(cohort.pk)
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
    """A new version wherever another name was confirmed, the first one where it had waited for that. Two queries."""
    issued = sum(Certificate.issue(mentorship, now=now) is not None for mentorship in list(_waited_for_a_name()))
    renewed = 0
    for certificate in list(Certificate.objects.outdated()):
        if certificate.is_revoked:  # nobody shows it, but its organizers and its holder see it
            Certificate.objects.newest().filter(pk=certificate.pk).update(holder_name=certificate.confirmed)
            continue
        try:
            certificate.renew(now=now)
        except Refusal:  # renewed or revoked meanwhile
            continue
        renewed += 1
    return {"certificates": renewed, "issued": issued}


def _waited_for_a_name():
    """Completed mentorships without a certificate, whose mentee's new name was decided about."""
    decided = NameCheck.objects.filter(
        participation__cohort=OuterRef("cohort"), participation__person=OuterRef("mentee"), decided_at__isnull=False
    )
    return Mentorship.objects.filter(Exists(decided), state=State.COMPLETED, certificates=None)
