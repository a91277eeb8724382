from time import process_time

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from amp_portal.users import scenarios
from amp_portal.users.models import User

from .signing_in import again

WEAK = [
    "asyncapi12",  # passed before: eleven characters at most, and the community's name
    "asyncapi2027",
    "AsyncAPI-2027!",
    "2027asyncapi",
    "async-api-async-api",
    "AMP portal 2027",
    "ampportal1234",
    "asyncapiportal",
    "AsyncAPI mentor",
    "elevenchars",
    "123456789012",
    "sunshine2027!",
    "password1234",
    "passwordpassword",
    "!!qwertyuiop!!",
    "a quiet heron " * 9 + "and 3",  # 129 characters
]
STRONG = [
    "a quiet heron stands",
    "a quiet heron " * 9 + "so",
    "correct horse battery",
    "asyncapi taught a quiet heron",
    "k9amp!Q7x2#z",
]


@pytest.mark.parametrize("password", WEAK)
def test_what_is_guessed_first_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize("password", STRONG)
def test_what_is_hard_to_guess_is_taken(password):
    validate_password(password)


@pytest.mark.parametrize("password", ["b" + "1" * 50_000 + "b", "a" * 100_000 + "b", "ab" * 50_000 + "c"])
def test_a_password_of_a_book_s_length_is_no_work(password):
    began = process_time()

    with pytest.raises(ValidationError, match="128 characters"):
        validate_password(password)

    assert process_time() - began < 1


def test_the_names_are_this_portal_s(settings):
    settings.SITE_NAME, settings.COMMUNITY_NAME = "Kubuntu Sommer", "Føroyar"

    validate_password("asyncapi and 12 more")
    for password in ("kubuntusommer26", "FØROYAR-føroyar-1"):
        with pytest.raises(ValidationError, match="Kubuntu Sommer"):
            validate_password(password)


@pytest.mark.django_db
@pytest.mark.parametrize("password", ["asyncapi2027", "sunshine2027!", "elevenchars"])
def test_wherever_a_password_is_chosen(client, password):
    ada = scenarios.person("Ada Lark")
    client.force_login(ada.user)
    twice = {"password1": password, "password2": password}

    changed = client.post(reverse("account_change_password"), {"oldpassword": scenarios.PASSWORD, **twice})
    joined = Client().post(reverse("account_signup"), {"name": "Ben", "email": "ben@example.org", **twice})

    assert [list(page.context["form"].errors) for page in (changed, joined)] == [["password1"], ["password1"]]
    assert not User.objects.filter(email="ben@example.org").exists()


@pytest.mark.django_db
def test_a_password_counts_as_it_was_typed(client):
    typed = "  Ein Reiher 鷺 steht still  "
    user = scenarios.person("Ada Lark").user
    again(client, user)
    changed = {"oldpassword": scenarios.PASSWORD, "password1": typed, "password2": typed}
    client.post(reverse("account_change_password"), changed)
    tried = [
        Client().post(reverse("account_login"), {"login": user.email, "password": password})
        for password in (typed, typed.strip(), typed.lower())
    ]
    assert [answer.status_code for answer in tried] == [302, 200, 200]
