from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .mentorship import Mentorship


class Episode(models.Model):
    """One stretch of silence of one side: opened with its first step, ended by a sign of life of that side."""

    class Side(models.TextChoices):
        MENTEE = "mentee", _("mentee")
        MENTORS = "mentors", _("mentors")

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="episodes")
    side = models.CharField(max_length=10, choices=Side)
    silent_since = (
        models.DateTimeField()
    )  # the last sign of life, or kickoff; for mentors: the entry waiting for an answer
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["mentorship", "side"], condition=Q(ended_at=None), name="one_open_episode"),
        ]

    def __str__(self):
        return f"episode {self.pk}"


class Step(models.Model):
    """A step of PROGRAM.md's table, recorded exactly once per episode; its letters go through the outbox."""

    episode = models.ForeignKey(Episode, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["episode", "number"], name="one_step_per_number")]

    def __str__(self):
        return f"step {self.number}"
