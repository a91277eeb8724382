"""A letter's text, made when it is sent, in the reader's zone; and the e-mail that carries it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from hashlib import sha256

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import engines
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from . import footers
from .letters import LETTERS
from .markup import as_html
from .models import Message

LONGEST_SUBJECT = 78  # what a line of a mail's header holds, and a phone shows of it
_BLANKS = re.compile(r"\n(?:[ \t]*\n){2,}")  # what conditions in a template leave behind


class Moot(Exception):
    """The letter is not needed any more; ``str()`` says why."""


@dataclass(frozen=True)
class Text:
    subject: str  # one line
    body: str  # Markdown


def text_of(message: Message, now: datetime) -> Text:
    """Ask whether the letter is still due, then write it. Raises Moot; anything else it raises is its own fault."""
    letter = _letter_of(message)
    with timezone.override(message.reader_zone), translation.override(settings.LANGUAGE_CODE):
        if message.object_id and message.about is None:
            raise Moot(_("What it was about does not exist any more."))
        if letter.still_due and not letter.still_due(message, now):
            raise Moot(_("It was not needed any more when its time came."))
        return written(message, now)


def written(message: Message, now: datetime) -> Text:
    """What the letter says, whether or not it is still due."""
    letter = _letter_of(message)
    with timezone.override(message.reader_zone), translation.override(settings.LANGUAGE_CODE):
        context = letter.context(message) if letter.context else {}
        return _render(
            letter.name,
            {"about": message.about, "facts": message.facts, "reader": message.person, "now": now, **context},
        )


def _letter_of(message):
    if message.letter not in LETTERS:
        raise LookupError(f"There is no letter “{message.letter}” any more.")
    return LETTERS[message.letter]


def merged(texts: Sequence[Text]) -> Text:
    """Several letters to one person as one: greeted once, a section each under its subject."""
    first_lines = {text.body.partition("\n\n")[0] for text in texts}
    greeting = first_lines.pop() if len(first_lines) == 1 else ""
    parts = [(text.subject, "-" * len(text.subject), text.body.removeprefix(greeting).strip()) for text in texts]
    with translation.override(settings.LANGUAGE_CODE):
        return _render("letters/merged", {"greeting": greeting, "parts": parts, "others": len(texts) - 1})


def footer_of(messages: Sequence[Message]) -> list[str]:
    """The lines under an e-mail: why its reader gets it, and whom to write to."""
    with translation.override(settings.LANGUAGE_CODE):
        return footers.lines(messages)


def plain(text: Text, footer: Sequence[str]) -> str:
    """The e-mail's text part. Mail programs know a line of two dashes and a space as the begin of what is below."""
    return "\n".join([text.body, "-- ", *footer, f"{settings.SITE_NAME}: {settings.SITE_URL}", ""])


def page(text: Text, footer: Sequence[str]) -> str:
    """The e-mail's HTML part."""
    with translation.override(settings.LANGUAGE_CODE):
        return render_to_string(
            "letters/base.html",
            {
                "subject": text.subject,
                "letter": as_html(text.body),
                "footer": footer,
                "site_name": settings.SITE_NAME,
                "site_url": settings.SITE_URL,
            },
        )


def _render(name, context):
    site = {"site_url": settings.SITE_URL, "site_name": settings.SITE_NAME, "community": settings.COMMUNITY_NAME}
    subject, body = (part.render(site | context).replace("\r\n", "\n").strip() for part in _parts(name))
    if not subject:
        raise ValueError(f"{name}.md has nothing after “Subject:”.")
    return Text(Truncator(" ".join(subject.split())).chars(LONGEST_SUBJECT), _BLANKS.sub("\n\n", body) + "\n")


def _parts(name):
    """The templates of a letter's subject and body. Rendered apart, no value moves from one to the other."""
    source = engines["letters"].get_template(f"{name}.md").template.source
    head, _blank, body = source.replace("\r\n", "\n").lstrip().partition("\n\n")
    mark, _colon, subject = head.partition(":")
    if mark != "Subject":
        raise ValueError(f"{name}.md has to start with a line “Subject: …” and a blank line.")
    return [engines["letters"].from_string(part) for part in (subject, body)]


def email(messages: Sequence[Message], address: str, text: Text) -> EmailMultiAlternatives:
    """The e-mail for these letters. Its id is made from their keys: sent twice by accident, a mail program sees one."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    keys = "\n".join(message.key for message in messages)
    headers = {
        "Message-ID": f"<{sha256(keys.encode()).hexdigest()[:32]}@{domain}>",
        "Auto-Submitted": "auto-generated",
    }
    footer = footer_of(messages)
    mail = EmailMultiAlternatives(text.subject, plain(text, footer), to=[address], headers=headers)
    mail.attach_alternative(page(text, footer), "text/html")
    return mail
