"""Whoever has a role that rules out the other side is told by the rule at the first click, not at the end of a form."""

import pytest
import time_machine
from django.urls import reverse

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from applications.models import Application
from cohorts import sides
from cohorts.models import MentorApplication, Participation

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return cohorts.cohort()


@pytest.fixture
def now(cohort):
    return cohorts.instant(cohort, "applications", days=1)


def send(client, method, url, now, by, **data):
    with time_machine.travel(now, tick=False):
        client.force_login(by.user)
        return getattr(client, method)(url, data, follow=True)


def as_mentor(cohort, now):
    return cohorts.mentor(cohort, person("Mira Osei"), now=now)


def as_organizer(cohort, now):
    return cohort.leads().get().person


def as_organizer_elsewhere(cohort, now):
    return cohorts.cohort("other").leads().get().person


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (as_mentor, "Mentors can&#x27;t be mentees of the same cohort"),
        (as_organizer, "Organizers can read applications"),
        (as_organizer_elsewhere, "Organizers can read applications"),
    ],
)
def test_staff_are_told_before_they_write_an_application(client, cohort, now, role, words):
    reader = role(cohort, now)
    start = reverse("applications:apply", args=[cohort.slug])
    page = send(client, "get", start, now, reader).content.decode()
    assert words in page
    assert "Start your application" not in page
    answer = send(client, "post", start, now, reader).content.decode()
    assert words in answer
    assert not Application.objects.exists()


def test_a_project_is_chosen_by_nobody_who_mentors_here(client, cohort, now):
    mentor = as_mentor(cohort, now)
    project = cohorts.project(cohort, mentor, now=cohorts.instant(cohort, "mentor_call", days=2))
    choose = reverse("applications:choose", args=[cohort.slug, project.slug])
    page = send(client, "get", choose, now, mentor).content.decode()
    assert "Mentors can&#x27;t be mentees" in page
    assert "Start my application with it" not in page
    send(client, "post", choose, now, mentor)
    assert not Application.objects.exists()


def test_an_application_is_not_opened_again_by_a_mentor(cohort, now):
    project = cohorts.project(cohort, as_mentor(cohort, now), now=cohorts.instant(cohort, "mentor_call", days=2))
    application = applying.draft(cohort, person("Ana Applicant"), projects=[project], now=now)
    application.withdraw(by=application.person, now=now)
    sides.give_mentor(cohort, application.person, now=now)
    with pytest.raises(Refusal, match="Mentors can't be mentees"):
        application.reopen(by=application.person, now=now)


def test_a_contributor_is_told_before_they_write_about_mentoring(client, cohort):
    now = cohorts.instant(cohort, "mentor_call", days=1)
    call = reverse("cohorts:mentor-apply", args=[cohort.slug])
    applicant = person("Ana Applicant")
    assert "Apply as a mentor" in send(client, "get", call, now, applicant).content.decode()
    sides.take_contributor_side(cohort, applicant)
    page = send(client, "get", call, now, applicant).content.decode()
    assert "You have an application or a place in AMP 2027" in page
    assert "Apply as a mentor" not in page


def test_who_withdrew_from_a_place_here_does_not_mentor_here(cohort):
    """What the approval would refuse is refused when somebody applies."""
    now = cohorts.instant(cohort, "mentor_call", days=1)
    project = cohorts.project(cohort, cohorts.mentor(cohort, now=now), now=now)
    former = person("Fay Former")
    sides.take_contributor_side(cohort, former)
    sides.give_place(cohort, former, project, since=now.date(), until=now.date())
    sides.end_place(cohort, former, Participation.Outcome.WITHDRAWN, on=now.date())
    with pytest.raises(Refusal, match="an application or a place in AMP 2027"):
        MentorApplication.apply(cohort, former, cohorts.mentor_answers(), now=now)
