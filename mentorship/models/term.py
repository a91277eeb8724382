from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy

from ..spans import Span

SETTLING_IN = timedelta(days=3)  # after time off, before anything is due


class Term(models.Model):
    """When a mentorship runs, in weeks of its cohort's days, and when its updates are due."""

    class Cadence(models.IntegerChoices):
        WEEKLY = 1, gettext_lazy("every week")
        BIWEEKLY = 2, gettext_lazy("every two weeks")

    cadence = models.PositiveSmallIntegerField(gettext_lazy("updates"), choices=Cadence, default=Cadence.WEEKLY)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        abstract = True

    @property
    def counts_from(self):
        """No silence is counted before this: program start, or acceptance where that was later."""
        return max(self.starts_at, self.created_at)

    def _first_day(self):
        return timezone.localtime(self.starts_at, self.cohort.zone).date()

    @property
    def weeks(self):
        """How many whole weeks it has, in the cohort's days (18 in the AMP template)."""
        last_day = timezone.localtime(self.ends_at, self.cohort.zone).date()
        return max(1, (last_day - self._first_day()).days // 7)

    def week_at(self, now):
        """The week of the program, from 1; None before its start, the last one after its end."""
        if now < self.starts_at:
            return None
        days = (timezone.localtime(now, self.cohort.zone).date() - self._first_day()).days
        return min(days // 7 + 1, self.weeks)

    def week_ends_at(self, week):
        """Midnight after the last day of a week, in the cohort's zone; of the last week, the end of the mentorship."""
        if week >= self.weeks:
            return self.ends_at
        day = self._first_day() + timedelta(days=7 * week)
        return datetime.combine(day, time(), self.cohort.zone).astimezone(UTC)

    def update_due(self, heard_at: datetime | None, time_off: Iterable[Span]) -> datetime | None:
        """When the next update is due (docs/program.md, Gone silent); None where that lies behind the last week.

        At the end of the program week (bi-weekly: of the second one) after that of ``heard_at``, the mentee's last sign
        of life; without one, of the first (second) week that counts. In the mentee's ``time_off``, or less than three
        days after it, it moves on by weeks. Page, home, calendar and silence all read it here.
        """
        if heard_at is None or heard_at < self.counts_from:
            week = self.week_at(self.counts_from) - 1 + self.cadence
        else:
            week = self.week_at(heard_at) + self.cadence
        time_off, weeks = list(time_off), self.weeks
        while week <= weeks:
            due = self.week_ends_at(week)
            if not any(since < due < until + SETTLING_IN for since, until in time_off):
                return due
            week += 1
        return None

    def update_is_in(self, last_update_week, now):
        """Whether the newest update, of this week (or None), covers the present one."""
        return last_update_week is not None and (self.week_at(now) or 0) < last_update_week + self.cadence
