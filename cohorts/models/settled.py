from django.db import models

from amp_portal.line_fields import LineField

from .cohort import Cohort


class Settled(models.Model):
    """An organizer's decision about a matter of the attention list. Written by ``attention.settle``."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="settled")
    key = models.CharField(max_length=100)
    title = LineField(max_length=300)  # what it was, in the words of then
    by = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = models.TextField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["cohort", "key"], name="settled_once")]

    def __str__(self):
        return self.title


class Listed(models.Model):
    """When a matter reached the attention list. Written by ``attention.note_new``; kept when it has left the list."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="listed")
    key = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["cohort", "key"], name="listed_once")]

    def __str__(self):
        return self.key
