"""Publishing the shortlist and the results: one background job each, once per cohort (see ``amp_portal.jobs``).

What is to be told are rows. A part of this app registers how, for each kind of Publication:

    publishing.register(Publication.Kind.RESULTS, ready=problems, remaining=rows, step=tell)

``ready(cohort, now)`` returns what still stands in the way, in words. ``remaining(cohort)`` is the queryset of rows not
told yet, ``step(pk, publication, now)`` tells one as a step of a job does.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from amp_portal import jobs
from amp_portal.refusals import Refusal
from cohorts.models import Cohort

from . import judge_submissions, notices
from .models import Publication


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
    return [*judge_submissions.unsettled(cohort, now), *_PARTS[kind].ready(cohort, now)]


@transaction.atomic
def start(cohort, kind, by, now):
    """Begin, once: the job runs in the background. Returns the Publication.

    Raises Refusal when it was started already, and with what still stands in the way.
    """
    cohort = Cohort.objects.lock(cohort.pk)
    if of(cohort, kind):
        raise Refusal(_("That is published already. Nobody is told twice."))
    if found := problems(cohort, kind, now):
        raise Refusal(" ".join(found))
    return jobs.start(Publication(cohort=cohort, kind=kind, started_by=by, started_at=now))


def _remaining(publication):
    return _PARTS[publication.kind].remaining(publication.cohort)


def _step(publication, pk, now):
    return _PARTS[publication.kind].step(pk, publication, now)


def _finish(publication, now):
    notices.published(publication).queue(now)


jobs.register(Publication, remaining=_remaining, step=_step, finish=_finish)
