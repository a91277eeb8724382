"""One glance at a mentorship: when we last heard from each side, what is due next by when, and how the plan goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.db.models import prefetch_related_objects
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from amp_portal import charts

from .models import Absence, Agreement, Entry, Mentorship, Milestone

LABEL = 34  # characters of a milestone's title that fit above a bar on a phone


@dataclass(frozen=True)
class Glance:
    """``week`` is None before the program starts; ``update_due`` is None where none is awaited (any more)."""

    week: int | None
    weeks: int
    update_due: datetime | None
    is_overdue: bool
    update_is_in: bool  # the one that covers this week
    unanswered: list[Entry]  # updates and questions, the oldest first
    last_update: Entry | None
    mentee_away_until: datetime | None
    mentors_away_until: datetime | None


def glance(mentorship: Mentorship, now: datetime) -> Glance:
    """Three queries. The mentorship comes with its cohort and signs."""
    last_update = mentorship.entries.filter(kind=Entry.Kind.UPDATE).last()
    prefetch_related_objects([mentorship], "absences")
    away = {absence.side: absence.ends_at for absence in mentorship.absences.all() if absence.holds(now)}
    due = mentorship.next_update_due(now)
    return Glance(
        week=mentorship.week_at(now),
        weeks=mentorship.weeks,
        update_due=due,
        is_overdue=due is not None and due <= now,
        update_is_in=mentorship.update_is_in(last_update and last_update.week, now),
        unanswered=list(mentorship.entries.unanswered()),
        last_update=last_update,
        mentee_away_until=away.get(Absence.Side.MENTEE),
        mentors_away_until=away.get(Absence.Side.MENTORS),
    )


@dataclass(frozen=True)
class Terms:
    """How the two sides work together: what holds, what one proposes, and in whose time zones. Each may be None."""

    current: Agreement | None
    waiting: Agreement | None
    zones: list[tuple[str, tzinfo]]  # names and zones of the mentee and of the first mentor

    def sides(self, agreement: Agreement | None) -> list[tuple[str, tzinfo, int, int]]:
        """Name, zone and working hours of both, as ``hours.drawn`` takes them."""
        hours = agreement or Agreement()
        edges = (hours.mentee_from, hours.mentee_until), (hours.mentors_from, hours.mentors_until)
        return [(name, zone, *of) for (name, zone), of in zip(self.zones, edges, strict=True)]


def terms_of(mentorship: Mentorship) -> Terms:
    """Two queries. A time zone nobody knows is the cohort's."""
    made = list(mentorship.agreements.select_related("proposed_by", "agreed_by"))
    for agreement in made:
        agreement.mentorship = mentorship
    first = mentorship.project.mentors.filter(until=None).select_related("person").first()
    mentor = first.person if first else None
    zone = mentorship.cohort.zone
    return Terms(
        current=next((agreement for agreement in reversed(made) if agreement.agreed_at), None),
        waiting=next((agreement for agreement in made if not agreement.agreed_at), None),
        zones=[
            (str(mentorship.mentee), mentorship.mentee.zone or zone),
            (str(mentor or _("mentor")), (mentor and mentor.zone) or zone),
        ],
    )


def plan_chart(mentorship: Mentorship, milestones: Sequence[Milestone]) -> charts.BarChart:
    """The week each milestone was first planned for, is planned for now, and was done in. No query."""
    done = [mentorship.week_at(milestone.done_at) if milestone.done_at else None for milestone in milestones]
    reached = sum(milestone.is_reached for milestone in milestones)
    return charts.bars(
        "plan",
        _("Weeks of the program, planned and done"),
        [Truncator(milestone.title).chars(LABEL) for milestone in milestones],
        {_("planned"): [milestone.week for milestone in milestones], _("done"): done},
        summary=_("%(reached)d of %(total)d milestones are done.") % {"reached": reached, "total": len(milestones)},
    )
