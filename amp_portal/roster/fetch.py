"""Get the text of the maintainers list. No database here."""

import re
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from amp_portal import outgoing

from .errors import RosterError

LARGEST = 2_000_000  # bytes; the real list has some 12,000
PATIENCE = 30  # seconds for all of it, however slowly it trickles in
REDIRECTS = 5
ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def shown(source) -> str:
    """The source as people may see it: a URL without what could be secret in it."""
    if not ADDRESS.match(source):
        return source
    try:
        parts = urlsplit(source)
    except ValueError:
        return source.partition("://")[0] + "://…"
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def fetch(source) -> str:
    """The text at a path or an http(s) URL. Raises RosterError."""
    raw = _from_url(source) if ADDRESS.match(source) else _from_file(source)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RosterError(_("%(source)s is not text in UTF-8.") % {"source": shown(source)}) from error


def _from_file(source):
    try:
        with Path(source).open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as error:
        raise RosterError(
            _("%(source)s can't be read: %(why)s.") % {"source": shown(source), "why": error.strerror}
        ) from error
    if len(raw) > LARGEST:
        raise _too_large(source)
    return raw


def _from_url(source):
    try:
        with outgoing.Client(largest=LARGEST, patience=PATIENCE, redirects=REDIRECTS) as client:
            answer = client.ask("GET", source)
    except outgoing.TooLarge as error:
        raise _too_large(source) from error
    except outgoing.TooSlow as error:
        raise RosterError(_("%(source)s is too slow.") % {"source": shown(source)}) from error
    except outgoing.Unanswered as error:
        raise RosterError(
            _("%(source)s can't be reached (%(why)s).") % {"source": shown(source), "why": error}
        ) from error
    if answer.status != HTTPStatus.OK:
        raise RosterError(
            _("%(source)s answered %(status)s instead of the list.")
            % {"source": shown(source), "status": answer.status}
        )
    return answer.content


def _too_large(source):
    return RosterError(_("%(source)s is far larger than a maintainers list.") % {"source": shown(source)})
