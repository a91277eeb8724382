"""A cohort's dates as a calendar to subscribe to (RFC 5545)."""

from datetime import UTC, timedelta
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.urls import reverse

from amp_portal.lines import in_plain

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def feed(cohort) -> bytes:
    """One event per phase, and the events for everybody. UIDs stay while dates move; DTSTAMP is the last change."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//{settings.SITE_NAME}//cohorts//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", icalendar.vText(in_plain(cohort.name)))
    calendar.add("refresh-interval", 6 * HOUR, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    changes = list(cohort.changes.exclude(moved=[]).values_list("at", flat=True))
    stamp = max([*changes, *filter(None, [cohort.published_at])], default=None)
    for phase in cohort.phases.all():
        calendar.add_component(_event(cohort, phase, stamp=stamp or phase.starts_at, revision=len(changes)))
    for happening in cohort.events.for_everybody():
        calendar.add_component(_happening(cohort, happening, stamp))
    return calendar.to_ical()


def _happening(cohort, happening, stamp):
    event = icalendar.Event()
    event.add("uid", f"event-{happening.pk}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", (stamp or happening.starts_at).astimezone(UTC))
    event.add("sequence", happening.revision)
    event.add("summary", in_plain(f"{cohort.name}: {happening}"))
    event.add("dtstart", happening.starts_at.astimezone(UTC))
    event.add("dtend", happening.ends_at.astimezone(UTC))
    event.add("url", happening.url or settings.SITE_URL + cohort.get_absolute_url())
    if happening.text:
        event.add("description", happening.text)
    return event


def _event(cohort, phase, *, stamp, revision):
    event = icalendar.Event()
    event.add("uid", f"cohort-{cohort.pk}-{phase.kind}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("sequence", revision)
    event.add("summary", in_plain(f"{cohort.name}: {phase.get_kind_display()}"))
    event.add("url", settings.SITE_URL + reverse("cohorts:cohort", args=[cohort.slug]))
    event.add("transp", "TRANSPARENT")
    first, last = (edge.astimezone(cohort.zone).date() for edge in (phase.starts_at, phase.ends_at))
    if first == last:  # a single day of the cohort's
        event.add("dtstart", first)
        event.add("dtend", last + DAY)
    else:
        event.add("dtstart", phase.starts_at.astimezone(UTC))
        event.add("dtend", phase.ends_at.astimezone(UTC))
    return event


def subscription(cohort) -> str:
    """The feed's address for a calendar program to follow."""
    return "webcal://" + urlsplit(settings.SITE_URL).netloc + reverse("cohorts:calendar", args=[cohort.slug])
