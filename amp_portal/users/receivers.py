"""allauth tells us that somebody signed in with GitHub, or connected it."""

from allauth.account.signals import user_logged_in
from allauth.socialaccount.signals import social_account_added
from django.dispatch import receiver

from . import joining


@receiver(user_logged_in)
def signed_in(request, user, sociallogin=None, **kwargs):
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
