"""A letter's text, made when it is sent, in the reader's zone; and the e-mail that carries it."""

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
from django.utils.translation import gettext as _

from .letters import LETTERS
from .markup import as_html
from .models import Message

LONGEST_SUBJECT = 300


class Moot(Exception):
    """The letter is not needed any more; ``str()`` says why."""


@dataclass(frozen=True)
class Text:
    subject: str  # one line
    body: str  # Markdown


def text_of(message: Message, now: datetime) -> Text:
    """Ask whether the letter is still due, then render it. Raises Moot; anything else it raises is its own fault."""
    letter = LETTERS.get(message.letter)
    if letter is None:
        raise LookupError(f"There is no letter “{message.letter}” any more.")
    with timezone.override(message.reader_zone), translation.override(settings.LANGUAGE_CODE):
        if message.object_id and message.about is None:
            raise Moot(_("What it was about does not exist any more."))
        if letter.still_due and not letter.still_due(message, now):
            raise Moot(_("It was not needed any more when its time came."))
        context = letter.context(message) if letter.context else {}
        return _render(
            letter.name,
            {"about": message.about, "facts": message.facts, "reader": message.person, "now": now, **context},
        )


def merged(texts: Sequence[Text]) -> Text:
    """Several letters to one person as one, a section each."""
    with translation.override(settings.LANGUAGE_CODE):
        return _render("letters/merged", {"texts": texts, "others": len(texts) - 1})


def _render(name, context):
    site = {"site_url": settings.SITE_URL, "site_name": settings.SITE_NAME, "community": settings.COMMUNITY_NAME}
    source = engines["letters"].get_template(f"{name}.md").render(site | context)
    head, _blank, body = source.replace("\r\n", "\n").strip().partition("\n\n")
    mark, _colon, subject = head.partition(":")
    if mark != "Subject" or not subject.strip():
        raise ValueError(f"{name}.md has to start with a line “Subject: …” and a blank line.")
    return Text(" ".join(subject.split())[:LONGEST_SUBJECT], body.strip() + "\n")


def email(messages: Sequence[Message], address: str, text: Text) -> EmailMultiAlternatives:
    """The e-mail for these letters. Its id is made from their keys: sent twice by accident, a mail program sees one."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    keys = "\n".join(message.key for message in messages)
    headers = {
        "Message-ID": f"<{sha256(keys.encode()).hexdigest()[:32]}@{domain}>",
        "Auto-Submitted": "auto-generated",
    }
    mail = EmailMultiAlternatives(text.subject, text.body, to=[address], headers=headers)
    page = {
        "subject": text.subject,
        "letter": as_html(text.body),
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
    }
    mail.attach_alternative(render_to_string("letters/base.html", page), "text/html")
    return mail
