"""The organizers' digest (docs/program.md, Gone silent): one letter a day with what reached the attention list.

It says what waits at the moment it is sent. What reaches the list after that day's letter stands in the next day's.
"""

from django.db import transaction

from amp_portal.outbox.letters import Draft, letter, queue_all
from amp_portal.outbox.models import Message
from amp_portal.sweeps import sweep
from cohorts import attention
from cohorts.models import Cohort, Listed
from cohorts.notices import of_cohort

from .models import Leave

NAME = "mentorship/mail/attention"


@sweep("what_reached_the_attention_list")  # by its name after the others: what they have put there is told, too
def digest(now):
    """Note what is new on each list, and tell its organizers. On leave nobody is told."""
    counts = {"listed": 0, "digests": 0}
    away = Leave.objects.people_away(now)
    for cohort in Cohort.objects.published().not_over(now).with_phases():
        with transaction.atomic():
            new = attention.note_new(cohort, now)
            drafts = _digests(cohort, away, now) if new else []
            queue_all(drafts, now)
        counts["listed"] += new
        counts["digests"] += len(drafts)
    return counts


def _digests(cohort, away, now):
    """To every organizer who has none waiting: one that waits says all of it when it goes."""
    waiting = Message.objects.filter(letter=NAME, object_id=cohort.pk, state=Message.State.QUEUED)
    has_one = set(waiting.values_list("person_id", flat=True))
    organizers = cohort.organizers.current().select_related("person")
    return [
        attention_list(cohort, row.person, now)
        for row in organizers
        if row.person_id not in has_one and (cohort.pk, row.person_id) not in away
    ]


def _parts(message, now):
    """``(new, others)``: the matters that reached the list since the last digest this organizer got, and the others."""
    alike = {"letter": NAME, "object_id": message.object_id, "person": message.person_id, "channel": message.channel}
    last = Message.objects.filter(**alike).exclude(sent_at=None).exclude(pk=message.pk).order_by("-sent_at").first()
    listed = Listed.objects.filter(cohort=message.object_id)
    if last:
        listed = listed.filter(at__gt=last.sent_at)
    keys, parts = set(listed.values_list("key", flat=True)), ([], [])
    for matter in attention.waiting(message.about, now):
        parts[matter.key not in keys].append(matter)
    return parts


def _has_news(message, now):
    cohort = message.about
    organizes = cohort is not None and cohort.organizers.current().filter(person=message.person_id).exists()
    return organizes and bool(_parts(message, now)[0])


def _list(message):
    new, others = _parts(message, message.send_after)
    return {"cohort": message.about, "new": new, "others": len(others)}


@letter(NAME, kind="organizing", daytime=True, still_due=_has_news, context=_list)
def attention_list(cohort, person, now):
    key = f"attention/{cohort.pk}/{now:%Y%m%dT%H%M%S%f}/{person.pk}"
    return Draft(key=key, to=person, about=cohort, **of_cohort(cohort))
