"""Work on many rows in the background: done once each, with progress, killed anywhere and gone on with.

What is to be done are rows; how far it is stands in a Job. An app makes its own model of it and registers how it works:

    class Publication(Job):
        cohort = …

    jobs.register(Publication, remaining=rows, step=tell, finish=say_so)

``remaining(job)`` is the queryset of rows not done yet; it is first asked before the job is saved. ``step(job, pk,
now)`` does one, in a transaction of its own: it takes its locks (in the order of docs/architecture.md), returns False
when another worker was faster, and afterwards the row is no longer among those remaining. ``finish(job, now)`` happens
once, in the transaction that ends the job. So two workers, or a second run after the first was killed, do nothing
twice.
"""

from collections.abc import Callable
from dataclasses import dataclass

import structlog
from celery import shared_task
from django.apps import apps
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from .sweeps import sweep

log = structlog.get_logger()


class Job(models.Model):
    """How far the work is. A subclass adds what it is about, and that there is one of it."""

    started_by = models.ForeignKey("users.Person", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)  # of the row that failed last; it is tried again

    class Meta:
        abstract = True
        ordering = ["started_at"]
        constraints = [models.CheckConstraint(name="%(class)s_done_within_total", condition=Q(done__lte=F("total")))]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def is_finished(self):
        return self.finished_at is not None


@dataclass(frozen=True)
class Work:
    remaining: Callable
    step: Callable
    finish: Callable


_WORK: dict[type[Job], Work] = {}


def register(model, *, remaining, step, finish=lambda job, now: None):
    _WORK[model] = Work(remaining, step, finish)


def start(job):
    """Record a job, not saved so far, with how much there is to do. A worker begins after the commit."""
    job.total = _WORK[type(job)].remaining(job).count()
    job.save(force_insert=True)
    transaction.on_commit(lambda: _ring(job))
    return job


def carry_on(job, now) -> int:
    """Do all that is not done yet. Returns how many were. A row that fails is tried again by the next run."""
    work, done, failed = _WORK[type(job)], 0, ""
    for row in list(work.remaining(job).order_by("pk").values_list("pk", flat=True)):
        try:
            done += _step(work, job, row, now)
        except Exception as error:  # one broken row must not keep the others waiting
            log.exception("job failed", job=str(job), row=row)
            failed = f"{type(error).__name__}: {error}"
    if failed or work.remaining(job).exists():
        _open(job).update(error=failed)
    else:
        _finish(work, job, now)
    return done


def _open(job):
    return type(job)._base_manager.filter(pk=job.pk, finished_at=None)


@transaction.atomic
def _step(work, job, row, now):
    done = bool(work.step(job, row, now))
    if done:
        _open(job).filter(done__lt=F("total")).update(done=F("done") + 1)
    return done


@transaction.atomic
def _finish(work, job, now):
    if _open(job).update(error="", finished_at=now, done=F("total")):
        work.finish(job, now)


def _ring(job):
    """Tell a worker. A silent broker loses nothing: the next tick goes on."""
    try:
        go_on.apply_async([job._meta.label, job.pk], retry=False, ignore_result=True)
    except Exception as error:  # whatever the broker's client raises
        log.warning("doorbell unanswered", error=str(error))


@shared_task
def go_on(label, pk):
    """Go on with the job of this model, e.g. ``applications.Publication``."""
    carry_on(apps.get_model(label)._base_manager.get(pk=pk), timezone.now())


@sweep("jobs")
def unfinished(now):
    """Go on with what was interrupted."""
    waiting = [job for model in _WORK for job in model._base_manager.filter(finished_at=None)]
    return {"done": sum(carry_on(job, now) for job in waiting)}
