"""The applicant's page: where it stands, what is next by when; nothing that organizers have not made known."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal.users.scenarios import person
from cohorts import calls
from tests.waiting import waiting_for

from .applying import deadline, signed_in


@pytest.fixture
def application(cohort, project, applicant, now):
    return applying.submitted(cohort, applicant, projects=[project], now=now)


def open_page(client, application, now):
    with time_machine.travel(now, tick=False):
        return signed_in(client, application.person).get(application.get_absolute_url())


def test_it_tells_what_happened_and_what_is_next(client, application, cohort, now):
    page = open_page(client, application, now)

    assert [event.text for event in page.context["story"]] == [
        "You started your application.",
        "You submitted your application.",
    ]
    assert page.context["next"].due == cohort.window("review").ends_at
    assert page.context["verdict"].eligible is True


def test_scores_and_notes_never_reach_the_applicant(client, application, project, mentor, lead, now):
    application.pass_on(by=lead, now=now)
    scores = {"alignment": 2, "clarity": 2, "feasibility": 2, "experience": 2, "notes": "Quite unclear to me"}
    application.review(project, scores, by=mentor, now=now)

    page = open_page(client, application, now)

    assert "Quite unclear to me" not in page.content.decode()
    assert str(mentor) not in page.content.decode()


def test_a_declined_applicant_reads_the_feedback(client, application, lead, now):
    application.decline("Please look at **our template** next time.", by=lead, now=now)

    page = open_page(client, application, now)

    assert "<strong>our template</strong>" in page.content.decode()
    assert page.context["next"].text.startswith("What you contributed stays yours")


@pytest.mark.parametrize("pk", [0, 2**63, 10**30])
def test_numbers_that_no_row_has_are_not_found(client, application, project, mentor, now, pk):
    scores = reverse("applications:review", args=[application.cohort.slug, pk, project.slug])
    with time_machine.travel(now, tick=False):
        signed_in(client, application.person)
        own = [client.get(reverse("applications:status", args=[pk]))]
        own += [client.post(reverse("applications:accept", args=[*args])) for args in ([pk, 1], [1, pk], [pk, pk])]
        reviewed = [signed_in(client, mentor).get(scores), client.post(scores)]

    assert [answer.status_code for answer in own + reviewed] == [404] * 6


def test_a_draft_has_its_overview_instead(client, cohort, project, applicant, now):
    draft = applying.draft(cohort, applicant, projects=[project], now=now)

    page = open_page(client, draft, now)

    assert page.url == reverse("applications:apply", args=[cohort.slug])


def titles(somebody, now):
    """The cards of this app on the home page."""
    kinds = ("application", "offer", "reviews", "screening")
    return [(todo.what, todo.due) for todo in waiting_for(somebody, now, *kinds)]


def test_the_home_page_follows_the_application(cohort, project, mentor, applicant, lead, now):
    application = applying.draft(cohort, applicant, projects=[project], now=now)
    drafting = titles(applicant, now)
    applying.submit(application, now=now)
    applying.confirm(application, now=now)
    waiting, screening = titles(applicant, now), titles(lead, now)
    application.pass_on(by=lead, now=now)
    reviewing = titles(mentor, now)
    offer = applying.offer(application, project, now=now)

    assert drafting == [("Finish your application", deadline(cohort))]
    assert waiting == [("Your application: submitted", cohort.phase("review").ends_at)]
    assert screening == [("1 application to screen", cohort.phase("review").ends_at)]
    assert reviewing == [("1 application to review", cohort.phase("review").ends_at)]
    assert titles(applicant, now) == [("Answer your offer", offer.answer_by)]


def test_a_draft_is_not_asked_for_after_the_deadline(cohort, project, applicant, now):
    applying.draft(cohort, applicant, projects=[project], now=now)

    assert titles(applicant, deadline(cohort)) == []


def test_the_cohort_page_invites_to_apply_to_go_on_or_to_look(cohort, project, applicant, now):
    def invitations(user, at):
        return [call.title for call in calls.of(cohort, user, at) if call.rank == 10]

    stranger = person("Stan").user
    early, open_now, late = now - timedelta(days=10), now, deadline(cohort)
    asked = [invitations(stranger, at) for at in (early, open_now, late)]
    application = applying.draft(cohort, applicant, projects=[project], now=now)
    going_on = invitations(applicant.user, now)
    applying.submit(application, now=now)

    assert asked == [[], ["Apply for a place"], []]
    assert going_on == ["Continue your application"]
    assert invitations(applicant.user, now) == ["Your application"]


@pytest.mark.parametrize("count", [3, 30])
def test_the_home_page_costs_the_same_for_many_applications(
    cohort, project, mentor, now, count, django_assert_num_queries
):
    lead = applying.organizer(cohort)
    applicant = person("Nia Okafor")
    for number in range(count):
        other = cohorts.cohort(f"cohort-{number}", kickoff=cohort.kickoff, lead=lead)
        applying.Application.start(other, applicant, now=now)
        applying.in_review(cohort, person(f"Applicant {number}"), projects=[project], now=now)

    with django_assert_num_queries(5):  # roles, applications, cohorts and phases of drafts, what is seldom there
        assert len(waiting_for(applicant, now, "application")) == count
    with django_assert_num_queries(5):
        assert len(waiting_for(mentor, now, "reviews")) == 1
    with django_assert_num_queries(7):
        assert waiting_for(lead, now, "screening") == []
