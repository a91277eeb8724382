"""What allauth tells us: an account got its first factor."""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.signals import authenticator_added
from django.dispatch import receiver

from amp_portal.users.factors import FACTORS, factors_of


@receiver(authenticator_added)
def added(request, user, authenticator, **kwargs):
    """Setting the first one up shows it: its code or key was just used. Another one proves nothing about the first."""
    if authenticator.type in FACTORS and factors_of(user).count() == 1:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
