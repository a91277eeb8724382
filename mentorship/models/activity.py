from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from ..querysets import WatchQuerySet
from .mentorship import Mentorship


class Watch(models.Model):
    """A mentee has let the portal record what they do on GitHub in their project's repository, from ``since`` on.

    Switched off it is gone; what was recorded stays. GitHub is asked when ``ask_at`` has come.
    """

    mentorship = models.OneToOneField(Mentorship, on_delete=models.CASCADE, related_name="watch")
    since = models.DateTimeField()
    ask_at = models.DateTimeField(db_index=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)  # without an answer, one after the other

    objects = WatchQuerySet.as_manager()

    def __str__(self):
        return f"watch {self.pk}"


class Activity(models.Model):
    """Something the mentee did in the project's repository, as GitHub tells it: a sign of life. Recorded once."""

    class Kind(models.TextChoices):
        COMMIT = "commit", _("commit")
        PULL = "pull", _("pull request")
        REVIEW = "review", _("review")
        ISSUE = "issue", _("issue")

    COUNTED = {
        Kind.COMMIT: ngettext_lazy("%d commit", "%d commits"),
        Kind.PULL: ngettext_lazy("%d pull request", "%d pull requests"),
        Kind.REVIEW: ngettext_lazy("%d review", "%d reviews"),
        Kind.ISSUE: ngettext_lazy("%d issue", "%d issues"),
    }

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="activities")
    kind = models.CharField(max_length=10, choices=Kind)
    ref = models.CharField(max_length=100)  # what GitHub calls it: a hash or a number
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["mentorship", "kind", "ref"], name="activity_recorded_once")]

    def __str__(self):
        return f"{self.kind} {self.ref}"
