"""Delivering what is due: claim with a lease, ask whether it is still due, render, send, record while the lease holds.

A step is recorded exactly once, delivery is at least once (docs/architecture.md, Work that must not be lost): a worker
that dies between sending and recording leaves a lease that runs out; another sends it with the same Message-ID.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from . import post, rendering, slack
from .claims import Clock, batches, is_running_out, release, seal
from .daytime import shared
from .letters import LETTERS
from .models import Message, Webhook

log = structlog.get_logger()


@dataclass(frozen=True)
class Ways:
    """What letters leave the portal by, while a run of deliveries goes on."""

    office: post.Post = field(default_factory=post.Post)
    desk: slack.Desk = field(default_factory=slack.Desk)


def drain(now: datetime) -> dict[str, int]:
    """Deliver everything that is due at ``now``. Returns how many letters were sent, cancelled, failed and delayed."""
    counts = Counter(sent=0, cancelled=0, failed=0, delayed=0)
    clock = Clock(now)
    ways = Ways()
    for batch in batches(clock):
        for position, messages in enumerate(batch):
            if is_running_out(messages[0], clock):
                release(message for rest in batch[position:] for message in rest)
                break
            _deliver(messages, ways, clock, counts)
        ways.office.close()
    return dict(counts)


def _deliver(messages, ways, clock, counts):
    """One in-app letter, one e-mail, one e-mail of what there is that day, or one post to Slack."""
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
    match messages[0].channel:
        case Message.Channel.IN_APP:
            counts["sent"] += _record_sent(texts, clock.start)
        case Message.Channel.SLACK:
            _post_to_slack(texts, ways.desk, clock, counts)
        case _:
            _send(texts, ways.office, clock, counts)


def _post_to_slack(texts, desk, clock, counts):
    """``texts``: one message and what it says."""
    [(message, text)] = texts.items()
    webhook = Webhook.objects.filter(scope=message.scope, audience=LETTERS[message.letter].audience).first()
    if webhook is None:
        counts["cancelled"] += message.record_moot(_("No Slack channel is linked any more."))
        return
    if not slack.may_post_to(webhook.url):
        reason = _("Outside production, Slack is reached only at the addresses in SLACK_ORIGINS.")
        counts["cancelled"] += message.record_moot(reason)
        return
    try:
        desk.send(webhook.url, slack.post_of(text.subject, text.body))
    except slack.Refused as error:
        _fail(texts, error, counts)
    except slack.Later as error:
        _try_later(texts, error, clock, counts, asked_for=error.asked_for)
    else:
        counts["sent"] += _record_sent(texts, clock.start)


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
        office.send(rendering.email(list(texts), address, rendering.whole(texts)))
    except Exception as error:  # whatever the mail backend raises: see post.is_permanent
        if post.is_permanent(error):
            _fail(texts, error, counts)
        else:
            _try_later(texts, error, clock, counts)
    else:
        counts["sent"] += _record_sent(texts, clock.start)


@transaction.atomic
def _record_sent(texts, now):
    """Each keeps its own words, and which one it went out with: who may read one of them may not read the others."""
    first = next(iter(texts))
    return sum(
        message.record_sent(text.subject, text.body, now, merged_into=None if message is first else first)
        for message, text in texts.items()
    )


def _fail(messages, error, counts):
    for message in messages:
        log.error("letter failed", message=message.pk, letter=message.letter, error=_words(error))
        counts["failed"] += message.record_failure(_words(error))


def _try_later(messages, error, clock, counts, asked_for=None):
    unsure = post.may_have_arrived(error)
    for message in messages:
        if message.has_tries_left:
            log.warning("letter delayed", message=message.pk, letter=message.letter, error=_words(error))
            counts["delayed"] += message.record_delay(
                _words(error), clock.start, may_have_arrived=unsure, asked_for=asked_for
            )
        else:
            _fail([message], error, counts)


def _words(error):
    is_ours = isinstance(error, slack.Trouble) or not isinstance(error, Exception)
    return str(error) if is_ours else f"{type(error).__name__}: {error}"
