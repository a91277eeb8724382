"""What waits for the organizers of cohorts, counted: on their home page, their overview and in their Slack channel.

An app says in its ``todo.py`` which rows wait, and what to say of them:

    @waiting
    def proposals(cohorts, now, organizer):
        yield Waiting("proposals", Project.objects.awaiting_review(), _proposals)

    def _proposals(cohort, counts, now):
        return Counted(key=…, what=ngettext("%d proposal to review", …), count=counts["proposals"], …)

All of them are counted in one query, so nothing is asked that can't be there by the cohorts' dates.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, F, IntegerField, Min, QuerySet, Value
from django.db.models.functions import Cast, Substr

from amp_portal.hooks import Hook
from amp_portal.todo import Audience, Todo

from .models import Cohort
from .notices import scope_of


@dataclass(frozen=True)
class Counted(Todo):
    """So many things of one kind in one cohort."""

    audience: Audience = Audience.ORGANIZERS
    rests: bool = True
    topic: str = ""  # in a word or two
    count: int = 0
    words: str = ""  # after the count
    rank: int = 50
    is_listed: bool = False  # each of them stands on the list of what needs attention
    is_overdue: bool = False


@dataclass(frozen=True)
class Waiting:
    """Rows of one kind that wait, none of them twice. ``cohort``: the path from a row to its cohort."""

    name: str
    rows: QuerySet
    todo: Callable[[Cohort, "Counts", datetime], Counted | None] | None = None  # None: it is counted for another kind
    cohort: str = "cohort"
    among: Sequence[Cohort] | None = None  # where there can be any; None: in all that are asked about
    by_scope: bool = False  # ``cohort`` leads to a scope, as of a letter


class Counts(Counter):
    """How many wait in a cohort, by name. ``first``: the oldest row of each, by name."""

    def __init__(self) -> None:
        super().__init__()
        self.first: dict[str, int] = {}


def belongs_to(cohort) -> dict[str, Any]:
    """What every Todo of a cohort says about where it belongs."""
    return {"group": cohort.name, "scope": scope_of(cohort), "zone": cohort.zone}


waiting = Hook()  # function(cohorts, now, organizer) -> Iterable[Waiting]; ``organizer`` is None for all of them


def what_waits(cohorts: Sequence[Cohort], now: datetime, organizer=None) -> list[Counted]:
    """Of all apps, for an organizer or for all of them; the cohorts come with their phases. One query."""
    kinds = waiting.gather(cohorts, now, organizer) if cohorts else []
    counts = _count(kinds, cohorts)
    made = [
        kind.todo(cohort, counts[cohort.pk], now)
        for cohort in cohorts
        for kind in kinds
        if kind.todo and counts[cohort.pk][kind.name]
    ]
    return [_late(todo, now) for todo in made if todo]


def _late(todo, now):
    return replace(todo, is_overdue=True, urgency="late") if todo.due and todo.due <= now else todo


def _count(kinds, cohorts) -> defaultdict[int, Counts]:
    counts: defaultdict[int, Counts] = defaultdict(Counts)
    if not kinds:
        return counts
    first, *others = (_counted(kind, number, cohorts) for number, kind in enumerate(kinds))
    for number, cohort, count, oldest in first.union(*others, all=True) if others else first:
        counts[cohort][kinds[number].name] = count
        counts[cohort].first[kinds[number].name] = oldest
    return counts


def _counted(kind, number, cohorts):
    among = cohorts if kind.among is None else kind.among
    if kind.by_scope:
        here, of = [scope_of(cohort) for cohort in among], Cast(Substr(kind.cohort, len("cohort/") + 1), IntegerField())
    else:
        here, of = [cohort.pk for cohort in among], F(kind.cohort)
    rows = kind.rows.filter(**{f"{kind.cohort}__in": here}).order_by()
    return rows.values_list(Value(number, IntegerField()), of).annotate(Count("pk"), Min("pk"))
