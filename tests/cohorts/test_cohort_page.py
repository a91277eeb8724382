from datetime import date

import pytest
import time_machine
from django.urls import reverse

from amp_portal.users.scenarios import person
from cohorts.models import Cohort
from cohorts.scenarios import cohort as a_cohort
from cohorts.scenarios import instant

pytestmark = pytest.mark.django_db


def get(client, url, now, *, by=None):
    with time_machine.travel(now, tick=False):
        if by:
            client.force_login(by.user)
        return client.get(url)


def test_the_page_says_where_we_are_and_what_is_next(client):
    cohort = a_cohort(time_zone="Europe/Berlin", slack_url="https://slack.example.org/amp")
    response = get(client, cohort.get_absolute_url(), instant(cohort, "applications", days=1))
    page = response.content.decode()
    assert response.status_code == 200
    assert [phase.kind for phase in response.context["current"]] == ["applications"]
    assert response.context["next"].kind == "review"
    assert "30 May 2027, 21:59 UTC" in page
    assert "(30 May 2027, 23:59 CEST)" in page
    assert "19 days left" in page
    assert 'href="https://slack.example.org/amp"' in page
    assert 'href="mailto:lead-amp-2027@example.org"' in page
    assert 'href="webcal://localhost:8000/cohorts/amp-2027/calendar.ics"' in page


def test_the_timeline_marks_what_is_done_and_what_is_to_come_in_words(client):
    cohort = a_cohort()
    response = get(client, cohort.get_absolute_url(), instant(cohort, "midterm", days=1))
    assert [(entry.phase.kind, str(entry.text)) for entry in response.context["timeline"]] == [
        *[
            (kind, "done")
            for kind in (
                "announcement",
                "mentor_call",
                "applications",
                "review",
                "contribution",
                "selection",
                "mentees_announced",
                "bonding",
            )
        ],
        ("program", "now"),
        ("midterm", "now"),
        *[(kind, "to come") for kind in ("final", "recognition", "follow_up_3", "follow_up_6", "follow_up_12")],
    ]
    assert response.context["week"] == 9


def test_an_unpublished_cohort_is_for_its_organizers_only(client):
    cohort = a_cohort(published=False)
    now = instant(cohort, "announcement")
    assert get(client, cohort.get_absolute_url(), now).status_code == 404
    assert get(client, cohort.get_absolute_url(), now, by=person("Stan Stranger")).status_code == 404
    lead = cohort.leads().get().person
    assert "not published yet" in get(client, cohort.get_absolute_url(), now, by=lead).content.decode()


def test_a_cohort_of_imported_history_has_a_page_without_dates(client):
    cohort = Cohort.objects.create(slug="amp-2022", name="AMP 2022", year=2022, kickoff=date(2022, 6, 1), imported=True)
    response = client.get(cohort.get_absolute_url())
    assert (response.status_code, response.context["timeline"], response.context["is_over"]) == (200, [], True)


def test_all_cohorts_running_ones_first(client):
    running = a_cohort("running")
    upcoming = a_cohort("upcoming", kickoff=date(2028, 6, 15))
    finished = a_cohort("finished", kickoff=date(2026, 6, 15))
    a_cohort("secret", published=False)
    Cohort.objects.create(slug="amp-2022", name="AMP 2022", year=2022, kickoff=date(2022, 6, 1), imported=True)
    response = get(client, reverse("cohorts:cohorts"), instant(running, "program", days=1))
    assert [(cohort.slug, cohort.stage) for cohort in response.context["cohorts"]] == [
        (running.slug, "running"),
        (upcoming.slug, "upcoming"),
        (finished.slug, "finished"),
        ("amp-2022", "finished"),
    ]


@pytest.mark.parametrize("count", [3, 30])
def test_the_list_of_cohorts_has_constant_cost(client, count, django_assert_num_queries):
    lead = person("Lea Lindqvist")
    for number in range(count):
        a_cohort(f"amp-{number}", lead=lead)
    with django_assert_num_queries(3):
        response = client.get(reverse("cohorts:cohorts"))
    assert len(response.context["cohorts"]) == min(count, 25)


def test_a_cohorts_page_costs_the_same_whatever_its_number_of_organizers(client, django_assert_num_queries):
    cohort = a_cohort()
    for number in range(5):
        cohort.organizers.create(person=person(f"Organizer {number}"), is_lead=True, contact="here")
    with django_assert_num_queries(5):  # cohort, phases, leads, whether there are projects
        client.get(cohort.get_absolute_url())
