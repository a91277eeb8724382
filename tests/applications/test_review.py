"""Mentors score applications for their own projects, by themselves first."""

import pytest
import time_machine
from django.urls import reverse

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal.users.scenarios import person
from applications.models import Review

from .applying import signed_in

SCORES = {
    "alignment": 4,
    "clarity": 3,
    "feasibility": 5,
    "experience": 2,
    "recommendation": "yes",
    "notes": "A solid plan",
}


@pytest.fixture
def application(cohort, project, applicant, now):
    return applying.in_review(cohort, applicant, projects=[project], now=now)


@pytest.fixture
def reviewer(client, mentor, now):
    with time_machine.travel(now, tick=False):
        yield signed_in(client, mentor)


def url(application, project):
    return reverse("applications:review", args=[application.cohort.slug, application.pk, project.slug])


def queue(client, cohort):
    page = client.get(reverse("applications:reviews", args=[cohort.slug]))
    return [(str(c.version.application.person), c.own_reviews) for c in page.context["page_obj"]]


def test_the_queue_has_my_projects_applications_in_review(reviewer, cohort, project, other_project, application, now):
    applying.in_review(cohort, person("Omi Other"), projects=[other_project], now=now)
    applying.submitted(cohort, person("Sam Screened"), projects=[project], now=now)
    before = queue(reviewer, cohort)

    reviewer.post(url(application, project), SCORES)

    assert before == [("Nia Okafor", 0)]
    assert queue(reviewer, cohort) == [("Nia Okafor", 1)]


def test_scores_are_saved_and_can_be_changed(reviewer, application, project, mentor):
    reviewer.post(url(application, project), SCORES)
    reviewer.post(url(application, project), SCORES | {"clarity": 5})

    review = Review.objects.get()
    assert (review.reviewer, review.scores, review.notes) == (mentor, [4, 5, 5, 2], "A solid plan")
    assert review.recommendation == "yes"


def test_nobody_recommends_without_choosing_what(reviewer, application, project):
    page = reviewer.post(url(application, project), {**SCORES, "recommendation": ""})

    assert (page.status_code, list(page.context["form"].errors)) == (422, ["recommendation"])


@pytest.mark.parametrize("wrong", [0, 6, "", "many"])
def test_scores_are_one_to_five(reviewer, application, project, wrong):
    page = reviewer.post(url(application, project), SCORES | {"clarity": wrong})

    assert (page.status_code, list(page.context["form"].errors)) == (422, ["clarity"])
    assert page.context["form"]["notes"].value() == "A solid plan"
    assert Review.objects.count() == 0


def test_others_scores_are_seen_once_mine_are_saved(reviewer, cohort, application, project, mentor, now):
    second = cohorts.mentor(cohort, person("Cleo Comentor"), now=now)
    project.mentors.create(person=second, since=now)
    application.review(project, SCORES | {"notes": "Rather weak"}, by=second, now=now)
    before = reviewer.get(url(application, project))

    reviewer.post(url(application, project), SCORES)
    after = reviewer.get(url(application, project))

    assert "Rather weak" not in before.content.decode()
    assert [review.reviewer for review in after.context["spreads"][0].reviews] == [mentor, second]


def test_verdicts_are_shown_without_their_evidence(reviewer, application, project):
    page = reviewer.get(url(application, project))

    assert page.context["verdict"].eligible is True
    evidence = [finding.evidence for finding in page.context["verdict"].findings if finding.evidence]
    assert evidence
    assert [words for words in evidence if words in page.content.decode()] == []


def test_only_current_mentors_of_a_chosen_project_reach_it(client, cohort, application, project, other_project, now):
    former = person("Fara Nowak")
    project.mentors.create(person=former, since=now, until=now)
    other_mentor = other_project.mentors.get().person
    with time_machine.travel(now, tick=False):
        answers = [
            signed_in(client, somebody).post(url(application, chosen), SCORES).status_code
            for somebody, chosen in [
                (former, project),
                (other_mentor, project),
                (other_mentor, other_project),
                (application.person, project),
            ]
        ]

    assert answers == [404] * 4
    assert Review.objects.count() == 0


def test_once_decided_it_leaves_the_queue(reviewer, cohort, application, project, lead, now):
    application.decline("Not this time.", by=lead, now=now)

    assert queue(reviewer, cohort) == []
    assert reviewer.post(url(application, project), SCORES).status_code == 302
    assert Review.objects.count() == 0


@pytest.mark.parametrize("count", [3, 30])
def test_the_queue_costs_the_same_for_many(reviewer, cohort, project, now, count, django_assert_num_queries):
    for number in range(count):
        applying.in_review(cohort, person(f"Applicant {number}"), projects=[project], now=now)

    with django_assert_num_queries(16):
        page = reviewer.get(reverse("applications:reviews", args=[cohort.slug]))

    assert len(page.context["page_obj"]) == min(count, 25)
