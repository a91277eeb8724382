"""What a letter says in a few words, for the e-mail that lists a day's letters and for the inbox."""

import re

from django.conf import settings
from django.utils.text import Truncator

_ADDRESS_LINE = re.compile(r"^(?:[^\n]*:\n)?https?://\S+$", re.MULTILINE)  # with the label above it
_UNDERLINE = re.compile(r"^-{3,}$", re.MULTILINE)
_QUOTE = re.compile(r"^> ?", re.MULTILINE)


def excerpt(body: str, length: int = 140) -> str:
    """What it says after its greeting, in a line."""
    said = body.partition("\n\n")[2]
    for left_out in (_QUOTE, _ADDRESS_LINE, _UNDERLINE):
        said = left_out.sub("", said)
    return Truncator(" ".join(said.split())).chars(length)


def way_on(body: str) -> str:
    """The first address of the portal it names, else the inbox's."""
    address = re.search(rf"{re.escape(settings.SITE_URL)}/\S*", body)
    return address.group() if address else f"{settings.SITE_URL}/inbox/"
