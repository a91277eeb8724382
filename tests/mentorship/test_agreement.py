"""How the two sides of a mentorship work together: proposed by one, agreed by the other."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.rrule import rrulestr
from django.urls import reverse

from amp_portal.outbox import rendering
from amp_portal.outbox.models import Message
from amp_portal.refusals import Refusal
from amp_portal.users.models import Person
from mentorship import scenarios
from mentorship.agreements import check_ins, hours
from mentorship.models import Agreement
from mentorship.scenarios import agreement as agreed
from mentorship.scenarios import terms
from tests.waiting import waiting_for

from .test_mentions import letters
from .test_pages import text, url

# The verbs -------------------------------------------------------------------------------


def test_it_holds_once_the_other_side_agrees(mentorship, mentee, mentor, day):
    proposal = Agreement.propose(mentorship, terms(cadence=2), by=mentor, now=day(-2))
    assert not mentorship.agreements.in_force().exists()
    proposal.agree(by=mentee, now=day(-1))
    mentorship.refresh_from_db()
    assert mentorship.agreements.in_force().get() == proposal
    assert mentorship.cadence == mentorship.Cadence.BIWEEKLY
    assert letters() == {("agreement_proposed", mentee), ("agreed", mentor)}


def test_a_proposal_of_the_mentee_reaches_every_mentor(mentorship, mentee, mentor, co_mentor, day):
    Agreement.propose(mentorship, terms(), by=mentee, now=day(-2))
    assert letters() == {("agreement_proposed", mentor), ("agreement_proposed", co_mentor)}


def test_nobody_agrees_with_themselves(mentorship, mentee, mentor, co_mentor, organizer, day):
    proposal = Agreement.propose(mentorship, terms(), by=mentor, now=day(-2))
    for person, words in ((mentor, "other side"), (co_mentor, "other side"), (organizer, "mentors can")):
        with pytest.raises(Refusal, match=words):
            proposal.agree(by=person, now=day(-1))


def test_a_proposal_that_was_replaced_can_not_be_agreed_on(mentorship, mentee, mentor, day):
    first = Agreement.propose(mentorship, terms(), by=mentor, now=day(-2))
    second = Agreement.propose(mentorship, terms(at=time(19)), by=mentee, now=day(-2))
    with pytest.raises(Refusal, match="changed or agreed on"):
        first.agree(by=mentee, now=day(-1))
    second.agree(by=mentor, now=day(-1))
    with pytest.raises(Refusal, match="changed or agreed on"):
        second.agree(by=mentor, now=day(-1))


def test_the_same_is_not_proposed_twice(mentorship, mentee, mentor, day):
    Agreement.propose(mentorship, terms(), by=mentee, now=day(-2))
    with pytest.raises(Refusal, match="proposed already"):
        Agreement.propose(mentorship, terms(), by=mentee, now=day(-2))
    mentorship.agreements.get().agree(by=mentor, now=day(-1))
    with pytest.raises(Refusal, match="agreed on already"):
        Agreement.propose(mentorship, terms(), by=mentor, now=day(0))


def test_a_change_leaves_what_holds_until_it_is_agreed(mentorship, mentee, day):
    first = agreed(mentorship, day(-2))
    second = Agreement.propose(mentorship, terms(cadence=2), by=mentee, now=day(10))
    mentorship.refresh_from_db()
    assert (mentorship.agreements.in_force().get(), mentorship.cadence) == (first, 1)
    second.agree(by=scenarios.lead_mentor(mentorship), now=day(11))
    assert list(mentorship.agreements.in_force()) == [second]


def test_an_ended_mentorship_agrees_on_nothing_more(mentorship, mentee, organizer, day):
    mentorship.complete(by=organizer, now=day(126))
    with pytest.raises(Refusal, match="has ended"):
        Agreement.propose(mentorship, terms(), by=mentee, now=day(127))


def test_a_proposed_call_is_told_by_the_clock_of_both(mentorship, mentee, mentor, day, at):
    """18:00 in Berlin, for somebody in Kolkata; on the page and in the letter."""
    Person.objects.filter(pk=mentee.pk).update(time_zone="Asia/Kolkata")
    proposal = Agreement.propose(mentorship, terms(), by=mentor, now=day(1))
    page = text(at(day(1), mentee).get(url("agreement", mentorship)))
    assert ("22 June 2027, 21:30 IST" in page, "22 June 2027, 16:00 UTC" in page) == (True, True)
    letter = Message.objects.get(person=mentee, channel="email", letter="mentorship/mail/agreement_proposed")
    assert "by your clock the first one is on 22 June 2027, 21:30 IST" in rendering.written(letter, day(1)).body
    assert proposal.first_on is None


# The calls --------------------------------------------------------------------------------


def test_calls_begin_with_the_program_and_end_with_it(mentorship, day):
    calls = list(agreed(mentorship, day(-2)).check_ins(day(-30)))
    assert calls[0] == datetime(2027, 6, 15, 16, tzinfo=UTC)
    assert calls[-1] == datetime(2027, 10, 19, 16, tzinfo=UTC)
    assert len(calls) == 19


@pytest.mark.parametrize(
    ("agreed_at", "first"),
    [(datetime(2027, 7, 6, 15, 59, tzinfo=UTC), 6), (datetime(2027, 7, 6, 16, 1, tzinfo=UTC), 13)],
)
def test_calls_agreed_later_begin_with_the_next_one(mentorship, agreed_at, first):
    assert agreed(mentorship, agreed_at).first_on == date(2027, 7, first)


def test_every_two_weeks_and_the_next_one(mentorship, day):
    agreement = agreed(mentorship, day(-2), every=2)
    first, second, *_rest = agreement.check_ins(day(0))
    assert second - first == timedelta(weeks=2)
    assert agreement.next_check_in(first + timedelta(minutes=29)) == first
    assert agreement.next_check_in(first + timedelta(minutes=31)) == second


def in_calendars(file, count):
    """What a program that knows nothing but the file makes of it: the instants, by the clock changes told in it."""
    calendar = icalendar.Calendar.from_ical(file)
    [event] = calendar.walk("VEVENT")
    [zone] = calendar.walk("VTIMEZONE")
    begin = event["dtstart"]
    assert begin.params["TZID"] == zone["tzid"]
    clock = zone.to_tz(lookup_tzid=False)
    rule = rrulestr(event["rrule"].to_ical().decode().split(";UNTIL")[0], dtstart=begin.dt.replace(tzinfo=None))
    return [local.replace(tzinfo=clock).astimezone(UTC) for local in rule[:count]]


@pytest.mark.parametrize(
    ("zone", "kickoff_hours"),
    [("Europe/Berlin", [16, 16, 17]), ("America/New_York", [22, 22, 22]), ("Asia/Kolkata", [12, 12, 12])],
)
def test_the_file_keeps_the_hour_when_clocks_change(mentorship, day, zone, kickoff_hours):
    """Berlin changes on 31 October 2027, New York on 7 November, Kolkata never. An extension leads over all of them."""
    mentorship.ends_at = day(160)
    mentorship.save()
    agreement = agreed(mentorship, day(-2), zone=zone)
    calls = list(agreement.check_ins(day(-30)))
    shown = [call for call in calls if call.month in (6, 10, 11)]
    assert [shown[0].hour, shown[4].hour, next(call for call in calls if call.month == 11).hour] == kickoff_hours
    assert {call.astimezone(ZoneInfo(zone)).time() for call in calls} == {time(18)}
    assert in_calendars(check_ins.file(agreement), len(calls)) == calls


@pytest.mark.parametrize(("year", "hours_in_utc"), [(2023, [17, 18, 17]), (2025, [17, 18, 17])])
def test_the_file_keeps_clock_changes_that_soon_follow_each_other(mentorship, year, hours_in_utc):
    """Casablanca turned its clocks back for the weeks of Ramadan, until it gave that up on 20 September 2026."""
    mentorship.starts_at, mentorship.ends_at = (datetime(at, 9, 1, tzinfo=UTC) for at in (year, year + 1))
    mentorship.save()
    agreement = agreed(mentorship, mentorship.starts_at, zone="Africa/Casablanca")
    calls = list(agreement.check_ins(mentorship.starts_at))
    assert [hour for hour, _calls in groupby(call.hour for call in calls)] == hours_in_utc
    assert in_calendars(check_ins.file(agreement), len(calls)) == calls


@pytest.mark.parametrize(
    "zone", ["Africa/Cairo", "Europe/Dublin", "Australia/Lord_Howe", "America/Vancouver", "Etc/GMT+12"]
)
def test_the_file_keeps_every_kind_of_clock(mentorship, day, zone):
    mentorship.ends_at = day(364)
    mentorship.save()
    agreement = agreed(mentorship, day(-2), zone=zone)
    calls = list(agreement.check_ins(day(-30)))
    assert in_calendars(check_ins.file(agreement), len(calls)) == calls


def test_after_both_clock_changes_new_york_is_an_hour_later(mentorship, day):
    mentorship.ends_at = day(160)
    mentorship.save()
    calls = list(agreed(mentorship, day(-2), zone="America/New_York").check_ins(day(-30)))
    assert [call.hour for call in calls if call.month == 11] == [22, 23, 23]


def test_the_file_is_for_who_is_in_the_room(mentorship, mentee, day, at):
    client = at(day(-1), mentee)
    assert client.get(url("check-ins", mentorship)).status_code == 404
    agreed(mentorship, day(-1))
    response = client.get(url("check-ins", mentorship))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert b"BEGIN:VTIMEZONE" in response.content


# Hours -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mentee", "mentor", "shared"),
    [
        (("Europe/Berlin", 9, 18), ("Europe/Berlin", 9, 18), "09:00–18:00"),
        (("Asia/Kolkata", 9, 18), ("Europe/Berlin", 9, 18), "09:00–14:30"),
        (("America/Los_Angeles", 9, 17), ("Europe/Berlin", 9, 18), ""),
        (("America/Los_Angeles", 8, 17), ("Europe/Berlin", 12, 24), "17:00–24:00"),
        (("Australia/Sydney", 0, 24), ("Europe/Berlin", 0, 24), "00:00–16:00, 16:00–24:00"),
    ],
)
def test_the_hours_both_have_in_the_readers_day(mentee, mentor, shared):
    sides = [(name, ZoneInfo(zone), since, until) for name, (zone, since, until) in (("A", mentee), ("B", mentor))]
    drawn = hours.drawn(sides, "both", ZoneInfo("Europe/Berlin"), date(2027, 7, 1))
    assert drawn.shared.words == shared
    assert drawn.meets is bool(shared)


# The pages ------------------------------------------------------------------------------


def posted(**changes):
    return {name: value for name, value in terms(at="18:00", **changes).items() if value is not None}


def test_from_the_room_to_an_agreement(mentorship, mentee, mentor, day, at):
    Person.objects.filter(pk=mentee.pk).update(time_zone="Asia/Kolkata")
    Person.objects.filter(pk=mentor.pk).update(time_zone="Europe/Berlin")
    page = url("agreement", mentorship)
    client = at(day(1), mentor)
    assert "Propose how to work together" in text(client.get(mentorship.get_absolute_url()))
    assert client.post(page, posted()).status_code == 302
    assert 'name="weekday"' in text(client.get(page))
    client = at(day(1), mentee)
    step = next(step for step in waiting_for(mentee, day(1)) if "proposes how to work" in step.what)
    assert step.link == page
    shown = text(client.get(page))
    assert f"{mentor} proposes" in shown
    waiting = mentorship.agreements.get()
    client.post(reverse("mentorship:agree", args=[mentorship.pk, waiting.pk]), follow=True)
    shown = text(client.get(page))
    assert "22 June 2027, 18:00 CEST" in shown
    assert "22 June 2027, 21:30 IST" in shown
    assert "09:00–14:30" not in shown
    assert "12:30–18:00" in shown
    assert "21:30 IST" in text(client.get(mentorship.get_absolute_url()))


def test_without_a_call_nothing_is_missing(mentorship, mentor, day, at):
    sent = posted(weekday="", zone="")
    assert at(day(1), mentor).post(url("agreement", mentorship), sent).status_code == 302
    made = mentorship.agreements.get()
    assert (made.weekday, made.at, made.zone) == (None, None, "")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"at": ""}, "At what time?"),
        ({"channels": ""}, "Please name at least one place"),
        ({"mentee_from": 18, "mentee_until": 9}, "The day ends after it begins."),
        ({"zone": "Mars/Olympus"}, "Select a valid choice"),
        ({"weekday": "9"}, "not one of the available choices"),
    ],
)
def test_what_does_not_fit_is_said_beside_it(mentorship, mentor, day, at, changes, words):
    response = at(day(1), mentor).post(url("agreement", mentorship), posted() | changes)
    assert response.status_code == 422
    assert words in text(response)
    assert not mentorship.agreements.exists()


def test_organizers_read_and_propose_nothing(mentorship, organizer, mentor, day, at):
    agreed(mentorship, day(-1))
    client = at(day(1), organizer)
    assert "Slack for quick things" in text(client.get(url("agreement", mentorship)))
    assert client.post(url("agreement", mentorship), posted()).status_code == 403


def test_agreeing_on_what_is_gone_says_so(mentorship, mentee, day, at):
    page = at(day(1), mentee).post(reverse("mentorship:agree", args=[mentorship.pk, 99]), follow=True)
    assert "This proposal has been changed meanwhile" in text(page)
    assert not Message.objects.filter(letter="mentorship/mail/agreed").exists()


def test_a_call_by_another_clock_is_not_moved_by_the_form(mentorship, mentor, day, at):
    agreed(mentorship, day(-1), zone="Asia/Tokyo")
    form = at(day(1), mentor).get(url("agreement", mentorship)).context["form"]
    assert form["zone"].value() == "Asia/Tokyo"
    assert "Asia/Tokyo" in dict(form.fields["zone"].choices)
