from datetime import timedelta
from time import monotonic

import structlog
from celery import shared_task
from django.db import connection, transaction
from django.utils import timezone

from . import delivery
from .tick import tick as run

log = structlog.get_logger()

PATIENCE = timedelta(seconds=10)  # how long a broker that did not answer is left alone
_not_before = 0.0


@shared_task
def drain():
    """Deliver what is due."""
    delivery.drain(timezone.now())


@shared_task
def tick():
    """All periodic work, then delivery. What fails is in the log."""
    run(timezone.now())


def ring_after_commit():
    """Ring once, however many letters this transaction records."""
    if not any(function is ring for _savepoints, function, _robust in connection.run_on_commit):
        transaction.on_commit(ring)


def ring():
    """Tell a worker that something is due. A silent broker loses nothing: the next tick finds it."""
    global _not_before  # it only spares a page from waiting again and again
    if monotonic() < _not_before:
        return
    try:
        drain.apply_async(retry=False, ignore_result=True)
    except Exception as error:  # whatever the broker's client raises: the work is safe in its row
        _not_before = monotonic() + PATIENCE.total_seconds()
        log.warning("doorbell unanswered", error=str(error))
