"""How long a page takes tells nobody who has an account: the same work is done either way. It is counted, not timed."""

import re
from collections import Counter

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from amp_portal.users import scenarios

pytestmark = pytest.mark.django_db

PASSWORD = "a quiet heron stands"


class Counting(MD5PasswordHasher):
    hashes = 0

    def encode(self, *args, **kwargs):
        type(self).hashes += 1
        return super().encode(*args, **kwargs)


@pytest.fixture(autouse=True)
def _counted(settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]


def work(name, data):
    """``(hashes, statements that write, how many read)`` of posting a form, without what keeps them together."""
    browser = Client()
    Counting.hashes = 0
    with CaptureQueriesContext(
        connection,
    ) as done:
        browser.post(reverse(name), data)
    verbs = Counter(re.match(r"\w+", query["sql"])[0] for query in done.captured_queries)
    return Counting.hashes, verbs["INSERT"], verbs["UPDATE"], verbs["SELECT"]


@pytest.fixture
def ada():
    ada = scenarios.person("Ada Lark", email="ada@example.org")
    ada.user.set_password(PASSWORD)
    ada.user.save()
    return ada


def sign_up(email):
    return work("account_signup", {"name": "Ada", "email": email, "password1": PASSWORD, "password2": PASSWORD})


def test_signing_up_is_the_same_work_with_and_without_an_account(ada):
    sign_up("warm@example.org")

    assert sign_up("ada@example.org") == sign_up("new@example.org")


def test_asking_for_a_new_password_is_the_same_work_with_and_without_an_account(ada):
    work("account_reset_password", {"email": "warm@example.org"})

    known = work("account_reset_password", {"email": "ada@example.org"})
    assert known == work("account_reset_password", {"email": "nobody@example.org"})


def test_a_wrong_password_is_the_same_work_whoever_it_is_for(ada):
    closed = scenarios.person("Closed", email="closed@example.org")
    closed.user.is_active = False
    closed.user.set_password(PASSWORD)
    closed.user.save()
    github = scenarios.person("By GitHub", email="github@example.org")
    github.user.set_unusable_password()
    github.user.save()
    people = ["ada@example.org", "closed@example.org", "github@example.org", "nobody@example.org"]

    hashes = {email: work("account_login", {"login": email, "password": "wrong"})[0] for email in people}

    assert hashes == dict.fromkeys(people, 1)
