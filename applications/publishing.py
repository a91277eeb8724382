"""Publishing the shortlist and the results: one background job each, once per cohort, that can be killed and goes on.

What is to be told are rows. An app registers how, for each kind of Publication:

    publishing.register(Publication.Kind.RESULTS, ready=problems, remaining=rows, step=tell)

``ready(cohort, now)`` returns what still stands in the way, in words. ``remaining(cohort)`` is the queryset of rows not
told yet. ``step(pk, publication, now)`` tells one, in a transaction of its own: it takes its locks (in the order of
DESIGN.md), returns False when another worker was faster, and afterwards the row is no longer among those remaining.
So two workers, or a second run after the first was killed, tell nobody twice.
"""

from collections.abc import Callable
from dataclasses import dataclass

import structlog
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from amp_portal.refusals import Refusal
from amp_portal.sweeps import sweep
from cohorts.models import Cohort

from . import notices
from .models import Publication

log = structlog.get_logger()


@dataclass(frozen=True)
class Part:
    ready: Callable
    remaining: Callable
    step: Callable


_PARTS: dict[str, Part] = {}


def register(kind, *, ready, remaining, step):
    _PARTS[kind] = Part(ready, remaining, step)


def of(cohort, kind):
    """The Publication, or None while it has not been started."""
    return Publication.objects.filter(cohort=cohort, kind=kind).first()


def problems(cohort, kind, now) -> list[str]:
    """What still stands in the way of publishing."""
    return list(_PARTS[kind].ready(cohort, now))


@transaction.atomic
def start(cohort, kind, by, now):
    """Begin, once: the job runs in the background. Returns the Publication.

    Raises Refusal when it was started already, and with what still stands in the way.
    """
    cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
    if of(cohort, kind):
        raise Refusal(_("That is published already. Nobody is told twice."))
    if found := problems(cohort, kind, now):
        raise Refusal(" ".join(found))
    total = _PARTS[kind].remaining(cohort).count()
    publication = Publication.objects.create(cohort=cohort, kind=kind, started_by=by, started_at=now, total=total)
    transaction.on_commit(lambda: _ring(publication))
    return publication


def carry_on(publication, now) -> int:
    """Tell all who are not told yet. Returns how many were. A row that fails is tried again by the next run."""
    part, told, failed = _PARTS[publication.kind], 0, ""
    for row in list(part.remaining(publication.cohort).order_by("pk").values_list("pk", flat=True)):
        try:
            told += _tell(part, row, publication, now)
        except Exception as error:  # one broken row must not keep the others from hearing
            log.exception("publishing failed", publication=publication.pk, row=row)
            failed = f"{type(error).__name__}: {error}"
    open_still = Publication.objects.filter(pk=publication.pk, finished_at=None)
    if failed or part.remaining(publication.cohort).exists():
        open_still.update(error=failed)
    else:
        _finish(publication, open_still, now)
    return told


@transaction.atomic
def _finish(publication, open_still, now):
    if open_still.update(error="", finished_at=now, done=F("total")):
        notices.published(publication).queue(now)


@transaction.atomic
def _tell(part, row, publication, now):
    told = bool(part.step(row, publication, now))
    if told:
        Publication.objects.filter(pk=publication.pk, done__lt=F("total")).update(done=F("done") + 1)
    return told


def _ring(publication):
    """Tell a worker. A silent broker loses nothing: the next tick goes on."""
    from .tasks import publish

    try:
        publish.apply_async([publication.pk], retry=False, ignore_result=True)
    except Exception as error:  # whatever the broker's client raises
        log.warning("doorbell unanswered", error=str(error))


@sweep("publishing")
def unfinished(now):
    """Go on with what was interrupted."""
    publications = Publication.objects.filter(finished_at=None).select_related("cohort")
    return {"told": sum(carry_on(publication, now) for publication in publications)}
