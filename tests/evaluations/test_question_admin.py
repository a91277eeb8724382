"""Editing a round's questions in the admin: what does not fit together is said beside the question, nothing is kept."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

import cohorts.scenarios as cohorts
import evaluations.scenarios as evaluating
from evaluations import question_sets
from evaluations.models import Evaluation, Form, Question

FORM = Form.MENTEE_ON_MENTOR


@pytest.fixture
def before(midterm):
    """An instant at which the questions can still be edited."""
    return midterm.opens_at - timedelta(days=9)


@pytest.fixture
def questions(midterm):
    """A question, one that depends on it, and one for itself: all there are."""
    midterm.questions.all().delete()
    call = midterm.questions.create(form=FORM, position=1, text="Which call?", type="choice", options="Early\nLate")
    why = midterm.questions.create(form=FORM, position=2, text="Why late?", only_if=call, only_if_answer="Late")
    return call, why, midterm.questions.create(form=FORM, position=3, text="Anything else?", required=False)


@pytest.fixture
def edit(visit, midterm, organizer, before):
    """``edit({question: {field: value}}, removed=(…), added=[{…}], at=…)``: the admin's page after saving it."""

    def edit(changes=None, removed=(), added=(), at=before):
        rows = list(midterm.questions.all())
        data = {"questions-TOTAL_FORMS": len(rows) + len(added), "questions-INITIAL_FORMS": len(rows)}
        for number, values in enumerate(added, start=len(rows)):
            common = {"form": FORM, "type": "text", "audience": "shared", "round": midterm.pk}
            data |= {f"questions-{number}-{name}": value for name, value in (common | values).items()}
        for number, question in enumerate(rows):
            fields = ("form", "position", "type", "audience", "text", "help_text", "options", "only_if_answer")
            values = {name: getattr(question, name) for name in fields} | {"only_if": question.only_if_id or ""}
            values |= {"id": question.pk, "round": midterm.pk, "required": "on" if question.required else ""}
            values |= (changes or {}).get(question, {}) | ({"DELETE": "on"} if question in removed else {})
            data |= {f"questions-{number}-{name}": value for name, value in values.items() if value != ""}
        return visit(organizer, reverse("admin:evaluations_round_change", args=[midterm.pk]), at, post=data)

    return edit


def errors(page):
    (formset,) = [inline.formset for inline in page.context["inline_admin_formsets"]]
    return [error for each in formset.errors for error in each.items()]


def test_questions_are_edited_together(edit, questions):
    call, why, _last = questions
    page = edit({call: {"position": 2, "options": "Noon\nNight"}, why: {"position": 4, "only_if_answer": "Night"}})
    assert page.status_code == 302
    why.refresh_from_db()
    assert (why.position, why.only_if_answer, why.condition) == (4, "Night", (call.pk, "Night"))


def test_questions_are_added_with_conditions(edit, questions, midterm):
    call, _why, _last = questions
    condition = {"only_if": call.pk, "only_if_answer": "Early"}
    page = edit(added=[{"text": "Why early?", "position": 4, **condition}, {"text": "And?", "position": 5}])
    assert page.status_code == 302
    assert midterm.questions.get(text="Why early?").condition == (call.pk, "Early")
    page = edit(added=[{"text": "Why first?", "position": 1, **condition}])
    assert [field for field, _words in errors(page)] == ["only_if"]
    assert not midterm.questions.filter(text="Why first?").exists()


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"position": 9}, "only_if", "“Which call?” must be an earlier question of the same form."),
        ({"form": Form.MENTOR_ON_MENTEE}, "only_if", "“Which call?” must be an earlier question of the same form."),
        ({"type": "text", "options": ""}, "only_if", "“Which call?” has no given answers"),
        ({"options": "Early\nNoon"}, "only_if_answer", "The answers to “Which call?” are Early or Noon."),
    ],
)
def test_a_change_that_leaves_a_condition_hanging_says_so_at_the_question(edit, questions, change, field, words):
    call, _why, _last = questions
    page = edit({call: change})
    ((where, said),) = errors(page)
    assert (page.status_code, where) == (200, field)
    assert words in str(said)
    call.refresh_from_db()
    assert (call.position, call.options) == (1, "Early\nLate")


@pytest.mark.parametrize("answer", ["Maybe", ""])
def test_a_condition_that_can_not_be_met_is_refused(edit, questions, answer):
    _call, why, _last = questions
    assert errors(edit({why: {"only_if_answer": answer}}))


def test_a_question_that_others_depend_on_does_not_go_away(edit, questions):
    call, why, _last = questions
    page = edit(removed=[call])
    assert page.status_code == 200
    assert "Why late?" in page.content.decode()
    assert Question.objects.filter(pk=call.pk).exists()
    assert edit(removed=[why]).status_code == 302
    assert edit(removed=[call]).status_code == 302


def test_the_version_is_frozen_by_the_sweep_when_the_window_opens(midterm, mentorship, during):
    assert question_sets.freeze_opened(midterm.opens_at - timedelta(seconds=1)) == {"frozen": 0}
    assert [question_sets.freeze_opened(midterm.opens_at) for _tick in range(2)] == [{"frozen": 1}, {"frozen": 0}]
    assert set(midterm.questions.values_list("frozen_at", flat=True)) == {midterm.opens_at}


def test_the_first_answer_freezes_where_the_sweep_is_late(midterm, mentorship, during):
    evaluating.submitted(midterm, mentorship, FORM, now=during)
    assert set(midterm.questions.values_list("frozen_at", flat=True)) == {during}


def change(question):
    Question.objects.filter(pk=question.pk).update(text="Something else?")


def thaw(question):
    Question.objects.filter(pk=question.pk).update(frozen_at=None)


def add(question):
    Question.objects.create(round_id=question.round_id, form=FORM, position=99, text="One more?")


@pytest.mark.parametrize("tamper", [change, thaw, add])
def test_the_database_lets_nobody_change_a_frozen_version(midterm, mentorship, during, tamper):
    evaluation = evaluating.submitted(midterm, mentorship, FORM, now=during)
    before = list(midterm.questions.values())
    with pytest.raises(IntegrityError, match="stay as they are"), transaction.atomic():
        tamper(midterm.questions.filter(form=FORM).first())
    assert list(midterm.questions.values()) == before
    assert Evaluation.objects.get(pk=evaluation.pk).missing() == []


def test_a_page_left_open_in_the_admin_changes_nothing_after_the_opening(edit, questions, midterm, mentorship, before):
    question_sets.freeze_opened(midterm.opens_at)
    page = edit({questions[2]: {"text": "Too late?"}}, at=before)  # as if the clocks of two servers differed
    assert "stay as they are" in page.content.decode()
    assert not Question.objects.filter(text="Too late?").exists()


def test_a_version_taken_over_by_another_cohort_can_be_edited(midterm, mentorship, organizer, during):
    evaluating.submitted(midterm, mentorship, FORM, now=during)
    later = cohorts.cohort("amp-2028", kickoff=midterm.cohort.kickoff.replace(year=2028), lead=organizer)
    copy = evaluating.round_of(later, "midterm")
    question_sets.copy(midterm, copy, now=during)
    assert set(copy.questions.values_list("frozen_at", flat=True)) == {None}
