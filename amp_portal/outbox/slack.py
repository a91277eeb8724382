"""Slack's incoming webhooks: where the portal may post, how a letter reads there, and what an answer means.

A webhook's address is a secret, so nothing here puts it into an error or a log.
"""

import re
from datetime import timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import httpx
from django.conf import settings

from amp_portal import outgoing
from amp_portal.lines import as_plain

OFFICIAL = "https://hooks.slack.com"

DAY = 86_400  # seconds
LONGEST = 500  # of an address
_LABELLED = re.compile(r"^(.+):\n(https?://\S+)$", re.MULTILINE)


class Trouble(Exception):
    """``str()`` says what happened. ``asked_for``: how long Slack wants to be left alone, or None."""

    asked_for: timedelta | None = None


class Refused(Trouble):
    """For good: trying again does not help."""


class Later(Trouble):
    """It may work another time."""

    def __init__(self, message, asked_for=None):
        super().__init__(message)
        self.asked_for = asked_for


def is_webhook(url: str) -> bool:
    """An address on Slack's own host (outside production also on those in SLACK_ORIGINS), and nothing else."""
    return len(url) <= LONGEST and any(_is_at(origin, url) for origin in {OFFICIAL, *_own_origins()})


def may_post_to(url: str) -> bool:
    """In production Slack itself; elsewhere only SLACK_ORIGINS, so that no copy of the data writes to real people."""
    return any(_is_at(origin, url) for origin in ([OFFICIAL] if settings.PRODUCTION else _own_origins()))


def _own_origins():
    return [] if settings.PRODUCTION else settings.SLACK_ORIGINS


def _is_at(origin, url):
    try:
        found, wanted = httpx.URL(url), httpx.URL(origin)
    except httpx.InvalidURL:
        return False
    same = (found.scheme, found.host, found.port) == (wanted.scheme, wanted.host, wanted.port)
    return same and not found.userinfo and len(found.path) > 1


def mrkdwn(subject: str, body: str) -> str:
    """A letter in Slack's own markup: nothing in it can call a whole channel, and links show their label."""
    links = _LABELLED.sub(r"<\2|\1>", _escaped(body.strip()))
    return f"*{_escaped(subject.strip())}*\n{links}"


def _escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def post_of(subject: str, body: str) -> dict:
    """What is sent: blocks, in which a text is only what it says, and for notifications the same in one text."""
    parts = [{"type": "text", "text": f"{subject.strip()}\n", "style": {"bold": True}}]
    body, end = as_plain(body.strip()), 0
    for found in _LABELLED.finditer(body):
        parts.append({"type": "text", "text": body[end : found.start()]})
        parts.append({"type": "link", "url": found[2], "text": found[1]})
        end = found.end()
    parts.append({"type": "text", "text": body[end:]})
    section = {"type": "rich_text_section", "elements": [part for part in parts if part["text"]]}
    return {"text": mrkdwn(subject, body), "blocks": [{"type": "rich_text", "elements": [section]}]}


class Desk:
    """Posts for a batch of letters. An address that said “later” is not asked again meanwhile."""

    def __init__(self):
        self._resting: dict[str, Later] = {}

    def send(self, url: str, what: dict) -> None:
        """Post, or raise Refused or Later."""
        if url in self._resting:
            raise self._resting[url]
        try:
            _post(url, what)
        except Later as error:
            self._resting[url] = error
            raise


def _post(url, what):
    own = [httpx.URL(origin).host for origin in _own_origins()]
    try:
        with outgoing.Client(private_hosts=own) as client:
            answer = client.ask("POST", url, json={**what, "unfurl_links": False, "unfurl_media": False})
    except outgoing.Unanswered as error:
        raise Later(f"Slack could not be reached: {error}.") from None
    if answer.is_success:
        return
    said = f"Slack answered {answer.status}: {answer.text[:200]}"
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise Later(said, _asked_for(answer.headers))
    raise Refused(said)


def _asked_for(headers):
    """Retry-After: seconds, or a date, by the clock of whoever said it. A day at most."""
    said = headers.get("Retry-After", "")
    try:
        pause = int(said) if said.isdecimal() else _seconds_between(headers.get("Date"), said)
    except (TypeError, ValueError):
        return None
    return timedelta(seconds=min(max(pause, 0), DAY))


def _seconds_between(since, until):
    return (parsedate_to_datetime(until) - parsedate_to_datetime(since)).total_seconds()
