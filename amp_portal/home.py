"""The home page asks every app for its part: what is next for this person by when, where they belong, what is open.

An app's ``sections.py`` (found by itself) registers functions of ``(person, now)``, each in a constant number of
queries; platform code never imports an app.

    @section    what is next, or that nothing is   → Steps
    @belonging  what one can always go back to     → Places
    @opening    what somebody new could begin      → Steps
"""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from amp_portal.hooks import Hook

PRESSING = timedelta(days=2)  # a step without a date that presses counts as due then
SOMEDAY = timedelta(days=36500)


@dataclass(frozen=True)
class Step:
    """One thing for a person to do or to know. ``due`` is an aware instant or None.

    ``urgency``: info, soon or late; calm where there is nothing to do, then ``due`` is when there will be.
    """

    title: str
    url: str
    text: str = ""
    due: datetime | None = None
    when: str = ""  # what happens at ``due``, where it is not done by then
    action: str = ""
    urgency: str = "info"
    group: str = ""  # where it belongs, e.g. a cohort's name
    zone: tzinfo | None = None  # of the due date, where it is a cohort's

    @property
    def is_calm(self):
        return self.urgency == "calm"


@dataclass(frozen=True)
class Place:
    """Something of a person's own to go back to: a mentorship, an application, a project, a cohort."""

    kind: str  # what it is, in a word or two, where the title does not say
    title: str
    url: str
    state: str = ""  # in words
    tone: str = "neutral"
    group: str = ""  # e.g. a cohort's name, with its page
    group_url: str = ""
    is_over: bool = False
    rank: int = 50


@dataclass(frozen=True)
class Group:
    """The places that belong together, those that go on first."""

    title: str
    url: str
    places: list[Place]

    @property
    def is_over(self):
        return all(place.is_over for place in self.places)


section = Hook()  # function(person, now) -> Iterable[Step]: what is next for the person
belonging = Hook()  # function(person, now) -> Iterable[Place]: what is theirs, also what is over
opening = Hook()  # function(person, now) -> Iterable[Step]: what somebody without a part in anything could begin


def next_steps(person, now) -> list[Step]:
    """All steps of all apps, the most urgent first, the calm ones last."""
    return _in_order(section, person, now)


def openings(person, now) -> list[Step]:
    return _in_order(opening, person, now)


def _in_order(hook, person, now):
    def rank(step):
        pressing = PRESSING if step.urgency == "soon" else SOMEDAY
        return step.is_calm, step.urgency != "late", step.due or now + pressing, step.title

    return sorted(hook.gather(person, now), key=rank)


def belongings(person, now) -> list[Group]:
    """What is the person's own, by group; groups in which something goes on come first."""
    groups: dict[str, Group] = {}
    for place in belonging.gather(person, now):
        groups.setdefault(place.group, Group(place.group, place.group_url, [])).places.append(place)
    for group in groups.values():
        group.places.sort(key=lambda place: (place.is_over, place.rank, place.title))
    return sorted(groups.values(), key=lambda group: group.is_over)
