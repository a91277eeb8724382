from typing import ClassVar

from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from amp_portal.line_fields import AddressField

from .person import Person


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
        """Whoever can make one has the machine itself, so the address counts as verified: they can sign in at once."""
        with transaction.atomic(using=self._db):
            user = self._create(email, password, is_superuser=True, **fields)
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """An account: how a Person signs in. The e-mail is the login. Roles hang on rows of the apps, never here."""

    email = AddressField(_("e-mail"), unique=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="user")
    is_active = models.BooleanField(_("active"), default=True)
    sessions_ended_at = models.DateTimeField(null=True, editable=False)  # whoever signed in before is signed out
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("account")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_per_email")]

    def __str__(self):
        return self.email

    @property
    def is_frozen(self):
        """Somebody objected to a change, and no superuser has decided yet. Asks the database."""
        return self.objections.filter(ended_at=None).exists()

    def end_sessions(self, now):
        """Sign out every browser that is signed in to this account."""
        self.sessions_ended_at = now
        self.save(update_fields=["sessions_ended_at"])

    def _get_session_auth_hash(self, secret=None):
        """Django's, which a new password changes, changed by ``end_sessions`` too."""
        of_password = super()._get_session_auth_hash(secret=secret)
        if self.sessions_ended_at is None:
            return of_password
        ended = self.sessions_ended_at.isoformat()
        return salted_hmac("users.sessions", of_password + ended, secret=secret, algorithm="sha256").hexdigest()

    def get_full_name(self):
        return str(self.person)

    def get_short_name(self):
        return str(self.person)
