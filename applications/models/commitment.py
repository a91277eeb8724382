from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from amp_portal.line_fields import LineField

from ..hours import Duty
from .version import Version

HOURS_A_WEEK = 168


class Commitment(models.Model):
    """Another duty of an applicant, or an absence: from a day to a day, both included, so many hours of a week.

    ``hours`` None: away altogether. In a draft anything may be missing; ``row`` is the place it was typed in.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="commitments")
    row = models.PositiveSmallIntegerField()
    what = LineField(_("what"), max_length=200, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    hours = models.PositiveSmallIntegerField(
        _("hours a week"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(HOURS_A_WEEK)],
    )

    class Meta:
        ordering = [F("starts_on").asc(nulls_last=True), "row"]
        constraints = [
            models.UniqueConstraint(fields=["version", "row"], name="one_commitment_per_row"),
            models.CheckConstraint(name="commitment_ends_after_it_begins", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(
                name="commitment_takes_hours", condition=Q(hours__gte=1) & Q(hours__lte=HOURS_A_WEEK)
            ),
        ]

    def __str__(self):
        return f"commitment {self.pk}"

    @property
    def is_complete(self):
        return bool(self.what.strip() and self.starts_on and self.ends_on)

    @property
    def duty(self):
        """For the reckoning (applications/hours.py); None while a day is missing."""
        return Duty(self.starts_on, self.ends_on, self.hours) if self.starts_on and self.ends_on else None
