"""allauth's pages are in our design, work under the strict CSP and need no inline script or style."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from amp_portal.users import scenarios

from .signing_in import again

pytestmark = pytest.mark.django_db

OPEN = [
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_email_verification_sent",
    "account_inactive",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "github_login",
]
SIGNED_IN = [
    "users:profile",
    "account_logout",
    "account_email",
    "account_change_password",
    "account_reauthenticate",
    "socialaccount_connections",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
]


def assert_is_ours(response):
    html = response.content.decode()
    assert html.count("<h1") == 1
    assert 'class="site-header"' in html
    assert re.findall(r"<title>\s*(.*?)\s*·", html, re.DOTALL)[0].strip()
    assert not re.findall(r"<script(?![^>]*(?:\bsrc=|application/json))[^>]*>", html)
    assert not re.findall(r"<style|\sstyle=|\son[a-z]+=", html)
    ids = re.findall(r'\sid="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    labelled = set(re.findall(r'<label[^>]*\sfor="([^"]*)"', html))
    for field in re.findall(r"<(?:input|select|textarea)\b[^>]*>", html):
        if 'type="hidden"' not in field:
            assert re.search(r'\sid="([^"]*)"', field)[1] in labelled
    policy = response["Content-Security-Policy"]
    assert "script-src 'self'" in policy.split("; ")
    assert "unsafe" not in policy


@pytest.mark.parametrize("name", OPEN)
def test_open_pages(client, github_server, name):
    response = client.get(reverse(name))

    assert response.status_code == (401 if name == "socialaccount_login_error" else 200)
    assert_is_ours(response)


@pytest.fixture
def signed_in(client, github_server):
    """The password was asked for just now, so that no page asks for it again."""
    client.force_login(scenarios.person("Ada Lark").user)
    client.post(reverse("account_reauthenticate"), {"password": scenarios.PASSWORD})
    return client


@pytest.mark.parametrize("name", SIGNED_IN)
def test_pages_of_an_account(signed_in, name):
    response = signed_in.get(reverse(name))

    assert response.status_code == 200
    assert_is_ours(response)


@pytest.mark.parametrize("name", ["mfa_index", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"])
def test_pages_of_an_account_with_two_factors(signed_in, name):
    user = scenarios.User.objects.get()
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)

    response = again(signed_in, user).get(reverse(name))

    assert response.status_code == 200
    assert_is_ours(response)


def test_the_second_step_of_signing_in(client, github_server):
    user = scenarios.person("Ada Lark").user
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})

    response = client.post(reverse("account_login"), {"login": user.email, "password": scenarios.PASSWORD}, follow=True)

    assert response.redirect_chain[-1][0] == reverse("mfa_authenticate")
    assert_is_ours(response)


def test_errors_stand_beside_their_field(client):
    response = client.post(reverse("account_signup"), {"name": "Ada", "email": "no address"})

    assert_is_ours(response)
    [field] = re.findall(r'<div id="div_id_email".*?</div>', response.content.decode(), re.DOTALL)
    assert "Enter a valid email address." in field


def test_github_is_offered_only_where_it_is_set_up(client):
    ada = scenarios.person("Ada Lark", github_login="")
    client.force_login(ada.user)

    assert b"not set up" in client.get(reverse("users:profile")).content
