"""A letter's text, made when it is sent, in the reader's zone; and the e-mail that carries it."""

import re
from collections.abc import Mapping, Sequence
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

from amp_portal.lines import as_plain

from . import digest, footers, unsubscribing
from .engine import Markdown
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
        if message.person and message.person.is_suspended(now) and not message.private:
            raise Moot(_("It was not needed any more when its time came."))  # it says no more: organizers read this
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


def whole(texts: Mapping[Message, Text]) -> Text:
    """What the one e-mail of these letters says."""
    in_full = [text for message, text in texts.items() if not message.is_digested]
    in_short = [text for message, text in texts.items() if message.is_digested]
    return in_full[0] if len(in_full) == len(texts) == 1 else merged(in_full, in_short)


def merged(texts: Sequence[Text], in_short: Sequence[Text] = ()) -> Text:
    """Several letters to one person as one: greeted once, a section each under its subject."""
    everything = [*texts, *in_short]
    first_lines = {text.body.partition("\n\n")[0] for text in everything}
    greeting = first_lines.pop() if len(first_lines) == 1 else ""
    context = {
        "greeting": Markdown(greeting),
        "parts": [_section(text, Markdown(text.body.removeprefix(greeting).strip())) for text in texts],
        "in_short": [_section(text, digest.excerpt(text.body, 300), _way_on(text.body)) for text in in_short],
        "first": everything[0].subject,
        "others": len(everything) - 1,
    }
    with translation.override(settings.LANGUAGE_CODE):
        return _render("letters/merged", context)


def _way_on(body):
    label, address = digest.way_on(body)
    return as_plain(label), Markdown(address)


def _section(text, body, way_on=("", "")):
    return {"subject": text.subject, "line": Markdown("-" * len(text.subject)), "body": body, "way_on": way_on}


def footer_of(messages: Sequence[Message]) -> list[str]:
    """The lines under an e-mail: why its reader gets it, and whom to write to."""
    with translation.override(settings.LANGUAGE_CODE):
        return footers.lines(messages)


def plain(text: Text, messages: Sequence[Message]) -> str:
    """The e-mail's text part. Mail programs know a line of two dashes and a space as the begin of what is below."""
    with translation.override(settings.LANGUAGE_CODE):
        choices = [f"{label}: {address}" for label, address in unsubscribing.choices(messages)]
        home = f"{settings.SITE_NAME}: {settings.SITE_URL}"
        return "\n".join([as_plain(text.body), "-- ", *footer_of(messages), *choices, home, ""])


def page(text: Text, messages: Sequence[Message]) -> str:
    """The e-mail's HTML part."""
    with translation.override(settings.LANGUAGE_CODE):
        return render_to_string(
            "letters/base.html",
            {
                "subject": text.subject,
                "letter": as_html(text.body),
                "footer": footer_of(messages),
                "choices": unsubscribing.choices(messages),
                "site_name": settings.SITE_NAME,
                "site_url": settings.SITE_URL,
            },
        )


def _render(name, context):
    site = {
        "site_url": Markdown(settings.SITE_URL),
        "site_name": settings.SITE_NAME,
        "community": settings.COMMUNITY_NAME,
    }
    subject, body = (part.render(site | context).replace("\r\n", "\n").strip() for part in _parts(name))
    if not subject:
        raise ValueError(f"{name}.md has nothing after “Subject:”.")
    subject = Truncator(" ".join(as_plain(subject).split())).chars(LONGEST_SUBJECT)
    return Text(subject, _BLANKS.sub("\n\n", body) + "\n")


def _parts(name):
    """The templates of a letter's subject and body. Rendered apart, no value moves from one to the other."""
    source = engines["letters"].get_template(f"{name}.md").template.source
    head, _blank, body = source.replace("\r\n", "\n").lstrip().partition("\n\n")
    mark, _colon, subject = head.partition(":")
    if mark != "Subject":
        raise ValueError(f"{name}.md has to start with a line “Subject: …” and a blank line.")
    return [engines["letters"].from_string(part) for part in (subject, body)]


def envelope_of(messages: Sequence[Message]) -> str:
    """Made from the keys, so that what is sent twice by accident has one id, and a mail program shows it once."""
    keys = "\n".join(message.key for message in messages)
    return messages[0].envelope or sha256(keys.encode()).hexdigest()[:32]


def email(messages: Sequence[Message], address: str, text: Text) -> EmailMultiAlternatives:
    """The e-mail for these letters."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    headers = {
        "Message-ID": f"<{envelope_of(messages)}@{domain}>",
        "Auto-Submitted": "auto-generated",
        **unsubscribing.headers(messages),
    }
    mail = EmailMultiAlternatives(text.subject, plain(text, messages), to=[address], headers=headers)
    mail.attach_alternative(page(text, messages), "text/html")
    return mail
