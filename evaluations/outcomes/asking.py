"""The follow-ups: whoever completed the program is asked 3, 6 and 12 months after recognition, once each."""

from datetime import timedelta

from amp_portal.outbox.letters import queue_all
from amp_portal.sweeps import sweep
from cohorts.models import Phase
from mentorship.models import Mentorship
from mentorship.states import State

from .. import notices
from ..models import FollowUp

OPEN_FOR = timedelta(days=60)
PHASES: dict[str, int] = {Phase.Kind.FOLLOW_UP_3: 3, Phase.Kind.FOLLOW_UP_6: 6, Phase.Kind.FOLLOW_UP_12: 12}


@sweep("follow_ups")
def ask(now) -> dict:
    """Ask those whose day has come and who were not asked yet; a day missed by more than its time is let go."""
    due = Phase.objects.filter(kind__in=PHASES, starts_at__lte=now, starts_at__gt=now - OPEN_FOR)
    completed = Mentorship.objects.filter(state=State.COMPLETED)
    asked = [
        FollowUp(mentorship=mentorship, months=PHASES[phase.kind], asked_at=now, closes_at=phase.starts_at + OPEN_FOR)
        for phase in due
        for mentorship in completed.filter(cohort=phase.cohort_id).exclude(follow_ups__months=PHASES[phase.kind])
    ]
    FollowUp.objects.bulk_create(asked, ignore_conflicts=True)
    pairs = {(follow_up.mentorship_id, follow_up.months) for follow_up in asked}
    recorded = FollowUp.objects.filter(mentorship__in={pk for pk, _months in pairs}, asked_at=now)
    letters = [
        notices.follow_up(row)
        for row in recorded.select_related("mentorship__mentee", "mentorship__cohort")
        if (row.mentorship_id, row.months) in pairs
    ]
    queue_all(letters, now)
    return {"asked": len(letters)}
