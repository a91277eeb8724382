"""A real Chromium against the portal with its real parts: mail over SMTP, a stand-in GitHub, a clock that is moved."""

import os
import shutil
from urllib.parse import urlsplit

import pytest
from allauth.socialaccount.providers.github.views import GitHubOAuth2Adapter
from axe_playwright_python.sync_playwright import Axe

from . import github

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
