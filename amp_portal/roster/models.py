from django.db import models
from django.utils.translation import gettext_lazy as _

from amp_portal.line_fields import LineField

from .querysets import AttemptQuerySet, MaintainerQuerySet, SnapshotQuerySet


class Snapshot(models.Model):
    """One successful read of the community's maintainers list. ``as_of`` is the day it speaks for."""

    as_of = models.DateField(_("as of"), unique=True)
    fetched_at = models.DateTimeField(_("last fetched"))
    source = models.CharField(_("source"), max_length=500)
    digest = models.CharField(max_length=64)  # SHA-256 of the text
    entries = models.PositiveIntegerField(_("entries"))

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading of the maintainers list")
        verbose_name_plural = _("readings of the maintainers list")
        ordering = ["-as_of"]
        get_latest_by = "as_of"

    def __str__(self):
        return f"{self.as_of}"

    @classmethod
    def keep(cls, reading, *, entries):
        """Record that the list of a day was read, and holds so many."""
        cls.objects.update_or_create(
            as_of=reading.as_of,
            defaults={
                "fetched_at": reading.read_at,
                "source": reading.source,
                "digest": reading.digest,
                "entries": entries,
            },
        )

    def age_on(self, date):
        """How old the list was on a date, as a timedelta of whole days."""
        return date - self.as_of


class Held(models.Model):
    """The list last read, where it may be half a one: it waits until somebody has confirmed that it is whole."""

    digest = models.CharField(max_length=64, unique=True)
    text = models.TextField()
    source = models.CharField(max_length=500)
    as_of = models.DateField()
    read_at = models.DateTimeField()
    since = models.DateTimeField()  # when this text was read first
    missing = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("list that waits to be confirmed")
        ordering = ["-read_at"]

    def __str__(self):
        return f"{self.as_of}"

    @classmethod
    def keep(cls, reading, *, missing):
        """This reading waits now, and no other."""
        cls.objects.exclude(digest=reading.digest).delete()
        read = {"as_of": reading.as_of, "read_at": reading.read_at, "source": reading.source, "missing": missing}
        cls.objects.update_or_create(
            digest=reading.digest,
            defaults=read,
            create_defaults=read | {"text": reading.text, "since": reading.read_at},
        )


class Attempt(models.Model):
    """One try to read the list, whatever came of it: organizers see here why the list is not newer.

    ``unreadable``: why single entries could not be read, a sentence each; they were kept as they were.
    """

    at = models.DateTimeField(_("tried at"))
    source = models.CharField(_("source"), max_length=500)
    succeeded = models.BooleanField(_("succeeded"))
    outcome = models.TextField(_("outcome"))
    unreadable = models.JSONField(_("unreadable entries"), default=list, blank=True)
    confirmed_by = models.ForeignKey(
        "users.Person",
        verbose_name=_("confirmed by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("try to read the maintainers list")
        verbose_name_plural = _("tries to read the maintainers list")
        ordering = ["-at", "-pk"]
        get_latest_by = ["at", "pk"]

    def __str__(self):
        return self.outcome

    @property
    def went_well(self):
        return self.succeeded and not self.unreadable

    def fail(self, outcome):
        self.succeeded, self.outcome = False, outcome
        self.save()


class Maintainer(models.Model):
    """A stretch of time in which an account stood on the list: from ``since``, gone on ``until`` (None: still there).

    ``github_id`` is missing in older revisions of the list. ``repos`` is a list of repository names.
    """

    github_id = models.PositiveBigIntegerField(_("GitHub id"), null=True, blank=True, db_index=True)
    github_login = models.CharField(_("GitHub login"), max_length=39)
    name = LineField(_("name"), max_length=200, blank=True)
    repos = models.JSONField(_("repositories"), default=list)
    is_tsc_member = models.BooleanField(_("technical steering committee"), default=False)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    person = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="maintainerships")

    objects = MaintainerQuerySet.as_manager()

    class Meta:
        verbose_name = _("maintainer")
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
