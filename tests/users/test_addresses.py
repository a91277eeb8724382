"""Only an address that somebody has proved finds them, or keeps anybody else out."""

import re
from datetime import UTC, datetime

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from amp_portal.outbox import delivery
from amp_portal.users import scenarios
from amp_portal.users.models import Person, User
from cohorts.conduct.forms import HandlerForm
from cohorts.models import Invitation
from tests.e2e.github import address

pytestmark = pytest.mark.django_db

VICTIM = "vera@example.org"
PASSWORD = "a quiet heron stands"


@pytest.fixture
def deliver(mailoutbox):
    """Deliver what is due; returns the e-mails since the last time."""

    def run():
        mailoutbox.clear()
        delivery.drain(datetime.now(UTC))
        return list(mailoutbox)

    return run


@pytest.fixture
def mallory(client, by_github):
    """Signed in with GitHub, where somebody else's address is the primary one and not proved."""
    by_github(
        client,
        13,
        "mallory",
        emails=[address("mallory@example.org"), address(VICTIM, verified=False, primary=True)],
    )
    return User.objects.get().person


def told_as(email):
    return dict(EmailAddress.objects.filter(email=email).values_list("user__person__github_login", "verified"))


def sign_up(email=VICTIM):
    return Client().post(
        reverse("account_signup"), {"name": "Vera", "email": email, "password1": PASSWORD, "password2": PASSWORD}
    )


def link_in(mail):
    return re.search(r"https?://[^/\s]+(/accounts/\S+)", mail.body)[1]


def test_an_address_github_calls_unverified_is_not_proved(mallory):
    assert told_as("mallory@example.org") == {"mallory": True}
    assert told_as(VICTIM) == {"mallory": False}
    assert (mallory.user.email, mallory.email) == ("mallory@example.org", "mallory@example.org")


@pytest.mark.parametrize(
    ("emails", "kept"),
    [
        ([address("private@example.org", primary=True)], {"private@example.org": True}),
        ([address("7+ada@users.noreply.github.com", primary=True)], {"7+ada@users.noreply.github.com": True}),
    ],
)
def test_a_private_address_is_proved_at_github(client, by_github, emails, kept):
    by_github(client, 11, "AdaLark", emails=emails)

    assert dict(EmailAddress.objects.values_list("email", "verified")) == kept
    assert get_user(client).is_authenticated


@pytest.mark.parametrize("emails", [None, []])
def test_without_an_address_from_github_one_is_asked_for_and_confirmed(client, by_github, deliver, emails):
    page = by_github(client, 11, "AdaLark", emails=emails)

    assert page.redirect_chain[-1][0] == reverse("socialaccount_signup")
    client.post(reverse("socialaccount_signup"), {"email": "ada@example.org"})
    assert not get_user(client).is_authenticated
    [mail] = deliver()
    client.post(link_in(mail))
    assert told_as("ada@example.org") == {"": True}


def test_an_account_with_nothing_proved_is_not_signed_in(client, by_github):
    by_github(client, 13, "mallory", emails=[address(VICTIM, verified=False, primary=True)])

    assert not get_user(client).is_authenticated
    assert not EmailAddress.objects.filter(verified=True).exists()


def test_an_unproved_address_does_not_become_the_primary_one(client, mallory):
    client.post(reverse("account_email"), {"action_primary": "", "email": VICTIM})

    mallory.refresh_from_db()
    assert (mallory.email, mallory.user.email) == ("mallory@example.org", "mallory@example.org")


def test_the_owner_signs_up_whatever_others_claim(mallory, deliver):
    sign_up()

    [mail] = deliver()
    assert (mail.to, mail.subject) == ([VICTIM], "Please confirm your e-mail address")
    Client().post(link_in(mail))
    assert EmailAddress.objects.get(email=VICTIM, verified=True).user.person.name == "Vera"


def test_the_owner_signs_up_with_github_whatever_others_claim(mallory, by_github):
    browser = Client()

    by_github(browser, 12, "vera", emails=[address(VICTIM, primary=True)])

    assert get_user(browser).person.github_login == "vera"
    assert told_as(VICTIM) == {"vera": True}


def test_a_new_password_is_never_offered_to_somebody_else_s_mailbox(mallory, deliver):
    Client().post(reverse("account_reset_password"), {"email": VICTIM})

    [mail] = deliver()
    assert mail.subject == "There is no account with this address"


def test_whoever_claimed_an_address_first_does_not_stay_in_its_owner_s_account(client, by_github, deliver):
    """An account is made ahead of its owner, with a GitHub account of somebody else's connected."""
    by_github(client, 13, "mallory", emails=[address(VICTIM, verified=False, primary=True)])
    deliver()
    browser = Client()
    browser.post(reverse("account_reset_password"), {"email": VICTIM})
    page = browser.get(link_in(deliver()[0]))
    browser.post(page["Location"], {"password1": PASSWORD, "password2": PASSWORD})
    browser.post(reverse("account_login"), {"login": VICTIM, "password": PASSWORD})

    by_github(client, 13, "mallory", emails=[])

    assert get_user(browser).email == VICTIM
    assert not get_user(client).is_authenticated


def test_an_unproved_address_does_not_make_its_claimant_a_lead(mallory):
    call_command(
        "create_cohort", "amp-2027", "--name", "AMP 2027", "--kickoff", "2027-06-15", "--lead", VICTIM, verbosity=0
    )

    assert not mallory.organizing.exists()
    assert Invitation.objects.get().email == VICTIM


def test_an_unproved_address_names_nobody_a_handler(mallory):
    form = HandlerForm({"email": VICTIM})

    assert "email" in form.errors


def test_every_proved_address_finds_its_owner():
    ada = scenarios.person("Ada Lark")
    EmailAddress.objects.create(user=ada.user, email="second@example.org", verified=True)
    form = HandlerForm({"email": "Second@Example.org"})

    assert form.is_valid()
    assert form.person == ada


def test_the_address_of_an_account_is_not_typed_in_the_admin(client):
    ada, known = scenarios.person("Ada Lark"), scenarios.person("Old Hand", account=False)
    client.force_login(User.objects.create_superuser("root@example.org", scenarios.PASSWORD))

    for person in (ada, known):
        client.post(
            reverse("admin:users_person_change", args=[person.pk]),
            {"name": person.name, "email": VICTIM, "time_zone": "UTC", "github_login": ""},
        )

    assert list(Person.objects.filter(email=VICTIM)) == [known]
