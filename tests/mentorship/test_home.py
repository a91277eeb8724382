"""Cards on the home page and panels on the organizers' start page."""

import pytest

from amp_portal.home import next_steps
from cohorts.cockpit import panels
from cohorts.models import Cohort
from mentorship import scenarios
from mentorship.models import Mentorship

from . import crowd


def titles(person, now):
    return [(step.title, step.due) for step in next_steps(person, now) if "/mentorships/" in step.url]


def test_a_mentee_is_shown_the_way_in_then_the_update_of_the_week(mentorship, mentee, day):
    assert titles(mentee, day(-1)) == [("Meet your mentors", day(0))]
    assert titles(mentee, day(0)) == [("Write your update for week 1", day(7))]
    scenarios.update(mentorship, day(1))
    assert titles(mentee, day(6)) == [("Your mentorship", None)]
    assert titles(mentee, day(22)) == [("Write your update for week 4", day(28))]
    assert titles(mentee, mentorship.ends_at) == [("Your mentorship", None)]


def test_every_two_weeks_one_update_covers_both(mentorship, mentee, day):
    Mentorship.objects.update(cadence=2)
    assert titles(mentee, day(1)) == [("Write your update for week 1", day(14))]
    mentorship.refresh_from_db()
    scenarios.update(mentorship, day(1))
    assert titles(mentee, day(8)) == [("Your mentorship", None)]
    assert titles(mentee, day(15)) == [("Write your update for week 3", day(28))]


def test_mentors_see_who_waits(mentorship, mentee, mentor, day):
    assert titles(mentor, day(1)) == [("Mentoring Mel Mentee", None)]
    asked = mentorship.ask(by=mentee, now=day(1), body="How?")
    assert titles(mentor, day(2)) == [("Mel Mentee waits for an answer since 16 June", None)]
    scenarios.answer(mentorship, asked, day(2))
    assert titles(mentor, day(2)) == [("Mentoring Mel Mentee", None)]


def test_organizers_see_who_is_on_the_attention_list(mentorship, organizer, day):
    crowd.join(mentorship, 4)
    assert titles(organizer, day(19)) == []
    Mentorship.objects.update(at_risk_since=day(18))
    assert titles(organizer, day(19)) == [("5 mentees have been quiet for long", None)]


@pytest.mark.parametrize("count", [3, 30])
def test_cards_cost_the_same_for_any_number(mentorship, mentor, day, count, django_assert_num_queries):
    from mentorship import sections

    crowd.ask(crowd.join(mentorship, count - 1), day(1))
    Mentorship.objects.update(at_risk_since=day(18))
    with django_assert_num_queries(3):
        found = [
            list(build(mentor, day(19)))
            for build in (sections.for_mentees, sections.for_mentors, sections.for_organizers)
        ]
    assert [len(steps) for steps in found] == [0, count, 0]


def test_the_start_page_of_organizers_counts(mentorship, day):
    crowd.join(mentorship, 2)
    cohort = Cohort.objects.with_phases().get()
    shown = {panel.title: panel.count for panel in panels(cohort, day(19)) if "/mentorships/" in panel.url}
    assert shown == {"Mentorships": 3}
    Mentorship.objects.filter(pk=mentorship.pk).update(at_risk_since=day(18))
    shown = {panel.title: panel.count for panel in panels(cohort, day(19)) if "/mentorships/" in panel.url}
    assert shown == {"Attention list": 1, "Mentorships": 3}
