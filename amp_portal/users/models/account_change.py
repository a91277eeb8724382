from datetime import timedelta

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amp_portal.line_fields import AddressField
from amp_portal.refusals import Refusal

from .user import User


class AccountChange(models.Model):
    """A change of how an account is signed in to. Who had its addresses is told, and may object for a week.

    The kinds are named as allauth names its notifications.
    """

    class What(models.TextChoices):
        EMAIL_ADDED = "email_added", gettext_lazy("an email address was added")
        EMAIL_CHANGED = "email_changed", gettext_lazy("another email address became the primary one")
        EMAIL_DELETED = "email_deleted", gettext_lazy("an email address was removed")
        PASSWORD_SET = "password_set", gettext_lazy("a password was set")  # nosec B105
        PASSWORD_CHANGED = "password_changed", gettext_lazy("the password was changed")  # nosec B105
        PASSWORD_RESET = "password_reset", gettext_lazy("a new password was chosen by email")  # nosec B105
        ACCOUNT_CONNECTED = "account_connected", gettext_lazy("a GitHub account was connected")
        ACCOUNT_DISCONNECTED = "account_disconnected", gettext_lazy("a GitHub account was disconnected")
        TOTP_ACTIVATED = "totp_activated", gettext_lazy("sign-in codes by an app were turned on")
        TOTP_DEACTIVATED = "totp_deactivated", gettext_lazy("sign-in codes by an app were turned off")
        RECOVERY_CODES_GENERATED = "recovery_codes_generated", gettext_lazy("new recovery codes were made")
        WEBAUTHN_ADDED = "webauthn_added", gettext_lazy("a security key or passkey was added")
        WEBAUTHN_REMOVED = "webauthn_removed", gettext_lazy("a security key or passkey was removed")
        UNFROZEN = "unfrozen", gettext_lazy("a superuser of the portal ended the freeze")
        GIVEN_BACK = "given_back", gettext_lazy("a superuser of the portal gave the account to an earlier address")

    OBJECT_WITHIN = timedelta(days=7)

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="changes", verbose_name=gettext_lazy("account")
    )
    what = models.CharField(gettext_lazy("what"), max_length=30, choices=What)
    address = AddressField(gettext_lazy("address"), blank=True)  # which one was added, removed or made primary
    told = models.JSONField(gettext_lazy("told"), default=list)  # addresses, in the order of their links
    made_at = models.DateTimeField(gettext_lazy("made"))
    settled_at = models.DateTimeField(null=True, editable=False)  # a superuser has looked at it: nobody objects again

    class Meta:
        verbose_name = gettext_lazy("change of an account")
        verbose_name_plural = gettext_lazy("changes of accounts")
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return self.get_what_display()

    @classmethod
    @transaction.atomic
    def record(cls, user, what, *, now, address=""):
        """Keep what was just changed, and whom to tell: every proved address, and those that left within a week.

        What a superuser decided is told too, but can't be objected to.
        """
        addresses = set(user.emailaddress_set.filter(verified=True).values_list("email", flat=True))
        if what == cls.What.EMAIL_ADDED:
            addresses.discard(address)
        left = user.changes.filter(what=cls.What.EMAIL_DELETED, made_at__gt=now - cls.OBJECT_WITHIN)
        addresses.update(left.values_list("address", flat=True))
        if what == cls.What.EMAIL_DELETED:
            addresses.add(address)
        settled_at = now if what in (cls.What.UNFROZEN, cls.What.GIVEN_BACK) else None
        return cls.objects.create(
            user=user, what=what, address=address, told=sorted(addresses), made_at=now, settled_at=settled_at
        )

    def may_be_objected_to(self, now):
        return self.settled_at is None and now < self.made_at + self.OBJECT_WITHIN

    def is_frozen_for(self, address):
        """Whether the account is frozen, and an objection from this address would change nothing about it."""
        objection = self.user.objections.filter(ended_at=None).first()
        return objection is not None and (not objection.is_of_newcomer or self.is_newcomer(address))

    def is_newcomer(self, address):
        """Whether the address was itself added within the week before, perhaps by whoever made this change."""
        added = self.user.changes.filter(what=self.What.EMAIL_ADDED, address=address, settled_at=None)
        return added.filter(made_at__gt=self.made_at - self.OBJECT_WITHIN).exists()

    @transaction.atomic
    def object(self, address, *, now):
        """Whoever reads ``address`` says that it was not them: the account is frozen and everybody signed out.

        Returns the new Objection, or None where the account is frozen already. Raises Refusal where it is too late.
        Where it is frozen for an address that was added lately, the one that was there before takes its place.
        """
        user = User.objects.select_for_update().get(pk=self.user_id)
        self.refresh_from_db()
        if not self.may_be_objected_to(now):
            raise Refusal(_("This can't be objected to any more."))
        if self.is_frozen_for(address):
            return None
        user.objections.filter(ended_at=None).update(ended_at=now, reason=_("An earlier address objected, too."))
        user.end_sessions(now)
        return Objection.objects.create(user=user, change=self, address=address, made_at=now)


class Objection(models.Model):
    """Somebody who had an address of an account says that a change of it was not theirs.

    Until a superuser ends it, address, password, second factor and connected accounts can't be changed by any path.
    """

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="objections", verbose_name=gettext_lazy("account")
    )
    change = models.ForeignKey(
        AccountChange, on_delete=models.CASCADE, related_name="+", verbose_name=gettext_lazy("change")
    )
    address = AddressField(gettext_lazy("objected from"))
    made_at = models.DateTimeField(gettext_lazy("made"))
    ended_at = models.DateTimeField(gettext_lazy("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(
        "users.Person",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=gettext_lazy("ended by"),
    )
    reason = models.TextField(gettext_lazy("reason"), blank=True)

    class Meta:
        verbose_name = gettext_lazy("objection")
        verbose_name_plural = gettext_lazy("objections")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(ended_at=None), name="one_open_objection_per_account"
            )
        ]

    def __str__(self):
        return self.address

    @property
    def is_of_newcomer(self):
        return self.change.is_newcomer(self.address)
