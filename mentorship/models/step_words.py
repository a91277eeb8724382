from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from amp_portal.line_fields import LineField


class StepWords(models.Model):
    """A cohort's own words for the letter of a step of silence (see ``step_texts``). Deleted, the usual ones hold."""

    cohort = models.ForeignKey("cohorts.Cohort", on_delete=models.CASCADE, related_name="step_words")
    step = models.CharField(max_length=30)
    subject = LineField(_("subject"), max_length=150)
    body = models.TextField(_("letter"), max_length=5_000, help_text=_("Write each paragraph on one line."))

    history = HistoricalRecords()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cohort", "step"], name="own_words_once_per_step")]

    def __str__(self):
        return self.step
