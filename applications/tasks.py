"""Background and periodic work of this app, and the doorbell for looking contributions up at once."""

import structlog
from celery import shared_task
from django.db import transaction
from django.utils import timezone

from . import recheck, reminders, shortlist
from .github import verification
from .selection import offers, results, waitlist

__all__ = [
    "look_up",
    "offers",
    "recheck",
    "reminders",
    "results",
    "ring_after_commit",
    "shortlist",
    "waitlist",
]

log = structlog.get_logger()


@shared_task
def look_up():
    """Look up on GitHub what is due."""
    verification.verify(timezone.now())


def ring_after_commit():
    """Tell a worker that something can be looked up. A silent broker loses nothing: the next tick finds it."""
    if verification.is_configured():
        transaction.on_commit(_ring)


def _ring():
    try:
        look_up.apply_async(retry=False, ignore_result=True)
    except Exception as error:  # whatever the broker's client raises: what is due is in its row
        log.warning("doorbell unanswered", error=str(error))
