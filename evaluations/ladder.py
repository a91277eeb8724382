"""The reminders of an evaluation (docs/program.md): before the window opens, as it opens, for who is late. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True)
class Rung:
    """A letter due ``days`` after the window opens; negative ones before."""

    name: str
    days: int

    def due_at(self, opens_at, zone) -> datetime:
        """Calendar days in the cohort's zone: the same time of day, whatever the clocks do meanwhile."""
        return (opens_at.astimezone(zone) + timedelta(days=self.days)).astimezone(UTC)


CHASE = Rung("missing", 3)
RUNGS = (Rung("in_ten_days", -10), Rung("in_five_days", -5), Rung("open", 0), CHASE)
FIRST = timedelta(days=11)  # a day more than the first rung: clocks change


def latest(window, zone, now):
    """The last rung that is due in a window (a Phase), or None before the first and after the close."""
    if now >= window.ends_at:
        return None
    due = [rung for rung in RUNGS if rung.due_at(window.starts_at, zone) <= now]
    return due[-1] if due else None


def is_chasing(round, now):
    """From three days after the opening, who has not submitted is on the organizers' chase list."""
    return round.window is not None and CHASE.due_at(round.opens_at, round.cohort.zone) <= now


def current_rung(round, now):
    return latest(round.window, round.cohort.zone, now) if round.window else None
