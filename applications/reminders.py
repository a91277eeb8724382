"""Mentors are reminded of what they have still to review: before the review phase closes, and before the selection."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from amp_portal.outbox.letters import queue_all
from amp_portal.outbox.models import Message
from amp_portal.sweeps import sweep
from cohorts.models import Cohort, Phase

from . import finals, notices, progress

RUNGS = (3, 1)  # days before the phase closes


@dataclass(frozen=True)
class Ladder:
    """``owing(cohort)`` are the mentors who have something left while a phase of ``kind`` is open."""

    kind: str
    owing: Callable
    letter: Callable


LADDERS = (
    Ladder(Phase.Kind.REVIEW, progress.owing, notices.review_reminder),
    Ladder(Phase.Kind.SELECTION, finals.owing, notices.final_review_reminder),
)


@sweep("review_reminders")
def remind(now):
    """Record the latest due rung for every mentor who has something left: one letter per mentor and rung, once."""
    drafts = [
        ladder.letter(phase.cohort, person, rung)
        for ladder in LADDERS
        for phase, rung in _due(ladder.kind, now)
        for person in ladder.owing(phase.cohort)
    ]
    keys = [f"{draft.key}/{Message.Channel.EMAIL}" for draft in drafts]
    recorded = set(Message.objects.filter(key__in=keys).values_list("key", flat=True))
    new = [draft for draft, key in zip(drafts, keys, strict=True) if key not in recorded]
    queue_all(new, now)
    return {"reminders": len(new)}


def _due(kind, now):
    """``(phase, rung)`` of every phase of a kind that closes soon."""
    closing = Phase.objects.filter(
        kind=kind,
        starts_at__lte=now,
        ends_at__gt=now,
        ends_at__lte=now + timedelta(days=max(RUNGS)),
        cohort__in=Cohort.objects.published(),
    ).select_related("cohort")
    for phase in closing:
        yield phase, min(rung for rung in RUNGS if phase.ends_at <= now + timedelta(days=rung))
