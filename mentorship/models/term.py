from datetime import UTC, datetime, time, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy


class Term(models.Model):
    """When a mentorship runs, in weeks of its cohort's days, and when its updates are awaited."""

    class Cadence(models.IntegerChoices):
        WEEKLY = 1, gettext_lazy("every week")
        BIWEEKLY = 2, gettext_lazy("every two weeks")

    cadence = models.PositiveSmallIntegerField(gettext_lazy("updates"), choices=Cadence, default=Cadence.WEEKLY)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        abstract = True

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

    def _first_of_stretch(self, week):
        """The first of the weeks that one update covers: the week itself, bi-weekly that of each pair."""
        return (week - 1) // self.cadence * self.cadence + 1

    def update_due(self, last_update_week, now):
        """Until when an update is awaited, given the week of the newest one (or None). None where none is awaited now.

        With a bi-weekly cadence an update covers weeks 1 and 2, 3 and 4, and so on.
        """
        week = self.week_at(now)
        if week is None or not self.is_active or now >= self.ends_at:
            return None
        first = self._first_of_stretch(week)
        if last_update_week and last_update_week >= first:
            return None
        return self.week_ends_at(first + self.cadence - 1)

    def next_update_due(self, now):
        """Until when the update after the present one is awaited; None before the start and in the last weeks."""
        week = self.week_at(now)
        following = week and self._first_of_stretch(week) + self.cadence
        if not following or following > self.weeks or not self.is_active:
            return None
        return self.week_ends_at(following + self.cadence - 1)
