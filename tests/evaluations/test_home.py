from datetime import timedelta

import pytest

import cohorts.scenarios as cohorts
import evaluations.scenarios as evaluating
import mentorship.scenarios as mentoring
from amp_portal.users.scenarios import person
from cohorts import cockpit
from evaluations import release
from tests.waiting import waiting_for


def titles(who, now):
    """What this app's cards say to a person."""
    return [todo.what for todo in waiting_for(who, now, "evaluation", "result", "certificate", "release")]


def test_nothing_before_the_first_reminder(midterm, mentorship, mentor, organizer):
    early = midterm.opens_at - timedelta(days=20)
    assert [titles(who, early) for who in (mentorship.mentee, mentor, organizer)] == [[], [], []]


def test_each_side_sees_what_it_owes_until_it_has_submitted(midterm, mentorship, mentor, co_mentor, during):
    assert titles(mentorship.mentee, during) == ["Tell us about your mentors and the program"]
    assert titles(mentor, during) == titles(co_mentor, during) == ["Evaluate Mel Mentee"]
    evaluating.evaluated(midterm, mentorship, now=during)
    assert [titles(who, during) for who in (mentorship.mentee, mentor, co_mentor)] == [[], [], []]


def test_before_the_opening_a_card_says_when(midterm, mentorship):
    (step,) = waiting_for(mentorship.mentee, midterm.opens_at - timedelta(days=3), "evaluation")
    assert (step.due, step.urgency) == (midterm.opens_at, "calm")


def test_the_last_two_days_are_urgent(midterm, mentorship):
    (step,) = waiting_for(mentorship.mentee, midterm.closes_at - timedelta(days=1), "evaluation")
    assert (step.due, step.urgency) == (midterm.closes_at, "late")


def test_results_and_certificate_are_news_for_a_month(final, mentorship):
    at = final.closes_at + timedelta(hours=3)
    evaluating.released(final, now=at)
    assert titles(mentorship.mentee, at) == ["Your certificate is ready", "Your final results are in"]
    assert titles(mentorship.mentee, at + timedelta(days=31)) == []


def test_the_organizers_card_goes_with_the_release(midterm, mentorship, organizer, after):
    assert titles(organizer, after) == ["Release the midterm results"]
    evaluating.released(midterm, now=after)
    assert titles(organizer, after) == []


@pytest.mark.parametrize("count", [1, 8])
def test_cards_cost_the_same_for_any_number(cohort, organizer, django_assert_num_queries, count):
    midterm = evaluating.round_of(cohort, "midterm")
    mentor = person("Mona Mentor")
    cohorts.mentor(cohort, mentor, now=cohorts.instant(cohort, "mentor_call"))
    project = cohorts.project(cohort, mentor, now=cohorts.instant(cohort, "mentor_call"), sponsored_slots=count)
    for number in range(count):
        mentoring.mentorship(cohort, project=project, mentee=person(f"Mentee {number}"))
    with django_assert_num_queries(8):
        assert len(titles(mentor, midterm.opens_at)) == count


@pytest.mark.parametrize("count", [1, 8])
def test_cockpit_panels_follow_the_rounds(cohort, organizer, django_assert_num_queries, count):
    midterm = evaluating.round_of(cohort, "midterm")
    for number in range(count):
        mentoring.mentorship(cohort, mentee=person(f"Mentee {number}"))

    def said(now):
        cohort = type(midterm.cohort).objects.with_phases().get(pk=midterm.cohort_id)
        needs = cockpit.needs(cohort, now)
        found = [(todo.topic, todo.count, todo.words) for todo in needs if not todo.key.startswith("in-place")]
        found += [(fact.title, fact.count, fact.text) for fact in cockpit.facts(cohort, now, needs)]
        return [(count, words) for title, count, words in found if title == "Midterm evaluation"]

    assert said(midterm.opens_at - timedelta(days=1)) == [(24, "questions, which you can still change")]
    assert said(midterm.opens_at) == [(2 * count, "forms still open")]
    undecided = "mentorship to decide about" if count == 1 else "mentorships to decide about"
    assert said(midterm.closes_at) == [(count, undecided)]
    for mentorship in release.undecided(midterm, midterm.closes_at):
        evaluating.decided(midterm, mentorship)
    ready = "evaluation to release: everything is decided, and people wait for their results"
    assert said(midterm.closes_at) == [(1, ready)]
    evaluating.released(midterm)
    assert said(midterm.closes_at) == [(None, "the results are released")]


def test_the_home_page_shows_the_cards(visit, midterm, mentorship, during):
    assert waiting_for(mentorship.mentee, during)
    assert "Tell us about your mentors" in visit(mentorship.mentee, "/home/", during).content.decode()


def test_the_room_leads_to_both_evaluations(visit, midterm, mentorship, during):
    page = visit(mentorship.mentee, mentorship.get_absolute_url(), during)
    assert [link.title for link in page.context["links"]] == ["Midterm evaluation", "Final evaluation"]
    assert visit(mentorship.mentee, page.context["links"][0].url, during).status_code == 200
