from django.db import models
from django.db.models import Q


class DataCheck(models.Model):
    """A night's comparison of the tables (see ``amp_portal.data_checks``): one a day (UTC)."""

    day = models.DateField(unique=True)
    found = models.PositiveIntegerField()

    class Meta:
        ordering = ["-day"]

    def __str__(self):
        return f"{self.day}"


class FoundDisagreement(models.Model):
    """Something that disagreed in a night's comparison; told once, and over when a later night doesn't find it."""

    key = models.CharField(max_length=200)
    scope = models.CharField(max_length=50, blank=True)  # whose organizers are told; empty: operators
    words = models.TextField()
    mend = models.TextField()
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=Q(ended_at=None), name="one_open_disagreement"),
        ]

    def __str__(self):
        return self.key
