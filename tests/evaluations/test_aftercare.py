"""An early warning opens a support plan; a missed form becomes a proposal that a person answers."""

from datetime import timedelta

import pytest
from django.urls import reverse

import evaluations.scenarios as evaluating
import mentorship.scenarios as mentoring
from amp_portal import arrival
from amp_portal.outbox.models import Message
from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from cohorts import attention
from evaluations import release
from evaluations.aftercare import plans, proposals
from evaluations.models import RemovalProposal, SupportPlan
from evaluations.stipends import ledger


def told(name):
    letters = Message.objects.filter(letter=f"evaluations/mail/{name}", channel="email").select_related("person")
    return sorted(letter.person.name for letter in letters)


def waiting(cohort, now):
    return [matter for matter in attention.waiting(cohort, now) if matter.key.startswith(("support-plan", "missed"))]


# Support plans ------------------------------------------------------------------------------


@pytest.mark.parametrize(("passes", "opened"), [(True, 0), (None, 1), (False, 1)])
def test_less_than_a_pass_at_midterm_opens_a_plan_with_a_date(midterm, mentorship, during, passes, opened):
    evaluating.submitted(midterm, mentorship, "mentor_on_mentee", now=during, passes=passes)
    reviews = list(SupportPlan.objects.values_list("review_on", flat=True))
    assert reviews == [during.date() + timedelta(days=14)] * opened


def test_a_midterm_not_passed_opens_one_and_a_final_none(midterm, final, mentorship, after):
    evaluating.decided(midterm, mentorship, passed=False, now=after)
    assert SupportPlan.objects.get().opened_at == after
    evaluating.submitted(final, mentorship, "mentor_on_mentee", passes=False)
    assert SupportPlan.objects.count() == 1


def test_what_the_mentee_says_opens_none(midterm, mentorship, during):
    evaluating.submitted(midterm, mentorship, "mentee_on_mentor", now=during, passes_mentors=False)
    assert not SupportPlan.objects.exists()


@pytest.fixture
def plan(midterm, mentorship, during):
    evaluating.submitted(midterm, mentorship, "mentor_on_mentee", now=during, passes=None)
    return SupportPlan.objects.get()


def test_a_plan_is_on_the_attention_list_until_it_is_closed(visit, plan, midterm, organizer, during):
    seen = [waiting(midterm.cohort, during + timedelta(days=days))[0].urgency for days in (0, 3)]
    review = (during + timedelta(days=10)).date()
    data = {"who": "Coco", "what": "A call each Monday.", "review_on": review.isoformat()}
    visit(organizer, plan.get_absolute_url(), during, post=data)
    seen += [waiting(midterm.cohort, during + timedelta(days=days))[0].urgency for days in (3, 11)]
    assert seen == ["warning", "danger", "info", "warning"]
    visit(organizer, reverse("evaluations:close-plan", args=[plan.pk]), during, post={"words": "All is well."})
    assert waiting(midterm.cohort, during) == []
    plan.refresh_from_db()
    assert (plan.closed_by, plan.closing_words) == (organizer, "All is well.")


def test_its_people_hear_of_it_once_written_and_never_what_opened_it(
    visit, plan, mentorship, mentor, organizer, during
):
    for reader in (mentorship.mentee, mentor):
        assert visit(reader, plan.get_absolute_url(), during).status_code == 404
    for what in ("A call each Monday.", "A call each Tuesday."):
        plans.write(plan, by=organizer, who="Coco", what=what, review_on=plan.review_on, now=during)
    assert told("plan_shared") == sorted([mentorship.mentee.name, mentor.name])
    for reader in (mentorship.mentee, mentor):
        page = visit(reader, plan.get_absolute_url(), during).content.decode()
        assert ("A call each Tuesday." in page, "unsure" in page, "not sure" in page) == (True, False, False)
        room = visit(reader, mentorship.get_absolute_url(), during).content.decode()
        assert plan.get_absolute_url() in room


def test_who_mentors_the_project_is_no_organizer_of_its_plan(visit, plan, mentorship, organizer, during):
    mentorship.project.mentors.create(person=organizer, since=mentorship.created_at)
    assert visit(organizer, plan.get_absolute_url(), during).status_code == 404


@pytest.mark.parametrize("wrong", [{"who": ""}, {"what": ""}, {"review_on": "2027-01-01"}, {"review_on": "soon"}])
def test_a_plan_says_who_what_and_a_day_to_come(visit, plan, organizer, during, wrong):
    data = {"who": "Coco", "what": "A call.", "review_on": "2028-01-01"} | wrong
    page = visit(organizer, plan.get_absolute_url(), during, post=data)
    assert (page.status_code, list(page.context["form"].errors)) == (422, list(wrong))
    plan.refresh_from_db()
    assert not plan.is_shared


def test_a_closed_plan_stays(plan, organizer, during):
    plans.close(plan, by=organizer, words="Well.", now=during)
    with pytest.raises(Refusal, match="closed"):
        plans.write(plan, by=organizer, who="Coco", what="More.", review_on=plan.review_on, now=during)


# Missed forms -------------------------------------------------------------------------------


@pytest.fixture
def missed(midterm, mentorship, after):
    """The mentee has handed in nothing, the mentors have."""
    evaluating.submitted(midterm, mentorship, "mentor_on_mentee")
    proposals.propose(after)
    return RemovalProposal.objects.get()


def test_only_mentees_forms_that_are_missing_after_the_close_are_proposed_once(midterm, mentorship, during, after):
    other = mentoring.mentorship(midterm.cohort, mentee=person("Nil Second"))
    evaluating.submitted(midterm, other, "mentee_on_mentor", now=during)  # that mentor's is missing
    assert proposals.propose(midterm.closes_at - timedelta(seconds=1)) == {"proposed": 0}
    assert [proposals.propose(after) for _tick in range(2)] == [{"proposed": 1}, {"proposed": 0}]
    assert list(RemovalProposal.objects.values_list("mentorship", flat=True)) == [mentorship.pk]
    assert not Message.objects.filter(person=mentorship.mentee, created_at=after).exists()


def test_nothing_happens_before_an_organizer_has_answered(missed, midterm, mentorship, organizer, after):
    (matter,) = waiting(midterm.cohort, after + timedelta(days=30))
    assert (matter.person, matter.urgency, matter.is_settled_elsewhere) == (mentorship.mentee, "danger", True)
    mentorship.refresh_from_db()
    assert mentorship.is_active
    with pytest.raises(Refusal, match="first forgive it"):
        evaluating.decided(midterm, mentorship, now=after)
    with pytest.raises(Refusal, match="no decision"):
        release.start(midterm, by=organizer, now=after)


def test_forgiven_the_mentee_stays_and_hears_that_all_is_well(visit, missed, midterm, mentorship, organizer, after):
    url = reverse("evaluations:forgive", args=[missed.pk])
    for _click in range(2):
        visit(organizer, url, after, post={"words": "Get well soon."})
    missed.refresh_from_db()
    assert (missed.answer, missed.answered_by, missed.answered_at) == ("forgiven", organizer, after)
    assert told("forgiven") == [mentorship.mentee.name]
    assert waiting(midterm.cohort, after) == []
    assert proposals.propose(after) == {"proposed": 0}
    evaluating.decided(midterm, mentorship, now=after)
    assert len(evaluating.released(midterm, now=after)) == 1


def test_confirmed_the_mentorship_ends_and_the_share_goes_on(visit, missed, midterm, mentorship, organizer, after):
    ledger.recalculate(midterm.cohort, after)
    data = {"reason": "Not heard of since July.", "words": "Thank you for what you began."}
    visit(organizer, reverse("evaluations:confirm-removal", args=[missed.pk]), after, post=data)
    mentorship.refresh_from_db()
    missed.refresh_from_db()
    assert (mentorship.state, missed.answer, missed.reason) == ("failed", "confirmed", "Not heard of since July.")
    ending = Message.objects.get(letter="mentorship/mail/ended_early", channel="email", person=mentorship.mentee)
    assert ending.facts["words"] == "Thank you for what you began."
    ledger.sweep(after)
    lines = midterm.cohort.stipend_lines.filter(person=mentorship.mentee)
    assert set(lines.values_list("state", flat=True)) == {"void"}
    assert not release.undecided(midterm, midterm.closes_at).exists()


def test_two_answers_do_not_both_count(missed, mentorship, organizer, after):
    proposals.forgive(missed, by=organizer, words="", now=after)
    with pytest.raises(Refusal, match="decided"):
        proposals.confirm(missed, by=organizer, reason="Late.", words="Late.", now=after)
    mentorship.refresh_from_db()
    assert mentorship.is_active


def test_who_mentors_the_project_does_not_answer(missed, mentorship, organizer, after):
    mentorship.project.mentors.create(person=organizer, since=mentorship.created_at)
    with pytest.raises(Refusal, match="another organizer"):
        proposals.forgive(missed, by=organizer, words="", now=after)


def test_a_confirmation_needs_a_reason_and_words(visit, missed, organizer, after):
    page = visit(organizer, reverse("evaluations:confirm-removal", args=[missed.pk]), after, post={})
    assert (page.status_code, list(page.context["confirm_form"].errors)) == (422, ["reason", "words"])


@pytest.mark.parametrize("count", [3, 30])
def test_the_sweep_and_the_attention_list_cost_the_same(cohort, django_assert_num_queries, count):
    midterm = evaluating.round_of(cohort, "midterm")
    for number in range(count):
        mentoring.mentorship(cohort, mentee=person(f"Mentee {number}"))
    settled = midterm.closes_at + arrival.OLDEST
    with django_assert_num_queries(9):
        assert proposals.propose(settled) == {"proposed": count}
    with django_assert_num_queries(12):
        assert len(attention.waiting(cohort, settled)) == count
