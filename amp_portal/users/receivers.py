"""What allauth tells us: somebody signed in with GitHub or connected it, or has another e-mail address."""

import structlog
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed, email_confirmed, email_removed, password_reset, user_logged_in
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.signals import social_account_added
from django.contrib.auth import signals as auth
from django.db.models.signals import post_save
from django.dispatch import receiver

from amp_portal import typed
from amp_portal.proxies import client_address

from . import addresses, joining, session_age
from .models import AccountChange, KnownAs

log = structlog.get_logger()


@receiver(auth.user_logged_in)
def came_back(request, **kwargs):
    """What a visitor typed is theirs from now on, and their session lasts as any other."""
    session_age.begin(request.session)
    if typed.KEY in request.session:
        request.session.set_expiry(None)


@receiver(auth.user_login_failed)
def turned_away(request=None, **kwargs):
    """A log that shows guessing; neither what was typed nor whether there is such an account."""
    log.warning("sign-in failed", address=client_address(request) if request else None)


@receiver(user_logged_in)
def signed_in(request, user, sociallogin=None, **kwargs):
    log.info("signed in", user=user.pk, address=client_address(request))
    if sociallogin is not None:
        _prove(request, user, sociallogin.account)


@receiver(social_account_added)
def connected(request, sociallogin, **kwargs):
    _prove(request, sociallogin.user, sociallogin.account)


def _prove(request, user, account):
    if account.provider == "github":
        joining.prove(
            user.person,
            github_id=int(account.uid),
            login=account.extra_data.get("login", ""),
            now=request.received_at,
        )


@receiver(email_changed)
def address_changed(user, to_email_address, **kwargs):
    """Letters go to the person's address: their account's."""
    user.person.email = to_email_address.email
    user.person.save(update_fields=["email"])


@receiver(password_reset)
def mailbox_proved(user, **kwargs):
    """Whoever reads its mailbox takes over an account made with an address: what was connected before is not theirs."""
    if addresses.is_nobodys_yet(user):
        user.socialaccount_set.all().delete()
        for address in user.emailaddress_set.filter(email=user.email):
            address.set_verified()


@receiver(post_save, sender=EmailAddress)
def address_known(instance, **kwargs):
    KnownAs.keep([(instance.user.person_id, KnownAs.Kind.ADDRESS, instance.email)])


@receiver(post_save, sender=SocialAccount)
def github_account_known(instance, **kwargs):
    told = instance.extra_data
    KnownAs.keep(
        [
            (instance.user.person_id, KnownAs.Kind.LOGIN, (told.get("login") or "")[:320]),
            (instance.user.person_id, KnownAs.Kind.NAME, (told.get("name") or "")[:320]),
        ]
    )


@receiver(email_confirmed)
def address_added(request, email_address, **kwargs):
    """An address that somebody merely typed changes nothing; from here on one can sign in with it."""
    user = email_address.user
    if user.emailaddress_set.filter(verified=True).exclude(pk=email_address.pk).exists():
        get_adapter(request).tell_of_change(user, AccountChange.What.EMAIL_ADDED, email_address.email)


@receiver(email_removed)
def address_removed(request, user, email_address, **kwargs):
    if email_address.verified:
        get_adapter(request).tell_of_change(user, AccountChange.What.EMAIL_DELETED, email_address.email)
