import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amp_portal.line_fields import LineField
from amp_portal.refusals import Refusal
from amp_portal.users.factors import factors_of
from amp_portal.users.models import User

from . import notices


def is_superuser(person):
    return person.user.is_superuser and person.user.is_active


class SecondFactorResetQuerySet(models.QuerySet):
    def waiting(self):
        """Neither carried out nor canceled."""
        return self.filter(applied_at=None, canceled_at=None)

    def due(self, now):
        return self.waiting().filter(due_at__lte=now)


class SecondFactorReset(models.Model):
    """A lost second factor is taken off an account: asked for by a superuser or a command, a day later by a sweep.

    Until then the account's owner can cancel it, by the link that went to each of their addresses or when signed in.
    """

    DELAY = timedelta(hours=24)

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="second_factor_resets",
        verbose_name=gettext_lazy("account"),
    )
    reason = models.TextField(
        gettext_lazy("reason"),
        help_text=gettext_lazy("How you know that it’s really them. The account’s owner reads it."),
    )
    token = models.CharField(max_length=64, unique=True, editable=False, default=secrets.token_urlsafe)
    asked_by = models.ForeignKey(  # None: by a command
        "users.Person", null=True, on_delete=models.PROTECT, related_name="+", verbose_name=gettext_lazy("requested by")
    )
    asked_at = models.DateTimeField(gettext_lazy("requested"), default=timezone.now)
    due_at = models.DateTimeField(gettext_lazy("takes effect"))
    applied_at = models.DateTimeField(gettext_lazy("took effect"), null=True)
    canceled_at = models.DateTimeField(gettext_lazy("canceled"), null=True)
    canceled_because = LineField(gettext_lazy("how it was canceled"), max_length=200, blank=True)

    objects = SecondFactorResetQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("second-factor reset")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(applied_at=None, canceled_at=None),
                name="one_second_factor_reset_at_a_time",
            ),
            models.CheckConstraint(
                name="second_factor_reset_waits",
                condition=models.Q(applied_at=None) | models.Q(applied_at__gte=models.F("due_at")),
            ),
            models.CheckConstraint(
                name="second_factor_reset_is_applied_or_canceled",
                condition=models.Q(applied_at=None) | models.Q(canceled_at=None),
            ),
            models.CheckConstraint(name="second_factor_reset_has_reason", condition=~models.Q(reason="")),
        ]

    def __str__(self):
        return f"second-factor reset {self.pk}"

    @property
    def cancel_path(self):
        """The secret link, which needs no account."""
        return reverse("second_factor:cancel", args=[self.token])

    @property
    def is_waiting(self):
        return self.applied_at is None and self.canceled_at is None

    @classmethod
    @transaction.atomic
    def ask(cls, user, reason, *, by, now):
        """Record that the account's second factor goes in a day, and write to each of its addresses.

        ``by``: another superuser, or None for a command of whoever has the machine. Raises Refusal.
        """
        user = User.objects.select_for_update().get(pk=user.pk)
        cls.check_may_ask(user, by=by)
        if not reason.strip():
            raise Refusal(_("Please give a reason."))
        reset = cls.objects.create(user=user, reason=reason.strip(), asked_by=by, asked_at=now, due_at=now + cls.DELAY)
        notices.reset_asked(reset, now)
        return reset

    @classmethod
    def check_may_ask(cls, user, *, by):
        """Raises a Refusal where ``by`` can't ask for this account's reset."""
        if by is not None and not is_superuser(by):
            raise Refusal(_("Only superusers reset a second factor."))
        if by is not None and by.user == user:
            raise Refusal(_("Another superuser has to reset your second factor."))
        if user.is_frozen:
            raise Refusal(_("Somebody objected to a change of this account. Decide about that first."))
        if not factors_of(user).exists():
            raise Refusal(_("%(account)s has no second factor.") % {"account": user})
        if cls.objects.waiting().filter(user=user).exists():
            raise Refusal(_("A reset of this second factor is under way."))

    def addresses(self):
        """Every e-mail address of the account, confirmed or not."""
        own = EmailAddress.objects.filter(user=self.user).values_list("email", flat=True)
        return sorted({address.lower() for address in [self.user.email, *own]})

    @transaction.atomic
    def cancel(self, *, because, now):
        """It doesn't take place; ``because``: who stopped it, in words. Raises Refusal where it is too late."""
        self._lock_waiting()
        self.canceled_at, self.canceled_because = now, because
        self.save(update_fields=["canceled_at", "canceled_because"])
        notices.reset_canceled(self, now)

    @transaction.atomic
    def apply(self, *, now):
        """Take every factor and recovery code off the account, not before a day has passed.

        Where whoever asked is no superuser any more, it is canceled instead. Raises Refusal.
        """
        self._lock_waiting()
        if now < self.due_at:
            raise Refusal(_("The owner still has time to cancel this."))
        if self.asked_by and not is_superuser(self.asked_by):
            self.cancel(because=_("Whoever requested it is no superuser any more."), now=now)
            return
        if self.user.is_frozen:
            self.cancel(because=_("Somebody objected to a change of the account meanwhile."), now=now)
            return
        Authenticator.objects.filter(user=self.user).delete()
        self.applied_at = now
        self.save(update_fields=["applied_at"])
        notices.reset_applied(self, now)

    def _lock_waiting(self):
        """The account's row first, as for ``ask``."""
        User.objects.select_for_update().get(pk=self.user_id)
        self.refresh_from_db(from_queryset=SecondFactorReset.objects.select_for_update())
        if self.applied_at:
            raise Refusal(_("This has taken effect already."))
        if self.canceled_at:
            raise Refusal(_("This has been canceled already."))
