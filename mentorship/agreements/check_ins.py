"""The regular calls of a mentorship as one recurring event for calendars. An agreement here is agreed, with a call."""

from datetime import UTC, timedelta
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.utils.translation import gettext as _

from amp_portal.lines import in_plain

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
    since, until = agreement.first_on - MARGIN, agreement.mentorship.ends_at.date() + MARGIN
    return icalendar.Timezone.from_tzid(agreement.zone, first_date=since, last_date=until)


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
