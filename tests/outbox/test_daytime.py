from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amp_portal.outbox.daytime import Window, shared

ZONES = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)
HOURS = st.tuples(st.integers(0, 23), st.integers(1, 24)).filter(lambda hours: hours[0] < hours[1])
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(zone=ZONES, hours=HOURS, instant=INSTANTS)
def test_a_letter_goes_within_the_hours_at_the_first_such_instant(zone, hours, instant):
    window = Window(zone, hours)
    opening = window.opening(instant)
    assert opening >= instant
    assert hours[0] <= opening.astimezone(zone).hour < hours[1]
    assert opening == instant or not window.is_open(opening - timedelta(microseconds=1))
    closed = instant
    while closed < opening:
        assert not window.is_open(closed)
        closed += timedelta(minutes=10)


@pytest.mark.parametrize(
    ("zone", "due", "goes"),
    [
        ("UTC", "2027-06-22T08:59:59+00:00", "2027-06-22T09:00:00+00:00"),
        ("UTC", "2027-06-22T17:59:59+00:00", "2027-06-22T17:59:59+00:00"),
        ("UTC", "2027-06-22T18:00:00+00:00", "2027-06-23T09:00:00+00:00"),
        ("Pacific/Kiritimati", "2027-06-22T12:00:00+00:00", "2027-06-22T19:00:00+00:00"),  # UTC+14: 2 o'clock, tomorrow
        ("Etc/GMT+12", "2027-06-22T12:00:00+00:00", "2027-06-22T21:00:00+00:00"),  # UTC−12: midnight
        ("Asia/Kathmandu", "2027-06-22T00:00:00+00:00", "2027-06-22T03:15:00+00:00"),  # UTC+5:45
        ("Europe/Berlin", "2027-03-28T00:30:00+00:00", "2027-03-28T07:00:00+00:00"),  # the night clocks go forward
        ("Europe/Berlin", "2027-10-31T00:30:00+00:00", "2027-10-31T08:00:00+00:00"),  # and back
    ],
)
def test_the_clock_of_the_reader_counts(zone, due, goes):
    assert Window(ZoneInfo(zone)).opening(datetime.fromisoformat(due)) == datetime.fromisoformat(goes)


def test_hours_that_a_change_of_clocks_skips_come_the_next_day():
    window = Window(ZoneInfo("Europe/Berlin"), (2, 3))
    due = datetime(2027, 3, 27, 12, tzinfo=UTC)
    assert window.opening(due) == datetime(2027, 3, 29, 0, tzinfo=UTC)


def test_letters_of_two_cohorts_go_together_in_the_hours_they_share():
    utc = ZoneInfo("UTC")
    assert shared([Window(utc, (9, 18)), Window(utc, (10, 20))]) == Window(utc, (10, 18))
    assert shared([Window(utc, (9, 12)), Window(utc, (14, 18))]) == Window(utc, (9, 12))
