"""Pages in the states that the world at rest doesn't show: after a step of the reader's, or of somebody else's.

Each scene takes the world and returns who looks (a signed-in client), at which path, and with which status if not 200.
``SCENES`` names them: a route's name, or "a route's name: the state".
"""

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse

from amp_portal.users.models import User
from amp_portal.users.scenarios import person

PASSWORD = "correct horse battery"


def at(name, *args):
    return reverse(name, args=args)


def signed_in(user):
    client = Client()
    if user:
        client.force_login(user)
    return client


def as_(w, role):
    return signed_in(w.people[role])


def somebody():
    """A person whom nothing has happened to yet."""
    number = User.objects.count()
    return person(f"Sam Nobody{number}", email=f"sam{number}@example.org").user


def with_password(user):
    """Somebody who has just typed their password, and need not again."""
    client = Client()
    client.post(at("account_login"), {"login": user.email, "password": PASSWORD})
    client.post(at("account_reauthenticate"), {"password": PASSWORD})
    return client


def with_second_factor(user):
    client = with_password(user)
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    return client


def key_of(user):
    """A key that this person has registered."""
    name = {"name": "My laptop", "credential": {}}
    return Authenticator.objects.create(user=user, type="webauthn", data=name)


# Accounts -------------------------------------------------------------------------------


def without_password(w):
    user = somebody()
    user.set_unusable_password()
    user.save()
    return signed_in(user), at("account_set_password")


def a_fresh_link(w):
    user = somebody()
    token = default_token_generator.make_token(user)
    return Client(), at("account_reset_password_from_key", user_pk_to_url_str(user), token)


def a_new_address(w):
    address = EmailAddress.objects.create(user=somebody(), email="new@example.org")
    return Client(), at("account_confirm_email", EmailConfirmationHMAC(address).key)


def second_factor_asked(w):
    user = somebody()
    with_second_factor(user)
    client = Client()
    client.post(at("account_login"), {"login": user.email, "password": PASSWORD})
    return client, at("mfa_authenticate")


def just_signed_in(name):
    return lambda w: (with_password(somebody()), at(name))


def well_protected(name):
    """With an app, recovery codes and a key."""

    def build(w):
        user = somebody()
        client = with_second_factor(user)
        key_of(user)
        return client, at(name)

    return build


def about_a_key(name):
    def build(w):
        user = somebody()
        return with_password(user), at(name, key_of(user).pk)

    return build


def open_to_all(name, *status):
    return lambda w: (Client(), at(name), *status)


ACCOUNTS = {
    "account_set_password": without_password,
    "account_reset_password_from_key: a fresh link": a_fresh_link,
    "account_confirm_email: a new address": a_new_address,
    "mfa_index: all set up": well_protected("mfa_index"),
    "mfa_authenticate": second_factor_asked,
    "mfa_reauthenticate": well_protected("mfa_reauthenticate"),
    "mfa_activate_totp": just_signed_in("mfa_activate_totp"),
    "mfa_deactivate_totp": well_protected("mfa_deactivate_totp"),
    "mfa_view_recovery_codes": well_protected("mfa_view_recovery_codes"),
    "mfa_generate_recovery_codes": well_protected("mfa_generate_recovery_codes"),
    "mfa_list_webauthn: with a key": well_protected("mfa_list_webauthn"),
    "mfa_add_webauthn": just_signed_in("mfa_add_webauthn"),
    "mfa_remove_webauthn": about_a_key("mfa_remove_webauthn"),
    "mfa_edit_webauthn": about_a_key("mfa_edit_webauthn"),
    "account_login: with GitHub": open_to_all("account_login"),
    "account_signup: with GitHub": open_to_all("account_signup"),
    "github_login": open_to_all("github_login"),
    "socialaccount_login_error": open_to_all("socialaccount_login_error", 401),
    "socialaccount_login_error: at GitHub": lambda w: (Client(), at("github_callback") + "?error=access_denied", 401),
}

SCENES = {"accounts": ACCOUNTS}
