"""The link in an e-mail that ends e-mails of its kinds: signed, so it needs no account, and no time ends it (RFC 8058).

All it can do is turn e-mails off for the person it was written to.
"""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from .kinds import KINDS, Kind
from .models import Message

SALT = "outbox.unsubscribe"


def address(person_id: int, kinds: Iterable[str]) -> str:
    token = signing.dumps([person_id, *kinds], salt=SALT)
    return settings.SITE_URL + reverse("outbox:unsubscribe", args=[token])


def read(token: str) -> tuple[int, list[Kind]]:
    """The person's id, and those of the kinds that may be off today. Raises BadSignature."""
    person_id, *names = signing.loads(token, salt=SALT)
    return person_id, [KINDS[name] for name in names if name in KINDS and KINDS[name].may_be_off]


def headers(messages: Sequence[Message]) -> dict[str, str]:
    """For the mail program's own button: only where every part may be unsubscribed."""
    if not all(_may_be_off(message) for message in messages):
        return {}
    return {
        "List-Unsubscribe": f"<{address(_reader(messages), _kinds(messages))}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def choices(messages: Sequence[Message]) -> list[tuple[str, str]]:
    """``(label, address)`` of what the reader can do about e-mails like these, for the end of the letter."""
    names = _kinds(messages)
    if not names:
        return []
    ways = [
        (_("No more e-mails about “%(kind)s”") % {"kind": KINDS[name].label}, address(_reader(messages), [name]))
        for name in names
        if KINDS[name].may_be_off
    ]
    return [*ways, (_("Choose which e-mails you get"), settings.SITE_URL + reverse("outbox:preferences"))]


def _reader(messages):
    return messages[0].person_id


def _kinds(messages):
    """Of those parts about which a person can choose something, each once."""
    return list(dict.fromkeys(message.kind for message in messages if _can_be_chosen(message)))


def _can_be_chosen(message):
    return message.person_id and message.kind in KINDS and not KINDS[message.kind].is_fixed


def _may_be_off(message):
    return _can_be_chosen(message) and KINDS[message.kind].may_be_off
