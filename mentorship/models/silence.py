from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..querysets import EpisodeQuerySet
from .mentorship import Mentorship

AT_RISK_STEP = 3  # of the mentee's side: organizers are told


class Episode(models.Model):
    """One stretch of silence of one side: opened with its first step, ended by a sign of life of that side.

    ``silent_since`` is where ``mentorship.silence`` counts from; with mentorship and side it names the stretch, so that
    none is ever opened twice.
    """

    class Side(models.TextChoices):
        MENTEE = "mentee", _("mentee")
        MENTORS = "mentors", _("mentors")

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="episodes")
    side = models.CharField(max_length=10, choices=Side)
    silent_since = models.DateTimeField()
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = EpisodeQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["mentorship", "side"], condition=Q(ended_at=None), name="one_open_episode"),
            models.UniqueConstraint(fields=["mentorship", "side", "silent_since"], name="one_episode_per_stretch"),
        ]

    def __str__(self):
        return f"episode {self.pk}"

    @property
    def stretch(self):
        return self.mentorship_id, self.side, self.silent_since


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

    @property
    def marks_at_risk(self):
        return self.episode.side == Episode.Side.MENTEE and self.number == AT_RISK_STEP
