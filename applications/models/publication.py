from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _


class Publication(models.Model):
    """The shortlist or the results being told to everybody, once per cohort. ``publishing`` does it."""

    class Kind(models.TextChoices):
        SHORTLIST = "shortlist", _("shortlist")
        RESULTS = "results", _("results")

    cohort = models.ForeignKey("cohorts.Cohort", on_delete=models.CASCADE, related_name="publications")
    kind = models.CharField(max_length=10, choices=Kind)
    started_by = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)  # of the row that failed last; it is tried again

    class Meta:
        ordering = ["started_at"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "kind"], name="published_once"),
            models.CheckConstraint(name="no_more_done_than_there_is", condition=models.Q(done__lte=F("total"))),
        ]

    def __str__(self):
        return f"publication {self.pk}"

    @property
    def is_finished(self):
        return self.finished_at is not None
