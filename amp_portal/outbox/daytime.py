"""When nudges and reminders may go out: between two hours of the reader's own day (docs/program.md, Gone silent)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

USUAL_HOURS = (9, 18)
QUARTER = timedelta(minutes=15)  # clocks of the world differ, and change, by whole quarters of an hour


@dataclass(frozen=True)
class Window:
    """The hours ``[since, until)`` of the day in a zone, 0 ≤ since < until ≤ 24."""

    zone: ZoneInfo
    hours: tuple[int, int] = USUAL_HOURS

    def is_open(self, instant: datetime) -> bool:
        since, until = self.hours
        return since <= instant.astimezone(self.zone).hour < until

    def opening(self, instant: datetime) -> datetime:
        """The first instant, not before this one, at which the window is open; aware, UTC."""
        instant = instant.astimezone(UTC)
        if self.is_open(instant):
            return instant
        instant = instant.replace(minute=instant.minute // 15 * 15, second=0, microsecond=0)
        while not self.is_open(instant):
            instant += QUARTER
        return instant

    def morning(self, instant: datetime) -> datetime:
        """The first instant, not before this one, at which a day's window begins; aware, UTC."""
        day = self.day(instant)
        while (begin := datetime.combine(day, time(self.hours[0]), self.zone).astimezone(UTC)) < instant:
            day += timedelta(days=1)
        return self.opening(begin)

    def day(self, instant: datetime) -> date:
        """The date it is there at this instant."""
        return instant.astimezone(self.zone).date()


def shared(windows: Iterable[Window]) -> Window:
    """The window for several letters to one reader: the hours they have in common, else the first one's."""
    windows = list(windows)
    since = max(window.hours[0] for window in windows)
    until = min(window.hours[1] for window in windows)
    return Window(windows[0].zone, (since, until) if since < until else windows[0].hours)
