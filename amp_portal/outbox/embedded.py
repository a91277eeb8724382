"""The worker and the schedule as threads of the portal's own process: no server, no Redis, nothing else to start."""

from contextlib import contextmanager
from threading import Thread

from celery.beat import EmbeddedService, Scheduler
from celery.worker import state

from amp_portal.celery import app

from .tasks import ring

PATIENCE = 30  # seconds to finish what is being sent; a letter cut off goes out after the next start


@contextmanager
def running():
    """While inside, due letters are delivered and periodic work is done."""
    worker = app.WorkController(
        pool_cls="solo", concurrency=1, without_heartbeat=True, without_mingle=True, without_gossip=True
    )
    work = Thread(target=worker.start, name="worker", daemon=True)
    beat = EmbeddedService(app, thread=True, scheduler_cls=Scheduler)
    state.should_stop = None
    work.start()
    beat.start()
    ring()
    try:
        yield
    finally:
        beat.stop()
        state.should_stop = 0
        work.join(PATIENCE)
