"""How a letter is written down: one builder function per letter in an app's ``notices.py``.

    @letter("applications/mail/offered", kind="program")
    def offered(offer):
        return Draft(key=f"offered/{offer.pk}", to=offer.application.person, about=offer)

    notices.offered(offer).queue(now)      # in the transaction of the change it tells about
    queue_all(drafts, now)                 # a sweep's many, in one insert

The template ``templates/applications/mail/offered.md`` starts with a line ``Subject: …``, then a blank line, then the
letter in plain Markdown (no links in brackets: write addresses out, they become links). A line break there is a line
break in the letter: write each paragraph on one line. It is rendered when the letter is sent, with ``about``,
``facts``, ``reader`` (a Person), ``now``, ``site_url``, ``site_name``, ``community`` and what ``context(message)``
returns. What it shows of them is data: a person's longer text needs ``|words``, an address ``|address`` (``engine``).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import wraps

from django.contrib.contenttypes.models import ContentType
from django.db import models

from amp_portal.users.models import Person

from .kinds import KINDS, PROGRAM
from .models import Message, Webhook
from .models.message import day_of

SLACK = (Message.Channel.SLACK,)
BOTH = (Message.Channel.EMAIL, Message.Channel.IN_APP)


@dataclass(frozen=True)
class Letter:
    name: str
    daytime: bool  # a nudge or reminder: waits for the reader's day, merges with others
    private: bool  # account mail: the body is not kept, organizers don't see it
    only_day: bool  # its row keeps the day on which it was written and sent, not the moment
    channels: tuple[str, ...]
    kind: str  # see ``kinds``
    audience: str  # whose channel in Slack it goes to
    still_due: Callable[[Message, datetime], bool] | None
    context: Callable[[Message], dict] | None


@dataclass(frozen=True)
class Draft:
    """A letter about to be recorded. ``key`` says what happened to whom: the same key is never recorded twice.

    ``to`` is a Person, or None: with an ``address``, then it goes by e-mail only, or for a letter to Slack.
    ``scope``, ``zone`` and ``hours`` come from the cohort (see ``cohorts.notices.of_cohort``). ``send_after`` is an
    aware instant; without it the letter is due at once.
    """

    key: str
    to: Person | None
    about: models.Model | None = None
    facts: dict = field(default_factory=dict)
    scope: str = ""
    zone: str = ""
    hours: tuple[int, int] | None = None
    send_after: datetime | None = None
    address: str = ""
    letter: str = ""

    def queue(self, now: datetime) -> None:
        queue_all([self], now)

    def rows(self, now: datetime) -> list[Message]:
        about = self.about
        letter = LETTERS[self.letter]
        written_at = day_of(now) if letter.only_day else now
        if letter.daytime and (self.to is None or self.address):
            raise ValueError(f"{self.key}: a daytime letter goes to a person, at their own address.")
        return [
            Message(
                key=f"{self.key}/{channel}",
                letter=self.letter,
                kind=letter.kind,
                channel=channel,
                person=self.to,
                address=self.address,
                content_type=ContentType.objects.get_for_model(about) if about else None,
                object_id=about.pk if about else None,
                facts=self.facts,
                scope=self.scope,
                zone=self.zone,
                hours=list(self.hours or ()),
                daytime=letter.daytime,
                private=letter.private,
                only_day=letter.only_day,
                created_at=written_at,
                send_after=self.send_after or written_at,
            )
            for channel in letter.channels
            if self.to is not None or channel != Message.Channel.IN_APP
        ]


LETTERS: dict[str, Letter] = {}


def letter(
    name,
    *,
    daytime=False,
    private=False,
    only_day=False,
    channels=BOTH,
    kind=None,
    audience=Webhook.Audience.ORGANIZERS,
    still_due=None,
    context=None,
):
    """Register a builder returning a Draft. ``still_due(message, now)`` is asked once more when it is about to be sent.

    ``kind`` is one of ``kinds.KINDS``; the reader chooses for each how it comes. A private letter goes by e-mail only,
    and at once (with ``only_day`` too). ``audience``: of a post to Slack, whose channel it goes to.
    """
    kind = kind or ("account" if private else PROGRAM)
    if private and daytime:
        raise ValueError(f"{name}: a private letter can't wait to be merged with others.")
    if kind not in KINDS:
        raise ValueError(f"{name}: there is no kind “{kind}”.")

    def register(build):
        LETTERS[name] = Letter(
            name=name,
            daytime=daytime,
            private=private,
            only_day=only_day,
            channels=(Message.Channel.EMAIL,) if private else tuple(channels),
            kind=kind,
            audience=audience,
            still_due=still_due,
            context=context,
        )

        @wraps(build)
        def make(*args, **kwargs) -> Draft:
            return replace(build(*args, **kwargs), letter=name)

        return make

    return register


def queue_all(drafts: Iterable[Draft], now: datetime) -> None:
    """Record letters in one insert per batch; a key that exists is left alone. Rings the doorbell after the commit."""
    from .tasks import ring_after_commit

    rows = _for_linked_channels([row for draft in drafts for row in draft.rows(now)])
    Message.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    if any(row.send_after <= now for row in rows):
        ring_after_commit()


def _for_linked_channels(rows):
    """Without those to Slack where their scope has no channel for their readers there."""
    scopes = {row.scope for row in rows if row.channel == Message.Channel.SLACK}
    linked = set(Webhook.objects.filter(scope__in=scopes).values_list("scope", "audience")) if scopes else scopes
    return [
        row
        for row in rows
        if row.channel != Message.Channel.SLACK or (row.scope, LETTERS[row.letter].audience) in linked
    ]
