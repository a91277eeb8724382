"""Somebody's own dates, for the calendar they follow by a secret link: those of what waits for them, and others.

An app's ``todo.py`` adds dates at which nobody has to do anything with functions of a ``Reader``, each in a constant
number of queries:

    @dated
    def calls(reader):
        yield Date("call/7/20270621", _("Call"), begins, ends, url)
"""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.utils.translation import gettext as _

from amp_portal.hooks import Hook
from amp_portal.lines import in_plain
from amp_portal.todo import Date, Reader, todos

KEPT = timedelta(days=60)  # what is over stays in the calendar for so long

dated = Hook()  # function(reader) -> Iterable[Date]


def of(person, now: datetime) -> list[Date]:
    """All dates of a person that are ahead or not long over, in their order."""
    reader = Reader(person, now, for_calendar=True)
    found = [todo.date for todo in todos.gather(reader) if todo.date] + dated.gather(reader)
    by_key = {date.key: date for date in reversed(found) if (date.ends_at or date.begins_at) > now - KEPT}
    return sorted(by_key.values(), key=lambda date: (date.begins_at, date.key))


def ahead(person, now: datetime) -> list[Date]:
    """What goes on, by its end, and what is to come, in order."""
    dates = [date for date in of(person, now) if (date.ends_at or date.begins_at) >= now]
    return sorted(dates, key=lambda date: (date.ends_at if date.has_begun(now) else date.begins_at, date.key))


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
