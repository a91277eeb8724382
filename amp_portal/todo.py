"""What waits for whom, by when. Each app tells it once, in its ``todo.py``; everything that shows it reads it here.

    @todos
    def answer_offers(reader):
        for offer in open_offers(reader.person):
            yield Todo(f"offer/{offer.pk}", _("Answer your offer"), offer.get_absolute_url(), due=offer.answer_by)

The home page and the personal calendar ask for what is a person's own. What waits for the organizers of a cohort is
counted and listed by ``cohorts.organizing``, what passes on with a project by ``cohorts.handover``: Todos as well.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Any

from django.db.models import Exists

from amp_portal.hooks import Hook
from amp_portal.users.models import Person

LEAD = timedelta(days=11)  # so long before something can be done the home page says when


class Audience(StrEnum):
    """In which part somebody has it to do."""

    PERSON = "person"
    APPLICANT = "applicant"
    MENTEE = "mentee"
    MENTORS = "mentors"
    ORGANIZERS = "organizers"


@dataclass(frozen=True)
class Date:
    """How something stands in a calendar. ``key`` stays while it moves; Todos with the same key are one entry there.

    Without ``ends_at`` it is a deadline; ``path`` leads to its page.
    """

    key: str
    title: str
    begins_at: datetime
    ends_at: datetime | None = None
    path: str = ""
    text: str = ""

    def has_begun(self, now: datetime) -> bool:
        """It goes on at ``now``, if it is not over."""
        return self.ends_at is not None and self.begins_at <= now


@dataclass(frozen=True)
class Todo:
    """One thing for somebody to do or, where its ``urgency`` is calm, to know.

    ``opens`` and ``due`` are aware instants or None: before ``opens`` it can't be done yet.
    """

    key: str  # names it for good
    what: str  # in a line
    link: str  # where it is done
    audience: Audience = Audience.PERSON
    who: Any = None  # the person it is about, who often waits for it
    text: str = ""
    action: str = ""  # what the link says
    opens: datetime | None = None
    due: datetime | None = None
    when: str = ""  # what happens at ``due``, where it is not done by then
    urgency: str = "info"  # or soon, late, calm
    done: bool = False  # kept for calendars until everybody has done their part
    rests: bool = False  # while its people are on leave
    group: str = ""  # where it belongs, e.g. a cohort's name
    scope: str = ""  # the same for programs, as of letters: "cohort/3"
    zone: tzinfo | None = None  # of the dates, where it is a cohort's
    date: Date | None = None

    @property
    def is_calm(self):
        return self.urgency == "calm"


@dataclass
class Reader:
    """Who asks what waits for them, and when. ``for_calendar``: also what is done, over or far ahead.

    What several functions need to know is asked ``once``; what few people have is asked for all of them together.
    """

    person: Person
    now: datetime
    for_calendar: bool = False
    _known: dict[Callable, Any] = field(default_factory=dict)

    def once(self, ask: Callable[["Reader"], Any]) -> Any:
        """What ``ask(reader)`` returns: it is called the first time only."""
        if ask not in self._known:
            self._known[ask] = ask(self)
        return self._known[ask]

    def has(self, name: str) -> bool:
        """Whether there is any of what an app names so with ``has_any``. One query for all of them."""
        return self.once(_what_there_is).get(name, False)

    def is_away(self, todo: Todo) -> bool:
        """It can wait until they are back from leave."""
        return todo.rests and todo.scope in self.once(_scopes_away)


todos = Hook()  # function(reader) -> Iterable[Todo], in a constant number of queries
has_any = Hook()  # function(reader) -> Iterable[(name, queryset)]: what few people have at a time
time_off = Hook()  # function(reader) -> Iterable[scope]: where the reader is on leave


def _what_there_is(reader):
    asked = {name: Exists(rows) for name, rows in has_any.gather(reader)}
    return Person.objects.filter(pk=reader.person.pk).values(**asked).get()


def _scopes_away(reader):
    return set(time_off.gather(reader))
