"""The admin shows organizers the applications of their own cohorts, and not even the names of others."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal.users.scenarios import person
from applications.models import Fact
from cohorts.models import Cohort

from .applying import left_to_offer, signed_in


@pytest.fixture
def organizer(client, lead, now):
    with time_machine.travel(now, tick=False):
        yield signed_in(client, lead)


@pytest.mark.parametrize("model", ["application", "review", "fact"])
def test_the_filters_name_no_cohort_of_others(organizer, cohort, mentor, lead, now, model):
    Cohort.objects.create(slug="amp-2030", name="A secret plan", kickoff=date(2030, 6, 15), year=2030)
    for number in (1, 2):
        ours = cohorts.cohort(f"ours-{number}", lead=lead)
        project = cohorts.project(ours, cohorts.mentor(ours, mentor, now=now), now=now)
        application = applying.in_review(ours, person("Uma", proved=False), projects=[project], now=now)
        scores = dict.fromkeys(("alignment", "clarity", "feasibility", "experience"), 3)
        application.review(project, scores, by=mentor, now=now)
        Fact.objects.create(
            person=application.person, cohort=ours, rule="not_barred", applies=False, source="A call", recorded_by=lead
        )

    page = organizer.get(reverse(f"admin:applications_{model}_changelist")).content.decode()

    assert "By cohort" in page
    assert "A secret plan" not in page


@pytest.mark.parametrize("count", [3, 30])
def test_the_page_of_an_application_costs_the_same_for_a_long_story(
    organizer, cohort, project, applicant, lead, now, count, django_assert_num_queries
):
    application = left_to_offer(applying.in_review(cohort, applicant, projects=[project], now=now), project, now=now)
    for _again in range(count):
        application.offer(project, "sponsored", by=lead, now=now).take_back(by=lead, now=now)
        application.refresh_from_db()

    with django_assert_num_queries(11):
        page = organizer.get(reverse("admin:applications_application_change", args=[application.pk]))

    assert page.content.decode().count("taken back") >= count
