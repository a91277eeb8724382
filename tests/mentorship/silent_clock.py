"""Gone silent, told slowly: an hour-by-hour clock for each side, to compare the rule and its sweep with.

PROGRAM.md: elapsed days since the last sign of life of a side, not before kickoff, without leave; while the mentee
waits for an answer their clock stands still. Everything here happens at whole hours, counted from kickoff.
"""

from dataclasses import dataclass, field

MENTEE_SIGNS = {"update", "question", "moved", "call", "reply"}
MENTORS_SIGNS = {"answer", "feedback", "accepted", "call"}
ASKING = {"update", "question"}
NEVER = {"mentee": frozenset(), "mentors": frozenset()}


@dataclass
class Clock:
    begins: int  # the hour from which silence counts
    ends: int  # the first hour after the mentorship
    days: dict  # {side: (days of step 1, 2, …)}
    away: dict = field(default_factory=lambda: NEVER)  # {side: the hours on leave}
    recorded: list = field(default_factory=list)  # (side, number, hour due, hour recorded)
    silent_at: dict = field(default_factory=dict)  # {hour of a sweep: (the side whose turn it is, its last sign)}

    def run(self, events, sweeps):
        """``events``: [(hour, kind)], in the order in which they happen. Sweeps come after the events of their hour."""
        last = max([0, *(hour for hour, _kind in events), *sweeps])
        first = min([self.begins, 0, *(hour for hour, _kind in events), *sweeps])
        happens = {}
        for hour, kind in events:
            happens.setdefault(hour, []).append(kind)
        silent, reached = {"mentee": 0, "mentors": 0}, {"mentee": {}, "mentors": {}}
        seen, signs = {"mentee": set(), "mentors": set()}, {"mentee": None, "mentors": None}
        waiting = False
        for hour in range(first, last + 1):
            side = "mentors" if waiting else "mentee"
            if hour > self.begins and hour - 1 not in self.away[side]:  # the hour that has just passed
                silent[side] += 1
                for number, days in enumerate(self.days[side], 1):
                    if silent[side] == days * 24:
                        reached[side][number] = hour
            for kind in happens.get(hour, ()):
                for each, heard in (("mentee", MENTEE_SIGNS), ("mentors", MENTORS_SIGNS)):
                    if kind in heard:
                        silent[each], seen[each], reached[each], signs[each] = 0, set(), {}, hour
                waiting = kind in ASKING or (waiting and kind not in MENTORS_SIGNS)
            side = "mentors" if waiting else "mentee"
            if hour in sweeps and self.begins <= hour < self.ends:
                self.silent_at[hour] = side, signs[side], signs["mentors"]
                if hour not in self.away[side]:
                    self._sweep(hour, side, reached[side], seen)
        return sorted(self.recorded)

    def _sweep(self, hour, side, reached, seen):
        for number, due in reached.items():
            if number not in seen[side]:
                seen[side].add(number)
                self.recorded.append((side, number, due, hour))
