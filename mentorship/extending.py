"""More time for one mentorship (docs/program.md, Mentorship): what moves with its end, seen before it is moved."""

from copy import copy
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _

from amp_portal.refusals import Refusal
from cohorts.models import Phase, Shift

from .states import UNREACHED

Kind = Phase.Kind
LONGEST = timedelta(days=183)


def shifts(mentorship, ends_at, now) -> list[Shift]:
    """The mentorship itself (as the program), then its evaluations, by as many days of the cohort as its end moves.

    A window that has opened keeps its opening. A midterm that has closed stays closed; a final that has closed opens
    again. Raises a Refusal where the mentorship can't end then.
    """
    _check(mentorship, ends_at, now)
    zone = mentorship.cohort.zone
    days = (ends_at.astimezone(zone).date() - mentorship.ends_at.astimezone(zone).date()).days

    def later(instant):
        """The same time of the cohort's day, whatever the clocks do meanwhile."""
        return (instant.astimezone(zone) + timedelta(days=days)).astimezone(UTC)

    term = mentorship.starts_at, mentorship.ends_at
    moving = [Shift(Kind.PROGRAM, term, (mentorship.starts_at, ends_at))]
    for kind in Phase.EVALUATIONS:
        window = mentorship.window(kind)
        if window is None or (kind == Kind.MIDTERM and window.ends_at <= now):
            continue
        opens = window.starts_at if window.starts_at <= now else later(window.starts_at)
        moving.append(Shift(kind, (window.starts_at, window.ends_at), (opens, later(window.ends_at))))
    return moving


def end_on(mentorship, day) -> datetime:
    """The end of the mentorship on another day of the cohort, at the same time of day."""
    zone = mentorship.cohort.zone
    return datetime.combine(day, mentorship.ends_at.astimezone(zone).time(), zone).astimezone(UTC)


def weeks_more(mentorship, ends_at) -> int:
    """How many whole weeks more there would be."""
    longer = copy(mentorship)
    longer.ends_at = ends_at
    return longer.weeks - mentorship.weeks


def _check(mentorship, ends_at, now):
    if ends_at <= mentorship.ends_at:
        raise Refusal(_("It can only end later than it does now. To stop before, end it early."))
    if ends_at <= now:
        raise Refusal(_("That day has passed already."))
    if ends_at - max(now, mentorship.ends_at) > LONGEST:
        raise Refusal(_("That is more than half a year more. Did a digit slip?"))


def milestones_ahead(mentorship, now):
    """The milestones that are not reached and whose week is not over: they move with the end, by whole weeks."""
    return mentorship.milestones.filter(state__in=UNREACHED, week__gte=mentorship.week_at(now) or 1)


def run_ends(mentorship) -> datetime:
    """When its place is over: as a cohort's run, with the close of the final."""
    final = mentorship.window(Kind.FINAL)
    return final.ends_at if final else mentorship.ends_at


def deadlines_between(mentorship, since, until):
    """``(what in words, instant)`` of what is due in that time: an evaluation that closes, the end."""
    windows = [mentorship.window(kind) for kind in Phase.EVALUATIONS]
    dates = [(Kind(window.kind).label, window.ends_at) for window in windows if window]
    dates.append((_("The last day of the mentorship"), mentorship.ends_at))
    return [(what, instant) for what, instant in dates if since <= instant < until]


def revision(mentorship) -> int:
    """The pk of its last extension, 0 before the first."""
    return mentorship.extensions.values_list("pk", flat=True).first() or 0
