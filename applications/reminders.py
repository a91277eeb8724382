"""Mentors are reminded of what they have still to review, before the review phase closes."""

from datetime import timedelta

from amp_portal.outbox.letters import queue_all
from amp_portal.outbox.models import Message
from amp_portal.sweeps import sweep
from cohorts.models import Cohort, Phase

from . import notices, progress

RUNGS = (3, 1)  # days before the phase closes


@sweep("review_reminders")
def remind(now):
    """Record the latest due rung for every mentor who has something left: one letter per mentor and rung, once."""
    drafts = [
        notices.review_reminder(phase.cohort, person, rung)
        for phase, rung in _due(now)
        for person in progress.owing(phase.cohort)
    ]
    keys = [f"{draft.key}/{Message.Channel.EMAIL}" for draft in drafts]
    recorded = set(Message.objects.filter(key__in=keys).values_list("key", flat=True))
    new = [draft for draft, key in zip(drafts, keys, strict=True) if key not in recorded]
    queue_all(new, now)
    return {"reminders": len(new)}


def _due(now):
    """``(phase, rung)`` of every review that closes soon."""
    closing = Phase.objects.filter(
        kind=Phase.Kind.REVIEW,
        starts_at__lte=now,
        ends_at__gt=now,
        ends_at__lte=now + timedelta(days=max(RUNGS)),
        cohort__in=Cohort.objects.published(),
    ).select_related("cohort")
    for phase in closing:
        yield phase, min(rung for rung in RUNGS if phase.ends_at <= now + timedelta(days=rung))
