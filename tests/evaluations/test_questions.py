"""Questions as data: every type through the form, conditions, taking over another cohort's questions."""

from datetime import date, timedelta

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.urls import reverse

import cohorts.scenarios as cohorts
import evaluations.scenarios as evaluating
from amp_portal.refusals import Refusal
from evaluations import question_sets
from evaluations.models import Evaluation, Form, Question

FORM = Form.MENTEE_ON_MENTOR


@pytest.fixture
def ask(midterm):
    """``ask("text", type="line", …)``: the mentee's midterm form has these questions only."""
    midterm.questions.filter(form=FORM).delete()

    def ask(text, **fields):
        position = midterm.questions.filter(form=FORM).count() + 1
        question = Question(round=midterm, form=FORM, position=position, text=text, **fields)
        question.full_clean()
        question.save()
        return question

    return ask


@pytest.fixture
def fill(visit, midterm, mentorship, during):
    """``fill({question: value})``: the mentee reads it over; returns the page."""
    url = reverse("evaluations:evaluate", args=[midterm.pk, mentorship.pk, FORM])

    def fill(values, **more):
        data = {f"q{question.pk}": value for question, value in values.items()}
        return visit(mentorship.mentee, url, during, post=data | {"check": "1"} | more)

    return fill


def submitted(midterm, mentorship, during):
    return Evaluation.submit(midterm, mentorship, form=FORM, author=mentorship.mentee, now=during).answers


def test_every_type_is_asked_kept_and_shown(ask, fill, visit, midterm, mentorship, during):
    given = {
        ask("Where do you live?", type="line"): "Nairobi",
        ask("A page about it?", type="link"): "https://example.org/notes",
        ask("Which call suits you?", type="choice", options="Morning\nEvening"): "Evening",
        ask("What did you try?", type="multi", options="Triage\nReviews\nReleases"): ["Triage", "Releases"],
    }
    assert fill(given).status_code == 302
    assert submitted(midterm, mentorship, during) == {str(question.pk): value for question, value in given.items()}
    url = reverse("evaluations:summary", args=[midterm.pk, mentorship.pk, FORM])
    page = visit(mentorship.mentee, url, during).content.decode()
    for shown in ("Nairobi", '<a href="https://example.org/notes"', "Evening", "Triage and Releases"):
        assert shown in page


def test_what_can_not_be_an_answer_is_refused_beside_its_field(ask, fill):
    link = ask("A page about it?", type="link")
    call = ask("Which call suits you?", type="choice", options="Morning\nEvening")
    page = fill({link: "javascript:alert(1)", call: "Noon"})
    assert (page.status_code, sorted(page.context["form"].errors)) == (422, sorted([f"q{link.pk}", f"q{call.pk}"]))
    assert "javascript:alert(1)" in page.content.decode()  # still there, as text in its field


def test_a_condition_decides_what_is_required_and_kept(ask, fill, midterm, mentorship, during):
    contact = ask("In touch every week?", type="yes_no")
    why = ask("What was in the way?", only_if=contact, only_if_answer="No")
    assert fill({contact: "no"}).status_code == 422
    assert fill({contact: "no", why: "Exams"}).status_code == 302
    assert submitted(midterm, mentorship, during) == {str(contact.pk): "no", str(why.pk): "Exams"}
    assert fill({contact: "yes", why: "Exams"}).status_code == 302
    assert submitted(midterm, mentorship, during) == {str(contact.pk): "yes"}


@pytest.mark.parametrize("options", ["", "Just one", "Twice\nTwice"])
def test_a_choice_has_choices(ask, options):
    with pytest.raises(ValidationError):
        ask("Which call?", type="choice", options=options)


@pytest.fixture
def next_midterm(cohort, organizer):
    """Of a later cohort with the same organizer."""
    later = cohorts.cohort("amp-2028", kickoff=date(2028, 6, 15), lead=organizer)
    return evaluating.round_of(later, "midterm")


def test_questions_are_taken_over_with_their_conditions(ask, visit, organizer, next_midterm, during):
    contact = ask("In touch every week?", type="yes_no")
    ask("What was in the way?", only_if=contact, only_if_answer="No")
    url = reverse("evaluations:copy-questions", args=[next_midterm.cohort.slug, "midterm"])
    visit(organizer, url, during, post={"source": contact.round_id})
    first, second = next_midterm.questions.filter(form=FORM)
    assert (first.text, second.text, second.only_if) == ("In touch every week?", "What was in the way?", first)
    assert contact.round.questions.filter(form=FORM).count() == 2


def test_questions_stay_once_the_evaluation_has_opened(midterm, next_midterm, visit, organizer, during):
    before = list(midterm.questions.values_list("pk", flat=True))
    with pytest.raises(Refusal, match="has opened"):
        question_sets.copy(next_midterm, midterm, now=during)
    url = reverse("evaluations:copy-questions", args=[midterm.cohort.slug, "midterm"])
    answer = visit(organizer, url, during, post={"source": "not a number"})
    assert [str(said) for said in get_messages(answer.wsgi_request)] == ["Choose an evaluation to copy from."]
    assert list(midterm.questions.values_list("pk", flat=True)) == before


def test_other_peoples_questions_can_not_be_taken_over(midterm, visit, organizer):
    foreign = evaluating.round_of(cohorts.cohort("amp-2029", kickoff=date(2029, 6, 15)), "midterm")
    url = reverse("evaluations:copy-questions", args=[midterm.cohort.slug, "midterm"])
    before = list(midterm.questions.values_list("pk", flat=True))
    visit(organizer, url, midterm.opens_at - timedelta(days=9), post={"source": foreign.pk})
    assert list(midterm.questions.values_list("pk", flat=True)) == before
