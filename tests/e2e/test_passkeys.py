"""A passkey, on a key that the browser pretends to have: our policy holds none of its scripts off."""

import pytest
from django.urls import reverse

from amp_portal.users.scenarios import person

from .looking import Looker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "correct horse battery"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def looker(browser, live_server):
    looker = Looker(browser, live_server.url)
    devtools = looker.page.context.new_cdp_session(looker.page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    yield looker
    looker.close()


def test_a_passkey_is_made_and_used(looker):
    page, sam = looker.page, person("Sam Keyholder")

    def go(name):
        page.goto(looker.base + reverse(name))

    def press(name):
        page.get_by_role("main").get_by_role("button", name=name, exact=True).click()

    go("account_login")
    page.fill("[name=login]", sam.email)
    page.fill("[name=password]", PASSWORD)
    press("Sign in")
    go("mfa_add_webauthn")
    page.fill("[name=password]", PASSWORD)
    press("Confirm")
    page.fill("[name=name]", "My laptop")
    page.check("[name=passwordless]")
    press("Add")
    page.wait_for_url("**" + reverse("mfa_view_recovery_codes"))
    page.context.clear_cookies()

    go("account_login")
    press("Sign in with a passkey")
    page.wait_for_url("**" + reverse("home"))
    go("mfa_reauthenticate_webauthn")
    assert looker.look_here() == []
