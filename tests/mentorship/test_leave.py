"""Being away: who may say so, what it means for whom, and who hears of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

import cohorts.scenarios as cohorts
from amp_portal.outbox.models import Message
from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from cohorts import sides
from mentorship.models import Absence, Leave
from mentorship.models.leave import rewrite

from . import crowd

FIRST, LAST = date(2027, 7, 1), date(2027, 7, 10)
NOW = datetime(2027, 6, 29, 12, tzinfo=UTC)


def declare(mentorship, who, by=None, first=FIRST, last=LAST, now=NOW, **fields):
    return Leave.declare(mentorship.cohort, who, starts_on=first, ends_on=last, by=by or who, now=now, **fields)


def absences(side):
    return [
        (absence.starts_at.isoformat()[:13], absence.ends_at.isoformat()[:13])
        for absence in Absence.objects.filter(side=side)
    ]


def told(letter="away"):
    found = Message.objects.filter(channel="email", letter=f"mentorship/mail/{letter}").select_related("person")
    return sorted(message.person.name for message in found)


def test_days_are_those_of_the_persons_own_zone(mentorship, mentee):
    type(mentee).objects.update(time_zone="Asia/Tokyo")
    mentee.refresh_from_db()
    leave = declare(mentorship, mentee)
    assert leave.span == (datetime(2027, 6, 30, 15, tzinfo=UTC), datetime(2027, 7, 10, 15, tzinfo=UTC))
    assert absences("mentee") == [("2027-06-30T15", "2027-07-10T15")]
    assert absences("mentors") == []


def test_who_works_with_them_hears_of_it_once(mentorship, mentee, mentor, organizer):
    declare(mentorship, mentee)
    assert told() == [mentor.name]
    assert (told("leave_noted"), told("long_leave")) == ([], [])


def test_an_organizer_enters_it_for_somebody_who_then_hears_of_it(mentorship, mentee, organizer):
    declare(mentorship, mentee, by=organizer)
    assert told("leave_noted") == [mentee.name]


@pytest.mark.parametrize(("days", "expected"), [(14, 0), (15, 1)])
def test_more_than_fourteen_days_tell_the_organizers_once(mentorship, mentee, organizer, days, expected):
    leave = declare(mentorship, mentee, last=FIRST + timedelta(days=days - 1))
    assert len(told("long_leave")) == expected
    leave.move_end(FIRST + timedelta(days=20), by=mentee, now=NOW)
    leave.move_end(FIRST + timedelta(days=21), by=mentee, now=NOW)
    assert told("long_leave") == [organizer.name]


def test_the_mentors_are_away_when_all_of_them_are(mentorship, mentor, co_mentor):
    declare(mentorship, mentor)
    assert absences("mentors") == []
    declare(mentorship, co_mentor, first=date(2027, 7, 4), last=date(2027, 7, 20))
    assert absences("mentors") == [("2027-07-04T00", "2027-07-11T00")]


def test_a_new_mentor_is_there_from_the_day_they_join(mentorship, mentor):
    declare(mentorship, mentor)
    joined = datetime(2027, 7, 3, tzinfo=UTC)
    mentorship.project.add_mentor(cohorts.mentor(mentorship.cohort, now=mentorship.created_at), now=joined)
    assert absences("mentors") == [("2027-07-01T00", "2027-07-03T00")]


def test_once_the_present_mentor_has_gone_all_that_are_left_are_away(mentorship, mentor):
    second = cohorts.mentor(mentorship.cohort, now=mentorship.created_at)
    mentorship.project.add_mentor(second, is_lead=True, now=mentorship.created_at)
    declare(mentorship, mentor)
    mentorship.project.end_mentor(second, now=datetime(2027, 7, 5, tzinfo=UTC))
    assert absences("mentors") == [("2027-07-05T00", "2027-07-11T00")]


def test_a_break_is_everybodys_and_joins_with_a_leave(mentorship, mentee, mentor, organizer):
    declare(mentorship, None, by=organizer)
    declare(mentorship, mentee, first=date(2027, 7, 8), last=date(2027, 7, 15))
    assert absences("mentee") == [("2027-07-01T00", "2027-07-16T00")]
    assert absences("mentors") == [("2027-07-01T00", "2027-07-11T00")]
    assert told("break") == sorted([mentee.name, mentor.name])


def test_whoever_comes_later_has_the_break_too(mentorship, organizer):
    declare(mentorship, None, by=organizer)
    late = crowd.join(mentorship, 1)[0]
    rewrite(type(late).objects.filter(pk=late.pk))
    assert late.absences.count() == 2


def test_an_organizer_names_who_covers(mentorship, organizer):
    other = person("Otto Other")
    with pytest.raises(Refusal, match="which other organizer covers"):
        declare(mentorship, organizer)
    with pytest.raises(Refusal, match="which other organizer covers"):
        declare(mentorship, organizer, covered_by=other)
    sides.give_organizer(mentorship.cohort, other, now=NOW)
    declare(mentorship, organizer, covered_by=other)
    assert told() == [other.name]


def test_nobody_enters_it_for_others(mentorship, mentee, mentor):
    for who, by in [(mentee, mentor), (mentor, mentee), (None, mentor)]:
        with pytest.raises(Refusal, match="Only the organizers"):
            declare(mentorship, who, by=by)
    with pytest.raises(Refusal, match="people of a running mentorship"):
        declare(mentorship, person("Stan Stranger"))
    assert not Leave.objects.exists()


def test_days_that_are_taken_are_not_taken_twice(mentorship, mentee):
    declare(mentorship, mentee)
    with pytest.raises(Refusal, match="a leave from 1 July to 10 July already"):
        declare(mentorship, mentee, first=LAST, last=LAST)
    declare(mentorship, mentee, first=date(2027, 7, 11), last=date(2027, 7, 12))
    assert absences("mentee") == [("2027-07-01T00", "2027-07-13T00")]


def test_who_comes_back_early_is_here_from_that_day(mentorship, mentee):
    leave = declare(mentorship, mentee)
    leave.take_back(by=mentee, now=datetime(2027, 7, 4, 9, tzinfo=UTC))
    assert absences("mentee") == [("2027-07-01T00", "2027-07-04T00")]
    with pytest.raises(Refusal, match="over already"):
        leave.take_back(by=mentee, now=datetime(2027, 7, 4, 10, tzinfo=UTC))


def test_what_has_not_begun_never_was(mentorship, mentee):
    leave = declare(mentorship, mentee)
    leave.take_back(by=mentee, now=NOW)
    assert (absences("mentee"), leave.taken_back_at) == ([], NOW)
    declare(mentorship, mentee)


def test_the_last_day_moves(mentorship, mentee):
    leave = declare(mentorship, mentee)
    leave.move_end(date(2027, 7, 5), by=mentee, now=datetime(2027, 7, 4, 9, tzinfo=UTC))
    assert absences("mentee") == [("2027-07-01T00", "2027-07-06T00")]
    with pytest.raises(Refusal, match="passed already"):
        leave.move_end(date(2027, 7, 2), by=mentee, now=datetime(2027, 7, 4, 9, tzinfo=UTC))
    assert leave.history.count() == 2


@pytest.fixture
def at_noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.usefixtures("at_noon")
def test_from_the_room_in_two_fields(client, mentorship, mentee):
    client.force_login(mentee.user)
    url = reverse("mentorship:take-leave", args=[mentorship.pk])
    assert "Who is away" not in client.get(url).content.decode()
    said = {"starts_on": "2027-07-01", "ends_on": "2027-06-01"}
    response = client.post(url, said)
    assert (response.status_code, "comes before the first" in response.content.decode()) == (422, True)
    assert client.post(url, said | {"ends_on": "2027-07-10"}).status_code == 302
    room = client.get(mentorship.get_absolute_url()).content.decode()
    assert "1 July 2027" in room
    assert "on leave" not in room
    with time_machine.travel(datetime(2027, 7, 2, 12, tzinfo=UTC), tick=False):
        assert "on leave, back" in client.get(mentorship.get_absolute_url()).content.decode()


@pytest.mark.usefixtures("at_noon")
def test_organizers_enter_a_break_on_their_page(client, mentorship, organizer):
    client.force_login(organizer.user)
    url = reverse("mentorship:leaves", args=[mentorship.cohort.slug])
    client.post(url, {"who": "everybody", "starts_on": "2027-07-01", "ends_on": "2027-07-03"})
    leave = Leave.objects.get()
    assert (leave.person, leave.declared_by) == (None, organizer)
    client.post(reverse("mentorship:leave", args=[leave.pk]), {"ends_on": "2027-07-05"})
    assert Leave.objects.get().ends_on == date(2027, 7, 5)
    client.post(reverse("mentorship:leave-take-back", args=[leave.pk]))
    assert "taken back" in client.get(url).content.decode()


@pytest.mark.usefixtures("at_noon")
@pytest.mark.parametrize("count", [3, 30])
def test_the_list_costs_the_same(client, mentorship, organizer, count, django_assert_num_queries):
    for other in crowd.join(mentorship, count):
        declare(mentorship, other.mentee, by=organizer)
    client.force_login(organizer.user)
    with django_assert_num_queries(9):
        page = client.get(reverse("mentorship:leaves", args=[mentorship.cohort.slug]))
    assert len(page.context["rows"]) == min(count, 25)


def test_two_leaves_in_a_row_are_one_long_time_away(mentorship, mentee, organizer, mailoutbox):
    declare(mentorship, mentee, last=FIRST + timedelta(days=7))
    assert told("long_leave") == []
    declare(mentorship, mentee, first=FIRST + timedelta(days=8), last=FIRST + timedelta(days=15))
    assert told("long_leave") == [organizer.name]
    call_command("tick", at=(NOW + timedelta(hours=1)).isoformat())
    assert any("is away from 1 July 2027 to 16 July 2027" in mail.body for mail in mailoutbox)


def test_a_day_between_makes_two_of_them(mentorship, mentee):
    declare(mentorship, mentee, last=FIRST + timedelta(days=7))
    declare(mentorship, mentee, first=FIRST + timedelta(days=9), last=FIRST + timedelta(days=16))
    assert told("long_leave") == []


def test_a_leave_over_a_deadline_offers_more_time(mentorship, mentee, organizer, mailoutbox):
    closes = mentorship.cohort.phase("midterm").ends_at
    first, last = (closes + timedelta(days=days) for days in (-3, 20))
    declare(mentorship, mentee, first=first.date(), last=last.date(), now=closes - timedelta(days=10, hours=12))
    assert (told("leave_noted"), told("long_leave")) == ([mentee.name], [organizer.name])
    call_command("tick", at=(closes - timedelta(days=10, hours=11)).isoformat())
    ways = {
        mentee.email: f"{reverse('mentorship:ask-for-help', args=[mentorship.cohort.slug])}?room={mentorship.pk}",
        organizer.email: reverse("mentorship:extend", args=[mentorship.pk]),
    }
    for address, way in ways.items():
        assert [way in mail.body for mail in mailoutbox if mail.to == [address] and "Midterm" in mail.body] == [True]


def test_a_leave_may_be_entered_up_to_thirty_days_late(mentorship, mentee):
    with pytest.raises(Refusal, match="too long ago"):
        declare(mentorship, mentee, now=datetime(2027, 8, 1, tzinfo=UTC))
    declare(mentorship, mentee, now=datetime(2027, 7, 31, 23, tzinfo=UTC))
    assert absences("mentee") == [("2027-07-01T00", "2027-07-11T00")]


@pytest.mark.parametrize(("seconds", "away"), [(-1, False), (0, True)])
def test_a_leave_holds_from_its_first_instant(mentorship, mentee, seconds, away):
    leave = declare(mentorship, mentee)
    instant = leave.starts_at + timedelta(seconds=seconds)
    assert mentorship.absences.get().holds(instant) is away
    assert Absence.objects.at(instant).exists() is away
    assert Leave.objects.at(instant).exists() is away


@pytest.mark.parametrize(("seconds", "away"), [(-1, True), (0, False)])
def test_a_leave_is_over_at_its_last_instant(mentorship, mentee, seconds, away):
    leave = declare(mentorship, mentee)
    instant = leave.ends_at + timedelta(seconds=seconds)
    assert mentorship.absences.get().holds(instant) is away
    assert Absence.objects.at(instant).exists() is away
    assert Leave.objects.at(instant).exists() is away
