"""A borrowed session changes nothing about how an account is signed in to; whoever had its address hears of a change
and can stop it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user
from django.test import Client
from django.urls import get_resolver, reverse

from amp_portal.outbox import delivery
from amp_portal.outbox.models import Message
from amp_portal.refusals import Refusal
from amp_portal.second_factor.models import SecondFactorReset
from amp_portal.users import scenarios
from amp_portal.users.models import Objection, User

from .signing_in import again, code

pytestmark = pytest.mark.django_db

NEW, OLD = "new@example.org", "ada.lark@example.org"
PASSWORD = "a quiet heron stands"
WHOLE = {"password1": PASSWORD, "password2": PASSWORD}

# What changes how somebody signs in, as it is posted. Each is behind signing in once more.
CHANGES = {
    "account_email: add": {"action_add": "", "email": "third@example.org"},
    "account_email: make primary": {"action_primary": "", "email": NEW},
    "account_email: remove": {"action_remove": "", "email": NEW},
    "socialaccount_connections": {},  # of the account that is connected
    "mfa_activate_totp": {"code": "000000"},
    "mfa_deactivate_totp": {},
    "mfa_generate_recovery_codes": {},
    "mfa_view_recovery_codes": None,
    "mfa_download_recovery_codes": None,
    "mfa_add_webauthn": {"name": "Mine", "credential": "{}"},
    "mfa_edit_webauthn": {"name": "Mine"},
    "mfa_remove_webauthn": {},
}
# The rest of allauth's routes, and why nothing changes there without more than a session.
OTHERS = {
    "account_change_password": "asks for the old password",
    "account_set_password": "behind signing in at GitHub again",
    "github_login": "behind signing in again when it connects",
    "github_callback": "as github_login",
    "account_reset_password": "only writes to a mailbox",
    "account_reset_password_from_key": "takes what was written there",
    "account_confirm_email": "takes what was written to a mailbox",
    **dict.fromkeys(
        (
            "account_login",
            "account_logout",
            "account_inactive",
            "account_signup",
            "account_reauthenticate",
            "account_confirm_login_code",
            "account_email_verification_sent",
            "account_reset_password_done",
            "account_reset_password_from_key_done",
            "mfa_index",
            "mfa_authenticate",
            "mfa_reauthenticate",
            "mfa_list_webauthn",
            "mfa_reauthenticate_webauthn",
            "mfa_login_webauthn",
            "socialaccount_login_cancelled",
            "socialaccount_login_error",
            "socialaccount_signup",
        ),
        "is no change",
    ),
}


@pytest.fixture
def ada():
    """With a second proved address, an app for codes, recovery codes, a key and GitHub."""
    ada = scenarios.person("Ada Lark")
    EmailAddress.objects.create(user=ada.user, email=NEW, verified=True)
    TOTP.activate(ada.user, generate_totp_secret())
    RecoveryCodes.activate(ada.user)
    Authenticator.objects.create(user=ada.user, type="webauthn", data={"name": "Laptop", "credential": {}})
    return ada


@pytest.fixture
def post(mailoutbox):
    """Deliver what is due; returns ``{address: [its e-mails]}`` since the last time."""

    def run(now=None):
        mailoutbox.clear()
        delivery.drain(now or datetime.now(UTC))
        return {address: [m for m in mailoutbox if m.to == [address]] for [address] in (m.to for m in mailoutbox)}

    return run


def send(client, change, user):
    """Make one of ``CHANGES``."""
    name, data = change.partition(":")[0], CHANGES[change]
    if name == "socialaccount_connections":
        data = {"account": user.socialaccount_set.get().pk}
    key = Authenticator.objects.filter(user=user, type="webauthn").first()
    path = reverse(name, args=[key.pk] if name in ("mfa_edit_webauthn", "mfa_remove_webauthn") else [])
    return client.get(path) if data is None else client.post(path, data)


def ways_in(user):
    """Everything by which somebody gets into an account."""
    user = User.objects.get(pk=user.pk)
    return (
        user.email,
        user.password,
        sorted(user.emailaddress_set.values_list("email", "verified", "primary")),
        sorted(user.socialaccount_set.values_list("uid", flat=True)),
        [(factor.type, factor.data) for factor in Authenticator.objects.filter(user=user).order_by("pk")],
    )


def link_to_object(mail):
    return re.search(r"https?://[^/\s]+(/account/objection/\S+)", mail.body)[1]


def test_every_route_of_allauth_is_thought_of():
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    theirs = {name for name in names if name.startswith(("account_", "mfa_", "socialaccount_", "github_"))}

    assert theirs == {change.partition(":")[0] for change in CHANGES} | set(OTHERS)


@pytest.mark.parametrize("change", CHANGES)
def test_a_borrowed_session_changes_nothing(client, ada, change):
    client.force_login(ada.user)
    before = ways_in(ada.user)

    response = send(client, change, ada.user)

    assert response.status_code == 302
    assert response.url.startswith((reverse("account_reauthenticate"), reverse("mfa_reauthenticate")))
    assert ways_in(ada.user) == before


@pytest.mark.parametrize("change", CHANGES)
def test_a_visitor_is_asked_to_sign_in(client, ada, change):
    response = send(client, change, ada.user)

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_a_borrowed_session_connects_no_github_account(client, by_github):
    ada = scenarios.person("Ada Lark", github_login="")
    client.force_login(ada.user)

    page = by_github(client, 13, "mallory", process="connect")

    assert page.redirect_chain[-1][0] == reverse("account_reauthenticate")
    assert not ada.user.socialaccount_set.exists()


def test_what_was_begun_goes_on_after_the_password(client):
    ada = scenarios.person("Ada Lark")
    client.force_login(ada.user)
    asked = client.post(reverse("account_email"), {"action_add": "", "email": NEW})

    client.post(asked.url, {"password": scenarios.PASSWORD, "next": reverse("account_email")})

    assert ada.user.emailaddress_set.filter(email=NEW).exists()


@pytest.fixture
def by_github_only():
    ada = scenarios.person("Ada Lark", github_login="AdaLark", github_id=11)
    ada.user.set_unusable_password()
    ada.user.save()
    return ada


@pytest.mark.parametrize("name", ["account_email", "account_set_password", "mfa_activate_totp", "mfa_add_webauthn"])
def test_with_github_only_one_signs_in_there_again(client, by_github_only, by_github, name):
    client.force_login(by_github_only.user)
    before = ways_in(by_github_only.user)

    asked = client.post(reverse(name), {"action_add": "", "email": NEW, **WHOLE}, follow=True)

    assert asked.redirect_chain[-1][0].startswith(reverse("users:sign-in-again"))
    assert ways_in(by_github_only.user) == before

    by_github(client, 11, "AdaLark", process="redirect")

    assert client.get(reverse(name)).status_code == 200


def test_a_first_password_is_set_after_signing_in_at_github_again(client, by_github_only, by_github):
    client.force_login(by_github_only.user)
    by_github(client, 11, "AdaLark", process="redirect")

    client.post(reverse("account_set_password"), WHOLE)

    by_github_only.user.refresh_from_db()
    assert by_github_only.user.check_password(PASSWORD)


def test_another_github_account_does_not_do(client, by_github_only, by_github):
    client.force_login(by_github_only.user)

    by_github(client, 13, "mallory", process="redirect")

    assert get_user(client) == by_github_only.user
    assert client.get(reverse("account_set_password")).url.startswith(reverse("users:sign-in-again"))


def test_signing_in_again_is_asked_for_once_more_after_a_while(client, by_github_only, by_github):
    client.force_login(by_github_only.user)
    by_github(client, 11, "AdaLark", process="redirect")

    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=6)):
        assert client.get(reverse("account_set_password")).url.startswith(reverse("users:sign-in-again"))


def test_every_address_hears_of_each_change_and_a_removed_one_for_a_week(client, post):
    ada = scenarios.person("Ada Lark")
    again(client, ada.user)
    client.post(reverse("account_email"), {"action_add": "", "email": NEW})
    added = EmailAddress.objects.get(email=NEW)
    post()

    client.post(reverse("account_confirm_email", args=[EmailConfirmationHMAC(added).key]))
    assert {address: len(mails) for address, mails in post().items()} == {OLD: 1}
    client.post(reverse("account_email"), {"action_primary": "", "email": NEW})
    assert {address: len(mails) for address, mails in post().items()} == {OLD: 1, NEW: 1}
    client.post(reverse("account_email"), {"action_remove": "", "email": OLD})
    assert {address: len(mails) for address, mails in post().items()} == {OLD: 1, NEW: 1}
    client.post(reverse("account_change_password"), {"oldpassword": scenarios.PASSWORD, **WHOLE})
    assert {address: len(mails) for address, mails in post().items()} == {OLD: 1, NEW: 1}
    with time_machine.travel(datetime.now(UTC) + timedelta(days=8)):
        client.force_login(User.objects.get())
        client.post(
            reverse("account_change_password"),
            {"oldpassword": PASSWORD, "password1": "x" + PASSWORD, "password2": "x" + PASSWORD},
        )
        assert {address: len(mails) for address, mails in post().items()} == {NEW: 1}


def test_somebody_with_a_second_factor_can_add_an_address(client, ada):
    again(client, ada.user)

    client.post(reverse("account_email"), {"action_add": "", "email": "third@example.org"})

    assert EmailAddress.objects.filter(user=ada.user, email="third@example.org", verified=False).exists()


def test_an_address_nobody_proved_hears_nothing_and_nobody_hears_of_it(client, post):
    ada = scenarios.person("Ada Lark")
    EmailAddress.objects.create(user=ada.user, email="stranger@example.org")
    again(client, ada.user)

    client.post(reverse("account_email"), {"action_remove": "", "email": "stranger@example.org"})

    assert post() == {}


def test_factors_and_connected_accounts_are_told_too(client, by_github, post, django_capture_on_commit_callbacks):
    ada = scenarios.person("Ada Lark", github_login="")
    again(client, ada.user)

    by_github(client, 11, "AdaLark", process="connect")
    with django_capture_on_commit_callbacks(execute=True):
        secret = generate_totp_secret()
        TOTP.activate(ada.user, secret)
        client.post(reverse("mfa_reauthenticate"), {"code": code(secret)})
        client.post(reverse("mfa_generate_recovery_codes"))
    client.post(reverse("mfa_deactivate_totp"))
    client.post(reverse("socialaccount_connections"), {"account": ada.user.socialaccount_set.get().pk})

    assert list(ada.user.changes.order_by("pk").values_list("what", flat=True)) == [
        "account_connected",
        "recovery_codes_generated",
        "totp_deactivated",
        "account_disconnected",
    ]
    assert len(post()[OLD]) == 4


def test_the_text_and_the_link_are_not_kept_once_they_are_sent(client, post):
    again(client, scenarios.person("Ada Lark").user)
    client.post(reverse("account_change_password"), {"oldpassword": scenarios.PASSWORD, **WHOLE})

    post()

    [message] = Message.objects.filter(letter="outbox/mail/account_changed")
    assert (message.body, message.facts, message.private) == ("", {}, True)


@pytest.fixture
def root():
    return User.objects.create_superuser("root@example.org", scenarios.PASSWORD, name="Rut Root")


@pytest.fixture
def taken(ada, post, root):
    """Somebody with Ada's password has made their own address the primary one and removed hers; returns her link."""
    mallory = again(Client(), ada.user)
    Authenticator.objects.filter(user=ada.user).delete()
    mallory.post(reverse("account_email"), {"action_primary": "", "email": NEW})
    mallory.post(reverse("account_email"), {"action_remove": "", "email": OLD})
    ada.user.refresh_from_db()
    assert ada.user.email == NEW
    return link_to_object(post()[OLD][-1])


def test_opening_the_link_changes_nothing(client, ada, taken):
    page = client.get(taken)

    assert page.status_code == 200
    assert not Objection.objects.exists()


def test_the_link_freezes_the_account_and_signs_everybody_out(client, ada, taken, post):
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.force_login(ada.user)

    page = client.post(taken)

    assert page.status_code == 200
    assert [get_user(browser).is_authenticated for browser in browsers] == [False, False]
    objection = Objection.objects.get()
    assert (objection.user, objection.address, objection.ended_at) == (ada.user, OLD, None)
    ada.user.refresh_from_db()
    assert ada.user.email == NEW  # it restores nothing
    [mail] = post()["root@example.org"]
    assert mail.subject == "An account is frozen and needs your decision"
    assert reverse("admin:users_user_change", args=[ada.user.pk]) in mail.body


def test_twice_is_once(client, ada, taken, post):
    client.post(taken)
    client.post(taken)

    assert Objection.objects.count() == 1
    assert len(post()["root@example.org"]) == 1


def test_after_a_week_it_is_too_late(client, ada, taken):
    with time_machine.travel(datetime.now(UTC) + timedelta(days=7, minutes=1)):
        page = client.post(taken)

    assert page.status_code == 410
    assert not Objection.objects.exists()


@pytest.mark.parametrize("token", ["x", "WzEsMF0:1a:x", ""])
def test_a_made_up_link_is_nothing(client, ada, token):
    assert client.post(f"/account/objection/{token}/").status_code == 404


def reset(user):
    browser = Client()
    key = [user_pk_to_url_str(user), default_token_generator.make_token(user)]
    return browser.post(browser.get(reverse("account_reset_password_from_key", args=key)).url, WHOLE)


def confirm(user):
    address = EmailAddress.objects.create(user=user, email="third@example.org")
    return Client().post(reverse("account_confirm_email", args=[EmailConfirmationHMAC(address).key]))


@pytest.mark.parametrize("change", CHANGES)
def test_a_frozen_account_stays_as_it_is(client, ada, change):
    again(client, ada.user)
    freeze(ada.user)
    before = ways_in(ada.user)

    response = send(client, change, ada.user)

    assert response.status_code == 403
    assert ways_in(ada.user) == before


def freeze(user):
    """As an objection does, but nobody is signed out: to see that changes are refused all the same."""
    change = user.changes.create(what="password_changed", told=[OLD], made_at=datetime.now(UTC))
    Objection.objects.create(user=user, change=change, address=OLD, made_at=datetime.now(UTC))


def test_a_frozen_account_gets_no_password_by_any_path(client, ada):
    again(client, ada.user)
    freeze(ada.user)
    before = ways_in(ada.user)

    changed = client.post(reverse("account_change_password"), {"oldpassword": scenarios.PASSWORD, **WHOLE})

    assert [changed.status_code, reset(ada.user).status_code] == [403, 403]
    assert ways_in(ada.user) == before


def test_a_frozen_account_confirms_no_address(ada):
    freeze(ada.user)

    assert confirm(ada.user).status_code == 403
    assert not EmailAddress.objects.get(email="third@example.org").verified


def test_a_frozen_account_connects_no_github_account(client, by_github):
    ada = scenarios.person("Ada Lark", github_login="")
    again(client, ada.user)
    freeze(ada.user)

    assert by_github(client, 13, "mallory", process="connect").status_code == 403
    assert not ada.user.socialaccount_set.exists()


def test_a_frozen_account_with_github_only_gets_no_password(client, by_github_only, by_github):
    client.force_login(by_github_only.user)
    by_github(client, 11, "AdaLark", process="redirect")
    freeze(by_github_only.user)

    assert client.post(reverse("account_set_password"), WHOLE).status_code == 403
    by_github_only.user.refresh_from_db()
    assert not by_github_only.user.has_usable_password()


def test_a_frozen_account_loses_no_second_factor(ada, root):
    now = datetime.now(UTC)
    begun = SecondFactorReset.ask(ada.user, "Lost the phone", by=root.person, now=now)
    freeze(ada.user)

    begun.apply(now=now + timedelta(days=1))
    with pytest.raises(Refusal):
        SecondFactorReset.ask(ada.user, "Lost the phone", by=root.person, now=now)

    assert begun.canceled_because == "Somebody objected to a change of the account meanwhile."
    assert Authenticator.objects.filter(user=ada.user).count() == 3


def decide(root, action, user, reason="Spoke to Ada on the phone"):
    client = Client()
    client.force_login(root)
    path = reverse("admin:users_user_changelist")
    return client.post(path, {"action": action, "_selected_action": [user.pk], "reason": reason}, follow=True)


def test_the_admin_marks_frozen_accounts_and_shows_what_was_changed(client, ada, taken, root):
    Client().post(taken)
    client.force_login(root)

    marked = client.get(reverse("admin:users_user_changelist"), {"frozen": "yes"}).content.decode()
    page = client.get(reverse("admin:users_user_change", args=[ada.user.pk])).content.decode()

    assert (NEW in marked, "root@example.org</a>" in marked, "FROZEN" in marked) == (True, False, True)
    assert (OLD in page, "an email address was removed" in page) == (True, True)


def test_a_superuser_ends_the_freeze_with_a_reason(ada, taken, root, post):
    Client().post(taken)

    decide(root, "unfreeze", ada.user, reason=" ")
    assert ada.user.is_frozen
    decide(root, "unfreeze", ada.user)

    assert not ada.user.is_frozen
    objection = Objection.objects.get()
    assert (objection.ended_by, objection.reason) == (root.person, "Spoke to Ada on the phone")
    assert "Spoke to Ada" in LogEntry.objects.get().change_message
    assert {OLD, NEW} <= set(post())
    ada.user.refresh_from_db()
    assert ada.user.email == NEW
    assert Client().post(taken).status_code == 410  # the same link does not begin again


def test_a_superuser_gives_the_account_to_the_address_that_objected(ada, taken, root, post):
    Client().post(taken)
    Authenticator.objects.create(user=ada.user, type="webauthn", data={"name": "Mallory's", "credential": {}})

    decide(root, "give_back", ada.user)

    ada.user.refresh_from_db()
    ada.refresh_from_db()
    assert (ada.user.email, ada.email, ada.user.has_usable_password(), ada.user.is_frozen) == (OLD, OLD, False, False)
    assert EmailAddress.objects.get(user=ada.user, primary=True).email == OLD
    assert not Authenticator.objects.filter(user=ada.user).exists()
    assert {OLD, NEW} <= set(post())
    assert reset(ada.user).status_code == 302


def test_an_address_that_has_another_account_by_now_is_not_given_back(ada, taken, root):
    Client().post(taken)
    scenarios.person("Ada Again", email=OLD)

    decide(root, "give_back", ada.user)

    ada.user.refresh_from_db()
    assert (ada.user.email, ada.user.is_frozen) == (NEW, True)


def test_nobody_decides_about_their_own_account(root):
    freeze(root)

    decide(root, "unfreeze", root)

    assert root.is_frozen


def test_a_thief_who_objects_first_gets_nothing(client, ada, root, post):
    """Who added their own address is asked about the next change too, and is quicker than the owner."""
    mallory = again(Client(), ada.user)
    mallory.post(reverse("account_email"), {"action_add": "", "email": "mallory@example.org"})
    added = EmailAddress.objects.get(email="mallory@example.org")
    mallory.post(reverse("account_confirm_email", args=[EmailConfirmationHMAC(added).key]))
    mallory.post(reverse("account_email"), {"action_primary": "", "email": "mallory@example.org"})
    told = post()
    Client().post(link_to_object(told["mallory@example.org"][-1]))

    decide(root, "give_back", ada.user)
    ada.user.refresh_from_db()
    assert ada.user.is_frozen

    link = link_to_object(told[OLD][-1])
    assert "freeze the account" in client.get(link).content.decode()
    client.post(link)
    assert "The account is frozen" in client.get(link).content.decode()
    assert len(post()["root@example.org"]) == 2  # about either objection
    decide(root, "give_back", ada.user)
    ada.user.refresh_from_db()
    assert (ada.user.email, ada.user.is_frozen) == (OLD, False)
    assert not EmailAddress.objects.filter(email="mallory@example.org").exists()


def test_who_objected_first_of_two_earlier_addresses_stays(client, ada, taken, root):
    Client().post(taken)
    change = Objection.objects.get().change

    assert change.object(NEW, now=datetime.now(UTC)) is None
    assert Objection.objects.get().address == OLD
