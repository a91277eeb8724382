"""What an applicant's time looks like over the weeks of the program, in numbers, words and a chart. It only warns."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from django.utils.translation import gettext as _

from amp_portal import charts
from cohorts import weeks

from .hours import Run, hours_left, longest_run


@dataclass(frozen=True)
class Outlook:
    """``left`` are the hours of each week. A free week has the hours expected, or all there are where that is less."""

    weeks: list[weeks.Week]
    left: list[Fraction]
    hours: int
    hours_expected: int
    weeks_expected: int

    @property
    def wanted(self):
        return max(min(self.hours, self.hours_expected), 1)

    @cached_property
    def run(self) -> Run:
        return longest_run(self.left, self.wanted)

    @property
    def free(self):
        """How many weeks are free."""
        return sum(hours >= self.wanted for hours in self.left)

    @property
    def has_few_hours(self):
        return self.hours < self.hours_expected

    @property
    def has_short_run(self):
        return self.run.length < self.weeks_expected

    @property
    def days(self):
        return weeks.days(self.weeks[self.run.first - 1].first, self.weeks[self.run.last - 1].last)

    @property
    def chart(self):
        left = [int(hours) if hours.denominator == 1 else round(float(hours), 1) for hours in self.left]
        return charts.columns(
            "hours-left",
            _("Hours left in each week of the program"),
            [str(week) for week in self.weeks],
            {_("hours left"): left},
            summary=_("Weeks that are free: %(free)d of %(all)d.") % {"free": self.free, "all": len(self.left)},
            level=self.wanted,
            names=(_("%(hours)d hours or more") % {"hours": self.wanted}, _("fewer")),
            short=[str(week.number) for week in self.weeks],
        )


def of(version, cohort) -> Outlook | None:
    """None while the hours, or the dates of the program, are not known. One query, and one for the cohort's phases."""
    return reckon(version, version.commitments.all(), weeks.of(cohort), cohort)


def reckon(version, commitments, program, cohort) -> Outlook | None:
    """The same of what is at hand: commitments, and the weeks of the program."""
    if version.hours_per_week is None or not program:
        return None
    duties = [row.duty for row in commitments if row.duty]
    return Outlook(
        weeks=program,
        left=hours_left(program[0].first, len(program), version.hours_per_week, duties),
        hours=version.hours_per_week,
        hours_expected=cohort.hours_expected,
        weeks_expected=min(cohort.weeks_expected, len(program)),
    )
