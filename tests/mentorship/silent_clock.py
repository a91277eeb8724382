"""Gone silent, told slowly: an hour-by-hour clock for each side, to compare the rule and its sweep with.

PROGRAM.md: elapsed days since the last sign of life of a side, not before kickoff; while the mentee waits for an answer
their clock stands still. Everything here happens at whole hours, counted from kickoff.
"""

from dataclasses import dataclass, field

MENTEE_SIGNS = {"update", "question", "moved", "call"}
MENTORS_SIGNS = {"answer", "feedback", "accepted", "call"}
ASKING = {"update", "question"}


@dataclass
class Clock:
    begins: int  # the hour from which silence counts
    ends: int  # the first hour after the mentorship
    days: dict  # {side: (days of step 1, 2, …)}
    recorded: list = field(default_factory=list)  # (side, number, hour due, hour recorded)

    def run(self, events, sweeps):
        """``events``: [(hour, kind)], in the order in which they happen. Sweeps come after the events of their hour."""
        last = max([0, *(hour for hour, _kind in events), *sweeps])
        first = min([self.begins, 0, *(hour for hour, _kind in events), *sweeps])
        silent = {"mentee": 0, "mentors": 0}
        seen = {"mentee": set(), "mentors": set()}
        waiting = False
        for hour in range(first, last + 1):
            if hour > self.begins:  # the hour that has just passed
                silent["mentors" if waiting else "mentee"] += 1
            for _hour, kind in [event for event in events if event[0] == hour]:
                if kind in MENTEE_SIGNS:
                    silent["mentee"], seen["mentee"] = 0, set()
                if kind in MENTORS_SIGNS:
                    silent["mentors"], seen["mentors"] = 0, set()
                    waiting = False
                if kind in ASKING:
                    waiting = True
            if hour in sweeps and self.begins <= hour < self.ends:
                self._sweep(hour, "mentors" if waiting else "mentee", silent, seen)
        return sorted(self.recorded)

    def _sweep(self, hour, side, silent, seen):
        for number, days in enumerate(self.days[side], 1):
            if silent[side] >= days * 24 and number not in seen[side]:
                seen[side].add(number)
                self.recorded.append((side, number, hour - (silent[side] - days * 24), hour))
