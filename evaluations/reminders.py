"""Reminders of an evaluation, along its ladder."""

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
    near = list(near.opening_before(now + FIRST, and_open_at=now))
    recorded = _recorded(near)
    drafts = {}
    for duty in duties.owed(near):
        if rung := current_rung(duty.round, now):
            for person in duty.people:
                if not _was_told_before(duty, rung, person, recorded):
                    draft = notices.REMINDERS[rung.name](duty.round, person, duty.apart)
                    drafts[draft.key] = draft
    new = [draft for key, draft in drafts.items() if key not in recorded]
    queue_all(new, now)
    return {"reminders": len(new)}


def _recorded(rounds):
    """``{key of a letter: when it was recorded, None where it was not needed in the end}``."""
    about = Message.objects.filter(letter__in=notices.REMINDER_LETTERS, object_id__in=[round.pk for round in rounds])
    about = about.filter(channel=Message.Channel.EMAIL)
    return {
        key.removesuffix(f"/{Message.Channel.EMAIL}"): None if state == Message.State.CANCELLED else created_at
        for key, state, created_at in about.values_list("key", "state", "created_at")
    }


def _was_told_before(duty, rung, person, recorded):
    """The same reminder was made before the mentorship had dates of its own: nothing is sent again."""
    if duty.apart is None:
        return False
    told_at = recorded.get(notices.key_of_reminder(duty.round, person, rung.name))
    return told_at is not None and told_at <= duty.round.window.since
