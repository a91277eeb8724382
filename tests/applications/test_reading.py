"""How far mentors are with reading, how far they are apart, and who keeps out of it."""

import pytest
import time_machine
from django.urls import reverse

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from applications import progress, spread
from applications.models import Recusal, Review

from .applying import said, signed_in


def scores(value):
    return dict.fromkeys(Review.CRITERIA, value) | {"recommendation": "yes", "notes": f"all {value}"}


@pytest.fixture
def application(cohort, project, applicant, now):
    return applying.in_review(cohort, applicant, projects=[project], now=now)


@pytest.fixture
def second(cohort, project, now):
    second = cohorts.mentor(cohort, person("Cleo Comentor"), now=now)
    project.add_mentor(second, now=now)
    return second


@pytest.fixture
def at(now):
    with time_machine.travel(now, tick=False):
        yield now


def url(name, application, project):
    return reverse(f"applications:{name}", args=[application.cohort.slug, application.pk, project.slug])


def recuse(client, application, project, reason=""):
    return client.post(url("recuse", application, project), {"reason": reason}, follow=True)


def test_a_conflict_of_interest_takes_an_application_out_of_the_queue(client, at, application, project, mentor, second):
    application.review(project, scores(5), by=mentor, now=at)
    application.review(project, scores(2), by=second, now=at)

    page = recuse(signed_in(client, mentor), application, project)

    assert said(page) == ["Thank you for saying so. Others review this application; the organizers know."]
    assert list(page.context["page_obj"]) == []
    assert client.get(url("review", application, project)).status_code == 404
    assert [review.reviewer for review in Review.objects.all()] == [second]
    with pytest.raises(Refusal, match="conflict of interest"):
        application.review(project, scores(3), by=mentor, now=at)


def test_organizers_see_who_keeps_out_of_it_and_why(client, at, application, project, mentor, lead):
    recuse(signed_in(client, mentor), application, project, "We share an office")

    page = signed_in(client, lead).get(
        reverse("applications:application", args=[application.cohort.slug, application.pk])
    )

    assert [(str(recusal.person), recusal.reason) for recusal in page.context["recusals"]] == [
        ("Mira Finch", "We share an office")
    ]
    assert "We share an office" in page.content.decode()


def test_declaring_it_twice_keeps_the_first(application, mentor, now):
    for reason in ("first", "second"):
        Recusal.declare(application, reason, by=mentor, now=now)

    assert [recusal.reason for recusal in Recusal.objects.all()] == ["first"]


def test_only_reviewers_declare_a_conflict(client, at, application, project, lead, applicant):
    answers = [
        signed_in(client, somebody).post(url("recuse", application, project)).status_code
        for somebody in (lead, applicant)
    ]

    assert (answers, Recusal.objects.count()) == ([404, 404], 0)


def test_progress_counts_what_every_mentor_has_read(cohort, project, other_project, mentor, second, now):
    read, half, recused, _fresh = (
        applying.in_review(cohort, person(f"Applicant {number}"), projects=[project], now=now) for number in range(4)
    )
    for application, reader in [(read, mentor), (read, second), (half, mentor), (recused, second)]:
        application.review(project, scores(3), by=reader, now=now)
    Recusal.declare(recused, "", by=mentor, now=now)

    one, other = progress.of([project, other_project])

    assert (one.done, one.total) == (2, 4)
    assert [(str(reader.person), reader.done, reader.left) for reader in one.readers] == [
        ("Mira Finch", 2, 1),
        ("Cleo Comentor", 2, 2),
    ]
    assert (other.done, other.total) == (0, 0)


@pytest.mark.parametrize(
    ("values", "far"),
    [
        ([5], []),
        ([5, 1], []),
        ([4, 4, 2], [2]),
        ([4, 4, 3], []),
        ([5, 1, 1], [5]),
        ([3, 4, 5, 4], []),
        ([1, 3, 5], [1, 5]),
    ],
)
def test_an_outlier_is_far_from_at_least_two_others(cohort, application, project, now, values, far):
    for number, value in enumerate(values):
        mentor = cohorts.mentor(cohort, person(f"Mentor {number}"), now=now)
        project.add_mentor(mentor, now=now)
        application.review(project, scores(value), by=mentor, now=now)

    found = spread.of(application.reviews.select_related("reviewer", "project"))

    assert [review.average for review in found.outliers] == far
    assert (found.lowest, found.highest) == (min(values), max(values))
    assert len(found.chart.groups) == len(values)


@pytest.mark.parametrize("reader", ["organizer", "mentor"])
def test_the_spread_is_a_chart_with_outliers_marked(client, at, cohort, application, project, mentor, lead, reader):
    for name in ("Olga Kind", "Pia Kind", "Quin Stern"):
        other = cohorts.mentor(cohort, person(name), now=at)
        project.add_mentor(other, now=at)
        application.review(project, scores(1 if "Stern" in name else 5), by=other, now=at)
    application.review(project, scores(4), by=mentor, now=at)
    pages = {
        "organizer": (lead, reverse("applications:application", args=[cohort.slug, application.pk])),
        "mentor": (mentor, url("review", application, project)),
    }
    somebody, address = pages[reader]

    text = signed_in(client, somebody).get(address).content.decode()

    assert "4 reviews, on average 3.75 of 5, from 1.00 to 5.00." in text
    assert text.count("Quin Stern (far from the others)") > 0
    assert "Pia Kind (far" not in text


@pytest.mark.parametrize("count", [3, 30])
def test_the_page_of_all_projects_costs_the_same_for_many(
    client, at, cohort, lead, mentor, applicant, count, django_assert_num_queries
):
    projects = [cohorts.project(cohort, mentor, now=at, title=f"Project {number}") for number in range(count)]
    applying.in_review(cohort, applicant, projects=projects[:3], now=at)
    signed_in(client, lead)

    with django_assert_num_queries(12):
        page = client.get(reverse("applications:reading", args=[cohort.slug]))

    assert len(page.context["progress"]) == min(count, 25)


@pytest.mark.parametrize("count", [3, 30])
def test_a_review_page_costs_the_same_for_many_reviewers(
    client, at, cohort, application, project, mentor, count, django_assert_num_queries
):
    application.review(project, scores(4), by=mentor, now=at)
    for number in range(count):
        other = cohorts.mentor(cohort, person(f"Mentor {number}"), now=at)
        project.add_mentor(other, now=at)
        application.review(project, scores(3), by=other, now=at)
    signed_in(client, mentor)

    with django_assert_num_queries(15):
        page = client.get(url("review", application, project))

    assert len(page.context["spreads"][0].reviews) == count + 1
