"""Taking letters to deliver them: with a lease, so that no two workers hold one, and a dead worker's are taken again.

Claiming is a short transaction of its own. On PostgreSQL workers skip what another is claiming; SQLite's transactions
are IMMEDIATE and wait for each other.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from time import monotonic
from uuid import uuid4

from django.db import transaction

from amp_portal.users.models import Person

from .daytime import shared
from .models import Message

LEASE = timedelta(minutes=5)
SPARE = timedelta(minutes=2)  # what one letter may take in the worst case
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
    while batch := claim(due.filter(daytime=False), clock):
        yield [[message] for message in batch]
    for pks in _in_turn(_open_in_app(clock)):
        yield [[message] for message in claim(due.filter(pk__in=pks), clock)]
    for people in _in_turn(_ready_for_nudges(clock)):
        yield claim_nudges(people, clock)


@transaction.atomic
def claim(letters, clock) -> list[Message]:
    """Take a lease on up to ``BATCH`` of these letters that nobody else is claiming, the longest due first."""
    chosen = letters.order_by("send_after", "pk").select_for_update(skip_locked=True)[:BATCH]
    return _lease([message.pk for message in chosen], clock)


@transaction.atomic
def claim_nudges(people, clock) -> list[list[Message]]:
    """Take a lease on all nudges due to these people; their rows are locked: one claims for a person at a time."""
    locked = Person.objects.select_for_update(skip_locked=True, no_key=True).filter(pk__in=people).order_by("pk")
    ready = _ready_for_nudges(clock, [person.pk for person in locked])
    due = Message.objects.due(clock.start).nudges().filter(person__in=ready)
    by_person = defaultdict(list)
    for message in _lease([message.pk for message in due], clock):
        by_person[message.person_id].append(message)
    return list(by_person.values())


def is_running_out(message, clock) -> bool:
    """Too little is left of the lease to deliver the message before another may take it."""
    return message.locked_until is None or message.locked_until - clock.now() < SPARE


def release(messages) -> None:
    """Give claimed letters back, as if they had not been claimed."""
    for message in messages:
        Message.objects.filter(pk=message.pk, lease=message.lease).update(lease="", locked_until=None)


def _lease(pks, clock):
    lease = uuid4().hex
    Message.objects.filter(pk__in=pks).update(lease=lease, locked_until=clock.now() + LEASE)
    mine = Message.objects.filter(pk__in=pks, lease=lease)
    return list(mine.select_related("person").order_by("send_after", "pk"))


def _in_turn(pks):
    return (pks[start : start + BATCH] for start in range(0, len(pks), BATCH))


def _open_in_app(clock):
    """Daytime letters for the portal itself whose hours have come."""
    waiting = Message.objects.due(clock.start).filter(daytime=True, channel=Message.Channel.IN_APP)
    return [message.pk for message in waiting.select_related("person") if message.window.is_open(clock.now())]


def _ready_for_nudges(clock, among=None):
    """Ids of people who may get today's one e-mail of nudges now.

    Their hours have come, none went out to them today, and none of theirs is being sent or rests after an error.
    """
    waiting = Message.objects.waiting(clock.start).nudges().select_related("person").order_by("send_after", "pk")
    sent = Message.objects.nudges().filter(
        state=Message.State.SENT, sent_at__range=(clock.start - timedelta(days=2), clock.start + timedelta(days=2))
    )
    if among is not None:
        waiting, sent = waiting.filter(person__in=among), sent.filter(person__in=among)
    by_person = defaultdict(list)
    for message in waiting:
        by_person[message.person_id].append(message)
    times = defaultdict(list)
    for person_id, sent_at in sent.values_list("person_id", "sent_at"):
        times[person_id].append(sent_at)
    return [pk for pk, messages in by_person.items() if _is_ready(messages, times[pk], clock)]


def _is_ready(messages, sent_times, clock):
    if any(message.locked_until and message.locked_until > clock.start for message in messages):
        return False
    window = shared(message.window for message in messages)
    today = window.day(clock.now())
    return window.is_open(clock.now()) and all(window.day(sent_at) != today for sent_at in sent_times)
