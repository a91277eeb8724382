"""The home page: what is next for each kind of person, what is theirs, and what somebody new could begin."""

from datetime import timedelta

import pytest
import time_machine

import applications.scenarios as applying
import cohorts.scenarios as cohorts
import evaluations.scenarios as evaluating
import mentorship.scenarios as mentoring
from amp_portal import home
from amp_portal.home import Step
from amp_portal.users.scenarios import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return cohorts.cohort()


def visit(client, somebody, now):
    with time_machine.travel(now, tick=False):
        client.force_login(somebody.user)
        return client.get("/home/")


def said(response):
    return response.content.decode()


def test_the_most_urgent_comes_first_and_what_needs_nothing_last(cohort, monkeypatch):
    now = cohorts.instant(cohort, "program")
    day = timedelta(days=1)
    steps = [
        Step("calm", "/", due=now, urgency="calm"),
        Step("some day", "/"),
        Step("in ten days", "/", due=now + 10 * day),
        Step("somebody waits", "/", urgency="soon"),
        Step("tomorrow", "/", due=now + day),
        Step("the last day", "/", due=now + 3 * day, urgency="late"),
    ]
    monkeypatch.setattr(home.section, "_functions", [lambda somebody, at: steps])
    found = [step.title for step in home.next_steps(None, now)]
    assert found == ["the last day", "tomorrow", "somebody waits", "in ten days", "some day", "calm"]


def test_a_newcomer_learns_how_to_take_part(client, cohort):
    newcomer = person("Nia New")
    during_call = visit(client, newcomer, cohorts.instant(cohort, "mentor_call", days=1))
    assert [(step.title, step.is_calm) for step in during_call.context["openings"]] == [
        ("Become a mentor", False),
        ("Apply from this day on", True),
    ]
    assert "Welcome, Nia New!" in said(during_call)
    while_open = visit(client, newcomer, cohorts.instant(cohort, "applications", days=1))
    (step,) = while_open.context["openings"]
    assert (step.title, step.url) == ("Apply for a place", "/cohorts/amp-2027/apply/")
    afterwards = visit(client, newcomer, cohorts.instant(cohort, "program"))
    assert afterwards.context["openings"] == []
    assert "See the cohorts" in said(afterwards)


def test_an_unpublished_cohort_invites_nobody(client):
    hidden = cohorts.cohort(published=False)
    page = visit(client, person("Nia New"), cohorts.instant(hidden, "applications"))
    assert page.context["openings"] == []


def test_whoever_takes_part_sees_their_own_and_no_other_calls(client, cohort):
    now = cohorts.instant(cohort, "applications", days=1)
    project = cohorts.project(cohort, now=cohorts.instant(cohort, "mentor_call"))
    application = applying.submitted(cohort, person("Ana Applicant"), projects=[project], now=now)
    page = visit(client, application.person, now)
    assert page.context["openings"] == []
    assert page.context["todo"] == []
    assert [step.title for step in page.context["calm"]] == ["Your application: submitted"]
    ((place,),) = (group.places for group in page.context["current"])
    assert (place.title, place.state) == ("Your application", "submitted")


def test_a_mentee_between_updates_reads_that_all_is_done_and_until_when(client, cohort):
    mentorship = mentoring.mentorship(cohort)
    now = mentorship.starts_at + timedelta(days=1)
    mentoring.update(mentorship, now)
    page = visit(client, mentorship.mentee, now)
    assert "All done" in said(page)
    assert "The next one is due by" in said(page)
    assert "29 June 2027, 00:00 UTC" in said(page)
    assert [place.title for place in page.context["current"][0].places] == [
        mentorship.project.title,
        "Your application",
    ]


def test_what_has_ended_stays_within_reach(client):
    mentorship = evaluating.finished()
    mentor = mentoring.lead_mentor(mentorship)
    now = mentorship.cohort.window("follow_up_3").starts_at
    graduate = visit(client, mentorship.mentee, now)
    (earlier,) = graduate.context["earlier"]
    assert [place.title for place in earlier.places] == [
        "Your certificate",
        mentorship.project.title,
        "Your application",
    ]
    assert all(client.get(place.url).status_code == 200 for place in earlier.places)
    (earlier,) = visit(client, mentor, now).context["earlier"]
    assert mentorship.get_absolute_url() in [place.url for place in earlier.places]
    assert all(client.get(place.url).status_code == 200 for place in earlier.places)


@pytest.mark.parametrize("count", [3, 30])
def test_the_page_costs_the_same_for_any_number(client, cohort, count, django_assert_num_queries):
    mentor = cohorts.mentor(cohort, now=cohorts.instant(cohort, "mentor_call"))
    project = cohorts.project(cohort, mentor, now=cohorts.instant(cohort, "mentor_call"), sponsored_slots=20)
    made = [mentoring.mentorship(cohort, project=project, mentee=person(f"Mentee {n}")) for n in range(min(count, 15))]
    for number in range(count - len(made)):
        cohorts.project(cohort, mentor, now=cohorts.instant(cohort, "mentor_call"), title=f"Idea {number}")
    now = made[0].starts_at + timedelta(days=1)
    for mentorship in made:
        mentoring.update(mentorship, now)
    with time_machine.travel(now, tick=False):
        client.force_login(mentor.user)
        with django_assert_num_queries(42):
            page = client.get("/home/")
    assert len(page.context["todo"]) == len(made)
