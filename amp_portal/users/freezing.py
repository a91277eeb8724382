"""What a superuser decides about a frozen account: it stays as it is, or goes to the address that objected."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from amp_portal.refusals import Refusal

from . import addresses
from .models import User


@transaction.atomic
def decide(user, *, by, reason, now, give_back=False):
    """End the freeze of an account, with a reason; its changes so far are settled. Raises Refusal."""
    user = User.objects.select_for_update().get(pk=user.pk)
    objection = user.objections.filter(ended_at=None).first()
    if objection is None:
        raise Refusal(_("This account is not frozen."))
    if not reason.strip():
        raise Refusal(_("Enter the reason: it is kept with your decision."))
    if by.pk == user.person_id:
        raise Refusal(_("Somebody else has to decide about your own account."))
    changes = user.changes.filter(settled_at=None)
    if give_back:
        if objection.is_of_newcomer:
            raise Refusal(_("%(address)s was added a short time ago itself.") % {"address": objection.address})
        _give_back(user, objection.address, since=changes.earliest("made_at", "pk"), now=now)
    changes.update(settled_at=now)
    objection.ended_at, objection.ended_by, objection.reason = now, by, reason.strip()
    objection.save(update_fields=["ended_at", "ended_by", "reason"])


def _give_back(user, address, *, since, now):
    """Undo what may be somebody else's since the change ``since``: addresses, the password, factors, GitHub accounts.

    Addresses that were proved then stay, if they are still there. The owner chooses a new password by email.
    """
    if addresses.account_with(address) not in (None, user):
        raise Refusal(_("%(address)s belongs to another account by now.") % {"address": address})
    user.emailaddress_set.exclude(email__in=since.told).delete()
    user.emailaddress_set.update(primary=False)
    EmailAddress.objects.update_or_create(user=user, email=address, defaults={"verified": True, "primary": True})
    Authenticator.objects.filter(user=user, created_at__gte=since.made_at).delete()
    user.socialaccount_set.filter(date_joined__gte=since.made_at).delete()
    user.email = user.person.email = address
    user.set_unusable_password()
    user.sessions_ended_at = now
    user.save(update_fields=["email", "password", "sessions_ended_at"])
    user.person.save(update_fields=["email"])
