"""What waits in a selection: one test for each kind of Todo; of decisions and results see ``test_selection``."""

import pytest

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal import agenda
from amp_portal.users.scenarios import person
from applications.models import EligibilityCheck, RedactionCheck
from cohorts import sides
from tests.waiting import waiting_for


@pytest.fixture
def nobody_else(cohort, applicant, mentor):
    """Who sees nothing of what waits for organizers."""
    return applicant, mentor, cohorts.cohort("amp-2028").leads()[0].person


def told(who, now, *kinds):
    return [(todo.what, todo.due) for todo in waiting_for(who, now, *kinds)]


def test_a_draft_waits_until_applications_close_and_stays_in_the_calendar(cohort, project, applicant, now):
    applying.draft(cohort, applicant, projects=[project], now=now)
    closes = cohort.window("applications").ends_at
    assert told(applicant, now, "application") == [("Finish your application", closes)]
    assert told(applicant, closes, "application") == []
    assert [date.begins_at for date in agenda.of(applicant, closes)] == [closes]


def test_where_a_rule_needs_review_waits_for_organizers(cohort, project, applicant, lead, now, nobody_else):
    application = applying.submitted(cohort, applicant, projects=[project], now=now)
    EligibilityCheck.objects.filter(application=application).update(eligible=None)
    assert told(lead, now, "unclear") == [("1 application where a rule needs review", None)]
    assert [told(who, now, "unclear") for who in nobody_else] == [[], [], []]
    EligibilityCheck.objects.filter(application=application).update(eligible=True)
    assert told(lead, now, "unclear") == []


def test_an_appeal_waits_until_it_is_answered(cohort, project, applicant, lead, now, nobody_else):
    appeal = applying.appealed(applying.in_review(cohort, applicant, projects=[project], now=now), now=now)
    assert told(lead, now, "appeals") == [("1 appeal to answer", None)]
    assert [told(who, now, "appeals") for who in nobody_else] == [[], [], []]
    colleague = person("Cleo Calm")
    sides.give_organizer(cohort, colleague, now=now)
    appeal.decide(False, "the list of participants", "It is your account.", by=colleague, now=now)
    assert told(lead, now, "appeals") == []


def test_a_flag_waits_until_somebody_has_decided(cohort, project, applicant, lead, now, nobody_else):
    applying.fresh_roster(now)
    flag = applying.flagged(applying.accepted(cohort, applicant, projects=[project], now=now), now=now)
    assert told(lead, now, "flags") == [("1 place to look at", None)]
    assert [told(who, now, "flags") for who in nobody_else] == [[], [], []]
    type(flag).objects.update(closed_at=now, closed_by=lead, decision="goes_on", words="We talked.")
    assert told(lead, now, "flags") == []


def test_what_hides_much_waits_only_in_a_blind_review(cohort, project, applicant, lead, now, nobody_else):
    application = applying.in_review(cohort, applicant, projects=[project], now=now)
    RedactionCheck.objects.create(version=application.submitted_version, asked_at=now)
    assert told(lead, now, "redactions") == []
    type(cohort).objects.filter(pk=cohort.pk).update(blind_review=True)
    assert told(lead, now, "redactions") == [("1 application hides much in blind review", None)]
    assert [told(who, now, "redactions") for who in nobody_else] == [[], [], []]


def test_an_offer_waits_for_the_applicant_then_for_the_organizers(cohort, project, applicant, lead, now, nobody_else):
    offer = applying.offered(cohort, applicant, projects=[project], now=now)
    late = offer.answer_by
    assert told(applicant, now, "offer") == [("Answer your offer", late)]
    assert [todo.urgency for at in (now, late) for todo in waiting_for(applicant, at, "offer")] == ["soon", "late"]
    assert (told(lead, now, "overdue"), told(lead, late, "overdue")) == ([], [("1 offer without an answer", None)])
    assert [told(who, late, "overdue") for who in nobody_else] == [[], [], []]
    offer.accept(by=applicant, now=now, consent=True)
    assert told(applicant, now, "offer") == told(lead, late, "overdue") == []


def test_a_mentor_is_asked_to_review_what_they_may_read(cohort, project, applicant, mentor, now):
    application = applying.in_review(cohort, applicant, projects=[project], now=now)
    applying.in_review(cohort, person("Rita Read"), projects=[project], now=now)
    closes = cohort.window("review").ends_at
    assert told(mentor, now, "reviews") == [("2 applications to review", closes)]
    applying.reviewed(application, now=now)
    assert told(mentor, now, "reviews") == [("1 application to review", closes)]
