"""Reminders of an evaluation, along its ladder."""

from collections import defaultdict

from amp_portal.outbox.letters import queue_all
from amp_portal.outbox.models import Message
from amp_portal.sweeps import sweep

from . import duties, notices
from .ladder import FIRST, current_rung
from .models import Round


@sweep("evaluation_reminders")
def remind(now):
    """Record the latest due rung for everybody who owes a form: one letter per person, round and rung, once."""
    near = Round.objects.with_window().filter(cohort__published_at__isnull=False)
    rungs = {}
    for round in near.opening_before(now + FIRST, and_open_at=now):
        if rung := current_rung(round, now):
            rungs[round] = rung
    owing = defaultdict(dict)
    for duty in duties.owed(rungs):
        owing[duty.round].update({person.pk: person for person in duty.people})
    drafts = [
        notices.REMINDERS[rungs[round].name](round, person)
        for round, people in owing.items()
        for person in people.values()
    ]
    recorded = set(
        Message.objects.filter(
            letter__in=notices.REMINDER_LETTERS, object_id__in=[round.pk for round in rungs]
        ).values_list("key", flat=True)
    )
    new = [draft for draft in drafts if f"{draft.key}/{Message.Channel.EMAIL}" not in recorded]
    queue_all(new, now)
    return {"reminders": len(new)}
