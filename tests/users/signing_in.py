from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.urls import reverse

from amp_portal.users import scenarios


def again(client, user):
    """Signed in, with the password typed just now: changes of the account are open. Also with a code, if there are."""
    client.force_login(user)
    if codes := Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first():
        client.post(reverse("mfa_reauthenticate"), {"code": codes.wrap().get_unused_codes()[0]})
    client.post(reverse("account_reauthenticate"), {"password": scenarios.PASSWORD})
    return client


def code(secret):
    """What the authenticator app with this secret shows now."""
    counter = next(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counter))
