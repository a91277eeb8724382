"""Events of a cohort: with time, link and audience, on its page and in the calendars of those they are for."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

import cohorts.scenarios as cohorts
import mentorship.scenarios as mentoring
from amp_portal import agenda
from amp_portal.outbox.models import Message
from amp_portal.users.scenarios import person
from cohorts.models import Event
from tests.waiting import waiting_for

NOW = datetime(2027, 6, 20, 9, tzinfo=UTC)
LINK = "https://example.org/secret-call"


@pytest.fixture
def mentorship(db):
    return mentoring.mentorship(cohorts.cohort(time_zone="Europe/Berlin"))


@pytest.fixture
def cohort(mentorship):
    return mentorship.cohort


@pytest.fixture
def people(mentorship):
    return {
        "mentee": mentorship.mentee,
        "mentor": mentoring.lead_mentor(mentorship),
        "organizer": mentorship.cohort.leads()[0].person,
        "stranger": person("Stan Stranger"),
    }


@pytest.fixture
def signed_in(client):
    def become(person):
        client.force_login(person.user)
        return client

    with time_machine.travel(NOW, tick=False):
        yield become


def planned(cohort, audience="participants", *, title="Office hours", days=2):
    starts_at = NOW + timedelta(days=days)
    event = Event(cohort=cohort, title=title, audience=audience, url=LINK, starts_at=starts_at)
    event.ends_at = starts_at + timedelta(hours=1)
    event.put_down()
    return event


READERS = {
    "everybody": {"mentee", "mentor", "organizer", "stranger", "anonymous"},
    "participants": {"mentee", "mentor", "organizer"},
    "mentees": {"mentee", "organizer"},
    "mentors": {"mentor", "organizer"},
}


@pytest.mark.parametrize(("audience", "readers"), READERS.items())
def test_only_its_audience_finds_an_event_and_its_link(cohort, people, client, signed_in, audience, readers):
    planned(cohort, audience)
    with time_machine.travel(NOW, tick=False):
        page = client.get(cohort.get_absolute_url()).content.decode()
    found = {"anonymous"} if LINK in page else set()
    found |= {
        role for role, who in people.items() if LINK in signed_in(who).get(cohort.get_absolute_url()).content.decode()
    }
    assert found == readers
    in_calendar = {role for role, who in people.items() if any(e.key.startswith("event/") for e in agenda.of(who, NOW))}
    assert in_calendar == readers - {"stranger", "anonymous"}


def test_the_public_calendar_has_what_is_for_everybody(cohort, client):
    planned(cohort, "mentors", title="Mentors only")
    event = planned(cohort, "everybody", title="Presentations")
    calendar = icalendar.Calendar.from_ical(client.get(reverse("cohorts:calendar", args=[cohort.slug])).content)
    [found] = [made for made in calendar.walk("VEVENT") if str(made["uid"]).startswith("event-")]
    assert found["summary"] == f"{cohort}: Presentations"
    assert (found["dtstart"].dt, found["sequence"]) == (event.starts_at, 1)


def test_what_is_over_leaves_the_page(cohort, people, signed_in):
    planned(cohort, days=-1)
    assert LINK not in signed_in(people["mentee"]).get(cohort.get_absolute_url()).content.decode()


def sent(**changes):
    return {
        "title": "Kickoff",
        "audience": "participants",
        "starts_at": "2027-06-25T16:00",
        "ends_at": "2027-06-25T17:00",
        "url": LINK,
        "text": "Welcome!",
    } | changes


def test_organizers_add_change_and_cancel_one_by_the_cohorts_clock(cohort, people, signed_in):
    client = signed_in(people["organizer"])
    page = reverse("cohorts:events", args=[cohort.slug])
    client.post(page, sent())
    event = Event.objects.get()
    assert (event.starts_at, event.revision) == (datetime(2027, 6, 25, 14, tzinfo=UTC), 1)
    one = reverse("cohorts:event", args=[cohort.slug, event.pk])
    assert 'value="2027-06-25T16:00"' in client.get(one).content.decode()
    client.post(one, sent(starts_at="2027-06-25T15:30"))
    event.refresh_from_db()
    assert (event.starts_at, event.revision) == (datetime(2027, 6, 25, 13, 30, tzinfo=UTC), 2)
    client.post(reverse("cohorts:cancel-event", args=[cohort.slug, event.pk]))
    assert not Event.objects.exists()


def told(letter):
    found = Message.objects.filter(letter=f"cohorts/mail/{letter}", channel="email")
    return sorted(found.values_list("person__name", flat=True))


@pytest.mark.parametrize(("audience", "others"), [("participants", ("mentee", "mentor")), ("mentors", ("mentor",))])
def test_a_new_time_or_link_is_told_once_to_whom_it_is_for(cohort, people, signed_in, mailoutbox, audience, others):
    event = planned(cohort, audience)
    one, client = reverse("cohorts:event", args=[cohort.slug, event.pk]), signed_in(people["organizer"])
    client.post(one, sent(audience=audience))
    assert told("event_changed") == sorted(people[who].name for who in others)
    client.post(one, sent(audience=audience, text="Bring a question."))
    assert len(told("event_changed")) == len(others)
    call_command("tick", at=(NOW + timedelta(minutes=1)).isoformat())
    (mine,) = [mail for mail in mailoutbox if mail.to == [people["mentor"].email] and "New time" in mail.subject]
    assert LINK in mine.body


def test_of_two_changes_in_a_row_the_last_is_told(cohort, people, signed_in, mailoutbox):
    event = planned(cohort)
    one, client = reverse("cohorts:event", args=[cohort.slug, event.pk]), signed_in(people["organizer"])
    for begins in ("2027-06-25T15:30", "2027-06-25T15:45"):
        client.post(one, sent(starts_at=begins))
    call_command("tick", at=(NOW + timedelta(minutes=1)).isoformat())
    (mine,) = [mail for mail in mailoutbox if mail.to == [people["mentor"].email] and "New time" in mail.subject]
    assert "15:45" in mine.body


def test_what_is_cancelled_is_told_and_what_is_over_is_not(cohort, people, signed_in, mailoutbox):
    ahead, over = planned(cohort), planned(cohort, days=-3)
    client = signed_in(people["organizer"])
    for event in (over, ahead):
        client.post(reverse("cohorts:cancel-event", args=[cohort.slug, event.pk]))
    assert told("event_cancelled") == sorted(people[who].name for who in ("mentee", "mentor"))
    call_command("tick", at=(NOW + timedelta(minutes=1)).isoformat())
    assert len([mail for mail in mailoutbox if "Cancelled: Office hours" in mail.subject]) == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ends_at": "2027-06-25T16:00"}, "It ends after it begins."),
        ({"title": ""}, "This field is required."),
        ({"url": "javascript:alert(1)"}, "Enter a valid URL."),
        ({"starts_at": "0001-01-01T00:00"}, "too far away"),
    ],
)
def test_what_does_not_fit_is_said_beside_it(cohort, people, signed_in, changes, words):
    response = signed_in(people["organizer"]).post(reverse("cohorts:events", args=[cohort.slug]), sent(**changes))
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Event.objects.exists()


def test_an_event_of_another_cohort_is_not_there(cohort, people, signed_in):
    other = planned(cohorts.cohort("amp-2030", kickoff=cohort.kickoff.replace(year=2030)))
    address = reverse("cohorts:event", args=[cohort.slug, other.pk])
    assert signed_in(people["organizer"]).get(address).status_code == 404


@pytest.mark.parametrize("count", [3, 30])
def test_the_list_costs_the_same_for_any_number(cohort, people, signed_in, count, django_assert_num_queries):
    for number in range(count):
        planned(cohort, days=number + 1)
    client = signed_in(people["organizer"])
    with django_assert_num_queries(8):
        response = client.get(reverse("cohorts:events", args=[cohort.slug]))
    assert len(response.context["page_obj"]) == min(count, 25)


def test_a_week_ahead_it_stands_on_the_start_page(cohort, people):
    event = planned(cohort, "mentees", days=8)
    assert event.title not in [step.what for step in waiting_for(people["mentee"], NOW)]
    soon = event.starts_at - timedelta(days=7)
    [step] = [step for step in waiting_for(people["mentee"], soon) if step.what == event.title]
    assert step.due == event.starts_at
    [step] = [step for step in waiting_for(people["mentee"], event.starts_at) if step.what == event.title]
    assert step.due == event.ends_at
    assert event.title not in [step.what for step in waiting_for(people["mentor"], soon)]
