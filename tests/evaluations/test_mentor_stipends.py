"""The mentors' part of a project's stipends: the evaluations are a duty of all of them together."""

from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

import cohorts.scenarios as cohorts
import evaluations.scenarios as evaluating
import mentorship.scenarios as mentoring
from amp_portal.users.scenarios import person
from evaluations.models import Evaluation, StipendLine
from evaluations.stipends import ledger, payments
from evaluations.stipends.mentors import Evaluated, Mentored, Verdict, standing_of_mentor
from evaluations.stipends.rules import Outcome, Role, Standing

FORM = "mentor_on_mentee"


@pytest.fixture
def cy(cohort, mentorship):
    """A co-mentor from before the program began."""
    return co_mentor(cohort, mentorship, "Cy Co", cohorts.instant(cohort, "mentor_call", days=2))


def co_mentor(cohort, mentorship, name, now):
    somebody = person(name)
    cohorts.mentor(cohort, somebody, now=cohorts.instant(cohort, "mentor_call", days=2))
    mentorship.project.add_mentor(somebody, now=now)
    return somebody


def conclude(cohort, mentorship, midterm_by, final_by, *, mentee=True, **given):
    """Both rounds; the mentors' form of each by one of them, or by nobody where that is None."""
    for kind, author in (("midterm", midterm_by), ("final", final_by)):
        round = evaluating.round_of(cohort, kind)
        if author:
            evaluating.submitted(round, mentorship, FORM, author=author)
        if mentee:
            evaluating.submitted(round, mentorship, "mentee_on_mentor", **given)
        evaluating.released(round)
    return round.closes_at + timedelta(days=1)


def mentors(cohort):
    lines = StipendLine.objects.filter(cohort=cohort, role=Role.MENTOR).standing().select_related("person")
    return {line.person.name: (line.state, line.amount) for line in lines}


def why(cohort):
    [why] = set(cohort.stipend_lines.filter(role=Role.MENTOR).standing().values_list("why", flat=True))
    return why


def decide(mentorship, somebody, outcome, *, by, now, reason="Agreed with both."):
    ledger.decide(
        mentorship.project, somebody, Role.MENTOR, outcome=outcome, amount=None, reason=reason, by=by, now=now
    )


def test_two_mentors_who_share_the_forms_are_both_paid(cohort, mentorship, mentor, cy):
    conclude(cohort, mentorship, midterm_by=mentor, final_by=cy)
    assert mentors(cohort) == {mentor.name: ("eligible", 25_000), "Cy Co": ("eligible", 25_000)}


def test_a_mentor_who_wrote_no_form_shares_what_the_others_earned(cohort, mentorship, mentor, cy):
    conclude(cohort, mentorship, midterm_by=mentor, final_by=mentor)
    assert mentors(cohort) == {mentor.name: ("eligible", 25_000), "Cy Co": ("eligible", 25_000)}


def test_a_missing_form_of_the_mentors_is_decided_by_an_organizer(cohort, mentorship, mentor):
    conclude(cohort, mentorship, midterm_by=mentor, final_by=None)
    assert mentors(cohort) == {mentor.name: ("pending", 50_000)}
    assert why(cohort) == "An evaluation by the mentors is missing: an organizer decides."


def test_an_organizers_form_in_a_mentors_place_leaves_the_share_pending(cohort, mentorship, mentor, organizer):
    midterm = evaluating.round_of(cohort, "midterm")
    after = midterm.closes_at + timedelta(hours=1)
    words = {"form": FORM, "author": organizer, "now": after}
    said = evaluating.answers(midterm, FORM)
    Evaluation.save_draft(midterm, mentorship, answers=said, in_place=True, **words)
    Evaluation.submit(midterm, mentorship, **words)
    now = conclude(cohort, mentorship, midterm_by=None, final_by=mentor)
    assert mentors(cohort) == {mentor.name: ("pending", 50_000)}
    assert why(cohort) == "An organizer evaluated in the mentors' place: an organizer decides."
    decide(mentorship, mentor, Outcome.SHARE, by=organizer, now=now)
    assert mentors(cohort) == {mentor.name: ("eligible", 50_000)}


@pytest.mark.parametrize(
    ("mentee", "passes"), [(True, False), (True, None), (False, True)], ids=["no", "not sure", "no form"]
)
def test_no_word_of_a_mentee_voids_a_share_by_itself(cohort, mentorship, mentor, mentee, passes):
    conclude(cohort, mentorship, midterm_by=mentor, final_by=mentor, mentee=mentee, passes_mentors=passes)
    assert mentors(cohort) == {mentor.name: ("pending", 50_000)}


def test_whoever_mentored_part_of_the_time_waits_for_a_decision(cohort, mentorship, mentor, cy, organizer):
    in_program = cohorts.instant(cohort, "program", days=40)
    late = co_mentor(cohort, mentorship, "Lee Late", in_program)
    mentorship.project.end_mentor(cy, now=in_program, by=organizer, reason="A new job.")
    ledger.sweep(in_program)
    assert set(mentors(cohort).values()) == {("pending", 16_666), ("pending", 16_667)}
    now = conclude(cohort, mentorship, midterm_by=mentor, final_by=late)
    states = {name: state for name, (state, _amount) in mentors(cohort).items()}
    assert states == {mentor.name: "eligible", "Cy Co": "pending", "Lee Late": "pending"}
    decide(mentorship, cy, Outcome.NOTHING, by=organizer, now=now)
    decide(mentorship, late, Outcome.SHARE, by=organizer, now=now)
    assert mentors(cohort) == {mentor.name: ("eligible", 25_000), "Lee Late": ("eligible", 25_000)}


def test_whoever_left_before_there_was_a_mentee_has_no_share(cohort, organizer):
    call = cohorts.instant(cohort, "mentor_call", days=1)
    project = cohorts.project(cohort, now=call, sponsored_slots=1)
    gone = person("Guy Gone")
    cohorts.mentor(cohort, gone, now=call)
    project.add_mentor(gone, now=call)
    project.end_mentor(gone, now=call + timedelta(days=1), by=organizer)
    mentorship = mentoring.mentorship(cohort, project=project)
    ledger.sweep(cohorts.instant(cohort, "program", days=1))
    assert set(mentors(cohort)) == {mentoring.lead_mentor(mentorship).name}


def test_a_voided_line_is_taken_up_again_with_its_history(cohort, mentorship, mentor, cy, organizer):
    now = conclude(cohort, mentorship, midterm_by=mentor, final_by=cy)
    line = cohort.stipend_lines.get(person=cy)
    decide(mentorship, cy, Outcome.NOTHING, by=organizer, now=now, reason="Waived in an email.")
    assert mentors(cohort) == {mentor.name: ("eligible", 50_000)}
    decide(mentorship, cy, Outcome.SHARE, by=organizer, now=now, reason="It was another Cy.")
    assert mentors(cohort) == {mentor.name: ("eligible", 25_000), "Cy Co": ("eligible", 25_000)}
    line.refresh_from_db()
    assert [move.state for move in line.moves.all()][-2:] == ["void", "eligible"]
    assert cohort.stipend_lines.filter(person=cy).count() == 1


def test_lines_requested_or_paid_under_the_old_rule_stay_as_they_are(cohort, mentorship, mentor, cy, organizer, visit):
    now = conclude(cohort, mentorship, midterm_by=mentor, final_by=mentor)
    decide(mentorship, cy, Outcome.NOTHING, by=organizer, now=now)
    payments.request(cohort, by=organizer, now=now)
    mentorship.project.stipend_decisions.all().delete()  # the old rule needed none to leave them out
    assert ledger.recalculate(cohort, now) == 0
    assert mentors(cohort) == {mentor.name: ("requested", 50_000)}
    page = visit(organizer, reverse("evaluations:project-stipends", args=[cohort.slug, mentorship.project.slug]), now)
    assert {
        share.claim.person: share.amount for share, _person, role in page.context["shares"] if role == "mentor"
    } == {
        mentor.pk: 50_000,
        cy.pk: 0,
    }


@given(
    running=st.booleans(),
    throughout=st.booleans(),
    mentees=st.lists(st.tuples(st.sampled_from(Evaluated), st.sampled_from(Verdict)), max_size=3),
)
def test_no_rule_takes_a_mentors_share_away(running, throughout, mentees):
    """Whatever happened, a share waits or is earned; earned only where nothing at all is in doubt."""
    evaluated, verdicts = [row[0] for row in mentees], [row[1] for row in mentees]
    found, words = standing_of_mentor(Mentored(running, throughout, evaluated, verdicts))
    clear = all(row == (Evaluated.BY_MENTORS, Verdict.DID_THEIR_PART) for row in mentees)
    settled = throughout and mentees and clear
    expected = Standing.RUNNING if running else Standing.EARNED if settled else Standing.UNDECIDED
    assert found is expected
    assert words


@pytest.mark.parametrize(("throughout", "words"), [(True, "An equal part"), (False, "Mentored part of the time")])
def test_while_it_runs_a_mentor_reads_what_the_part_depends_on(throughout, words):
    standing, why = standing_of_mentor(Mentored(True, throughout, [], []))
    assert (standing, why.startswith(words)) == (Standing.RUNNING, True)
