from django.db import models
from django.utils.translation import gettext_lazy as _

from ..querysets import ReviewQuerySet
from .application import Application
from .scores import SCORE, Scores, one_to_five
from .version import LONGEST


class Review(Scores):
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
            one_to_five("scores_1_to_5", ("alignment", "clarity", "feasibility", "experience")),
        ]

    def __str__(self):
        return f"review {self.pk}"

    @property
    def tone(self):
        return self.TONES[self.recommendation]
