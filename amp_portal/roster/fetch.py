"""Get the text of the maintainers list. No database here."""

import time
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from django.utils.translation import gettext as _

from .errors import RosterError

LARGEST = 2_000_000  # bytes; the real list has some 30,000
TIMEOUT = httpx.Timeout(10, connect=5)
PATIENCE = 30  # seconds for all of it, however slowly it trickles in


def shown(source) -> str:
    """The source as people may see it: a URL without what could be secret in it."""
    if not _is_url(source):
        return source
    parts = urlsplit(source)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _is_url(source):
    return source.startswith(("http://", "https://"))


def fetch(source) -> str:
    """The text at a path or an http(s) URL. Raises RosterError."""
    raw = _from_url(source) if _is_url(source) else _from_file(source)
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
    until = time.monotonic() + PATIENCE
    raw = b""
    try:
        with httpx.stream("GET", source, timeout=TIMEOUT, follow_redirects=True) as response:
            if response.status_code != httpx.codes.OK:
                raise RosterError(
                    _("%(source)s answered %(status)s instead of the list.")
                    % {"source": shown(source), "status": response.status_code}
                )
            for chunk in response.iter_bytes():
                raw += chunk
                if len(raw) > LARGEST:
                    raise _too_large(source)
                if time.monotonic() > until:
                    raise RosterError(_("%(source)s is too slow.") % {"source": shown(source)})
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        why = type(error).__name__
        raise RosterError(
            _("%(source)s can't be reached (%(why)s).") % {"source": shown(source), "why": why}
        ) from error
    return raw


def _too_large(source):
    return RosterError(_("%(source)s is far larger than a maintainers list.") % {"source": shown(source)})
