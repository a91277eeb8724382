"""Gone silent, told slowly: hour by hour for each side, to compare the rule and its sweep with.

docs/program.md, in hours from kickoff, which is a midnight of the cohort (in UTC). Nothing of the portal is used.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import floor
from zoneinfo import ZoneInfo

DAY, WEEK = 24, 7 * 24
MENTEE_SIGNS = {"update", "question", "moved", "call", "reply"}
MENTORS_SIGNS = {"answer", "no_reply", "feedback", "accepted", "call"}
ASKING = {"update", "question"}
CLOSES = {"answer": slice(0, 1), "no_reply": slice(-1, None), "call": slice(None)}  # of what is unanswered
UTC_ZONE, KICKOFF = ZoneInfo("UTC"), datetime(2027, 6, 15, tzinfo=UTC)
NEVER = {"mentee": frozenset(), "mentors": frozenset()}


@dataclass
class Clock:
    begins: int  # the hour from which silence counts
    ends: int  # the first hour after the mentorship
    days: dict  # {side: (days of step 1, 2, …)}
    cadence: int = 1
    away: dict = field(default_factory=lambda: NEVER)  # {side: the hours on leave}
    zone: ZoneInfo = UTC_ZONE  # of the mentee
    kickoff: datetime = KICKOFF
    recorded: list = field(default_factory=list)  # (side, number, hour due, hour recorded)
    silent_at: dict = field(default_factory=dict)  # {hour of a sweep: {side: since which hour}}

    def run(self, events, sweeps):
        """``events``: [(hour, kind)], in the order in which they happen. Sweeps come after the events of their hour."""
        ahead, seen, known = list(events), set(), {}
        signs, unanswered, asked, held = {"mentee": None, "mentors": None}, [], None, None
        for hour in sorted(sweeps):
            while ahead and ahead[0][0] <= hour:
                at, kind = ahead.pop(0)
                if kind in MENTEE_SIGNS:
                    signs["mentee"] = at
                if kind in ASKING:
                    unanswered, asked, held = [*unanswered, at], at, at + 8 * DAY
                if kind in MENTORS_SIGNS:
                    signs["mentors"] = at
                    held = held if held is None else min(held, max(at, asked))
                for gone in unanswered[CLOSES.get(kind, slice(0, 0))]:
                    unanswered.remove(gone)
            if not self.begins <= hour < self.ends:
                continue
            since = {"mentee": max(at for at in (self.begins, signs["mentee"], held) if at is not None)}
            if unanswered:
                since["mentors"] = max(at for at in (self.begins, unanswered[0], signs["mentors"]) if at is not None)
            self.silent_at[hour] = since
            for side, start in since.items():
                if hour in self.away[side]:
                    continue
                stretch = side, start, signs["mentee"] if side == "mentee" else None
                if stretch not in known:
                    known[stretch] = self._steps(*stretch)
                for number, due in enumerate(known[stretch], 1):
                    if due <= hour and (side, start, number) not in seen:
                        seen.add((side, start, number))
                        self.recorded.append((side, number, due, hour))
        return sorted(self.recorded)

    def _steps(self, side, since, heard):
        """The hours at which the steps of a silence are due."""
        days = self.days[side]
        if side == "mentors":
            return [self._walk(since, each * DAY, side) for each in days]
        due = self.update_due(heard)
        if due is None:
            return []
        first = max(self._walk(since, days[0] * DAY, side), self._morning(due))
        return [
            max(self._walk(since, each * DAY, side), self._walk(first, (each - days[0]) * DAY, side)) for each in days
        ]

    def update_due(self, heard):
        """The hour at which the week of the next update ends, None behind the last one."""
        weeks = self.ends // WEEK
        if heard is None or heard < self.begins:
            week = self.begins // WEEK + self.cadence
        else:
            week = min(heard // WEEK + 1, weeks) + self.cadence
        for number in range(week, weeks + 1):
            due = number * WEEK if number < weeks else self.ends
            if not any(hour in self.away["mentee"] for hour in range(due - 3 * DAY, due)):
                return due
        return None

    def _walk(self, start, hours, side):
        """When so many hours have passed since, without those on leave."""
        at, left = start, hours
        while left > 0:
            if floor(at) in self.away[side]:
                at = floor(at) + 1
            else:
                passed = min(left, floor(at) + 1 - at)
                at, left = at + passed, left - passed
        return at

    def _morning(self, due):
        """The first nine o'clock after it, where the mentee is: looked for in quarters of an hour."""
        for quarter in range(1, 3 * DAY * 4):
            local = (self.kickoff + timedelta(hours=due + quarter / 4)).astimezone(self.zone)
            if (local.hour, local.minute) == (9, 0):
                return due + quarter / 4
        raise AssertionError("a day without a morning")
