"""allauth's pages. They are about the reader's own account, so every role that is signed in gets the same answer."""

from tests.world import ROLES

EVERYBODY = dict.fromkeys(ROLES, 200)
SIGNED_IN = EVERYBODY | {"anonymous": "login"}
GUESTS = dict.fromkeys(ROLES, 302) | {"anonymous": 200}  # who is signed in goes home
# Closed until a step before them is taken, see tests/e2e/scenes.py.
LATER = dict.fromkeys(ROLES, 302) | {"anonymous": "login"}
WITH_SECOND_FACTOR = dict.fromkeys(ROLES, 404) | {"anonymous": "login"}
UNKNOWN = dict.fromkeys(ROLES, 404)


def a_key(w):
    return [1]


ROUTES = {
    "account_login": GUESTS,
    "account_logout": EVERYBODY | {"anonymous": 302},
    "account_inactive": EVERYBODY,
    "account_signup": GUESTS,
    "account_reauthenticate": SIGNED_IN,
    "account_email": SIGNED_IN,
    "account_email_verification_sent": EVERYBODY,
    "account_change_password": SIGNED_IN,
    "account_set_password": LATER,
    "account_reset_password": EVERYBODY,
    "account_reset_password_done": EVERYBODY,
    "account_reset_password_from_key": EVERYBODY | {"args": lambda w: ["a", "b"]},  # says that the link is of no use
    "account_reset_password_from_key_done": EVERYBODY,
    "account_confirm_login_code": LATER,
    "account_confirm_email": EVERYBODY | {"args": lambda w: ["old-key"]},
    "mfa_index": SIGNED_IN,
    "mfa_authenticate": LATER,
    "mfa_reauthenticate": LATER,
    "mfa_activate_totp": LATER,
    "mfa_deactivate_totp": WITH_SECOND_FACTOR,
    "mfa_view_recovery_codes": WITH_SECOND_FACTOR,
    "mfa_generate_recovery_codes": LATER,
    "mfa_download_recovery_codes": WITH_SECOND_FACTOR,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_add_webauthn": LATER,
    "mfa_reauthenticate_webauthn": LATER,
    "mfa_remove_webauthn": LATER | {"args": a_key},
    "mfa_edit_webauthn": LATER | {"args": a_key},
    "mfa_login_webauthn": LATER,
    "socialaccount_login_cancelled": EVERYBODY,
    "socialaccount_login_error": dict.fromkeys(ROLES, 401),
    "socialaccount_signup": dict.fromkeys(ROLES, "login"),
    "socialaccount_connections": SIGNED_IN,
    "github_login": UNKNOWN,  # without a client id of GitHub's
    "github_callback": UNKNOWN,
}
