"""Who has a second factor, and whether this session was opened with it. Codes and keys themselves are allauth's."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator

# A recovery code stands in for one of these; nobody has only codes.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def factors_of(user):
    """The user's authenticator app and security keys."""
    return user.authenticator_set.filter(type__in=FACTORS)


def used_in(request) -> bool:
    """Whether whoever holds this session has shown the second factor in it, and not only a password."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def are_unproved(request) -> bool:
    """There is a second factor that whoever holds this session has not shown in it: a password is not enough."""
    return not used_in(request) and factors_of(request.user).exists()
