"""What a room's timeline shows beside what was said, and how a link finds its place there."""

from datetime import timedelta

import pytest
from django.urls import reverse

import evaluations.scenarios as evaluating
from mentorship import access, scenarios, timeline
from mentorship.models import Mentorship

from .test_pages import text


@pytest.fixture
def told(mentorship):
    """``told(person)``: what the person reads of what happened, the newest first."""

    def read(person):
        page = timeline.page(access.room(person.user, mentorship.pk), 1)
        return [(shown.title, shown.text) for shown in page if isinstance(shown, timeline.Happening)]

    return read


def test_it_begins_with_the_place(mentorship, mentee, told):
    assert told(mentee) == [("Mel Mentee accepted the place", "")]


def test_mentors_who_come_and_go_are_told(mentorship, mentee, co_mentor, day, told):
    mentorship.project.mentors.filter(person=co_mentor).update(since=day(3), until=day(5))
    assert [title for title, _text in told(mentee)][:2] == [
        f"{co_mentor} has stopped mentoring this project",
        f"{co_mentor} mentors this project now",
    ]


def test_what_came_of_the_attention_list_is_for_organizers(mentorship, mentee, mentor, organizer, day, told):
    Mentorship.objects.update(at_risk_since=day(18))
    mentorship.close_attention(by=organizer, now=day(19), words="Their mother is ill.")
    assert told(organizer)[0] == ("Taken off the attention list", "Their mother is ill.")
    for person in (mentee, mentor):
        assert told(person) == [("Mel Mentee accepted the place", "")]


def test_the_end_is_told_and_its_reason_to_organizers(mentorship, mentee, organizer, day, told):
    mentorship.fail(by=organizer, now=day(126), reason="No final work.")
    assert told(organizer)[0] == ("The mentorship has ended: did not pass", "No final work.")
    assert told(mentee)[0] == ("The mentorship has ended: did not pass", "")


def test_results_are_told_once_they_are_released(mentorship, mentee, told):
    midterm = evaluating.round_of(mentorship.cohort, "midterm")
    evaluating.evaluated(midterm, mentorship)
    assert len(told(mentee)) == 1
    evaluating.released(midterm)
    assert told(mentee)[0] == ("midterm evaluation: passed", "")


def test_everything_stands_in_the_order_of_time(mentorship, mentee, mentor, day, at):
    mentorship.project.mentors.filter(person=mentor).update(since=day(2))
    first = scenarios.update(mentorship, day(1))
    second = mentorship.ask(by=mentee, now=day(3), body="Which?")
    page = at(day(4), mentee).get(mentorship.get_absolute_url()).context["page_obj"]
    assert [getattr(shown, "pk", None) or shown.title for shown in page] == [
        second.pk,
        f"{mentor} mentors this project now",
        first.pk,
        "Mel Mentee accepted the place",
    ]


def test_a_link_finds_the_page_of_its_entry_after_signing_in_too(mentorship, mentee, day, at, client):
    asked = [mentorship.ask(by=mentee, now=day(1) + timedelta(hours=number), body="?") for number in range(60)]
    old, new = (reverse("mentorship:entry", args=[mentorship.pk, entry.pk]) for entry in (asked[0], asked[-1]))
    to_sign_in = client.get(old)
    assert to_sign_in["Location"] == f"{reverse('account_login')}?next={old}"
    client = at(day(8), mentee)
    room = mentorship.get_absolute_url()
    assert client.get(old)["Location"] == f"{room}?page=3#entry-{asked[0].pk}"
    assert client.get(new)["Location"] == f"{room}#entry-{asked[-1].pk}"
    assert f'id="entry-{asked[0].pk}"' in text(client.get(room, {"page": 3}))


@pytest.mark.parametrize("number", ["0", "99", "x", ""])
def test_a_page_that_is_none(mentorship, mentee, day, at, number):
    assert at(day(1), mentee).get(mentorship.get_absolute_url(), {"page": number}).status_code == 200
