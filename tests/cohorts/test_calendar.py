from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from django.urls import reverse

from cohorts import schedule
from cohorts.scenarios import cohort as a_cohort
from cohorts.scenarios import instant

pytestmark = pytest.mark.django_db


def events(client, cohort):
    response = client.get(reverse("cohorts:calendar", args=[cohort.slug]))
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    parsed = icalendar.Calendar.from_ical(response.content)
    return {str(event["uid"]): event for event in parsed.walk("VEVENT")}


def uid(cohort, kind):
    return f"cohort-{cohort.pk}-{kind}@localhost"


def test_one_event_per_phase_at_its_instants(client):
    cohort = a_cohort(time_zone="Europe/Berlin")
    found = events(client, cohort)
    assert len(found) == 15
    applications = found[uid(cohort, "applications")]
    assert str(applications["summary"]) == "AMP 2027: Applications"
    assert applications["dtstart"].dt == datetime(2027, 5, 9, 22, tzinfo=UTC)
    assert applications["dtend"].dt == datetime(2027, 5, 30, 21, 59, tzinfo=UTC)
    assert str(applications["url"]) == "http://localhost:8000/cohorts/amp-2027/"
    assert applications["dtstamp"].dt == cohort.published_at


def test_a_single_day_is_that_day_in_the_cohorts_zone(client):
    cohort = a_cohort(time_zone="Pacific/Auckland")
    announcement = events(client, cohort)[uid(cohort, "announcement")]
    assert (announcement["dtstart"].dt, announcement["dtend"].dt) == (date(2027, 2, 1), date(2027, 2, 2))


def test_an_event_keeps_its_uid_when_its_dates_move(client):
    cohort = a_cohort()
    before = events(client, cohort)
    midterm = cohort.window("midterm")
    moved = (midterm.starts_at + timedelta(days=1), midterm.ends_at + timedelta(days=1))
    now = instant(cohort, "applications")
    schedule.reschedule(cohort, {"midterm": moved}, by=None, now=now)
    after = events(client, cohort)
    assert set(after) == set(before)
    event = after[uid(cohort, "midterm")]
    assert (event["dtstart"].dt, event["dtend"].dt, event["dtstamp"].dt) == (*moved, now)
    assert [int(found[uid(cohort, "midterm")]["sequence"]) for found in (before, after)] == [0, 1]


def test_an_unpublished_cohort_has_no_public_calendar(client):
    cohort = a_cohort(published=False)
    assert client.get(reverse("cohorts:calendar", args=[cohort.slug])).status_code == 404
    client.force_login(cohort.leads().get().person.user)
    assert len(events(client, cohort)) == 15


def test_the_feed_costs_four_queries(client, django_assert_num_queries):
    cohort = a_cohort()
    with django_assert_num_queries(4):
        client.get(reverse("cohorts:calendar", args=[cohort.slug]))
