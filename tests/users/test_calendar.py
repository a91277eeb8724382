"""The personal calendar: a secret link that can be made anew and taken back."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
import time_machine
from django.test import Client
from django.urls import reverse

import applications.scenarios as applying
import cohorts.scenarios as cohorts
import evaluations.scenarios as evaluating
import mentorship.scenarios as mentoring
from amp_portal import agenda
from amp_portal.users.merging import merge
from amp_portal.users.models import CalendarLink
from amp_portal.users.scenarios import person
from evaluations import rounds

NOW = datetime(2027, 6, 21, 9, tzinfo=UTC)
PAGE = "/profile/calendar/"


@pytest.fixture
def ada(db):
    return person("Ada Lark")


@pytest.fixture
def mentorship(db):
    mentorship = mentoring.mentorship()
    mentoring.agreement(mentorship, mentorship.created_at)
    rounds.prepare(mentorship.cohort)
    return mentorship


@pytest.fixture
def signed_in(client):
    def become(person):
        client.force_login(person.user)
        return client

    with time_machine.travel(NOW, tick=False):
        yield become


def feed_of(address):
    """What a program finds that subscribes to the address, without any cookie."""
    return Client().get("/" + address.split("/", 3)[3])


def entries(person, now=NOW):
    return {entry.key.partition("/")[0] for entry in agenda.of(person, now)}


def test_a_link_is_made_and_shown_once(ada, signed_in):
    client = signed_in(ada)
    assert "Make my link" in client.get(PAGE).content.decode()
    address = client.post(PAGE).context["address"]
    assert address.startswith("webcal://localhost:8000/calendar/")
    response = feed_of(address)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    again = client.get(PAGE).content.decode()
    assert "there is a link" in again
    assert address not in again
    assert address.rsplit("/", 1)[1].removesuffix(".ics") not in CalendarLink.objects.get().digest


def test_a_new_link_ends_the_old_one_and_taken_back_there_is_none(ada, signed_in):
    client = signed_in(ada)
    first, second = (client.post(PAGE).context["address"] for _time in range(2))
    assert (feed_of(first).status_code, feed_of(second).status_code) == (404, 200)
    client.post(reverse("users:revoke-calendar"))
    assert feed_of(second).status_code == 404


def test_whoever_has_no_access_has_no_calendar(ada, signed_in):
    address = signed_in(ada).post(PAGE).context["address"]
    ada.user.is_active = False
    ada.user.save()
    assert feed_of(address).status_code == 404


@pytest.mark.parametrize("token", ["x", "A" * 43, "a.b", "ä"])
def test_what_is_no_link_is_not_found(db, client, token):
    assert client.get(reverse("users:calendar-feed", args=[token])).status_code == 404


def test_the_secret_is_sent_to_nobody_and_kept_by_nobody(ada, signed_in):
    response = feed_of(signed_in(ada).post(PAGE).context["address"])
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]


def test_of_two_people_who_are_one_the_link_of_the_account_stays(ada):
    known = person("A. Lark", email="other@example.org", account=False)
    mine, theirs = CalendarLink.make(ada, NOW), CalendarLink.make(known, NOW)
    merge(known, ada)
    assert (CalendarLink.reader(mine, NOW), CalendarLink.reader(theirs, NOW)) == (ada, None)


# What stands in it -----------------------------------------------------------------------


def test_a_mentee_finds_updates_calls_milestones_and_evaluations(mentorship):
    assert entries(mentorship.mentee) == {"update", "call", "milestone", "round"}
    assert entries(mentoring.lead_mentor(mentorship)) == {"call", "milestone", "round"}
    assert entries(person("Stan Stranger")) == set()


def test_an_applicant_finds_the_deadline(db):
    cohort = cohorts.cohort()
    now = cohorts.instant(cohort, "applications", days=2)
    applying.fresh_roster(now)
    project = cohorts.project(cohort, now=cohorts.instant(cohort, "mentor_call"))
    draft = applying.draft(cohort, person("Didi Draft"), projects=[project], now=now)
    [deadline] = agenda.of(draft.person, now)
    assert (deadline.title, deadline.begins_at) == (
        f"{cohort}: applications close",
        cohort.window("applications").ends_at,
    )


def test_an_offer_is_to_be_answered(db):
    cohort = cohorts.cohort()
    opened, now = cohorts.instant(cohort, "applications", days=1), cohorts.instant(cohort, "selection", days=1)
    project = cohorts.project(cohort, now=cohorts.instant(cohort, "mentor_call"))
    applying.fresh_roster(opened)
    applying.fresh_roster(now)
    application = applying.in_review(cohort, person("Olu Offered"), projects=[project], now=opened)
    applying.offer(application, project, now=now)
    [deadline] = agenda.of(application.person, now)
    assert deadline.key.startswith("offer/")


def test_the_file_can_be_read_and_keys_stay(mentorship):
    calendar = icalendar.Calendar.from_ical(agenda.calendar(mentorship.mentee, NOW))
    events = calendar.walk("VEVENT")
    uids = [str(event["uid"]) for event in events]
    assert len(uids) == len(set(uids)) == len(agenda.of(mentorship.mentee, NOW))
    later = icalendar.Calendar.from_ical(agenda.calendar(mentorship.mentee, NOW + timedelta(hours=1)))
    assert {str(event["uid"]) for event in later.walk("VEVENT")} == set(uids)
    call = next(event for event in events if "call" in event["uid"])
    assert call["dtstart"].dt == datetime(2027, 6, 15, 16, tzinfo=UTC)
    assert call["dtend"].dt - call["dtstart"].dt == timedelta(minutes=30)


def test_what_is_long_over_is_gone(mentorship):
    assert min(entry.begins_at for entry in agenda.of(mentorship.mentee, NOW + timedelta(days=100))) > NOW


def test_a_mentor_who_left_follows_nothing_more(mentorship):
    mentor = mentoring.lead_mentor(mentorship)
    mentorship.project.mentors.update(until=NOW)
    assert entries(mentor) == set()


@pytest.mark.parametrize("count", [3, 30])
def test_a_calendar_costs_the_same_for_any_number(mentorship, count, django_assert_num_queries):
    from tests.mentorship import crowd

    for other in crowd.join(mentorship, count - 1):
        other.milestones.create(title="One", week=3, planned_week=3)
        mentoring.agreement(other, mentorship.created_at)
    mentor = mentoring.lead_mentor(mentorship)
    with django_assert_num_queries(13):
        found = agenda.of(mentor, NOW)
    assert len({entry.title for entry in found}) > 2


def test_a_mentor_reads_whose_call_it_is(mentorship):
    titles = {entry.title for entry in agenda.of(mentoring.lead_mentor(mentorship), NOW)}
    assert f"Mel Mentee, {mentorship.project}: call" in titles


def test_a_window_that_is_open_stands_by_its_end(mentorship):
    now = cohorts.instant(mentorship.cohort, "midterm", days=1)
    midterm = evaluating.round_of(mentorship.cohort, "midterm")
    coming = agenda.ahead(mentorship.mentee, now)
    [window] = [entry for entry in coming if entry.key == f"round/{midterm.pk}"]
    assert window.has_begun(now)
    places = [entry.ends_at if entry.has_begun(now) else entry.begins_at for entry in coming]
    assert places == sorted(places)
    assert not any(
        entry.key == window.key for entry in agenda.ahead(mentorship.mentee, midterm.closes_at + timedelta(days=1))
    )


def test_the_page_shows_what_comes_next(mentorship, signed_in):
    page = signed_in(mentorship.mentee).get(PAGE).content.decode()
    assert f"{mentorship.project}: call" in page
