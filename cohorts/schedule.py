"""A cohort's year (docs/program.md): the template its dates come from, and the rules by which they move.

Days count from kickoff K in the cohort's own zone. A phase opens at 00:00 of its first day, or at the close of the
phase it directly follows, and closes at 23:59 of its last.
"""

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from amp_portal.refusals import Refusal

from . import effects, notices
from .models import Cohort, CohortChange, Phase, Shift

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


def windows(template, kickoff: date, zone, without=()) -> dict[str, tuple[datetime, datetime]]:
    """``{kind: (starts_at, ends_at)}`` in UTC, for a kickoff day in a zone.

    What opens after a phase that is left out (``without``, kinds) takes its place, and opens when that would have.
    """
    found: dict[str, tuple[datetime, datetime]] = {}
    for span in template:
        first, last = (later(kickoff + timedelta(days=days), span.months) for days in (span.first, span.last))
        if span.after:
            starts_at = found[span.after][0 if span.after in without else 1]
        else:
            starts_at = datetime.combine(first, time(), zone).astimezone(UTC)
        found[span.kind] = (starts_at, datetime.combine(last, LAST_MINUTE, zone).astimezone(UTC))
    return {kind: window for kind, window in found.items() if kind not in without}


def lay_out(cohort: Cohort, template: str = "amp", without=()) -> None:
    """Give a cohort without phases those of a template, but for some of ``Phase.OPTIONAL``."""
    Phase.objects.bulk_create(
        Phase(cohort=cohort, kind=kind, starts_at=starts_at, ends_at=ends_at)
        for kind, (starts_at, ends_at) in windows(TEMPLATES[template], cohort.kickoff, cohort.zone, without).items()
    )


@transaction.atomic
def create_from_template(*, slug: str, name: str, kickoff: date, template: str = "amp", **fields) -> Cohort:
    """A new cohort with the phases of a template, unpublished. ``fields`` are the cohort's other settings."""
    cohort = Cohort.objects.create(slug=slug, name=name, kickoff=kickoff, year=kickoff.year, **fields)
    lay_out(cohort, template)
    return cohort


# Where no phase may open before the one named before it.
IN_ORDER = (
    (Kind.APPLICATIONS, Kind.REVIEW, Kind.CONTRIBUTION, Kind.SELECTION, Kind.MENTEES_ANNOUNCED),
    (Kind.PROGRAM, Kind.MIDTERM, Kind.FINAL, Kind.RECOGNITION, Kind.FOLLOW_UP_3, Kind.FOLLOW_UP_6, Kind.FOLLOW_UP_12),
)


def shifts(cohort: Cohort, windows: dict) -> list[Shift]:
    """What would move if the phases had these windows, ``{kind: (starts_at, ends_at), or None to leave it out}``."""
    planned = []
    for kind, window in windows.items():
        phase = cohort.phase(kind)
        was = (phase.starts_at, phase.ends_at) if phase else None
        if was != window:
            planned.append(Shift(kind, was, window))
    return planned


def problems(cohort: Cohort, planned: list[Shift], now: datetime) -> list[tuple[str, str, str]]:
    """What forbids these shifts: ``(kind, "starts_at", "ends_at" or "left_out", reason)``. Empty if they may be made.

    Nobody has relied on the dates of an unpublished cohort, so they only have to make sense.
    """
    found = []
    relied_on = effects.relied_on(cohort) if any(shift.leaves_out for shift in planned) else {}
    for shift in planned:
        if shift.leaves_out:
            if reason := staying(cohort, shift.kind, shift.was, relied_on, now):
                found.append((shift.kind, "left_out", reason))
        elif shift.ends_at <= shift.starts_at:
            found.append((shift.kind, "ends_at", _("“%s” has to close after it opens.") % shift.label))
        elif (reason := _too_long(cohort, shift)) is not None:
            found.append((shift.kind, "ends_at", reason))
        elif cohort.published_at:
            found += _broken_promises(shift, now)
    return found or _out_of_order(cohort, planned)


def staying(cohort: Cohort, kind: str, window, relied_on: dict, now: datetime) -> str | None:
    """Why a phase with this window can't be left out, or None. ``relied_on`` as ``effects`` gives it."""
    names = {"phase": Kind(kind).label}
    if kind not in Phase.OPTIONAL:
        return _("A cohort can't do without “%(phase)s”.") % names
    if cohort.published_at and window[0] <= now:
        return _("“%(phase)s” has opened, so it can't be left out.") % names
    return relied_on.get(kind)


def _too_long(cohort, shift):
    """Why a phase can't last as long as that, or None."""
    try:
        Phase(cohort=cohort, kind=shift.kind, starts_at=shift.starts_at, ends_at=shift.ends_at).clean()
    except ValidationError as error:
        return error.messages[0]
    return None


def _broken_promises(shift, now):
    """docs/program.md: a window that has opened keeps its opening; its closing can only move later."""
    has_opened = shift.was is not None and shift.was[0] <= now
    if has_opened and shift.moves_opening:
        yield shift.kind, "starts_at", _("“%s” has opened, so its opening stays as it is.") % shift.label
    if has_opened and shift.ends_at < shift.was[1]:
        yield shift.kind, "ends_at", _("“%s” has opened, so its close can only move later.") % shift.label
    if not has_opened and shift.starts_at < now:
        yield shift.kind, "starts_at", _("“%s” can't open in the past.") % shift.label


def _out_of_order(cohort, planned):
    opens = {phase.kind: phase.starts_at for phase in cohort.phases.all()}
    opens |= {shift.kind: shift.starts_at for shift in planned}
    opens = {kind: instant for kind, instant in opens.items() if instant}
    moved = {shift.kind for shift in planned}
    return [
        (
            after if after in moved else before,
            "starts_at",
            _("“%(after)s” can't open before “%(before)s”.")
            % {"after": Kind(after).label, "before": Kind(before).label},
        )
        for row in IN_ORDER
        for before, after in pairwise([kind for kind in row if kind in opens])
        if opens[after] < opens[before] and {before, after} & moved
    ]


@transaction.atomic
def reschedule(cohort: Cohort, windows: dict, *, by, now: datetime, seen=None) -> CohortChange | None:
    """Move phases to ``{kind: (starts_at, ends_at), or None to leave it out}``; those not named stay.

    Everybody concerned is told, once. ``seen`` is the pk of the last change the organizer knew of (0 for none):
    somebody else's meanwhile is a Refusal, as is any of ``problems``. Returns the change, or None where nothing moves.
    """
    cohort = Cohort.objects.lock(cohort.pk)
    if seen is not None and seen != revision(cohort):
        raise Refusal(_("Somebody else has changed the dates or settings meanwhile. Please look at them again."))
    planned = shifts(cohort, windows)
    for _kind, _edge, reason in problems(cohort, planned, now):
        raise Refusal(reason)
    if not planned:
        return None
    for shift in planned:
        if shift.leaves_out:
            cohort.phases.filter(kind=shift.kind).delete()
        else:
            cohort.phases.update_or_create(
                kind=shift.kind, defaults={"starts_at": shift.starts_at, "ends_at": shift.ends_at}
            )
    keep_kickoff(cohort)
    change = cohort.changes.create(by=by, at=now, moved=[shift.as_json() for shift in planned])
    effects.follow.run(change, now)
    effects.tell(cohort, partial(notices.schedule_changed, change), now)
    return change


def revision(cohort: Cohort) -> int:
    """The pk of the last change of the cohort's dates or settings, 0 before the first."""
    return cohort.changes.values_list("pk", flat=True).first() or 0


def keep_kickoff(cohort):
    """The cohort's kickoff is the day its program starts."""
    program = cohort.phase(Kind.PROGRAM)
    if program and (kickoff := program.starts_at.astimezone(cohort.zone).date()) != cohort.kickoff:
        cohort.kickoff = kickoff
        cohort.save(update_fields=["kickoff"])
