"""Since when a side of a mentorship has been silent, and when each step that follows is due. Pure.

docs/program.md, Gone silent; how it is read:

- Nothing counts before kickoff, nor before the mentee accepted; nothing of a side's own time off counts either.
- The mentors' silence counts from the oldest unanswered update or question or, where that was later, from their last
  sign of life.
- The mentee's counts from their last sign of life or, where that was later, from when their newest update or question
  stopped holding it: at the mentors' first sign after it, at the latest after eight days. An older one never holds
  it longer than the newest.
- No step of a mentee comes before the first morning after the due date they were told (``Term.update_due``), and the
  later ones keep their distance from the first.
- With updates every two weeks all steps of a mentee come later by the days of the first (8, 11, 18 become 16, 19, 26).
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING

from . import spans
from .signs import Signs
from .states import Side

if TYPE_CHECKING:
    from .models import Mentorship

DAY = timedelta(days=1)
HELD_AT_MOST = 8 * DAY  # by one unanswered update or question


@dataclass(frozen=True)
class Stretch:
    """One side's present silence: since when, and when its steps are due, from the first."""

    side: str
    since: datetime
    due: tuple[datetime, ...]

    def reached(self, now: datetime) -> list[tuple[int, datetime]]:
        """The steps that are due: each with its number and since when."""
        return [(number, due_at) for number, due_at in enumerate(self.due, 1) if due_at <= now]


def present(mentorship: "Mentorship", signs: Signs, time_off: dict[str, list[spans.Span]]) -> list[Stretch]:
    """The silence of each side; of the mentors only while something is unanswered.

    The mentorship comes with cohort and mentee. ``time_off`` by side, as of ``spans.union``.
    """
    stretches = [of_mentee(mentorship, signs, time_off.get(Side.MENTEE, []))]
    if signs.unanswered_at:
        stretches.append(_of_mentors(mentorship, signs, time_off.get(Side.MENTORS, [])))
    return stretches


def of_mentee(mentorship, signs, time_off) -> Stretch:
    since = max(filter(None, (mentorship.counts_from, signs.mentee_at, _held_until(signs))))
    due = mentorship.update_due(signs.mentee_at, time_off)
    if due is None:
        return Stretch(Side.MENTEE, since, ())
    cohort = mentorship.cohort
    slower = (mentorship.cadence - 1) * cohort.nudge_after
    days = [days + slower for days in (cohort.nudge_after, cohort.second_nudge_after, cohort.at_risk_after)]
    morning = _morning_after(due, mentorship.mentee.zone or cohort.zone, cohort.quiet_until)
    first = max(spans.after(since, days[0] * DAY, time_off), morning)
    steps = [
        max(spans.after(since, n * DAY, time_off), spans.after(first, (n - days[0]) * DAY, time_off)) for n in days
    ]
    return Stretch(Side.MENTEE, since, tuple(steps))


def _of_mentors(mentorship, signs, time_off) -> Stretch:
    since = max(filter(None, (mentorship.counts_from, signs.unanswered_at, signs.mentors_at)))
    cohort = mentorship.cohort
    days = cohort.answer_nudge_after, cohort.answer_escalate_after
    return Stretch(Side.MENTORS, since, tuple(spans.after(since, n * DAY, time_off) for n in days))


def _held_until(signs):
    """Until when the newest update or question holds the mentee's steps; None before any."""
    if signs.asked_at is None:
        return None
    latest = signs.asked_at + HELD_AT_MOST
    return min(signs.reacted_at, latest) if signs.reacted_at else latest


def _morning_after(instant: datetime, zone: tzinfo, hour: int) -> datetime:
    """The first time after it that letters may go out there."""
    day = instant.astimezone(zone).date()
    mornings = (datetime.combine(day + days * DAY, time(hour), zone).astimezone(UTC) for days in range(3))
    return next(morning for morning in mornings if morning > instant)
