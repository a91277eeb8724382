"""Addresses of contributions: one form for the same thing, and what GitHub calls it."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

NAME = r"[\w.-]{1,100}"
COMMENT = re.compile(r"issuecomment-\d{1,15}")
PATHS = {
    "pull": re.compile(rf"/({NAME})/({NAME})/pull/(\d{{1,12}})(?:/.*)?"),
    "issue": re.compile(rf"/({NAME})/({NAME})/issues/(\d{{1,12}})"),
    "commit": re.compile(rf"/({NAME})/({NAME})/commit/([0-9a-fA-F]{{7,64}})"),
}
API = {
    "pull": "/repos/{owner}/{repo}/pulls/{number}",
    "issue": "/repos/{owner}/{repo}/issues/{number}",
    "commit": "/repos/{owner}/{repo}/commits/{number}",
    "comment": "/repos/{owner}/{repo}/issues/comments/{number}",
}


@dataclass(frozen=True)
class Reference:
    """Something on GitHub that has an author. ``kind``: pull, issue, commit or comment."""

    kind: str
    owner: str
    repo: str
    number: str

    @property
    def api_path(self):
        return API[self.kind].format(owner=self.owner, repo=self.repo, number=self.number)


def normalized(url):
    """The address that stands for the same contribution: without fragment, and what follows a pull request's number.

    Anything that is no http(s) address stays as it was typed.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        return url
    base = f"{parts.scheme.lower()}://{parts.netloc.lower()}"
    found = reference(url)
    if found is None:
        query = f"?{parts.query}" if parts.query else ""
        return f"{base}{parts.path.rstrip('/')}{query}"
    if found.kind == "comment":
        return f"{base}{parts.path.rstrip('/')}#{parts.fragment}"
    word = "issues" if found.kind == "issue" else found.kind
    return f"{base}/{found.owner}/{found.repo}/{word}/{found.number}"


def reference(url) -> Reference | None:
    """What the address names on GitHub (GITHUB_URL), or None."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    home = urlsplit(settings.GITHUB_URL)
    if parts.scheme.lower() not in ("http", "https") or parts.netloc.lower() not in _hosts(home):
        return None
    path = parts.path.rstrip("/")
    for kind, pattern in PATHS.items():
        if match := pattern.fullmatch(path):
            owner, repo, number = match.groups()
            if kind != "commit" and COMMENT.fullmatch(parts.fragment):
                return Reference("comment", owner, repo, parts.fragment.removeprefix("issuecomment-"))
            return Reference(kind, owner, repo, number.lower())
    return None


def _hosts(home):
    return {home.netloc.lower(), f"www.{home.netloc.lower()}"}


def kind_of(url):
    """What a contribution of that address most likely is (a value of Link.Kind), or ""."""
    found = reference(url)
    if found is None:
        return ""
    return "code" if found.kind in ("pull", "commit") else "community"
