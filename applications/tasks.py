"""Background and periodic work of this app, and the doorbell for looking contributions up at once."""

from time import monotonic

import structlog
from celery import shared_task
from django.db import transaction
from django.utils import timezone

from . import judge_submissions, recheck, reminders, shortlist
from .github import verification
from .selection import offers, results, waitlist

__all__ = [
    "judge_soon",
    "judge_submissions",
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


JUDGE_AFTER = 5  # seconds: in a rush before a deadline, receiving comes first
_heard_at = 0.0  # when the last ring of this process is heard


@shared_task
def look_up():
    """Look up on GitHub what is due."""
    verification.verify(timezone.now())


@shared_task
def judge():
    """Judge what was submitted."""
    judge_submissions.judge_received(timezone.now())


def ring_after_commit():
    """Tell a worker that something can be looked up. A silent broker loses nothing: the next tick finds it."""
    if verification.is_configured():
        transaction.on_commit(lambda: _ring(look_up))


def judge_soon():
    """Tell a worker that something was submitted, likewise. One ring is enough for all that comes before it."""
    transaction.on_commit(_ring_for_judging)


def _ring_for_judging():
    global _heard_at
    if monotonic() < _heard_at:
        return
    _heard_at = monotonic() + JUDGE_AFTER
    _ring(judge, countdown=JUDGE_AFTER)


def _ring(task, **when):
    try:
        task.apply_async(retry=False, ignore_result=True, **when)
    except Exception as error:  # whatever the broker's client raises: what is due is in its row
        log.warning("doorbell unanswered", error=str(error))
