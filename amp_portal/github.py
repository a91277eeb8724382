"""Ask GitHub's API. HTTP only: no database here, no decision."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from . import outgoing

PUBLIC = "https://github.com"
PAUSE = timedelta(minutes=1)  # where GitHub refuses without saying for how long
LONGEST_PAUSE = timedelta(hours=2)
GONE = {
    HTTPStatus.NOT_FOUND,
    HTTPStatus.GONE,
    HTTPStatus.CONFLICT,  # an empty repository
    HTTPStatus.UNPROCESSABLE_ENTITY,  # no such commit
    HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS,
}


class Unreachable(Exception):
    """No answer that can be used: the network, the server, or a token it does not take. Try again later."""


class Withheld(Unreachable):
    """GitHub does not let the token see this one thing; it answers about others."""


class NotThere(Exception):
    """GitHub has nothing there that the token may see."""


class Limited(Exception):
    """Too many questions. ``until``: an aware instant."""

    def __init__(self, until):
        self.until = until
        super().__init__(f"until {until:%H:%M}")


@dataclass(frozen=True)
class Answer:
    """``data`` is None where nothing has changed since the ``etag`` asked with. ``spent``: no question is left till."""

    data: Any
    etag: str
    spent: datetime | None = None


def api_url():
    """GitHub's own, or that of a GitHub Enterprise server."""
    if settings.GITHUB_URL == PUBLIC:
        return "https://api.github.com"
    return f"{settings.GITHUB_URL}/api/v3"


def connect():
    """A client to ask many questions with; a context manager."""
    headers = {
        "Accept": "application/vnd.github+json",
        "Authorization": f"Bearer {settings.GITHUB_TOKEN}",
        "X-GitHub-Api-Version": "2022-11-28",
    }
    own = [] if settings.GITHUB_URL == PUBLIC else [urlsplit(settings.GITHUB_URL).hostname or ""]
    return outgoing.Client(base_url=api_url(), headers=headers, private_hosts=own, redirects=3, stays=True)


def ask(http, path, *, now, etag="", shape: type = dict) -> Answer:
    """One question; the answer is an object, or a list where that is the ``shape``.

    Raises Unreachable (perhaps Withheld), NotThere or Limited.
    """
    try:
        response = http.ask("GET", path, headers={"If-None-Match": etag} if etag else {})
    except outgoing.Unanswered as error:
        raise Unreachable(str(error)) from error
    if until := _limit(response, now):
        raise Limited(until)
    if response.status == HTTPStatus.NOT_MODIFIED:
        return Answer(None, etag, _spent(response, now))
    if response.status in GONE:
        raise NotThere
    if response.status == HTTPStatus.FORBIDDEN:
        raise Withheld(f"HTTP {response.status}")
    if response.status != HTTPStatus.OK:
        raise Unreachable(f"HTTP {response.status}")
    try:
        data = response.json()
    except ValueError as error:
        raise Unreachable("no JSON") from error
    if not isinstance(data, shape):
        raise Unreachable("another shape")
    return Answer(data, response.headers.get("ETag", ""), _spent(response, now))


def _limit(response, now):
    """Until when no more questions are welcome, if this answer says so; else None."""
    if response.status not in (HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS):
        return None
    if seconds := _number(response, "Retry-After"):
        return now + min(timedelta(seconds=seconds), LONGEST_PAUSE)
    if until := _spent(response, now):
        return until
    asks_in_words = b"rate limit" in response.content.lower()
    return now + PAUSE if asks_in_words or response.status == HTTPStatus.TOO_MANY_REQUESTS else None


def _spent(response, now):
    """When the next questions are allowed, if this was the last one; at most ``LONGEST_PAUSE`` away."""
    if _number(response, "X-RateLimit-Remaining") != 0:
        return None
    reset = _number(response, "X-RateLimit-Reset")
    if reset is None or reset > 10**11:
        return now + PAUSE
    return min(max(datetime.fromtimestamp(reset, UTC), now + timedelta(seconds=1)), now + LONGEST_PAUSE)


def _number(response, header):
    value = response.headers.get(header, "")
    return int(value) if value.isascii() and value.isdecimal() else None
