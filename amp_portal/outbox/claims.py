"""Taking letters to deliver them: with a lease, so that no two workers hold one, and a dead worker's are taken again.

Claiming is a short transaction of its own. On PostgreSQL workers skip what another is claiming; SQLite's transactions
are IMMEDIATE and wait for each other.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from time import monotonic
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from amp_portal.users.models import Person

from .daytime import shared
from .models import Message

SPARE = 0.4  # of a lease: what one letter may take in the worst case
BATCH = 50


class Clock:
    """``start``, and how late it is by now: leases and windows end while a long run of deliveries goes on."""

    def __init__(self, start: datetime):
        self.start = start
        self._began = monotonic()

    def now(self) -> datetime:
        return self.start + timedelta(seconds=monotonic() - self._began)


def batches(clock: Clock) -> Iterator[list[list[Message]]]:
    """Claimed letters, a batch at a time, until nothing is due. What is in one inner list goes out as one."""
    due = Message.objects.due(clock.start)
    while batch := claim(due.at_once(), clock):
        yield [[message] for message in batch]
    for pks in _in_turn(_open_in_app(clock)):
        yield [[message] for message in claim(due.filter(pk__in=pks), clock)]
    for people in _in_turn(list(_ready_for_the_day(clock))):
        yield claim_the_day(people, clock)
    while batch := claim(due.to_slack(), clock):  # last: a Slack that hangs holds no letter up
        yield [[message] for message in batch]


@transaction.atomic
def claim(letters, clock) -> list[Message]:
    """Take a lease on up to ``BATCH`` of these letters that nobody else is claiming, the longest due first."""
    chosen = letters.order_by("send_after", "pk").select_for_update(skip_locked=True)[:BATCH]
    return _lease([message.pk for message in chosen], clock)


@transaction.atomic
def claim_the_day(people, clock) -> list[list[Message]]:
    """Take a lease on what goes to these people in today's e-mail; one claims for a person at a time: their rows are
    locked."""
    locked = Person.objects.select_for_update(skip_locked=True, no_key=True).filter(pk__in=people).order_by("pk")
    ready = _ready_for_the_day(clock, [person.pk for person in locked])
    by_person = defaultdict(list)
    for message in _lease([pk for pks in ready.values() for pk in pks], clock):
        by_person[message.person_id].append(message)
    return list(by_person.values())


def seal(messages, envelope: str) -> bool:
    """Note that these go out together from here on: should their e-mail have arrived without our knowing, the next one
    is the same again and no other. False where the lease has been lost; then they must not go."""
    for message in messages:
        message.envelope = envelope
    mine = Message.objects.filter(pk__in=[message.pk for message in messages], lease=messages[0].lease)
    return mine.update(envelope=envelope) == len(messages)


def is_running_out(message, clock) -> bool:
    """Too little is left of the lease to deliver the message before another may take it."""
    return message.locked_until is None or message.locked_until - clock.now() < SPARE * settings.OUTBOX_LEASE


def release(messages) -> None:
    """Give claimed letters back, as if they had not been claimed."""
    for message in messages:
        Message.objects.filter(pk=message.pk, lease=message.lease).update(lease="", locked_until=None)


def _lease(pks, clock):
    lease = uuid4().hex
    Message.objects.filter(pk__in=pks).update(lease=lease, locked_until=clock.now() + settings.OUTBOX_LEASE)
    mine = Message.objects.filter(pk__in=pks, lease=lease)
    return list(mine.with_choice().select_related("person").order_by("send_after", "pk"))


def _in_turn(pks):
    return (pks[start : start + BATCH] for start in range(0, len(pks), BATCH))


def _open_in_app(clock):
    """Daytime letters for the portal itself whose hours have come."""
    waiting = Message.objects.due(clock.start).filter(daytime=True, channel=Message.Channel.IN_APP)
    return [message.pk for message in waiting.select_related("person") if message.window.is_open(clock.now())]


def _ready_for_the_day(clock, among=None) -> dict[int, list[int]]:
    """Who may get today's one e-mail now, and the ids of what is in it.

    Their hours have come, none went out to them today, and none of theirs is being sent or rests after an error.
    """
    waiting = Message.objects.waiting(clock.start).of_the_day().select_related("person").order_by("send_after", "pk")
    sent = Message.objects.filter(
        channel=Message.Channel.EMAIL,
        daytime=True,
        state=Message.State.SENT,
        sent_at__range=(clock.start - timedelta(days=2), clock.start + timedelta(days=2)),
    )
    if among is not None:
        waiting, sent = waiting.filter(person__in=among), sent.filter(person__in=among)
    by_person = defaultdict(list)
    for message in waiting:
        if not message.is_digested or message.window.morning(message.send_after) <= clock.now():
            by_person[message.person_id].append(message)
    times = defaultdict(list)
    for person_id, sent_at in sent.values_list("person_id", "sent_at"):
        times[person_id].append(sent_at)
    return {
        pk: [message.pk for message in _not_known_to_have_arrived(messages) or messages]
        for pk, messages in by_person.items()
        if _is_ready(messages, times[pk], clock)
    }


def _not_known_to_have_arrived(messages):
    """Those in an e-mail that may have gone: it goes first, and alone, so that it stays the same."""
    return [message for message in messages if message.envelope]


def _is_ready(messages, sent_times, clock):
    if any(message.locked_until and message.locked_until > clock.start for message in messages):
        return False
    window = shared(message.window for message in messages)
    today = window.day(clock.now())
    return window.is_open(clock.now()) and all(window.day(sent_at) != today for sent_at in sent_times)
