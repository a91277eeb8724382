from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.providers.github.views import GitHubOAuth2Adapter
from django.urls import reverse

from tests.e2e import github


@pytest.fixture(scope="session")
def _github_server():
    with github.serve() as server:
        yield server


@pytest.fixture
def github_server(_github_server, monkeypatch, settings):
    """A stand-in for GitHub on loopback."""
    url = _github_server.url
    monkeypatch.setattr(GitHubOAuth2Adapter, "access_token_url", f"{url}/login/oauth/access_token")
    monkeypatch.setattr(GitHubOAuth2Adapter, "profile_url", f"{url}/api/v3/user")
    monkeypatch.setattr(GitHubOAuth2Adapter, "emails_url", f"{url}/api/v3/user/emails")
    provider = settings.SOCIALACCOUNT_PROVIDERS["github"]
    app = {"client_id": "portal", "secret": "invented", "key": ""}
    settings.SOCIALACCOUNT_PROVIDERS = {"github": {**provider, "APPS": [app]}}
    return _github_server


@pytest.fixture
def by_github(github_server):
    """``by_github(client, id, login)`` signs in at GitHub and comes back to the profile.

    ``process="connect"`` connects instead. ``emails``: what GitHub tells of addresses that are not on the profile.
    """

    def go(client, github_id, login, *, name="", email=None, process="login", **told):
        public = None if "emails" in told else email or f"{login.lower()}@example.org"
        github_server.account = {"id": github_id, "login": login, "name": name or None, "email": public, **told}
        leaving = client.post(reverse("github_login") + f"?process={process}&next={reverse('users:profile')}")
        state = parse_qs(urlsplit(leaving.url).query)["state"][0]
        return client.get(reverse("github_callback"), {"code": "let-me-in", "state": state}, follow=True)

    return go
