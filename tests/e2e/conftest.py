"""A real Chromium against the portal with its real parts: mail over SMTP, a stand-in GitHub, a clock that is moved."""

import os
import shutil
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from allauth.socialaccount.providers.github.views import GitHubOAuth2Adapter
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as portal
from django.test import Client

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal.users.models import User
from tests import world
from tests.mail import mail_server

from . import github
from .walk import Clock, Mail, Somebody

# Playwright keeps an event loop in this thread; the ORM is still used from plain functions only.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": shutil.which("chromium"), "args": FLAGS}


@pytest.fixture
def fake_github(monkeypatch, settings):
    """GitHub on loopback; set ``fake_github.account`` to who is signed in there."""
    with github.serve() as server:
        for name, path in {
            "access_token_url": "/login/oauth/access_token",
            "authorize_url": "/login/oauth/authorize",
            "profile_url": "/api/v3/user",
            "emails_url": "/api/v3/user/emails",
        }.items():
            monkeypatch.setattr(GitHubOAuth2Adapter, name, server.url + path)
        provider = settings.SOCIALACCOUNT_PROVIDERS["github"]
        app = {"client_id": "portal", "secret": "invented", "key": ""}
        settings.SOCIALACCOUNT_PROVIDERS = {"github": {**provider, "APPS": [app]}}
        directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
        settings.CONTENT_SECURITY_POLICY = {
            "DIRECTIVES": {**directives, "form-action": [*directives["form-action"], server.url]}
        }
        yield server


@pytest.fixture
def check():
    """``check(page)``: axe looks at the page as it stands. What it found on the whole way fails the test at its end."""
    axe, found = Axe(), {}

    def check(page):
        result = axe.run(page)
        if result.violations_count:
            found.setdefault(urlsplit(page.url).path, result.generate_report())

    yield check
    assert found == {}, "\n".join(f"{path}\n{report}" for path, report in found.items())


@pytest.fixture
def clock():
    clock = Clock()
    yield clock
    clock.stop()


@pytest.fixture
def mail(settings):
    with mail_server() as server:
        server.use(settings)
        yield Mail(server)


@pytest.fixture
def sign_in(live_server):
    """``sign_in(context, user)``: this browser context is the user's from now on; with None, nobody's."""

    def sign_in(context, user):
        if user:
            client = Client()
            client.force_login(user)
            cookie = client.cookies[portal.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": portal.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])

    return sign_in


@pytest.fixture
def enter(browser, live_server, settings, check):
    """``enter(name)``: this person, signed in, at a browser of their own."""
    settings.SITE_URL = live_server.url
    contexts = []

    def enter(name):
        client = Client()
        client.force_login(User.objects.get(person__name=name))
        session = client.cookies[portal.SESSION_COOKIE_NAME].value
        contexts.append(browser.new_context(timezone_id="Europe/Berlin"))
        contexts[-1].add_cookies([{"name": portal.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        return Somebody(contexts[-1], live_server.url, check)

    yield enter
    for context in contexts:
        context.close()


@pytest.fixture
def w(clock):
    """A cohort in mid-flight with somebody in every role, at an instant of its open midterm."""
    w = world.build()
    clock.set(w.now, tick=False)
    return w


@pytest.fixture
def season(clock):
    """A cohort that takes applications, with a project to choose, its mentor and the cohort's lead."""
    cohort = cohorts.cohort()
    call = cohorts.instant(cohort, "mentor_call", days=2)
    mentor = cohorts.mentor(cohort, now=call)
    project = cohorts.project(cohort, mentor, now=call, title="A friendlier command line", sponsored_slots=5)
    now = cohorts.instant(cohort, "applications", days=2)
    applying.fresh_roster(now)
    clock.set(now)
    return SimpleNamespace(cohort=cohort, project=project, mentor=mentor, lead=cohort.leads().get().person, now=now)


@pytest.fixture
def call(clock):
    """A cohort that takes ideas, and one of its mentors."""
    cohort = cohorts.cohort()
    now = cohorts.instant(cohort, "mentor_call", days=2)
    clock.set(now)
    return SimpleNamespace(cohort=cohort, mentor=cohorts.mentor(cohort, now=now), now=now)
