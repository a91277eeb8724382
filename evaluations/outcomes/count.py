"""Counting outcomes: pure, each number with what it is out of. People are ids; days are dates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

FOLLOW_UPS = (3, 6, 12)  # months after recognition


@dataclass(frozen=True)
class Place:
    """A mentee's place in a cohort; ``since`` is its first day. One that goes on has not ended."""

    person: int
    since: date | None
    completed: bool
    ended: bool = True


@dataclass(frozen=True)
class Answer:
    """A follow-up that was sent. ``active`` is None while it is not answered.

    ``seen``: the portal recorded something of them while it was open.
    """

    person: int
    months: int
    active: bool | None
    is_triager: bool
    seen: bool = False

    @property
    def around(self) -> bool | None:
        """What they said counts, else what was seen; None where nobody knows."""
        return self.active if self.active is not None else self.seen or None


@dataclass(frozen=True)
class Year:
    """What is known of one cohort, in the order of their kickoffs. ``mentors`` include those who stepped down."""

    name: str
    places: Sequence[Place]
    mentors: frozenset[int]
    answers: Sequence[Answer] = ()


@dataclass(frozen=True)
class Ratio:
    n: int
    of: int

    @property
    def percent(self) -> int | None:
        """Rounded; None where nobody could have."""
        return round(100 * self.n / self.of) if self.of else None


@dataclass(frozen=True)
class Outcomes:
    """Of one cohort, or of all: then people count once however often they took part.

    ``places`` counts places, everything else people. ``active`` is by months after recognition, of who is known.
    ``before_lists``: mentees whose first day no known maintainers list speaks for, so that nobody can say what they
    became.
    """

    name: str
    places: int
    mentees: int
    completed: Ratio  # of the mentees whose place has ended
    maintainers: Ratio  # of the mentees, who are on the maintainers list on the day of counting
    became_maintainers: Ratio  # of those not on the list on their first day, who came on it later
    before_lists: int
    became_mentors: Ratio  # of the mentees, who mentored in a later cohort
    became_triagers: Ratio  # of those asked, who said so or were named so
    mentors: int
    returning_mentors: Ratio  # of the mentors, who had mentored in an earlier cohort
    asked: Mapping[int, int] = field(default_factory=dict)
    active: Mapping[int, Ratio] = field(default_factory=dict)


@dataclass(frozen=True)
class Lists:
    """What the maintainers lists say: stretches on them by person, and the day of the first one, if there is any."""

    maintained: Mapping[int, Sequence[tuple[date, date | None]]] = field(default_factory=dict)
    first: date | None = None

    def speak_for(self, day: date | None) -> bool:
        return self.first is not None and day is not None and day >= self.first

    def has(self, person: int, day: date) -> bool:
        return any(since <= day and (until is None or until > day) for since, until in self.maintained.get(person, ()))

    def added(self, person: int, after: date, until: date) -> bool:
        return any(after < since <= until for since, _until in self.maintained.get(person, ()))


def count(years: Sequence[Year], lists: Lists, on: date):
    """``(one Outcomes per year, one of all)``."""
    each = [_of([year], years[:number], years[number + 1 :], lists, on) for number, year in enumerate(years)]
    return each, _of(years, [], [], lists, on)


def _of(years, before, after, lists, on):
    places = [place for year in years for place in year.places]
    mentees = {place.person for place in places}
    ended = {place.person for place in places if place.ended}
    began = {person: day for person, day in _first_days(places).items() if lists.speak_for(day)}
    new = {person for person, day in began.items() if not lists.has(person, day)}
    mentors = [person for year in years for person in year.mentors]
    answers = [answer for year in years for answer in year.answers]
    asked = {answer.person for answer in answers}
    return Outcomes(
        name=years[0].name if len(years) == 1 else "",
        places=len(places),
        mentees=len(mentees),
        completed=Ratio(len({place.person for place in places if place.completed}), len(ended)),
        maintainers=_maintainers(mentees, lists, on),
        became_maintainers=Ratio(sum(lists.added(person, began[person], on) for person in new), len(new)),
        before_lists=len(mentees) - len(began),
        became_mentors=Ratio(len(_later_mentors(years, after) & mentees), len(mentees)),
        became_triagers=Ratio(len({answer.person for answer in answers if answer.is_triager}), len(asked)),
        mentors=len(set(mentors)),
        returning_mentors=Ratio(len(_returning(years, before)), len(set(mentors))),
        asked={months: sum(answer.months == months for answer in answers) for months in FOLLOW_UPS},
        active={months: _still_active(answers, months) for months in FOLLOW_UPS},
    )


def _first_days(places: Iterable[Place]) -> dict[int, date]:
    days: dict[int, date] = {}
    for place in places:
        if place.since:
            days[place.person] = min(place.since, days.get(place.person, place.since))
    return days


def _maintainers(mentees, lists, on):
    if not lists.speak_for(on):
        return Ratio(0, 0)
    return Ratio(sum(lists.has(person, on) for person in mentees), len(mentees))


def _later_mentors(years, after):
    """Who mentored in a cohort after the one they were a mentee of."""
    found = set()
    following = [*years, *after]
    for number, year in enumerate(years):
        mentees = {place.person for place in year.places}
        found |= mentees & {person for later in following[number + 1 :] for person in later.mentors}
    return found


def _returning(years, before):
    found, seen = set(), {person for year in before for person in year.mentors}
    for year in years:
        found |= year.mentors & seen
        seen |= year.mentors
    return found


def _still_active(answers, months):
    known = [answer.around for answer in answers if answer.months == months and answer.around is not None]
    return Ratio(sum(known), len(known))
