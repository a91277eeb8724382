"""A cohort's year (PROGRAM.md): the template its dates come from.

Days count from kickoff K in the cohort's own zone. A phase opens at 00:00 of its first day, or at the close of the
phase it directly follows, and closes at 23:59 of its last.
"""

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction

from .models import Cohort, Phase

Kind = Phase.Kind
LAST_MINUTE = time(23, 59)


@dataclass(frozen=True)
class Span:
    """A phase of a template: its first and last day counted from kickoff, ``months`` further on.

    With ``after`` it opens when that phase closes, which is on its first day.
    """

    kind: str
    first: int
    last: int
    after: str = ""
    months: int = 0


AMP = (
    Span(Kind.ANNOUNCEMENT, -134, -134),
    Span(Kind.MENTOR_CALL, -97, -46),
    Span(Kind.APPLICATIONS, -36, -16),
    Span(Kind.REVIEW, -16, -14, after=Kind.APPLICATIONS),
    Span(Kind.CONTRIBUTION, -14, -5, after=Kind.REVIEW),
    Span(Kind.SELECTION, -5, -3, after=Kind.CONTRIBUTION),
    Span(Kind.MENTEES_ANNOUNCED, -3, -2, after=Kind.SELECTION),  # the day that follows the selection's close
    Span(Kind.BONDING, -3, 20, after=Kind.SELECTION),
    Span(Kind.PROGRAM, 0, 126),
    Span(Kind.MIDTERM, 58, 68),
    Span(Kind.FINAL, 113, 124),
    Span(Kind.RECOGNITION, 124, 131, after=Kind.FINAL),
    Span(Kind.FOLLOW_UP_3, 131, 131, months=3),
    Span(Kind.FOLLOW_UP_6, 131, 131, months=6),
    Span(Kind.FOLLOW_UP_12, 131, 131, months=12),
)
TEMPLATES = {"amp": AMP}


def later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def windows(template, kickoff: date, zone) -> dict[str, tuple[datetime, datetime]]:
    """``{kind: (starts_at, ends_at)}`` in UTC, for a kickoff day in a zone."""
    found: dict[str, tuple[datetime, datetime]] = {}
    for span in template:
        first, last = (later(kickoff + timedelta(days=days), span.months) for days in (span.first, span.last))
        starts_at = found[span.after][1] if span.after else datetime.combine(first, time(), zone).astimezone(UTC)
        found[span.kind] = (starts_at, datetime.combine(last, LAST_MINUTE, zone).astimezone(UTC))
    return found


def lay_out(cohort: Cohort, template: str = "amp") -> None:
    """Give a cohort without phases those of a template."""
    Phase.objects.bulk_create(
        Phase(cohort=cohort, kind=kind, starts_at=starts_at, ends_at=ends_at)
        for kind, (starts_at, ends_at) in windows(TEMPLATES[template], cohort.kickoff, cohort.zone).items()
    )


@transaction.atomic
def create_from_template(*, slug: str, name: str, kickoff: date, template: str = "amp", **fields) -> Cohort:
    """A new cohort with the phases of a template, unpublished. ``fields`` are the cohort's other settings."""
    cohort = Cohort.objects.create(slug=slug, name=name, kickoff=kickoff, year=kickoff.year, **fields)
    lay_out(cohort, template)
    return cohort
