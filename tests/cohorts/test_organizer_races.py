"""What two requests at the same instant must not do; with real threads, on whatever database the suite runs on."""

import threading

import pytest
from django.db import connection, transaction

from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from cohorts import schedule, sides
from cohorts.models import Invitation, InvitationClaim, Organizer
from cohorts.scenarios import cohort as a_cohort
from cohorts.scenarios import instant

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*verbs):
    """Run the verbs in threads that start together. Gives what each did: "done" or the name of its refusal."""
    answers, barrier = [], threading.Barrier(len(verbs))

    def run(verb):
        try:
            barrier.wait()
            verb()
            answers.append("done")
        except Refusal:
            answers.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[verb]) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


def test_an_invitation_is_accepted_once():
    cohort = a_cohort()
    now = instant(cohort, "mentor_call")
    invitation = Invitation.invite(cohort, "new@example.com", "organizer", by=None, now=now)
    people = [person(f"Guest {number}") for number in range(4)]
    lead = cohort.leads().get().person
    claims = [InvitationClaim.ask(invitation, guest, now=now, contact="x") for guest in people]
    verbs = [lambda pk=claim.pk: InvitationClaim.objects.get(pk=pk).approve(by=lead, now=now) for claim in claims]
    assert at_once(*verbs) == ["done", "refused", "refused", "refused"]
    assert Organizer.objects.filter(person__in=people).count() == 1


def test_two_leads_stepping_back_at_once_leave_one():
    cohort = a_cohort()
    now = instant(cohort, "mentor_call")
    second = person("Sia Second")
    sides.give_organizer(cohort, second, now=now, is_lead=True, contact="x")
    leads = [organizer.person for organizer in cohort.leads()]
    answers = at_once(*(lambda lead=lead: sides.end_organizer(cohort, lead, now=now) for lead in leads))
    assert answers == ["done", "refused"]
    assert cohort.leads().count() == 1


def test_of_two_organizers_with_the_same_preview_one_moves_the_dates():
    cohort = a_cohort()
    now = instant(cohort, "applications")
    opens, closes = cohort.window("midterm").starts_at, cohort.window("midterm").ends_at
    verbs = [
        lambda days=days: schedule.reschedule(
            cohort, {"midterm": (opens, closes + days * (closes - opens) / 10)}, by=None, now=now, seen=0
        )
        for days in (1, 2, 3)
    ]
    assert at_once(*verbs) == ["done", "refused", "refused"]
    assert cohort.changes.count() == 1


@pytest.mark.handmade  # a side without an application
def test_nobody_becomes_organizer_and_applicant_at_once():
    cohort = a_cohort()
    now = instant(cohort, "applications")
    somebody = person("Both Sides")

    def apply():
        with transaction.atomic():
            sides.take_contributor_side(cohort, sides.lock(somebody))

    answers = at_once(apply, lambda: sides.give_organizer(cohort, somebody, now=now))
    assert answers == ["done", "refused"]
    participation = cohort.participations.get(person=somebody)
    assert participation.is_organizer == (participation.side == "staff")
