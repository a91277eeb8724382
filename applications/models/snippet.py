from django.db import models
from django.utils.translation import gettext_lazy as _

from amp_portal.line_fields import LineField

from .version import LONGEST


class Snippet(models.Model):
    """Words the organizers of a cohort use again and again in their feedback; changed for each person where needed."""

    cohort = models.ForeignKey("cohorts.Cohort", on_delete=models.CASCADE, related_name="snippets")
    title = LineField(_("title"), max_length=100)
    text = models.TextField(_("text"), max_length=LONGEST)

    class Meta:
        ordering = ["title", "pk"]
        constraints = [models.UniqueConstraint(fields=["cohort", "title"], name="one_snippet_per_title")]

    def __str__(self):
        return self.title
