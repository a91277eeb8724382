"""Open offers as days go by: reminders before the last day, and what becomes of one that nobody answers.

An answer that arrived in time may still wait in a server's queue when the day has passed, so nothing lapses before.
"""

from datetime import timedelta

import structlog

from amp_portal import arrival
from amp_portal.outbox.letters import queue_all
from amp_portal.refusals import Refusal
from amp_portal.sweeps import sweep

from .. import notices
from ..models import Offer

log = structlog.get_logger()

REMIND = (timedelta(days=2), timedelta(days=1))  # before the last moment


@sweep("offers")
def follow(now):
    """Remind, look again at answers that a rule holds up, and let lapse what was not answered in time."""
    return {"reminded": _remind(now), "settled": _settle(now), "lapsed": _lapse(now)}


def _remind(now):
    waiting = Offer.objects.unanswered().filter(paused_at=None, answer_by__gt=now, answer_by__lte=now + max(REMIND))
    offers = waiting.select_related("application__person", "application__cohort")
    due = [(offer, before) for offer in offers if (before := _reminder(offer, now))]
    queue_all([notices.offer_reminder(offer, before.days) for offer, before in due], now)
    return len(due)


def _reminder(offer, now):
    """The one that is due, if any. An offer made later than that needs none."""
    due = [before for before in REMIND if offer.offered_at < offer.answer_by - before <= now]
    return min(due, default=None)


def _settle(now):
    settled = 0
    received = Offer.objects.open().exclude(received_at=None).order_by("received_at", "pk")
    for offer in received.select_related("application__person", "application__cohort", "project"):
        try:
            settled += offer.settle(now=now)
        except Refusal as refusal:  # there is no place any more: organizers see the offer
            log.info("offer not settled", offer=offer.pk, why=str(refusal))
    return settled


def _lapse(now):
    lapsed = 0
    late = Offer.objects.overdue(arrival.settled(now)).order_by("pk")
    for offer in late.select_related("application__person", "application__cohort", "project"):
        try:
            offer.lapse(now=now)
            lapsed += 1
        except Refusal as refusal:  # answered or extended this very moment
            log.info("offer not lapsed", offer=offer.pk, why=str(refusal))
    return lapsed
