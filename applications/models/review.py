from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..querysets import ReviewQuerySet
from .application import Application
from .version import LONGEST

SCORE = [MinValueValidator(1), MaxValueValidator(5)]


class Review(models.Model):
    """A mentor's scores (1–5) of an application for one project, and whether they would take the applicant."""

    class Recommendation(models.TextChoices):
        STRONG_YES = "strong_yes", _("strong yes")
        YES = "yes", _("yes")
        UNSURE = "unsure", _("unsure")
        NO = "no", _("no")

    TONES = {
        Recommendation.STRONG_YES: "success",
        Recommendation.YES: "success",
        Recommendation.UNSURE: "info",
        Recommendation.NO: "warning",
    }

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="reviews")
    project = models.ForeignKey("cohorts.Project", on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="reviews")
    alignment = models.PositiveSmallIntegerField(_("alignment with the project"), validators=SCORE)
    clarity = models.PositiveSmallIntegerField(_("clarity"), validators=SCORE)
    feasibility = models.PositiveSmallIntegerField(_("feasibility"), validators=SCORE)
    experience = models.PositiveSmallIntegerField(_("experience"), validators=SCORE)
    recommendation = models.CharField(
        _("your recommendation"), max_length=10, choices=Recommendation, default=Recommendation.UNSURE
    )
    notes = models.TextField(_("notes for mentors and organizers"), max_length=LONGEST, blank=True)
    saved_at = models.DateTimeField()

    CRITERIA = ("alignment", "clarity", "feasibility", "experience")

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["saved_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "project", "reviewer"], name="one_review_per_reviewer"),
            models.CheckConstraint(
                name="scores_1_to_5",
                condition=Q(alignment__range=(1, 5))
                & Q(clarity__range=(1, 5))
                & Q(feasibility__range=(1, 5))
                & Q(experience__range=(1, 5)),
            ),
        ]

    def __str__(self):
        return f"review {self.pk}"

    @property
    def scores(self):
        """In the order of CRITERIA."""
        return [getattr(self, criterion) for criterion in self.CRITERIA]

    @property
    def named_scores(self):
        """``(name of the criterion, score)`` in the order of CRITERIA."""
        return [(self._meta.get_field(name).verbose_name, getattr(self, name)) for name in self.CRITERIA]

    @property
    def tone(self):
        return self.TONES[self.recommendation]

    @property
    def average(self):
        return sum(self.scores) / len(self.CRITERIA)
