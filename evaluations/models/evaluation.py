from django.db import models
from django.utils.translation import gettext_lazy as _

from .round import Form, Round


class Evaluation(models.Model):
    """One form filled by one author about one mentorship in one round. ``answers`` maps question pk (string) to a value.

    A draft while ``submitted_at`` is None; editable until the window closes. While an edit of a submitted one is not
    submitted again, it lives in ``draft``.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="evaluations")
    mentorship = models.ForeignKey("mentorship.Mentorship", on_delete=models.CASCADE, related_name="evaluations")
    author = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="evaluations")
    form = models.CharField(max_length=20, choices=Form)
    draft = models.JSONField(null=True, blank=True)
    answers = models.JSONField(null=True, blank=True)
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "mentorship", "author", "form"], name="one_evaluation_per_author"),
        ]

    def __str__(self):
        return f"evaluation {self.pk}"


class FinalWork(models.Model):
    """What the mentee hands in with the final round (PROGRAM.md, Evaluations)."""

    mentorship = models.OneToOneField("mentorship.Mentorship", on_delete=models.CASCADE, related_name="final_work")
    url = models.URLField(_("link to the work"))
    licence = models.CharField(_("licence"), max_length=50)
    done = models.TextField(_("what was done"))
    unfinished = models.TextField(_("what is unfinished"), blank=True)
    next_up = models.TextField(_("what comes next"), blank=True)
    submitted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("final work")

    def __str__(self):
        return f"final work {self.pk}"


class Decision(models.Model):
    """An organizer's result for one mentorship in one round; told when the round is released."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="decisions")
    mentorship = models.ForeignKey("mentorship.Mentorship", on_delete=models.CASCADE, related_name="decisions")
    passed = models.BooleanField()
    reason = models.TextField(_("note for the mentee"), blank=True)
    decided_by = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "mentorship"], name="one_decision_per_round")]

    def __str__(self):
        return f"decision {self.pk}"
