"""Submitting: until the deadline, complete, allowed by the rules; it takes the contributors' side exactly once."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from applications import judge_submissions
from applications.completeness import Section
from applications.eligibility import RULES_VERSION
from applications.models import Application, EligibilityCheck, Version
from applications.refusals import Incomplete, NotEligible
from cohorts import sides
from cohorts.models import Participation

from .applying import SECOND, deadline, letters, opening, race, said, signed_in

LONG_AGO = timedelta(days=300)


def side_of(application):
    return Participation.objects.filter(cohort=application.cohort, person=application.person).values_list(
        "side", flat=True
    )


def post(client, application, at):
    with time_machine.travel(at, tick=False):
        signed_in(client, application.person)
        page = client.post(reverse("applications:submit", args=[application.cohort.slug]), follow=True)
    judge_submissions.judge_received(at)
    return page


@pytest.fixture
def draft(cohort, project, other_project, applicant, now):
    return applying.draft(cohort, applicant, projects=[project, other_project], now=now)


def test_submitting_freezes_the_draft_takes_the_side_and_sends_a_receipt(client, draft, now, applicant):
    page = post(client, draft, now)

    draft.refresh_from_db()
    assert page.redirect_chain[-1][0] == draft.get_absolute_url()
    assert (draft.state, draft.submitted_version.submitted_at, draft.draft()) == ("submitted", now, None)
    assert list(side_of(draft)) == ["contributor"]
    assert letters() == {("submitted", "Nia Okafor"): 1}
    assert [(move.was, move.state, move.by, move.at) for move in draft.moves.all()] == [
        ("draft", "submitted", applicant, now)
    ]
    check = EligibilityCheck.objects.get(application=draft)
    assert (check.gate, check.checked_at, check.rules_version) == ("submission", now, RULES_VERSION)
    assert [finding.rule for finding in check.verdict.unclear] == ["contributions", "active_for"]
    assert [each["url"] for each in check.known["contributions"]] == [link[0] for link in applying.LINKS]


def test_a_double_click_submits_once(client, draft, now):
    post(client, draft, now)
    page = post(client, draft, now)

    assert said(page) == ["Everything you wrote is already submitted."]
    assert draft.moves.count() == 1
    assert letters() == {("submitted", "Nia Okafor"): 1}


@pytest.mark.parametrize(("late_by", "state"), [(-SECOND, "submitted"), (timedelta(0), "draft"), (SECOND, "draft")])
def test_the_deadline_holds_to_the_second(client, draft, cohort, late_by, state):
    at = deadline(cohort) + late_by
    applying.fresh_roster(at)

    page = post(client, draft, at)

    draft.refresh_from_db()
    assert draft.state == state
    assert ("deadline" in said(page)[0]) == (state == "draft")


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"about": " "}, [Section.ABOUT]),
        ({"motivation": ""}, [Section.MOTIVATION]),
        ({"links": []}, [Section.CONTRIBUTIONS]),
        ({"links": [*applying.LINKS, ("javascript:alert(1)", "code", "", LONG_AGO)]}, [Section.CONTRIBUTIONS]),
        ({"links": [*applying.LINKS, ("https://example.org/talk", "", "", LONG_AGO)]}, [Section.CONTRIBUTIONS]),
        ({"links": [*applying.LINKS, ("", "talk", "A talk", LONG_AGO)]}, [Section.CONTRIBUTIONS]),
        ({"hours_per_week": None}, [Section.AVAILABILITY]),
        ({"ai_use": "", "consent": False}, [Section.DECLARATIONS, Section.DECLARATIONS]),
        ({"other_program": ""}, [Section.DECLARATIONS]),
    ],
)
def test_what_is_missing_is_named_by_section(cohort, project, applicant, now, changes, missing):
    draft = applying.draft(cohort, applicant, projects=[project], now=now, **changes)

    with pytest.raises(Incomplete) as refusal:
        draft.submit(by=applicant, now=now)

    assert [problem.section for problem in refusal.value.problems] == missing
    assert str(missing[0].label) in str(refusal.value)
    assert (Application.objects.get().state, list(side_of(draft))) == ("draft", [])


def test_an_empty_draft_is_told_every_section(client, cohort, applicant, now):
    application = Application.start(cohort, applicant, now=now)

    page = post(client, application, now)

    assert said(page) == [f"Not submitted yet. Still missing: {', '.join(str(section.label) for section in Section)}."]


def test_a_choice_that_left_the_idea_list_is_refused(draft, project, lead, now, applicant):
    project.withdraw(by=lead, now=now)

    with pytest.raises(Incomplete, match="Projects and proposals"):
        draft.submit(by=applicant, now=now)


def test_more_choices_than_the_cohort_allows_are_refused(draft, cohort, applicant, now):
    cohort.choices_per_application = 1
    cohort.save()

    with pytest.raises(Incomplete, match="Projects and proposals"):
        Application.objects.get().submit(by=applicant, now=now)


def test_a_gap_between_choices_is_closed(cohort, project, other_project, applicant, now):
    application = applying.draft(cohort, applicant, projects=[project, other_project], now=now)
    application.draft().choices.filter(rank=2).update(rank=3)

    applying.submit(application, now=now)

    choices = application.submitted_version.choices.values_list("rank", "project")
    assert list(choices) == [(1, project.pk), (2, other_project.pk)]


def test_a_rule_that_fails_refuses_with_the_reason_and_takes_no_side(client, cohort, project, applicant, now):
    draft = applying.draft(cohort, applicant, projects=[project], now=now, other_program="yes")

    page = post(client, draft, now)

    draft.refresh_from_db()
    assert (draft.state, list(side_of(draft))) == ("draft", [])
    assert [finding.rule for finding in page.context["verdict"].failures] == ["no_concurrent_program"]
    assert page.context["verdict"].failures[0].reason in said(page)[0]


def test_a_rule_that_needs_a_person_lets_submit(cohort, project, now):
    unproved = person("Uma Typed", proved=False)

    application = applying.submitted(cohort, unproved, projects=[project], now=now)

    assert application.state == "submitted"
    assert application.checks.get(gate="submission").verdict.eligible is None


def test_an_organizer_of_another_cohort_is_refused(cohort, project, now):
    elsewhere = cohorts.cohort("elsewhere", lead=person("Eli Vance"))

    with pytest.raises(NotEligible):
        applying.draft(cohort, applying.organizer(elsewhere), projects=[project], now=now)

    assert not Application.objects.exists()


def test_edits_stay_beside_what_was_submitted_until_it_is_submitted_again(draft, project, applicant, now):
    applying.submit(draft, now=now)
    applying.write(draft, [project], now=now, about="A better text")
    read_meanwhile = Application.objects.get().submitted_version.about

    applying.submit(draft, now=now + SECOND)

    assert read_meanwhile == applying.ANSWERS[Section.ABOUT]["about"]
    assert Application.objects.get().submitted_version.about == "A better text"
    assert Version.objects.count() == 2
    assert letters() == {("submitted", "Nia Okafor"): 2}


def test_submitting_again_in_review_stays_with_the_mentors(cohort, project, other_project, applicant, now):
    application = applying.in_review(cohort, applicant, projects=[project], now=now)
    applying.write(application, [other_project], now=now)

    applying.submit(application, now=now)

    assert application.state == "in_review"
    assert letters()["to_review", "Omar Haddad"] == 1


def test_withdrawing_gives_the_side_back_and_allows_to_start_again(client, draft, applicant, now, cohort):
    applying.submit(draft, now=now)
    with time_machine.travel(now, tick=False):
        signed_in(client, applicant).post(reverse("applications:withdraw", args=[draft.pk]))
    sides_after = list(side_of(draft))
    with time_machine.travel(now, tick=False):
        client.post(reverse("applications:apply", args=[cohort.slug]))

    draft.refresh_from_db()
    assert (draft.state, sides_after) == ("draft", ["none"])
    assert draft.draft().choices.count() == 2
    applying.submit(draft, now=now)
    assert (draft.state, list(side_of(draft))) == ("submitted", ["contributor"])


def test_after_the_deadline_nothing_is_withdrawn(draft, applicant, now, cohort):
    applying.submit(draft, now=now)

    with pytest.raises(Refusal, match="deadline"):
        draft.withdraw(by=applicant, now=deadline(cohort))

    assert (Application.objects.get().state, list(side_of(draft))) == ("submitted", ["contributor"])


def test_a_draft_does_not_keep_anyone_from_a_role_but_a_submission_does(cohort, project, now):
    drafting = applying.draft(cohort, person("Dora"), projects=[project], now=now).person
    applied = applying.submitted(cohort, person("Sven"), projects=[project], now=now).person

    sides.give_mentor(cohort, drafting, now=now)

    with pytest.raises(Refusal, match="Sven"):
        sides.give_mentor(cohort, applied, now=now)


def test_nobody_submits_for_somebody_else(client, draft, cohort, now):
    with time_machine.travel(now, tick=False):
        signed_in(client, person("Stan"))
        answers = [
            client.post(reverse("applications:submit", args=[cohort.slug])),
            client.post(reverse("applications:withdraw", args=[draft.pk])),
        ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert Application.objects.get().state == "draft"


@pytest.mark.django_db(transaction=True)
def test_racing_for_a_role_nobody_ends_up_on_both_sides():
    cohort = cohorts.cohort()
    now = opening(cohort)
    applying.fresh_roster(now)
    project = cohorts.project(cohort, now=now)
    applications = [applying.draft(cohort, person(f"Racer {n}"), projects=[project], now=now) for n in range(4)]

    for application in applications:
        results = race(
            lambda mine=application: mine.submit(by=mine.person, now=now),
            lambda mine=application: sides.give_organizer(cohort, mine.person, now=now),
        )
        assert sum(isinstance(result, Refusal) for result in results) == 1

    for application in applications:
        application.refresh_from_db()
        place = Participation.objects.get(cohort=cohort, person=application.person)
        assert (place.side == "contributor") == (application.state == "submitted")
        assert place.is_organizer == (place.side == "staff")


@pytest.mark.django_db(transaction=True)
def test_racing_starts_and_submissions_make_one_application_submitted_once():
    cohort = cohorts.cohort()
    now = opening(cohort)
    applying.fresh_roster(now)
    project = cohorts.project(cohort, now=now)
    applicant = person("Nia Okafor")

    race(*[lambda: Application.start(cohort, applicant, now=now)] * 4)
    application = Application.objects.get()
    applying.write(application, [project], now=now)
    results = race(*[lambda: Application.objects.get().submit(by=applicant, now=now)] * 4)

    assert sum(isinstance(result, Refusal) for result in results) == 3
    assert (Version.objects.count(), application.moves.count()) == (1, 1)
