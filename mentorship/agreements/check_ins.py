"""The regular calls of a mentorship as one recurring event for calendars. An agreement here is agreed, with a call."""

from bisect import bisect
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.utils.translation import gettext as _

from amp_portal.lines import in_plain

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
MARGIN = timedelta(days=400)  # of the clock changes told around the calls, for programs that look one ahead


def file(agreement):
    """One recurring event by the clock of its own zone, and that zone's clock changes (RFC 5545)."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//{settings.SITE_NAME}//mentorship//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(zone_of(agreement))
    calendar.add_component(event(agreement))
    return calendar.to_ical()


def zone_of(agreement):
    """Each clock change around the calls, however soon the next one follows.

    ``icalendar.Timezone.from_tzid`` steps over what lasts less than 64 days, as the weeks of Ramadan in Casablanca do.
    """
    clock = icalendar.Timezone()
    clock.add("tzid", agreement.zone)
    day = datetime.combine(agreement.first_on, time(), UTC) - MARGIN
    clock.add_component(_clock_change(day, day.astimezone(agreement.tz).utcoffset(), agreement.tz))
    while day < agreement.mentorship.ends_at + MARGIN:
        before, after = (at.astimezone(agreement.tz).utcoffset() for at in (day, day + DAY))
        if before != after:
            clock.add_component(_clock_change(_first_after(day, before, agreement.tz), before, agreement.tz))
        day += DAY
    return clock


def _first_after(day, offset, tz):
    """The first second within a day from then on at which the clock is no longer set by that offset."""
    step = bisect(range(DAY // SECOND), 0, key=lambda second: _is_other(day + second * SECOND, offset, tz))
    return day + step * SECOND


def _is_other(at, offset, tz):
    return at.astimezone(tz).utcoffset() != offset


def _clock_change(at, before, tz):
    """``at`` an instant; its day and hour are told by the clock before (RFC 5545, 3.6.5)."""
    local = at.astimezone(tz)
    change = icalendar.TimezoneDaylight() if local.dst() else icalendar.TimezoneStandard()
    change.add("tzoffsetfrom", before)
    change.add("tzoffsetto", local.utcoffset())
    change.add("tzname", local.tzname())
    change.add("dtstart", (at + before).replace(tzinfo=None))
    return change


def event(agreement):
    """Agreed anew it takes the place of what a calendar has: the same UID, a higher SEQUENCE."""
    mentorship = agreement.mentorship
    first = next(agreement.check_ins(mentorship.starts_at)).astimezone(agreement.tz)
    event = icalendar.Event()
    event.add("uid", f"mentorship-{mentorship.pk}-call@{urlsplit(settings.SITE_URL).hostname}")
    event.add("sequence", agreement.pk)
    event.add("dtstamp", agreement.agreed_at.astimezone(UTC))
    event.add("dtstart", first)
    event.add("duration", agreement.duration)
    event.add("rrule", {"freq": "weekly", "interval": agreement.every, "until": mentorship.ends_at.astimezone(UTC)})
    event.add("summary", _("%(project)s: call with your mentorship") % {"project": in_plain(str(mentorship.project))})
    event.add("description", agreement.channels)
    event.add("url", settings.SITE_URL + mentorship.get_absolute_url())
    return event
