"""Signing in once more before something about an account is changed, for those who have neither password nor factor.

allauth asks for a password or a second factor. Whoever has only GitHub signs in there again.
"""

from allauth.account import app_settings
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows


def is_by_github(user):
    """There is nothing here to ask this person for."""
    return user.is_authenticated and not get_reauthentication_flows(user)


def is_fresh(request):
    """The person has signed in once more within the last minutes."""
    times = [
        record["at"] for record in get_authentication_records(request, request.user) if record.get("reauthenticated")
    ]
    return bool(times) and request.received_at.timestamp() - times[-1] < app_settings.REAUTHENTICATION_TIMEOUT


def signed_in_at_github(request, account):
    """Keep that whoever is signed in here has just come back from GitHub with the account that is connected."""
    record_authentication(
        request,
        request.user,
        method="socialaccount",
        provider=account.provider,
        uid=account.uid,
        reauthenticated=True,
    )
