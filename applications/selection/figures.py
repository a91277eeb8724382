"""Numbers about a cohort's applications, for its organizers: how far they come, per project, and day by day."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Min, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cohorts.models import Phase

from ..models import ApplicationMove, Choice, Offer
from ..states import State

LONGEST = 400  # days that a line is drawn over


def funnel(cohort) -> dict[str, int]:
    """How many ever came this far, by the words for it. Two queries."""
    moves = ApplicationMove.objects.filter(of__cohort=cohort)

    def reached(**move):
        return Count("of", distinct=True, filter=Q(**move))

    counts = moves.aggregate(
        submitted=reached(state=State.SUBMITTED),
        screened=reached(was=State.SUBMITTED, state__in=[State.IN_REVIEW, State.DECLINED]),
        shortlisted=reached(state=State.SHORTLISTED),
        offered=reached(state=State.OFFERED),
        accepted=reached(state=State.ACCEPTED),
    )
    labels = {
        "submitted": _("submitted"),
        "screened": _("screened"),
        "shortlisted": _("shortlisted"),
        "offered": _("offered a place"),
        "accepted": _("accepted"),
    }
    return {_("started"): cohort.applications.count()} | {label: counts[key] for key, label in labels.items()}


@dataclass(frozen=True)
class ProjectFigures:
    title: str
    chosen: int
    first: int
    offered: int
    accepted: int


def projects(cohort) -> list[ProjectFigures]:
    """Those on the idea list, the most chosen first. Three queries."""
    submitted = Choice.objects.filter(version__submitted_for__cohort=cohort).exclude(
        version__submitted_for__state=State.DRAFT
    )
    chosen = {
        project: (all_of_them, first)
        for project, all_of_them, first in submitted.order_by()
        .values_list("project")
        .annotate(all_of_them=Count("pk"), first=Count("pk", filter=Q(rank=1)))
    }
    offers = Offer.objects.filter(application__cohort=cohort).order_by().values_list("project")
    offered = {
        project: (made, accepted)
        for project, made, accepted in offers.annotate(
            made=Count("application", distinct=True), accepted=Count("pk", filter=Q(answer="accepted"))
        )
    }
    rows = [
        ProjectFigures(title, *chosen.get(pk, (0, 0)), *offered.get(pk, (0, 0)))
        for pk, title in cohort.projects.published().order_by("title", "pk").values_list("pk", "title")
    ]
    return sorted(rows, key=lambda row: -row.chosen)


def by_day(cohort, now) -> tuple[list[str], list[int]]:
    """Days from the opening of applications to the deadline (or today), and how many had submitted by then."""
    window = cohort.phase(Phase.Kind.APPLICATIONS)
    if window is None or now < window.starts_at:
        return [], []
    first = window.starts_at.astimezone(cohort.zone).date()
    last = min(window.ends_at, now).astimezone(cohort.zone).date()
    moves = ApplicationMove.objects.filter(of__cohort=cohort, was=State.DRAFT, state=State.SUBMITTED).order_by()
    firsts = moves.values("of").annotate(first=Min("at")).values_list("first", flat=True)
    counts = Counter(at.astimezone(cohort.zone).date() for at in firsts)
    labels, values, total = [], [], 0
    for number in range(min((last - first).days + 1, LONGEST)):
        day = first + timedelta(days=number)
        total += counts[day]
        labels.append(date_format(day, "j M"))
        values.append(total)
    return labels, values
