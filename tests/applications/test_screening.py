"""Organizers read what was submitted, pass it on, or decline it with feedback."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from applications.models import Application
from cohorts import cockpit
from cohorts.models import Participation

from .applying import letters, said, signed_in


@pytest.fixture
def application(cohort, project, applicant, now):
    return applying.submitted(cohort, applicant, projects=[project], now=now)


@pytest.fixture
def organizer(client, lead, now):
    with time_machine.travel(now, tick=False):
        yield signed_in(client, lead)


def url(name, application):
    return reverse(f"applications:{name}", args=[application.cohort.slug, application.pk])


def listed(client, cohort, **query):
    page = client.get(reverse("applications:screening", args=[cohort.slug]), query)
    return [str(application.person) for application in page.context["page_obj"]]


def test_drafts_are_not_listed(organizer, cohort, project, application, now):
    applying.draft(cohort, person("Didi Draft"), projects=[project], now=now)

    assert listed(organizer, cohort) == ["Nia Okafor"]


def test_the_list_narrows_by_state_project_and_verdict(organizer, cohort, project, other_project, application, now):
    applying.in_review(cohort, person("Rita Read"), projects=[other_project, project], now=now)
    applying.submitted(cohort, person("Uma Typed", proved=False), projects=[other_project], now=now)

    assert listed(organizer, cohort, state="in_review") == ["Rita Read"]
    assert listed(organizer, cohort, project=project.pk) == ["Nia Okafor", "Rita Read"]
    assert listed(organizer, cohort, eligible="unclear") == ["Uma Typed"]
    assert listed(organizer, cohort, eligible="yes", state="submitted") == ["Nia Okafor"]
    assert listed(organizer, cohort, eligible="no") == []


def test_passing_on_asks_the_mentors_of_its_projects(organizer, application, project):
    page = organizer.post(url("pass-on", application), follow=True)

    application.refresh_from_db()
    assert (page.status_code, application.state) == (200, "in_review")
    assert letters()["to_review", "Mira Finch"] == 1


def test_passing_on_twice_is_refused(organizer, application):
    organizer.post(url("pass-on", application))
    page = organizer.post(url("pass-on", application), follow=True)

    application.refresh_from_db()
    assert len(said(page)) == 2  # the first click's, shown now, and the refusal
    assert application.moves.count() == 3 if application.state == "submitted" else application.state == "in_review"


def test_declining_sends_the_feedback_and_gives_the_side_back(organizer, application):
    organizer.post(url("decline", application), {"feedback": "Please look at our template."})

    application.refresh_from_db()
    assert (application.state, application.feedback) == ("declined", "Please look at our template.")
    assert Participation.objects.get(person=application.person).side == "none"
    assert letters()["declined", "Nia Okafor"] == 1


def test_declining_needs_feedback(organizer, application, lead, now):
    page = organizer.post(url("decline", application), {"feedback": " "})

    assert (page.status_code, list(page.context["decline_form"].errors)) == (422, ["feedback"])
    with pytest.raises(Refusal, match="feedback"):
        application.decline(" ", by=lead, now=now)
    assert Application.objects.get().state == "submitted"


def test_what_was_submitted_is_read_not_the_draft_beside_it(organizer, application, project, now):
    applying.write(application, [project], now=now, about="Not submitted yet")

    page = organizer.get(url("application", application))

    assert "Not submitted yet" not in page.content.decode()
    assert page.context["version"] == application.submitted_version


def test_markdown_of_applicants_is_harmless(organizer, cohort, project, now):
    hostile = applying.submitted(
        cohort, person("Hal"), projects=[project], now=now, about="<script>alert(1)</script> [x](javascript:alert(1))"
    )

    page = organizer.get(url("application", hostile)).content.decode()

    assert "<script>alert" not in page
    assert 'href="javascript' not in page


@pytest.mark.parametrize("name", ["application", "pass-on", "decline", "offer"])
def test_others_reach_nothing(client, application, applicant, mentor, now, name):
    other = applying.organizer(cohorts.cohort("elsewhere", lead=person("Eli Vance")))
    answers = []
    with time_machine.travel(now, tick=False):
        for somebody in (applicant, mentor, other):
            signed_in(client, somebody)
            send = client.get if name == "application" else client.post
            answers.append(send(url(name, application), {"feedback": "No"}).status_code)

    assert answers == [403, 403, 403]
    assert Application.objects.get().state == "submitted"


def test_an_application_is_not_found_under_another_cohort(client, application, now):
    elsewhere = cohorts.cohort("elsewhere", lead=person("Eli Vance"))
    with time_machine.travel(now, tick=False):
        signed_in(client, applying.organizer(elsewhere))
        answer = client.post(reverse("applications:pass-on", args=[elsewhere.slug, application.pk]))

    assert answer.status_code == 404
    assert Application.objects.get().state == "submitted"


def test_the_cockpit_counts_what_waits(cohort, project, application, now):
    applying.in_review(cohort, person("Rita Read"), projects=[project], now=now)

    needs = cockpit.needs(cohort, now)
    facts = {fact.title: fact.count for fact in cockpit.facts(cohort, now, needs)}

    assert [(todo.topic, todo.count) for todo in needs] == [("Applications to screen", 1)]
    assert facts["Applications in review"] == 1


def test_the_cockpit_draws_how_sought_after_each_idea_is(cohort, project, other_project, application, now):
    assert application.submitted_version.choices.count() == 1
    applying.in_review(cohort, person("Rita Read"), projects=[other_project, project], now=now)
    gone = applying.submitted(cohort, person("Gone Again"), projects=[other_project], now=now)
    gone.withdraw(by=gone.person, now=now)

    [chart] = cockpit.chart.gather(cohort, now)

    assert chart.table.rows == [(project.title, ["2", "1"]), (other_project.title, ["1", "1"])]
    assert cockpit.chart.gather(cohort, cohorts.instant(cohort, "program")) == []


def test_the_next_that_waits_comes_after_a_decision(organizer, cohort, project, application, now):
    second = applying.submitted(cohort, person("Sam Second"), projects=[project], now=now + timedelta(hours=1))
    third = applying.submitted(cohort, person("Thea Third"), projects=[project], now=now + timedelta(hours=2))
    queue = organizer.get(url("application", second)).context["queue"]
    assert (queue.position, queue.total) == (2, 3)
    assert (queue.previous, queue.following) == (url("application", application), url("application", third))

    answers = [organizer.post(url("pass-on", each))["Location"] for each in (second, third, application)]

    assert answers == [
        url("application", third),
        url("application", application),
        reverse("applications:screening", args=[cohort.slug]),
    ]


def test_a_decision_that_is_refused_stays_on_the_page(organizer, cohort, project, application, now):
    applying.submitted(cohort, person("Sam Second"), projects=[project], now=now)
    organizer.post(url("pass-on", application))
    assert organizer.post(url("pass-on", application))["Location"] == url("application", application)


def test_the_tabs_count_within_the_other_filters(organizer, cohort, project, other_project, application, now):
    applying.in_review(cohort, person("Rita Read"), projects=[other_project, project], now=now)
    page = organizer.get(reverse("applications:screening", args=[cohort.slug]), {"project": other_project.pk})
    assert [(tab.label, tab.count, tab.is_here) for tab in page.context["tabs"]] == [
        ("all", 1, True),
        ("with the mentors", 1, False),
    ]
    assert page.context["tabs"][1].query == f"project={other_project.pk}&state=in_review"


@pytest.mark.parametrize("count", [3, 30])
def test_the_list_costs_the_same_for_many(organizer, cohort, project, now, count, django_assert_num_queries):
    for number in range(count):
        applying.submitted(cohort, person(f"Applicant {number}"), projects=[project], now=now)

    with django_assert_num_queries(11):
        page = organizer.get(reverse("applications:screening", args=[cohort.slug]))

    assert len(page.context["page_obj"]) == min(count, 25)
