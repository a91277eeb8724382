"""Writers of many kinds, and whom of them the rule of silence asks “are you all right?”: without a database.

Each kind is 400 mentorships of a program of 18 weeks: of cohorts in four zones, of mentees in 24, half of them over the
clocks' change in spring and half over that in autumn. Only the portal's pure functions are asked; that they count right
is compared elsewhere with a reference that counts hours (``silent_clock``).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from amp_portal.users.models import Person
from cohorts.models import Cohort
from mentorship import stretches
from mentorship.models import Mentorship
from mentorship.signs import Signs

from .year import ZONES

DAY = timedelta(days=1)
WEEKS = 18
COHORTS = ["UTC", "Europe/Berlin", "America/Los_Angeles", "Australia/Lord_Howe"]
KICKOFFS = [datetime(2027, 2, 1, tzinfo=UTC), datetime(2027, 8, 30, tzinfo=UTC)]  # Mondays
EXTENSION = 12 * DAY


@dataclass
class Life:
    """What one mentee writes when. ``answered_after``: None where nobody ever answers."""

    mentorship: Mentorship
    signs: list[datetime] = field(default_factory=list)
    time_off: list[tuple[datetime, datetime]] = field(default_factory=list)
    answered_after: timedelta | None = timedelta(hours=20)
    extended_at: datetime | None = None
    stops_at: datetime | None = None  # the last sign of who never comes back

    def week(self, number, days):
        """Some days into a week, in the cohort's days."""
        begin = self.mentorship.week_ends_at(number - 1) if number > 1 else self.mentorship.starts_at
        return begin + days * DAY


@dataclass
class Asked:
    """One first step: after which sign, when, and the date that was told before."""

    heard: datetime | None
    at: datetime
    due: datetime


def mentorship(number, cadence=1):
    kickoff, zone = KICKOFFS[number // 4 % 2], ZoneInfo(COHORTS[number % 4])
    starts_at = datetime.combine(kickoff.date(), time(), zone).astimezone(UTC)
    ends_at = datetime.combine(kickoff.date() + WEEKS * 7 * DAY, time(23, 59), zone).astimezone(UTC)
    return Mentorship(
        pk=number,
        cohort=Cohort(time_zone=zone.key),
        mentee=Person(time_zone=ZONES[number % 24]),
        cadence=cadence,
        starts_at=starts_at,
        ends_at=ends_at,
        created_at=starts_at - 3 * DAY,
    )


def asked(life):
    """Every first step of the life, in order."""
    found = []
    for heard, following in zip([None, *life.signs], [*life.signs, None], strict=True):
        at = _first_step(life, heard, life.mentorship, following)
        if at is None and life.extended_at and (heard or life.extended_at) <= life.extended_at:
            longer = _with_more_time(life.mentorship)
            at = _first_step(life, heard, longer, following)
            at = at and max(at, life.extended_at)
        if at:
            found.append(Asked(heard, at, life.mentorship.update_due(heard, life.time_off) or at))
    return found


def _with_more_time(short):
    ends_at = short.ends_at + EXTENSION
    kept = {name: getattr(short, name) for name in ("cohort", "mentee", "cadence", "starts_at", "created_at")}
    return Mentorship(pk=short.pk, ends_at=ends_at, **kept)


def _first_step(life, heard, running, following):
    if life.extended_at and heard and heard > life.extended_at:
        running = _with_more_time(life.mentorship)
    reacted = heard + life.answered_after if heard and life.answered_after else None
    if reacted and following and reacted > following:
        reacted = None
    signs = Signs(running.pk, mentee_at=heard, asked_at=heard, reacted_at=reacted)
    for at in stretches.of_mentee(running, signs, life.time_off).due[:1]:
        for since, until in life.time_off:
            at = until if since <= at < until else at
        return at if at < min(following or running.ends_at, running.ends_at) else None
    return None


# Who writes how --------------------------------------------------------------------------------------


def weekly(jitter):
    def write(number, dice):
        life = Life(mentorship(number))
        day = 3.49 if jitter == 3 else dice.uniform(jitter, 6.9 - jitter)
        life.signs = [life.week(week, day + dice.uniform(-jitter, jitter)) for week in range(1, WEEKS + 1)]
        return life

    return write


def any_day(number, dice):
    """Once in every program week, at whatever time."""
    life = Life(mentorship(number), answered_after=None if number % 3 == 0 else timedelta(hours=dice.randrange(1, 60)))
    life.signs = [life.week(week, dice.uniform(0, 6.95)) for week in range(1, WEEKS + 1)]
    return life


def every_two_weeks(number, dice):
    life = Life(mentorship(number, cadence=2))
    life.signs = [life.week(week, dice.uniform(0, 6.95)) for week in range(2, WEEKS + 1, 2)]
    return life


def one_in_ten_missed(number, dice):
    life = weekly(3)(number, dice)
    life.signs = [sign for sign in life.signs if dice.random() > 0.1]
    return life


def away(*, is_declared):
    """Gone for 4 to 20 days once or twice; whoever declared it writes shortly before each date they are told."""

    def write(number, dice):
        life = Life(mentorship(number, cadence=1 + (number % 4 == 3)))
        for begin in dice.sample([10, 50, 90], dice.choice([1, 2])):
            since = life.week(1, begin + dice.randrange(7))
            life.time_off.append((since, since + dice.randrange(4, 21) * DAY))
        life.time_off.sort()
        gone = life.time_off
        while due := life.mentorship.update_due(life.signs[-1] if life.signs else None, gone if is_declared else []):
            at = due - dice.uniform(0.01, 2.9) * DAY
            for since, until in reversed(gone):  # before they leave, or as soon as they are back
                if since <= at < until:
                    at = until + dice.uniform(0.1, 0.5) * DAY
            life.signs.append(max(at, life.signs[-1] + DAY / 8) if life.signs else at)
        if not is_declared:
            life.time_off = []
        return life

    return write


def more_time(number, dice):
    life = any_day(number, dice)
    life.extended_at = life.week(dice.randrange(1, WEEKS + 1), dice.uniform(0, 6))
    life.signs += [life.week(WEEKS, 7 + dice.uniform(0, 4.9))]
    return life


def stops(cadence=1, answered_after=timedelta(hours=20)):
    def write(number, dice):
        life = Life(mentorship(number, cadence), answered_after=answered_after)
        last = dice.randrange(0, (WEEKS - 3 * cadence) // cadence) * cadence
        life.signs = [life.week(week, dice.uniform(0, 6.95)) for week in range(cadence, last + 1, cadence)]
        if life.signs and number % 5 == 0:
            life.signs[-1] = life.week(last, 0)  # the longest there is until the end of the next week
        life.stops_at = life.signs[-1] if life.signs else life.mentorship.starts_at
        return life

    return write


@dataclass(frozen=True)
class Kind:
    """``within``: days after which whoever stops is asked at the latest; None of who is never to be asked."""

    name: str
    write: Callable
    keeps_rhythm: bool = True
    within: int | None = None


KINDS = (
    Kind("weekly, exactly", weekly(0)),
    Kind("weekly, give or take a day", weekly(1)),
    Kind("weekly, give or take three days", weekly(3)),
    Kind("once in every program week, answered or not", any_day),
    Kind("every two weeks", every_two_weeks),
    Kind("declared holidays", away(is_declared=True)),
    Kind("extended by twelve days", more_time),
    Kind("one week in ten missed", one_in_ten_missed, keeps_rhythm=False, within=15),
    Kind("undeclared holidays", away(is_declared=False), keeps_rhythm=False, within=22),
    Kind("weekly, then silent", stops(), keeps_rhythm=False, within=15),
    Kind("every two weeks, then silent", stops(2), keeps_rhythm=False, within=22),
    Kind("weekly, then silent, the last update forgotten", stops(1, None), keeps_rhythm=False, within=17),
)


@dataclass
class Row:
    """What came of a kind of writers."""

    kind: Kind
    mentorships: int = 0
    asked: int = 0  # mentorships
    too_early: int = 0  # steps before the date that was told
    never_asked: int = 0  # of who stopped
    longest: timedelta = timedelta(0)  # from the last sign until somebody asks


def simulate(kind, *, count=400, seed=20270201):
    dice, row = Random(f"{seed}/{kind.name}"), Row(kind)
    for number in range(count):
        life = kind.write(number, dice)
        steps = asked(life)
        row.mentorships += 1
        row.asked += bool(steps)
        row.too_early += sum(step.at <= step.due for step in steps)
        row.never_asked += bool(life.stops_at and not steps)
        waits = [_days(life, step) for step in steps]
        row.longest = max(row.longest, *waits, timedelta(0))
    return row


def _days(life, step):
    """Days of the cohort's calendar, so that a change of the clocks makes none longer."""
    zone = life.mentorship.cohort.zone
    begin = max(step.heard or life.mentorship.starts_at, life.mentorship.starts_at)
    return step.at.astimezone(zone).replace(tzinfo=None) - begin.astimezone(zone).replace(tzinfo=None)
