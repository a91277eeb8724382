"""What a letter says in a few words, for the e-mail that lists a day's letters and for the inbox."""

import re

from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from amp_portal import markdown

_ADDRESS_LINE = re.compile(r"^(?:[^\n]*:\n)?https?://\S+$", re.MULTILINE)  # with the label above it
_UNDERLINE = re.compile(r"^-{3,}$", re.MULTILINE)
_QUOTE = re.compile(r"^> ?", re.MULTILINE)


def excerpt(body: str, length: int = 140) -> str:
    """What it says after its greeting, in words, in a line that begins like one."""
    said = body.partition("\n\n")[2]
    for left_out in (_QUOTE, _ADDRESS_LINE, _UNDERLINE):
        said = left_out.sub("", said)
    said = markdown.as_words(said[: length * 10])
    return Truncator(said[:1].upper() + said[1:]).chars(length)


def way_on(body: str) -> tuple[str, str]:
    """``(label, address)``: the first way into the portal it names, else the inbox."""
    site = re.escape(settings.SITE_URL)
    labelled = re.search(rf"^([^\n]*):\n({site}/\S*)$", body, re.MULTILINE)
    if labelled:
        return labelled[1], labelled[2]
    bare = re.search(rf"{site}/\S*", body)
    return _("Go on"), bare.group() if bare else f"{settings.SITE_URL}/inbox/"
