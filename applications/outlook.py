"""What an applicant's time looks like over the weeks of the program, in numbers, words and a chart. It only warns."""

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from amp_portal import charts
from cohorts import weeks

from .hours import hours_left


@dataclass(frozen=True)
class Outlook:
    """``left`` are the hours of each week. A week has enough where the hours expected are left, whatever else is."""

    weeks: list[weeks.Week]
    left: list[Fraction]
    hours_expected: int
    weeks_expected: int

    @property
    def enough(self):
        """How many weeks have at least the hours expected."""
        return sum(hours >= self.hours_expected for hours in self.left)

    @property
    def has_few_weeks(self):
        return self.enough < self.weeks_expected

    @property
    def chart(self):
        left = [int(hours) if hours.denominator == 1 else round(float(hours), 1) for hours in self.left]
        return charts.columns(
            "hours-left",
            _("Hours left in each week of the program"),
            [str(week) for week in self.weeks],
            {_("hours left"): left},
            summary=_("Weeks with at least %(hours)d hours: %(enough)d of %(all)d.")
            % {"hours": self.hours_expected, "enough": self.enough, "all": len(self.left)},
            level=self.hours_expected,
            names=(_("%(hours)d hours or more") % {"hours": self.hours_expected}, _("fewer")),
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
        hours_expected=cohort.hours_expected,
        weeks_expected=min(cohort.weeks_expected, len(program)),
    )
