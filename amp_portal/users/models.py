import zoneinfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .querysets import PersonQuerySet


class Person(models.Model):
    """Somebody the program knows, with or without an account here (PROGRAM.md, People and words).

    The numeric ``github_id`` is the identity; ``github_login`` is a label that changes and gets reused.
    ``github_proved_at`` is set only by signing in with GitHub.
    """

    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    github_id = models.PositiveBigIntegerField(_("GitHub id"), null=True, blank=True, unique=True)
    github_login = models.CharField(_("GitHub login"), max_length=39, blank=True)
    github_proved_at = models.DateTimeField(null=True, blank=True, editable=False)
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
            )
        ]

    def __str__(self):
        return self.name or self.github_login or self.email

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


class UserManager(BaseUserManager):
    def _create(self, email, password, *, name="", **fields):
        email = self.normalize_email(email)
        person = fields.pop("person", None) or Person.objects.create(name=name, email=email)
        user = self.model(email=email, person=person, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_user(self, email, password=None, **fields):
        return self._create(email, password, **fields)

    def create_superuser(self, email, password=None, **fields):
        return self._create(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """An account: how a Person signs in. The e-mail is the login. Roles hang on rows of the apps, never here."""

    email = models.EmailField(_("e-mail"), unique=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="user")
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = _("account")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_per_email")]

    def __str__(self):
        return self.email

    def get_full_name(self):
        return str(self.person)

    def get_short_name(self):
        return str(self.person)


class Join(models.Model):
    """A proposal that two people are one: ``known`` (a list's, no account) has the login of ``account``'s proved GitHub.

    By numeric id a join needs nobody; by login alone an organizer confirms it (logins get reused). A join that would
    break a constraint is flagged here too, with the reason.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("needs a decision")
        CONFIRMED = "confirmed", _("joined")
        REFUSED = "refused", _("not the same person")
        CONFLICT = "conflict", _("could not be joined")

    account = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="joins")
    known = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="join_proposals")
    known_label = models.CharField(max_length=200)
    state = models.CharField(max_length=20, choices=State, default=State.PROPOSED)
    reason = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-created_at"]
        constraints = [models.UniqueConstraint(fields=["account", "known"], name="one_join_per_pair")]

    def __str__(self):
        return f"join {self.pk}: {self.known_label}"
