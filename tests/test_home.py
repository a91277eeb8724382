"""The home page: what is next for each kind of person, what is theirs, and what somebody new could begin."""

from datetime import timedelta

import pytest
import time_machine

import applications.scenarios as applying
import cohorts.scenarios as cohorts
import evaluations.scenarios as evaluating
import mentorship.scenarios as mentoring
from amp_portal import home
from amp_portal.todo import Reader, Todo, todos
from amp_portal.users.scenarios import person
from cohorts.models import Event
from evaluations.models import Nomination
from mentorship.models import Mentorship
from tests.mentorship import crowd

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
        Todo("1", "calm", "/", due=now, urgency="calm"),
        Todo("2", "some day", "/"),
        Todo("3", "in ten days", "/", due=now + 10 * day),
        Todo("4", "somebody waits", "/", urgency="soon"),
        Todo("5", "tomorrow", "/", due=now + day),
        Todo("6", "the last day", "/", due=now + 3 * day, urgency="late"),
    ]
    monkeypatch.setattr(todos, "_functions", [lambda reader: steps])
    found = [step.what for step in home.next_steps(Reader(None, now))]
    assert found == ["the last day", "tomorrow", "somebody waits", "in ten days", "some day", "calm"]


def test_a_newcomer_learns_how_to_take_part(client, cohort):
    newcomer = person("Nia New")
    during_call = visit(client, newcomer, cohorts.instant(cohort, "mentor_call", days=1))
    assert [(step.what, step.is_calm) for step in during_call.context["openings"]] == [
        ("Become a mentor", False),
        ("Apply from this day on", True),
    ]
    assert "Welcome, Nia New!" in said(during_call)
    while_open = visit(client, newcomer, cohorts.instant(cohort, "applications", days=1))
    (step,) = while_open.context["openings"]
    assert (step.what, step.link) == ("Apply for a place", "/cohorts/amp-2027/apply/")
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
    assert [step.what for step in page.context["calm"]] == ["Your application: submitted"]
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
def test_it_costs_at_most_fifteen_queries_whatever_waits_for_a_mentor_and_a_mentee(
    client, cohort, count, django_assert_num_queries
):
    """Unanswered questions, milestones, a proposal, an event and forms of an open evaluation at once."""
    example = mentoring.mentorship(cohort)
    mentor, midterm = mentoring.lead_mentor(example), evaluating.round_of(cohort, "midterm")
    now, soon = midterm.opens_at + timedelta(days=4), midterm.opens_at + timedelta(days=6)
    example.milestones.first().finish(by=example.mentee, now=now)
    mentoring.Agreement.propose(example, mentoring.terms(), by=example.mentee, now=now)
    crowd.ask(crowd.join(example, count - 1), now)
    Event.objects.create(cohort=cohort, title="Office hours", starts_at=soon, ends_at=soon + timedelta(hours=1))
    with time_machine.travel(now, tick=False):
        client.force_login(mentor.user)
        with django_assert_num_queries(15):
            page = client.get("/home/")
        assert len(page.context["todo"]) == 2 * count + 2
        client.force_login(example.mentee.user)
        with django_assert_num_queries(13):
            assert len(client.get("/home/").context["todo"]) == 3


@pytest.mark.parametrize("kind", ["applications", "selection", "midterm", "final", "recognition"])
@pytest.mark.parametrize("count", [3, 30])
def test_it_costs_organizers_the_same_however_much_waits(client, cohort, kind, count, django_assert_max_num_queries):
    example = mentoring.mentorship(cohort)
    organizer, now = cohort.leads()[0].person, cohorts.instant(cohort, kind, days=4)
    others = crowd.join(example, count - 1)
    Mentorship.objects.update(at_risk_since=now)
    Nomination.objects.bulk_create(
        Nomination(mentorship=each, by=organizer, kind="speaker", reason="Talks.", made_at=now) for each in others
    )
    with time_machine.travel(now, tick=False):
        client.force_login(organizer.user)
        with django_assert_max_num_queries(11):
            client.get("/home/")


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
        with django_assert_num_queries(9):
            page = client.get("/home/")
    assert len(page.context["todo"]) == len(made)
