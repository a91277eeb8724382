"""Delivering what is due: claim with a lease, ask whether it is still due, render, send, record while the lease holds.

A step is recorded exactly once, delivery is at least once (DESIGN.md, Work that must not be lost): a worker that dies
between sending and recording leaves a lease that runs out, and another sends the letter with the same Message-ID.
"""

from collections import Counter
from datetime import datetime

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from . import post, rendering
from .claims import Clock, batches, is_running_out, release, seal
from .daytime import shared
from .models import Message

log = structlog.get_logger()


def drain(now: datetime) -> dict[str, int]:
    """Deliver everything that is due at ``now``. Returns how many letters were sent, cancelled, failed and delayed."""
    counts = Counter(sent=0, cancelled=0, failed=0, delayed=0)
    clock = Clock(now)
    office = post.Post()
    for batch in batches(clock):
        for position, messages in enumerate(batch):
            if is_running_out(messages[0], clock):
                release(message for rest in batch[position:] for message in rest)
                break
            _deliver(messages, office, clock, counts)
        office.close()
    return dict(counts)


def _deliver(messages, office, clock, counts):
    """One in-app letter, one e-mail, or one e-mail of what there is that day."""
    if messages[0].waits_for_day and not shared(message.window for message in messages).is_open(clock.now()):
        release(messages)  # the reader's day ended while others were served
        return
    texts = {}
    for message in messages:
        if message.is_unwanted:
            counts["cancelled"] += message.record_moot(
                _("Its reader wants no e-mails of this kind. It is in the inbox.")
            )
            continue
        try:
            texts[message] = rendering.text_of(message, clock.start)
        except rendering.Moot as reason:
            counts["cancelled"] += message.record_moot(reason)
        except Exception as error:  # whatever a letter's template or rule raises: the others must still go
            if post.is_passing(error):
                _try_later([message], error, clock, counts)
            else:
                _fail([message], error, counts)
    if not texts:
        return
    if messages[0].channel == Message.Channel.IN_APP:
        counts["sent"] += _record_sent(texts, next(iter(texts.values())), clock.start)
    else:
        _send(texts, office, clock, counts)


def _send(texts, office, clock, counts):
    """``texts``: what each message says. They go to one address as one e-mail."""
    first = next(iter(texts))
    address = first.address or (first.person.email if first.person else "")
    if not address:
        _fail(texts, _("There is no e-mail address to send it to."), counts)
        return
    if not post.may_go_to(address):
        reason = _("Outside production, mail goes only to the addresses in MAIL_ALLOWLIST.")
        counts["cancelled"] += sum(message.record_moot(reason) for message in texts)
        return
    if first.waits_for_day and not seal(list(texts), rendering.envelope_of(list(texts))):
        return
    try:
        whole = rendering.whole(texts)
        office.send(rendering.email(list(texts), address, whole))
    except Exception as error:  # whatever the mail backend raises: see post.is_permanent
        if post.is_permanent(error):
            _fail(texts, error, counts)
        else:
            _try_later(texts, error, clock, counts)
    else:
        counts["sent"] += _record_sent(texts, whole, clock.start)


@transaction.atomic
def _record_sent(texts, whole, now):
    """The first letter carries the e-mail's text, the others their own and which one they went out in."""
    first, *others = texts
    recorded = first.record_sent(whole.subject, whole.body, now)
    for message in others:
        recorded += message.record_sent(texts[message].subject, texts[message].body, now, merged_into=first)
    return recorded


def _fail(messages, error, counts):
    for message in messages:
        log.error("letter failed", message=message.pk, letter=message.letter, error=_words(error))
        counts["failed"] += message.record_failure(_words(error))


def _try_later(messages, error, clock, counts):
    for message in messages:
        if message.has_tries_left:
            log.warning("letter delayed", message=message.pk, letter=message.letter, error=_words(error))
            unsure = post.may_have_arrived(error)
            counts["delayed"] += message.record_delay(_words(error), clock.start, may_have_arrived=unsure)
        else:
            _fail([message], error, counts)


def _words(error):
    return f"{type(error).__name__}: {error}" if isinstance(error, Exception) else str(error)
