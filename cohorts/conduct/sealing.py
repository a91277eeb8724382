"""Words at rest are encrypted with CONDUCT_KEYS: the first key seals, every one opens, so that keys can be rotated."""

import json
from datetime import UTC, date, datetime, time

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def is_possible():
    """A portal without a key takes no reports."""
    return bool(settings.CONDUCT_KEYS)


def _keys():
    return MultiFernet([Fernet(key) for key in settings.CONDUCT_KEYS])


def seal(words: dict, day: date) -> str:
    """``words`` are JSON-able. A token carries a time anybody can read: it is the day's midnight, not the moment."""
    midnight = datetime.combine(day, time(), UTC)
    return _keys().encrypt_at_time(json.dumps(words).encode(), int(midnight.timestamp())).decode()


def unseal(token: str) -> dict | None:
    """The words; None where no key opens them."""
    if not is_possible():
        return None
    try:
        return json.loads(_keys().decrypt(token.encode()))
    except InvalidToken:
        return None


def reseal(token: str) -> str | None:
    """The same words under the first key; None where no key opens them."""
    try:
        return _keys().rotate(token.encode()).decode()
    except InvalidToken:
        return None
