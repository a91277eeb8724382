"""A session ends while somebody writes: a plain Save loses nothing, and nobody else gets to see what was typed."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from amp_portal import typed
from amp_portal.users.scenarios import person
from amp_portal.users.tasks import forget_sessions
from applications.models import Application

from .applying import said, signed_in

PASSWORD = "correct horse battery"


@pytest.fixture
def application(cohort, applicant, now):
    with time_machine.travel(now, tick=False):
        yield Application.start(cohort, applicant, now=now)


@pytest.fixture
def url(application):
    return reverse("applications:section", args=[application.cohort.slug, "about"])


def sign_in(client, somebody, url):
    credentials = {"login": somebody.email, "password": PASSWORD, "next": url}
    return client.post(reverse("account_login"), credentials, follow=True)


def words(application, **more):
    return {"revision": 0, "application": application.pk, "about": "Typed too late"} | more


def test_what_was_typed_is_there_after_signing_in(client, application, url):
    sent_away = client.post(url, words(application))

    page = sign_in(client, application.person, url)

    assert sent_away["Location"] == f"{reverse('account_login')}?next={url}"
    assert page.context["form"]["about"].value() == "Typed too late"
    assert any("save it" in message for message in said(page))
    assert application.draft().about == ""
    client.post(url, words(application))
    assert application.draft().about == "Typed too late"


def test_it_comes_back_once(client, application, url):
    client.post(url, words(application))
    sign_in(client, application.person, url)

    assert client.get(url).context["form"]["about"].value() == ""


def test_it_does_not_replace_what_was_saved_meanwhile(client, application, url):
    signed_in(Client(), application.person).post(url, words(application, about="Saved on the phone"))
    client.post(url, words(application))

    page = sign_in(client, application.person, url)
    stale = client.post(url, words(application, revision=page.context["revision"]))

    assert stale.status_code == 409
    assert application.draft().about == "Saved on the phone"


def test_somebody_else_who_signs_in_there_does_not_see_it(client, application, url, now):
    other = person("Stan", now=now)
    Application.start(application.cohort, other, now=now)
    client.post(url, words(application))

    page = sign_in(client, other, url)

    assert page.status_code == 200
    assert "Typed too late" not in page.text


def test_a_page_from_before_signing_in_again_comes_back_with_what_was_typed(application, url):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(application.person.user)

    page = browser.post(url, words(application, csrfmiddlewaretoken="of the session before"), follow=True)

    assert page.redirect_chain == [(url, 302)]
    assert page.context["form"]["about"].value() == "Typed too late"
    assert application.draft().about == ""


def test_a_forged_request_elsewhere_is_refused_as_ever(application):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(application.person.user)

    answers = [
        browser.post(reverse("applications:submit", args=[application.cohort.slug])),
        browser.post(reverse("applications:section", args=[application.cohort.slug, "about"]), {"autosave": 1}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]


def test_strangers_can_not_fill_our_database(client, application, url, settings):
    for _again in range(typed.PER_HOUR):
        client.post(url, words(application))
    full = Client()
    full.post(url, words(application))
    huge = Client(REMOTE_ADDR="192.0.2.7")
    huge.post(url, words(application, about="a" * typed.LONGEST))

    assert [typed.KEY in client.session for client in (client, full, huge)] == [True, False, False]


def test_what_a_visitor_does_not_come_back_for_is_forgotten_after_a_day(client, application, url, now):
    client.post(url, words(application))
    assert forget_sessions(now + timedelta(hours=23)) == {"forgotten": 0}
    assert forget_sessions(now + timedelta(hours=25)) == {"forgotten": 1}
    assert not Session.objects.exists()


def test_whoever_comes_back_stays_signed_in_as_ever(client, application, url, now, settings):
    client.post(url, words(application))
    client.force_login(application.person.user)
    assert client.session[typed.KEY]
    [session] = Session.objects.all()
    assert session.expire_date == now + timedelta(seconds=settings.SESSION_COOKIE_AGE)
