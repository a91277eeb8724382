from django.db import models
from django.utils.translation import gettext_lazy as _

from amp_portal.jobs import Job

from .round import Round


class Release(Job):
    """The results of a round on their way to everybody, once. ``evaluations.release`` does it."""

    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="release")

    class Meta(Job.Meta):
        verbose_name = _("release")
