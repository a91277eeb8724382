from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from amp_portal.jobs import Job


class CertificateIssue(Job):
    """The certificates of a cohort being made. ``recognition.issuing`` does it; of those going on there is one."""

    cohort = models.ForeignKey("cohorts.Cohort", on_delete=models.CASCADE, related_name="certificate_issues")

    class Meta(Job.Meta):
        verbose_name = _("issue of certificates")
        constraints = [
            *Job.Meta.constraints,
            models.UniqueConstraint(
                fields=["cohort"], condition=Q(finished_at=None), name="one_issue_of_certificates_at_a_time"
            ),
        ]
