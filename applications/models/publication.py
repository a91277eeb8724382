from django.db import models
from django.utils.translation import gettext_lazy as _

from amp_portal.jobs import Job


class Publication(Job):
    """The shortlist or the results being told to everybody, once per cohort. ``publishing`` does it."""

    class Kind(models.TextChoices):
        SHORTLIST = "shortlist", _("shortlist")
        RESULTS = "results", _("results")

    cohort = models.ForeignKey("cohorts.Cohort", on_delete=models.CASCADE, related_name="publications")
    kind = models.CharField(max_length=10, choices=Kind)

    class Meta(Job.Meta):
        constraints = [*Job.Meta.constraints, models.UniqueConstraint(fields=["cohort", "kind"], name="published_once")]
