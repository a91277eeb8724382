from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .application import Application, Version


class Offer(models.Model):
    """A place offered to an applicant on one project and track. At most one open offer per application."""

    class Answer(models.TextChoices):
        OPEN = "", _("open")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        TAKEN_BACK = "taken_back", _("taken back")

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="offers")
    project = models.ForeignKey("cohorts.Project", on_delete=models.PROTECT, related_name="offers")
    track = models.CharField(max_length=10, choices=Version.Track)
    offered_by = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.OPEN, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-offered_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=Q(answer=""), name="one_open_offer"),
            models.UniqueConstraint(fields=["application"], condition=Q(answer="accepted"), name="one_accepted_offer"),
        ]

    def __str__(self):
        return f"offer {self.pk}"
