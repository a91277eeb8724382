"""What waits for organizers of a cohort and who wants to mentor in it: one test for each kind of Todo."""

import pytest

from amp_portal.outbox.models import Message
from amp_portal.users.models import Person
from amp_portal.users.scenarios import person
from cohorts import cohort_settings, organizing, scenarios, sides
from cohorts.models import Cohort, Invitation, InvitationClaim, MentorApplication, MentorWish
from tests.waiting import waiting_for


@pytest.fixture
def cohort(db):
    return scenarios.cohort()


@pytest.fixture
def now(cohort):
    return scenarios.instant(cohort, "mentor_call", days=1)


@pytest.fixture
def lead(cohort):
    return cohort.leads()[0].person


@pytest.fixture
def others(cohort):
    """Who sees nothing of it: a stranger, and an organizer of another cohort."""
    return person("Stan Stranger"), scenarios.cohort("amp-2028").leads()[0].person


def told(who, now, *kinds):
    return [(todo.what, todo.due) for todo in waiting_for(who, now, *kinds)]


def test_a_proposal_waits_for_organizers_best_until_applications_open(cohort, lead, others, now):
    project = scenarios.project(cohort, now=now, approved=False)
    opens = cohort.window("applications").starts_at
    assert told(lead, now, "proposals") == [("1 proposal to review", opens)]
    [late] = waiting_for(lead, opens, "proposals")
    assert (late.urgency, late.is_overdue) == ("late", True)
    assert [told(who, now, "proposals") for who in others] == [[], []]
    project.approve(by=lead, now=now)
    assert told(lead, now, "proposals") == []


def test_a_mentor_application_waits_best_until_the_call_closes(cohort, lead, others, now):
    application = MentorApplication.apply(cohort, person("Wanda Wish"), scenarios.mentor_answers(), now=now)
    closes = cohort.window("mentor_call").ends_at
    assert told(lead, now, "mentors") == [("1 mentor application to review", closes)]
    assert [told(who, now, "mentors") for who in others] == [[], []]
    application.approve(by=lead, now=now)
    assert told(lead, now, "mentors") == []


def test_a_request_to_accept_an_invitation_waits_for_an_answer(cohort, lead, others, now):
    invitation = Invitation.objects.create(cohort=cohort, email="new@example.org", invited_by=lead, invited_at=now)
    claim = InvitationClaim.ask(invitation, person("Greta Guest"), now=now)
    assert told(lead, now, "claims") == [("1 request to accept an invitation", None)]
    assert [told(who, now, "claims") for who in others] == [[], []]
    claim.decline(by=lead, now=now)
    assert told(lead, now, "claims") == []


def test_a_mentor_who_asks_for_backup_waits_for_organizers(cohort, lead, others, now):
    mentor = scenarios.mentor(cohort, now=now)
    project = scenarios.project(cohort, mentor, now=now)
    wish = MentorWish.ask(project, mentor, MentorWish.Kind.BACKUP, words="Exams.", now=now)
    assert told(lead, now, "wishes") == [("1 mentor asks for help with a project", None)]
    assert [told(who, now, "wishes") for who in (*others, mentor)] == [[], [], []]
    wish.settle(by=lead, now=now, words="Found somebody.")
    assert told(lead, now, "wishes") == []


def test_a_new_name_waits_to_be_confirmed(cohort, lead, others, now):
    mentor = scenarios.mentor(cohort, now=now)
    Person.objects.filter(pk=mentor.pk).update(name="Mira Lind")
    assert told(lead, now, "names") == [("1 new name to confirm", None)]
    assert [told(who, now, "names") for who in others] == [[], []]
    mentor.refresh_from_db()
    scenarios.renamed(cohort, mentor, "Mira Lind", now=now)
    assert told(lead, now, "names") == []


def test_a_change_of_settings_waits_for_the_other_one(cohort, lead, others):
    now = scenarios.instant(cohort, "applications", days=1)
    colleague = person("Cleo Lead")
    sides.give_organizer(cohort, colleague, now=now, is_lead=True, contact="cleo@example.org")
    sides.take_contributor_side(cohort, person("Al Applicant"))
    known, wanted = Cohort.objects.get(pk=cohort.pk), {"contributions_required": 3}
    cohort_settings.propose(known, wanted, by=lead, now=now, reason="The page promised three.")
    assert [len(told(who, now, "settings")) for who in (colleague, lead, *others)] == [1, 0, 0, 0]
    cohort.settings_proposals.update(settled_at=now)
    assert told(colleague, now, "settings") == []


def test_what_could_not_be_delivered_waits_for_organizers(cohort, lead, others, now):
    office = {"person": lead, "channel": "email", "scope": f"cohort/{cohort.pk}", "created_at": now, "send_after": now}
    lost = Message.objects.create(key="lost", letter="applications/mail/offered", state="failed", **office)
    assert told(lead, now, "failed") == [("1 email could not be delivered", None)]
    assert [told(who, now, "failed") for who in others] == [[], []]
    Message.objects.filter(pk=lost.pk).update(state="queued")
    assert told(lead, now, "failed") == []


def test_a_cohort_to_set_up_waits_for_its_organizer(db):
    hidden = scenarios.cohort(published=False)
    now, lead = scenarios.instant(hidden, "announcement"), hidden.leads()[0].person
    assert told(lead, now, "set-up") == [("Set up AMP 2027", None)]
    hidden.publish(by=lead, now=now)
    assert told(lead, now, "set-up") == []


@pytest.mark.parametrize("kind", ["mentor_call", "selection", "midterm", "recognition"])
def test_everything_is_counted_in_a_constant_number_of_queries(cohort, kind, django_assert_max_num_queries):
    now = scenarios.instant(cohort, kind, days=1)
    cohorts = [scenarios.cohort(f"amp-{number}", kickoff=cohort.kickoff) for number in range(5)]
    known = list(Cohort.objects.with_phases())
    with django_assert_max_num_queries(5):  # all kinds; who is in the selection, results; each round's results
        assert organizing.what_waits(known, now) == []
    assert len(known) == len(cohorts) + 1
