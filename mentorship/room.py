"""One glance at a mentorship: when we last heard from each side, and what is due next by when."""

from dataclasses import dataclass
from datetime import datetime

from .models import Entry, Mentorship


@dataclass(frozen=True)
class Glance:
    """``week`` is None before the program starts; ``update_due`` is None where none is awaited now."""

    week: int | None
    weeks: int
    update_due: datetime | None
    waiting: Entry | None  # the oldest update or question nobody has answered
    last_update: Entry | None


def glance(mentorship: Mentorship, now: datetime) -> Glance:
    """Two queries. The mentorship comes with its cohort."""
    week = mentorship.week_at(now)
    last_update = mentorship.entries.filter(kind=Entry.Kind.UPDATE).last()
    return Glance(
        week=week,
        weeks=mentorship.weeks,
        update_due=mentorship.update_due(last_update and last_update.week, now),
        waiting=mentorship.entries.waiting().first(),
        last_update=last_update,
    )
