from django.db import models
from django.utils.translation import gettext_lazy as _


class Snapshot(models.Model):
    """One successful read of the community's maintainers list. ``as_of`` is the day it speaks for."""

    as_of = models.DateField(_("as of"), unique=True)
    fetched_at = models.DateTimeField(_("last fetched"))
    source = models.CharField(_("source"), max_length=500)
    digest = models.CharField(max_length=64)  # SHA-256 of the text
    entries = models.PositiveIntegerField(_("entries"))

    class Meta:
        ordering = ["-as_of"]
        get_latest_by = "as_of"

    def __str__(self):
        return f"{self.as_of}"


class Maintainer(models.Model):
    """A stretch of time in which an account stood on the maintainers list: from ``since`` until ``until`` (None: still there).

    ``github_id`` is missing in older revisions of the list. ``repos`` is a list of repository names.
    """

    github_id = models.PositiveBigIntegerField(_("GitHub id"), null=True, blank=True, db_index=True)
    github_login = models.CharField(_("GitHub login"), max_length=39)
    name = models.CharField(_("name"), max_length=200, blank=True)
    repos = models.JSONField(_("repositories"), default=list)
    is_tsc_member = models.BooleanField(_("technical steering committee"), default=False)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    person = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="maintainerships")

    class Meta:
        ordering = ["github_login"]
        indexes = [models.Index(models.functions.Lower("github_login"), name="maintainer_login")]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(until=None), name="one_current_entry_per_maintainer"
            ),
            models.CheckConstraint(
                name="maintainer_until_after_since",
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
            ),
        ]

    def __str__(self):
        return self.github_login
