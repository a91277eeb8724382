"""The home page: what waits for a person (see ``todo``), where they belong, what somebody new could begin.

An app's ``home.py`` adds to the last two with functions of a ``Reader``, each in a constant number of queries.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from amp_portal.hooks import Hook
from amp_portal.todo import LEAD, Reader, Todo, todos

PRESSING = timedelta(days=2)  # what has no date and presses counts as due then
SOMEDAY = timedelta(days=36500)


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


belonging = Hook()  # function(reader) -> Iterable[Place]: what is theirs, also what is over
opening = Hook()  # function(reader) -> Iterable[Todo]: what somebody without a part in anything could begin


def next_steps(reader: Reader) -> list[Todo]:
    """What waits for the reader, the most urgent first, and after it what is calm: nothing to do there yet."""
    shown = [_at_home(todo, reader.now) for todo in todos.gather(reader) if not (todo.done or reader.is_away(todo))]
    return _in_order([todo for todo in shown if todo], reader.now)


def _at_home(todo, now):
    """What can't be done yet is calm, and told as it comes near."""
    if todo.opens is None or todo.opens <= now:
        return todo
    return replace(todo, due=todo.opens, urgency="calm") if todo.opens <= now + LEAD else None


def openings(reader: Reader) -> list[Todo]:
    return _in_order(opening.gather(reader), reader.now)


def _in_order(found, now):
    def rank(todo):
        pressing = PRESSING if todo.urgency == "soon" else SOMEDAY
        return todo.is_calm, todo.urgency != "late", todo.due or now + pressing, todo.what

    return sorted(found, key=rank)


def belongings(reader: Reader) -> list[Group]:
    """What is the reader's own, by group; groups in which something goes on come first."""
    groups: dict[str, Group] = {}
    for place in belonging.gather(reader):
        groups.setdefault(place.group, Group(place.group, place.group_url, [])).places.append(place)
    for group in groups.values():
        group.places.sort(key=lambda place: (place.is_over, place.rank, place.title))
    return sorted(groups.values(), key=lambda group: group.is_over)
