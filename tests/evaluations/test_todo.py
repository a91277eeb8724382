"""What waits around an evaluation and after it: one test for each kind of Todo."""

from datetime import timedelta

import pytest

import cohorts.scenarios as cohorts
import evaluations.scenarios as evaluating
import mentorship.scenarios as mentoring
from amp_portal.users.scenarios import person
from cohorts import sides
from evaluations.aftercare import plans, proposals
from evaluations.models import Evaluation, FollowUp, RemovalProposal, SupportPlan
from evaluations.outcomes import asking
from evaluations.stipends import ledger
from mentorship.models import Leave
from tests.waiting import waiting_for

DAY = timedelta(days=1)


@pytest.fixture
def other_organizer(db):
    return cohorts.cohort("amp-2028").leads()[0].person


def told(who, now, *kinds):
    return [(todo.what, todo.due) for todo in waiting_for(who, now, *kinds)]


def test_a_form_waits_for_each_side_also_on_leave_until_it_is_in(midterm, mentorship, mentor, during):
    mentee = mentorship.mentee
    days = {"starts_on": during.date(), "ends_on": (during + 3 * DAY).date()}
    Leave.declare(mentorship.cohort, mentee, **days, by=mentee, now=during)
    assert told(mentee, during, "evaluation") == [("Tell us about your mentors and the program", midterm.closes_at)]
    assert told(mentor, during, "evaluation") == [("Evaluate Mel Mentee", midterm.closes_at)]
    evaluating.evaluated(midterm, mentorship, now=during)
    assert told(mentee, during, "evaluation") == told(mentor, during, "evaluation") == []


def test_outstanding_forms_wait_for_organizers_from_the_chase_on(midterm, mentorship, organizer, other_organizer):
    chase = midterm.opens_at + 3 * DAY
    words = [("2 evaluation forms are outstanding", midterm.closes_at)]
    assert [told(organizer, now, "outstanding") for now in (chase - DAY, chase)] == [[], words]
    assert told(other_organizer, chase, "outstanding") == []
    evaluating.submitted(midterm, mentorship, "mentee_on_mentor")
    assert told(organizer, chase, "outstanding") == [("1 evaluation form is outstanding", midterm.closes_at)]
    evaluating.submitted(midterm, mentorship, "mentor_on_mentee")
    assert told(organizer, chase, "outstanding") == []


def test_the_final_work_is_one_of_them(final, mentorship, organizer):
    chase = final.opens_at + 3 * DAY
    for form in final.forms:
        evaluating.submitted(final, mentorship, form)
    assert told(organizer, chase, "outstanding") == [("1 evaluation form is outstanding", final.closes_at)]
    evaluating.final_work(final, mentorship, now=chase)
    assert told(organizer, chase, "outstanding") == []


def test_a_mentors_missing_form_waits_for_the_organizer_who_stands_in(midterm, mentorship, organizer, after):
    colleague = person("Cleo Named")
    sides.give_organizer(mentorship.cohort, colleague, now=after)
    words = [("1 mentee to evaluate in a mentor’s place", None)]
    assert told(organizer, after, "in-place") == told(colleague, after, "in-place") == words
    type(mentorship.cohort).objects.update(evaluates_in_place=colleague)
    assert (told(organizer, after, "in-place"), told(colleague, after, "in-place")) == ([], words)
    form = {"form": "mentor_on_mentee", "author": colleague, "now": after}
    answers = evaluating.answers(midterm, "mentor_on_mentee")
    Evaluation.save_draft(midterm, mentorship, answers=answers, in_place=True, **form)
    Evaluation.submit(midterm, mentorship, **form)
    assert told(colleague, after, "in-place") == []


def test_a_missed_evaluation_waits_for_an_organizer_who_does_not_mentor(midterm, mentorship, organizer, mentor, after):
    proposals.propose(after)
    [proposal] = RemovalProposal.objects.all()
    [todo] = waiting_for(organizer, after, "missed")
    assert (todo.what, todo.link) == ("1 missed evaluation to decide about", proposal.get_absolute_url())
    assert told(mentor, after, "missed") == []
    proposals.forgive(proposal, by=organizer, words="All is well.", now=after)
    assert told(organizer, after, "missed") == []


def test_whoever_mentors_the_project_does_not_decide_about_it(midterm, mentorship, organizer, after):
    proposals.propose(after)
    SupportPlan.open(midterm, mentorship, after)
    assert len(told(organizer, after, "missed", "plans")) == 2
    mentorship.project.mentors.create(person=organizer, since=mentorship.created_at)
    assert told(organizer, after, "missed", "plans") == []


def test_a_support_plan_waits_to_be_written_then_on_its_day_for_everybody(
    midterm, mentorship, mentor, organizer, other_organizer, during
):
    plan = SupportPlan.open(midterm, mentorship, during)
    everybody = (organizer, mentorship.mentee, mentor, other_organizer)

    def waits(now):
        return [len(told(who, now, "plans", "support-plan")) for who in everybody]

    assert waits(during) == [1, 0, 0, 0]
    day = (during + 10 * DAY).date()
    plans.write(plan, by=organizer, who="Coco", what="A call each Monday.", review_on=day, now=during)
    assert waits(during + DAY) == [0, 1, 1, 0]
    [todo] = waiting_for(mentorship.mentee, during + DAY, "support-plan")
    assert (todo.what, todo.due.date() - DAY) == ("Look at the support plan again", day)
    assert waits(during + 11 * DAY) == [1, 1, 1, 0]
    plans.close(plan, by=organizer, words="All is well.", now=during + 11 * DAY)
    assert waits(during + 11 * DAY) == [0, 0, 0, 0]


def test_a_nomination_waits_for_organizers_until_it_is_decided(mentorship, organizer, other_organizer, mentor, during):
    nomination = evaluating.nominated(mentorship, now=during)
    [todo] = waiting_for(organizer, during, "nominations")
    assert (todo.what, todo.link) == ("1 nomination to decide about", nomination.get_absolute_url())
    assert [told(who, during, "nominations") for who in (other_organizer, mentor, mentorship.mentee)] == [[], [], []]
    nomination.act(by=organizer, now=during, note="They speak in June.")
    assert told(organizer, during, "nominations") == []


@pytest.fixture
def finished(db):
    return evaluating.finished()


def test_a_letter_waits_to_be_written_then_to_be_signed_then_is_the_mentees(finished, other_organizer):
    cohort = finished.cohort
    organizer, mentor = cohort.leads()[0].person, mentoring.lead_mentor(finished)
    now = cohort.window("final").ends_at + 2 * DAY
    assert told(mentor, now, "letters") == [
        ("A letter for the mentee you guided", cohort.window("recognition").ends_at)
    ]
    letter = evaluating.recommended(finished, signed=False)
    assert told(mentor, now, "letters") == []
    [todo] = waiting_for(organizer, now, "letters")
    assert (todo.what, todo.link) == ("1 recommendation letter to sign", letter.get_absolute_url())
    assert told(other_organizer, now, "letters") == []
    letter.sign(by=organizer, now=now)
    assert told(organizer, now, "letters") == []
    assert told(finished.mentee, now, "letter") == [("A letter of recommendation for you", None)]


def test_nobody_signs_what_they_wrote(finished):
    cohort = finished.cohort
    mentor, now = mentoring.lead_mentor(finished), cohort.window("final").ends_at + 2 * DAY
    sides.give_organizer(cohort, mentor, now=now)
    evaluating.recommended(finished, signed=False)
    assert [todo.what for todo in waiting_for(mentor, now, "letters")] == []


def test_stipends_and_certificates_wait_until_they_are_requested_and_issued(finished):
    cohort = finished.cohort
    organizer, now = cohort.leads()[0].person, cohort.window("final").ends_at + 2 * DAY
    ledger.sweep(now)
    earned = len(told(organizer, now, "stipends"))
    finished.certificates.all().delete()
    assert told(organizer, now, "certificates") == [("1 certificate to issue", None)]
    evaluating.requested_stipends(cohort, now=now)
    assert (earned, told(organizer, now, "stipends")) == (1, [])


def test_a_follow_up_waits_for_the_graduate_until_it_is_answered(finished):
    day = finished.cohort.window("follow_up_3").starts_at
    asking.ask(day)
    [asked] = FollowUp.objects.all()
    assert told(finished.mentee, day, "follow-up") == [("How are you doing since the program?", asked.closes_at)]
    assert told(mentoring.lead_mentor(finished), day, "follow-up") == []
    asked.answer(is_active=True, role="triager", words="", now=day)
    assert told(finished.mentee, day, "follow-up") == []


def test_results_wait_for_organizers_until_they_are_published(midterm, mentorship, organizer, after):
    assert told(organizer, after, "release") == [("Release the midterm results", None)]
    evaluating.evaluated(midterm, mentorship)
    evaluating.released(midterm, now=after)
    assert told(organizer, after, "release") == []
    assert told(mentorship.mentee, after, "result") == [("Your midterm results are in", None)]
