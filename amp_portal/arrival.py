"""When a request arrived: what deadlines are compared with, however long it then waited for a worker.

A trusted front says it in ``X-Request-Start``; else waitress notes it for each request's head (``embedded_server``);
else it is when a worker took the request. Never the connection, which may be older, and never the browser. A body that
came more than a minute after its head counts from its end: nobody writes on after a deadline.
"""

import re
from datetime import UTC, datetime, timedelta

import structlog
from django.utils import timezone

REQUEST_START = "HTTP_X_REQUEST_START"  # of proxies.FORWARDED: from nobody but a trusted front
HEAD_AT = "amp_portal.head_at"  # keys of an environ, whose server knows: aware datetimes
BODY_AT = "amp_portal.body_at"
OLDEST = timedelta(minutes=5)
BODY_WITHIN = timedelta(seconds=60)
WAITED = timedelta(seconds=1)  # reading what is there already is quicker
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
STAMP = re.compile(r"(?:t=)?([0-9]{1,16})(?:\.([0-9]{1,9}))?", re.ASCII)
UNITS = ((10**11, 1_000_000), (10**14, 1_000), (10**17, 1))  # below this, so many microseconds: s, ms, µs

log = structlog.get_logger()


def of_head(meta, now: datetime) -> datetime:
    """When the head of this request (``request.META`` after ``Fronts``) arrived; ``now``: when a worker took it."""
    return _from_front(meta, now) or meta.get(HEAD_AT) or now


def settled(now: datetime) -> datetime:
    """Deadlines until then are over for good: what arrived before them may have waited, but not for this long.

    Sweeps that draw a conclusion from a deadline go by it, or what is in a queue would find its door closed.
    """
    return now - OLDEST


def read_form(request) -> None:
    """Read what the request sends. Where that took long after its head, ``request.received_at`` becomes its end."""
    began = timezone.now()
    request.POST  # noqa: B018 - reads the body
    ended = timezone.now()
    complete = request.META.get(BODY_AT)
    if complete is None and ended - began > WAITED:  # else it was there, and perhaps had been in time
        complete = ended
    if complete and complete - request.received_at > BODY_WITHIN:
        request.received_at = complete


def read_stamp(text: str) -> datetime | None:
    """Seconds, milliseconds or microseconds since 1970, with or without ``t=``. None where it is none of them."""
    stamp = STAMP.fullmatch(text.strip())
    if stamp is None:
        return None
    number, fraction = stamp.groups()
    for limit, microseconds in UNITS:
        if int(number) < limit:
            part = int((fraction or "").ljust(9, "0")) * microseconds // 10**9
            return EPOCH + timedelta(microseconds=int(number) * microseconds + part)
    return None


def _from_front(meta, now):
    said = meta.get(REQUEST_START)
    if said is None:
        return None
    arrived = read_stamp(said)
    if arrived is None:
        reason = "unreadable"
    elif arrived > now:
        reason = "in the future"
    elif now - arrived > OLDEST:
        reason = "too old"
    else:
        return arrived
    log.warning("X-Request-Start ignored", reason=reason, said=said[:40])
    return None
