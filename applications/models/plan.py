from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cohorts import weeks
from cohorts.models.cohort import LAST_WEEK

from .version import LONGEST, Choice


class PlanStep(models.Model):
    """What an applicant would do in some weeks of the program: a row of a proposal's timeline.

    ``to_week`` None: in one week. In a draft anything may be missing; ``row`` is the place it was typed in.
    """

    choice = models.ForeignKey(Choice, on_delete=models.CASCADE, related_name="steps")
    row = models.PositiveSmallIntegerField()
    from_week = models.PositiveSmallIntegerField(_("from week"), null=True, blank=True)
    to_week = models.PositiveSmallIntegerField(_("to week"), null=True, blank=True)
    text = models.TextField(_("what you will do"), max_length=LONGEST, blank=True)

    class Meta:
        ordering = [F("from_week").asc(nulls_last=True), "to_week", "row"]
        constraints = [
            models.UniqueConstraint(fields=["choice", "row"], name="one_plan_step_per_row"),
            models.CheckConstraint(
                name="plan_step_in_program",
                condition=Q(from_week=None, to_week=None)
                | Q(from_week__isnull=False, from_week__gte=1, from_week__lte=LAST_WEEK)
                & (Q(to_week=None) | Q(to_week__gte=F("from_week"), to_week__lte=LAST_WEEK)),
            ),
        ]

    def __str__(self):
        return f"plan step {self.pk}"

    @property
    def is_complete(self):
        return bool(self.from_week and self.text.strip())

    @property
    def last_week(self):
        return self.to_week or self.from_week

    @property
    def covers(self):
        """The weeks, as numbers."""
        return range(self.from_week, self.last_week + 1) if self.from_week else range(0)

    @property
    def when(self):
        return weeks.named(self.from_week, self.last_week) if self.from_week else ""
