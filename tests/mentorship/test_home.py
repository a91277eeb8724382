"""Cards on the home page and panels on the organizers' start page."""

import pytest

from amp_portal.home import belongings
from amp_portal.todo import Reader
from cohorts import cockpit
from cohorts.models import Cohort
from mentorship import scenarios
from mentorship.models import Mentorship
from tests.waiting import waiting_for

from . import crowd


def titles(person, now):
    ours = ("/mentorships/", "/attention/")
    return [(step.what, step.due) for step in waiting_for(person, now) if any(part in step.link for part in ours)]


def test_a_mentee_is_shown_the_way_in_then_the_update_of_the_week(mentorship, mentee, day):
    assert titles(mentee, day(-1)) == [("Meet your mentors", day(0))]
    assert titles(mentee, day(0)) == [("Write your update for week 1", day(7))]
    scenarios.update(mentorship, day(1))
    assert titles(mentee, day(6)) == [("Your update for week 1 is in", day(14))]
    assert titles(mentee, day(8)) == [("Write your update for week 2", day(14))]
    assert titles(mentee, day(22)) == [("Write your update for week 4", None)]  # late: no date that shames
    scenarios.update(mentorship, day(125))
    assert titles(mentee, day(125)) == [("Your update for week 18 is in", None)]
    assert titles(mentee, mentorship.ends_at) == [("The weeks of “Faster parser for large documents” are over", None)]


def test_every_two_weeks_one_update_covers_both(mentorship, mentee, day):
    Mentorship.objects.update(cadence=2)
    assert titles(mentee, day(1)) == [("Write your update for week 1", day(14))]
    mentorship.refresh_from_db()
    scenarios.update(mentorship, day(1))
    assert titles(mentee, day(8)) == [("Your update for week 1 is in", day(21))]
    assert titles(mentee, day(15)) == [("Write your update for week 3", day(21))]


def test_mentors_see_who_waits(mentorship, mentee, mentor, day):
    assert titles(mentor, day(1)) == [("Mentoring Mel Mentee", None)]
    asked = mentorship.ask(by=mentee, now=day(1), body="How?")
    later = scenarios.update(mentorship, day(2))
    both = ["question, unanswered since 16 June", "update for week 1, unanswered since 17 June"]
    assert titles(mentor, day(2)) == [(f"Mel Mentee: {words}", None) for words in both]
    scenarios.answer(mentorship, asked, day(2))
    assert titles(mentor, day(2)) == [(f"Mel Mentee: {both[1]}", None)]
    scenarios.answer(mentorship, later, day(2))
    assert titles(mentor, day(2)) == [("Mentoring Mel Mentee", None)]


def test_mentors_see_a_milestone_that_is_done_until_they_accept_it(mentorship, mentee, mentor, day):
    milestone = mentorship.milestones.first()
    milestone.finish(by=mentee, now=day(1))
    assert titles(mentor, day(2))[0] == (f"Mel Mentee finished “{milestone}”", None)
    milestone.accept(by=mentor, now=day(2))
    assert titles(mentor, day(2)) == [("Mentoring Mel Mentee", None)]


def test_organizers_see_who_is_on_the_attention_list(mentorship, organizer, day):
    crowd.join(mentorship, 4)
    assert titles(organizer, day(19)) == []
    Mentorship.objects.update(at_risk_since=day(18))
    assert titles(organizer, day(19)) == [("5 mentees have been quiet for long", None)]


@pytest.mark.parametrize("count", [3, 30])
def test_cards_cost_the_same_for_any_number(mentorship, mentor, day, count, django_assert_num_queries):
    crowd.ask(crowd.join(mentorship, count - 1), day(1))
    with django_assert_num_queries(7):
        assert len(waiting_for(mentor, day(19), "unanswered", "mentoring")) == count


@pytest.mark.parametrize("count", [3, 30])
def test_rooms_to_go_back_to_cost_the_same_for_any_number(mentorship, mentor, day, count, django_assert_num_queries):
    crowd.join(mentorship, count - 1)
    with django_assert_num_queries(6):
        [group, _recognition] = belongings(Reader(mentor, day(19)))
    assert len(group.places) == count + 2  # their project, their application to mentor


def test_the_start_page_of_organizers_counts(mentorship, day):
    crowd.join(mentorship, 2)
    cohort = Cohort.objects.with_phases().get()
    [running] = [fact.count for fact in cockpit.facts(cohort, day(19), []) if fact.title == "Mentorships"]
    assert (running, cockpit.needs(cohort, day(19))) == (3, [])
    Mentorship.objects.filter(pk=mentorship.pk).update(at_risk_since=day(18))
    assert [(todo.topic, todo.count) for todo in cockpit.needs(cohort, day(19))] == [("Attention list", 1)]
