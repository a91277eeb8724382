from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from amp_portal.jobs import Job

from .round import Round


class Release(Job):
    """Results of a round on their way to those whom they are about. ``evaluations.release`` does it."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="releases")

    class Meta(Job.Meta):
        verbose_name = _("release")
        constraints = [
            *Job.Meta.constraints,
            models.UniqueConstraint(fields=["round"], condition=Q(finished_at=None), name="one_release_at_a_time"),
        ]
