"""A session is new with each sign-in, and ends: by signing out, by a new password, and after a while by itself."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from amp_portal.users import scenarios

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 3, 4, 9, tzinfo=UTC)
NEW = "a quiet heron stands"


@pytest.fixture
def ada():
    return scenarios.person("Ada Lark").user


def signed_in(user, at=NOW, **typed):
    client = Client()
    with time_machine.travel(at, tick=False):
        client.post(reverse("account_login"), {"login": user.email, "password": scenarios.PASSWORD, **typed})
    return client


def is_in(client, at=NOW):
    with time_machine.travel(at, tick=False):
        return client.get(reverse("users:profile")).status_code == 200


def session_of(client):
    return client.cookies["sessionid"].value


def with_session(key):
    client = Client()
    client.cookies["sessionid"] = key
    return client


def test_signing_in_makes_a_new_session(ada):
    client = Client()
    with time_machine.travel(NOW, tick=False):
        session = client.session
        session["planted"] = True
        session.save()
        client.cookies["sessionid"] = session.session_key
        client.post(reverse("account_login"), {"login": ada.email, "password": scenarios.PASSWORD})
    assert is_in(client)
    assert not is_in(with_session(session.session_key))


def test_signing_out_ends_the_session_for_whoever_has_its_key(ada):
    client = signed_in(ada)
    key = session_of(client)
    assert is_in(with_session(key))
    with time_machine.travel(NOW, tick=False):
        client.post(reverse("account_logout"))
    assert not is_in(with_session(key))


def test_a_new_password_ends_every_other_session(ada):
    mine, theirs = signed_in(ada), signed_in(ada)
    with time_machine.travel(NOW, tick=False):
        mine.post(reverse("account_reauthenticate"), {"password": scenarios.PASSWORD})
        typed = {"oldpassword": scenarios.PASSWORD, "password1": NEW, "password2": NEW}
        mine.post(reverse("account_change_password"), typed)
    assert (is_in(mine), is_in(theirs)) == (True, False)


def test_a_session_that_is_used_ends_after_two_weeks_too(ada):
    client = signed_in(ada, remember="on")
    for day in (6, 12):
        with time_machine.travel(NOW + timedelta(days=day), tick=False):  # proves it is still them, which is kept in it
            client.post(reverse("account_reauthenticate"), {"password": scenarios.PASSWORD})
        assert is_in(client, NOW + timedelta(days=day))
    assert not is_in(client, NOW + timedelta(days=14, minutes=1))


def test_a_superusers_session_lasts_half_a_day_in_production(ada, settings):
    settings.PRODUCTION = True
    client = signed_in(ada)
    type(ada).objects.filter(pk=ada.pk).update(is_superuser=True)
    later = NOW + timedelta(hours=12)
    assert (is_in(client, later), is_in(client, later + timedelta(minutes=1))) == (True, False)


def test_without_the_box_the_browser_forgets_it_when_it_closes(ada):
    assert signed_in(ada).cookies["sessionid"]["max-age"] == ""
    assert signed_in(ada, remember="on").cookies["sessionid"]["max-age"] == 14 * 24 * 3600


def test_a_session_that_does_not_say_when_it_began_is_over(ada):
    client = signed_in(ada)
    with time_machine.travel(NOW, tick=False):
        session = client.session
        del session["signed_in_at"]
        session.save()
    assert not is_in(client)
