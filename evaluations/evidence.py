"""What is known about a mentorship in a round beside the pass or fail: gathered for many in a few statements."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Avg, Count

from mentorship.models import Entry, Mentorship

from .models import Evaluation, Round


@dataclass(frozen=True)
class Hours:
    """Reported in the mentee's updates, a week on average; ``updates`` said so."""

    a_week: float
    updates: int
    expected: int


@dataclass(frozen=True)
class Evidence:
    """Of one mentorship. ``owed`` are its duties nobody has done, ``before`` what was submitted at midterm."""

    evaluations: Sequence[Evaluation] = ()
    owed: Sequence = ()
    before: Sequence[Evaluation] = ()
    hours: Hours | None = None


def gather(round, owed) -> dict[Mentorship, Evidence]:
    """``owed``: ``{mentorship: its duties that nobody has done}``, of whom it is gathered."""
    mentorships = list(owed)
    pks = [mentorship.pk for mentorship in mentorships]
    now = _submitted(Evaluation.objects.filter(round=round), pks)
    before = {}
    if round.is_final:
        before = _submitted(Evaluation.objects.filter(round__cohort=round.cohort, round__kind=Round.Kind.MIDTERM), pks)
    hours = _hours(round.cohort, mentorships)
    return {
        mentorship: Evidence(
            now.get(mentorship.pk, ()), missing, before.get(mentorship.pk, ()), hours.get(mentorship.pk)
        )
        for mentorship, missing in owed.items()
    }


def _submitted(evaluations, mentorships):
    by_mentorship = defaultdict(list)
    found = evaluations.submitted().filter(mentorship__in=mentorships)
    for evaluation in found.select_related("author", "round").prefetch_related("round__questions"):
        by_mentorship[evaluation.mentorship_id].append(evaluation)
    return by_mentorship


def _hours(cohort, mentorships):
    """An update of somebody who writes every two weeks covers two."""
    cadence = {mentorship.pk: mentorship.cadence for mentorship in mentorships}
    updates = Entry.objects.filter(mentorship__in=cadence, kind=Entry.Kind.UPDATE, hours__isnull=False)
    found = updates.order_by().values_list("mentorship").annotate(Avg("hours"), Count("pk"))
    return {pk: Hours(float(mean) / cadence[pk], count, cohort.hours_expected) for pk, mean, count in found}
