"""The working hours of two people in two time zones, drawn on one day: pure geometry, as in ``amp_portal.charts``."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

DAY = 24 * 60  # minutes
Stretches = list[tuple[int, int]]  # of minutes since midnight


@dataclass(frozen=True)
class Bar:
    """A stretch as percentages of the day."""

    x: str
    width: str


@dataclass(frozen=True)
class Row:
    label: str
    words: str  # the hours as text
    bars: list[Bar]


@dataclass(frozen=True)
class Hours:
    """What is drawn for a day of the reader's: a row per side, and the hours that both have."""

    rows: list[Row]
    shared: Row

    @property
    def meets(self):
        return bool(self.shared.bars)


def drawn(sides: list[tuple[str, tzinfo, int, int]], shared_label: str, reader: tzinfo, day: date) -> Hours:
    """``sides``: label, zone, from and until (hours of their own day) of each."""
    stretches = [_of_reader(zone, begins, ends, reader, day) for _label, zone, begins, ends in sides]
    rows = [_row(side[0], found) for side, found in zip(sides, stretches, strict=True)]
    first, second = stretches
    both = [(max(a, c), min(b, d)) for a, b in first for c, d in second if max(a, c) < min(b, d)]
    return Hours(rows, _row(shared_label, sorted(both)))


def _of_reader(zone, begins, ends, reader, day) -> Stretches:
    """Somebody's hours as stretches of the reader's day: perhaps two, cut by midnight."""
    midnight = datetime.combine(day, time(), reader)
    found = []
    for shift in (-1, 0, 1):
        there = datetime.combine(day + timedelta(days=shift), time(), zone)
        edges = [round((_at(there, hour) - midnight).total_seconds() / 60) for hour in (begins, ends)]
        since, until = (min(max(edge, 0), DAY) for edge in edges)
        if since < until:
            found.append((since, until))
    return found


def _at(midnight, hour):
    return midnight.replace(hour=hour) if hour < 24 else midnight + timedelta(days=1)


def _row(label, stretches):
    bars = [Bar(_percent(since), _percent(until - since)) for since, until in stretches]
    return Row(label, ", ".join(f"{_clock(since)}–{_clock(until)}" for since, until in stretches), bars)


def _percent(minutes):
    return f"{100 * minutes / DAY:.2f}%"


def _clock(minutes):
    return f"{minutes // 60:02}:{minutes % 60:02}"
