"""Somebody's own dates, for the calendar they follow by a secret link.

An app's ``agenda.py`` (found by itself) registers functions of ``(person, now)``, each in a constant number of queries;
platform code never imports an app.

    @dated
    def windows(person, now):
        yield Entry("round/7", _("Midterm evaluation"), round.opens_at, round.closes_at, url)
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.utils.translation import gettext as _

from amp_portal.lines import in_plain

KEPT = timedelta(days=60)  # what is over stays in the calendar for so long


@dataclass(frozen=True)
class Entry:
    """A date. ``key`` stays while it moves; without ``ends_at`` it is a deadline; ``path`` leads to its page."""

    key: str
    title: str
    begins_at: datetime
    ends_at: datetime | None = None
    path: str = ""
    text: str = ""

    def has_begun(self, now):
        """It goes on at ``now``, if it is not over."""
        return self.ends_at is not None and self.begins_at <= now


_DATED: list[Callable] = []


def dated(function):
    """Register ``function(person, now) -> Iterable[Entry]``."""
    _DATED.append(function)
    return function


def of(person, now: datetime) -> list[Entry]:
    """All dates of a person that are ahead or not long over, in their order."""
    made: Iterable[Iterable[Entry]] = (build(person, now) for build in _DATED)
    entries = [entry for some in made for entry in some if (entry.ends_at or entry.begins_at) > now - KEPT]
    return sorted(entries, key=lambda entry: (entry.begins_at, entry.key))


def ahead(person, now: datetime) -> list[Entry]:
    """What goes on, by its end, and what is to come, in order."""
    entries = [entry for entry in of(person, now) if (entry.ends_at or entry.begins_at) >= now]
    return sorted(entries, key=lambda entry: (entry.ends_at if entry.has_begun(now) else entry.begins_at, entry.key))


def calendar(person, now: datetime) -> bytes:
    """The dates as a calendar (RFC 5545). All instants are in UTC: every program shows them by its own clock."""
    made = icalendar.Calendar()
    made.add("prodid", f"-//{settings.SITE_NAME}//agenda//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", icalendar.vText(_("%(site)s: my dates") % {"site": settings.SITE_NAME}))
    made.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT6H")
    for entry in of(person, now):
        made.add_component(_event(entry, now))
    return made.to_ical()


def _event(entry, now):
    event = icalendar.Event()
    event.add("uid", f"{entry.key.replace('/', '-')}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("summary", in_plain(str(entry.title)))
    event.add("dtstart", entry.begins_at.astimezone(UTC))
    if entry.ends_at:
        event.add("dtend", entry.ends_at.astimezone(UTC))
    else:
        event.add("transp", "TRANSPARENT")
    if entry.text:
        event.add("description", entry.text)
    if entry.path:
        event.add("url", settings.SITE_URL + entry.path)
    return event
