import zoneinfo

from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amp_portal.line_fields import AddressField, NameField

from ..querysets import PersonQuerySet
from .known_as import OF_PERSON, KnownAs


def called(name, github_login, email):
    """How others see a person: where neither name nor login is known, an address without the place it is at."""
    return name or github_login or email.partition("@")[0]


class Person(models.Model):
    """Somebody the program knows, with or without an account here (docs/program.md, People and words).

    The numeric ``github_id`` is the identity; ``github_login`` is a label that changes and gets reused.
    ``github_proved_at`` is set only by signing in with GitHub.
    """

    name = NameField(_("name"), max_length=200, blank=True)
    email = AddressField(_("e-mail"), blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    github_id = models.PositiveBigIntegerField(_("GitHub id"), null=True, blank=True, unique=True)
    github_login = models.CharField(_("GitHub login"), max_length=39, blank=True)
    github_proved_at = models.DateTimeField(null=True, blank=True, editable=False)
    suspended_at = models.DateTimeField(null=True, blank=True, editable=False)  # no access while it is set …
    suspended_until = models.DateTimeField(null=True, blank=True, editable=False)  # … or until then
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "pk"]
        indexes = [models.Index(Lower("github_login"), name="person_login")]
        constraints = [
            models.CheckConstraint(
                name="proved_has_id", condition=models.Q(github_proved_at=None) | models.Q(github_id__isnull=False)
            ),
            models.CheckConstraint(
                name="suspended_until_has_start",
                condition=models.Q(suspended_until=None) | models.Q(suspended_at__isnull=False),
            ),
        ]

    def __str__(self):
        return called(self.name, self.github_login, self.email)

    @transaction.atomic
    def save(self, *args, **kwargs):
        """As Django's; what the person is called is kept for good (see ``KnownAs``)."""
        super().save(*args, **kwargs)
        fields = kwargs.get("update_fields")
        if fields is None or not OF_PERSON.keys().isdisjoint(fields):
            KnownAs.keep_of([self])

    @property
    def zone(self):
        """The person's time zone, or None where it is unknown."""
        try:
            return zoneinfo.ZoneInfo(self.time_zone) if self.time_zone else None
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            return None

    @property
    def github_is_proved(self):
        return self.github_proved_at is not None

    def is_suspended(self, now):
        """Without access to the portal, by whatever link or session."""
        return self.suspended_at is not None and (self.suspended_until is None or now < self.suspended_until)

    @property
    def has_account(self):
        """Asks the database unless ``user`` was selected too."""
        return hasattr(self, "user")

    def signs_in_with(self, github_id):
        """Whether the person's account is connected with this GitHub account."""
        return self.user.socialaccount_set.filter(provider="github", uid=str(github_id)).exists()
