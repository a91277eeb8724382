"""What a cohort's stipends come to: budget, committed, due, paid, left. Minor units."""

from dataclasses import dataclass

from django.db.models import Q, Sum

from cohorts.models import Project

from ..models import StipendLine
from .gather import SPONSORED

State = StipendLine.State


@dataclass(frozen=True)
class Figures:
    """``committed``: all lines but void ones. ``due``: earned or requested, not paid. ``left``: of the budget."""

    budget: int
    committed: int
    due: int
    paid: int

    @property
    def left(self):
        return self.budget - self.committed


def projects(cohort):
    """Projects with sponsored mentees, each with its sums. One query, to be paginated."""
    of_lines = {
        "committed": Sum("stipend_lines__amount", filter=~Q(stipend_lines__state=State.VOID), default=0),
        "due": Sum(
            "stipend_lines__amount", filter=Q(stipend_lines__state__in=(State.ELIGIBLE, State.REQUESTED)), default=0
        ),
        "paid": Sum("stipend_lines__amount", filter=Q(stipend_lines__state=State.PAID), default=0),
    }
    with_stipends = Project.objects.filter(pk__in=cohort.mentorships.filter(track=SPONSORED).values("project"))
    return with_stipends.annotate(**of_lines).order_by("title", "pk")


def of_project(cohort, project) -> Figures:
    """The figures of one row of ``projects``. No query."""
    return Figures(cohort.stipend_mentees + cohort.stipend_mentors, project.committed, project.due, project.paid)


def whole(cohort) -> Figures:
    """The figures of the cohort, over all pages. Two queries."""
    count = cohort.mentorships.filter(track=SPONSORED).values("project").distinct().count()
    sums = cohort.stipend_lines.aggregate(
        committed=Sum("amount", filter=~Q(state=State.VOID), default=0),
        due=Sum("amount", filter=Q(state__in=(State.ELIGIBLE, State.REQUESTED)), default=0),
        paid=Sum("amount", filter=Q(state=State.PAID), default=0),
    )
    return Figures(budget=count * (cohort.stipend_mentees + cohort.stipend_mentors), **sums)
