from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

import evaluations.scenarios as evaluating
from amp_portal.refusals import Refusal
from evaluations.models import Evaluation, FinalWork


def form_url(round, mentorship, form="mentee_on_mentor"):
    return reverse("evaluations:evaluate", args=[round.pk, mentorship.pk, form])


def summary_url(round, mentorship, form="mentee_on_mentor"):
    return reverse("evaluations:summary", args=[round.pk, mentorship.pk, form])


def as_post(answers, **extra):
    return {f"q{pk}": value for pk, value in answers.items()} | extra


def test_a_form_is_saved_checked_read_over_and_submitted(visit, midterm, mentorship, during):
    mentee = mentorship.mentee
    answers = evaluating.answers(midterm, "mentee_on_mentor")
    url = form_url(midterm, mentorship)
    assert visit(mentee, url, during).status_code == 200
    some = dict(list(answers.items())[:1])
    assert visit(mentee, url, during, post=as_post(some, save="1"))["Location"] == url
    assert Evaluation.objects.get().draft == some
    response = visit(mentee, url, during, post=as_post(answers, check="1"))
    assert response["Location"] == summary_url(midterm, mentorship)
    page = visit(mentee, summary_url(midterm, mentorship), during)
    assert "Not submitted yet" in page.content.decode()
    visit(mentee, summary_url(midterm, mentorship), during, post={})
    evaluation = Evaluation.objects.get()
    assert (evaluation.answers, evaluation.draft, evaluation.submitted_at) == (answers, None, during)


def test_what_is_missing_is_said_beside_the_question_and_what_was_typed_is_kept(visit, midterm, mentorship, during):
    question = midterm.questions.get(form="mentee_on_mentor", position=1)
    page = visit(
        mentorship.mentee, form_url(midterm, mentorship), during, post={f"q{question.pk}": "Half a thought", "check": 1}
    )
    assert page.status_code == 422
    form = page.context["form"]
    required = midterm.questions.filter(form="mentee_on_mentor", required=True).exclude(pk=question.pk)
    assert set(form.errors) == {f"q{each.pk}" for each in required}
    assert "Half a thought" in page.content.decode()
    assert Evaluation.objects.get().draft == {str(question.pk): "Half a thought"}  # and nothing is lost


def test_an_incomplete_draft_cannot_be_submitted_by_its_address(visit, midterm, mentorship, during):
    mentee = mentorship.mentee
    Evaluation.save_draft(midterm, mentorship, form="mentee_on_mentor", author=mentee, answers={}, now=during)
    visit(mentee, summary_url(midterm, mentorship), during, post={})
    assert Evaluation.objects.get().submitted_at is None
    page = visit(mentee, summary_url(midterm, mentorship), during)
    assert "still open" in page.content.decode()


def test_an_edit_after_submitting_is_a_draft_until_it_is_submitted_again(midterm, mentorship, during):
    evaluation = evaluating.submitted(midterm, mentorship, "mentee_on_mentor", now=during)
    first = evaluation.answers
    later = during + timedelta(days=1)
    given = {"form": "mentee_on_mentor", "author": mentorship.mentee, "now": later}
    second = evaluating.answers(midterm, "mentee_on_mentor", q1="On second thoughts: less scope.")
    Evaluation.save_draft(midterm, mentorship, answers=second, **given)
    evaluation.refresh_from_db()
    assert (evaluation.answers, evaluation.draft) == (first, second)
    Evaluation.submit(midterm, mentorship, **given)
    evaluation.refresh_from_db()
    assert (evaluation.answers, evaluation.draft, evaluation.submitted_at) == (second, None, later)


def test_a_second_click_on_submit_changes_nothing(visit, midterm, mentorship, during):
    evaluation = evaluating.submitted(midterm, mentorship, "mentee_on_mentor", now=during)
    visit(mentorship.mentee, summary_url(midterm, mentorship), during + timedelta(minutes=1), post={})
    assert Evaluation.objects.values("submitted_at", "answers").get() == {
        "submitted_at": during,
        "answers": evaluation.answers,
    }


@pytest.mark.parametrize(
    ("edge", "seconds", "accepted"),
    [("opens_at", -1, False), ("opens_at", 0, True), ("closes_at", -1, True), ("closes_at", 0, False)],
)
def test_the_window_holds_to_the_second(midterm, mentorship, edge, seconds, accepted):
    now = getattr(midterm, edge) + timedelta(seconds=seconds)
    draft = {"form": "mentee_on_mentor", "author": mentorship.mentee, "answers": {}, "now": now}
    if accepted:
        Evaluation.save_draft(midterm, mentorship, **draft)
    else:
        with pytest.raises(Refusal):
            Evaluation.save_draft(midterm, mentorship, **draft)
    assert Evaluation.objects.exists() is accepted


def test_after_the_close_a_form_is_refused_with_whom_to_contact_and_keeps_the_text_on_screen(
    visit, midterm, mentorship, organizer, after
):
    answers = evaluating.answers(midterm, "mentee_on_mentor", q1="Written too slowly")
    page = visit(mentorship.mentee, form_url(midterm, mentorship), after, post=as_post(answers, check="1"))
    text = page.content.decode()
    assert "has closed" in text
    assert organizer.email in text
    assert "Written too slowly" in text
    assert not Evaluation.objects.exists()


def test_before_the_opening_the_page_says_when(visit, midterm, mentorship):
    page = visit(mentorship.mentee, form_url(midterm, mentorship), midterm.opens_at - timedelta(days=3))
    assert "Not open yet" in page.content.decode()


def test_the_audience_stands_at_each_question(visit, midterm, mentorship, mentor, during):
    page = visit(mentor, form_url(midterm, mentorship, "mentor_on_mentee"), during).content.decode()
    shared = midterm.questions.filter(form="mentor_on_mentee", audience="shared").count()
    closed = midterm.questions.filter(form="mentor_on_mentee", audience="organizers").count()
    assert page.count("Mel Mentee reads this after the release") == shared
    assert page.count("Only organizers read this") == closed


def test_any_current_mentor_may_evaluate_and_former_ones_may_not(visit, midterm, mentorship, mentor, co_mentor, during):
    evaluating.submitted(midterm, mentorship, "mentor_on_mentee", author=co_mentor, now=during)
    mentorship.project.mentors.filter(person=co_mentor).update(until=during)
    assert visit(co_mentor, form_url(midterm, mentorship, "mentor_on_mentee"), during).status_code == 403
    with pytest.raises(Refusal):
        evaluating.submitted(midterm, mentorship, "mentor_on_mentee", author=co_mentor, now=during)
    assert visit(mentor, form_url(midterm, mentorship, "mentor_on_mentee"), during).status_code == 200


def test_the_mentee_cannot_answer_for_the_mentor_nor_the_other_way_round(
    visit, midterm, mentorship, mentor, organizer, during
):
    assert visit(mentorship.mentee, form_url(midterm, mentorship, "mentor_on_mentee"), during).status_code == 403
    assert visit(mentor, form_url(midterm, mentorship), during).status_code == 403
    assert visit(organizer, form_url(midterm, mentorship), during).status_code == 403
    assert visit(mentorship.mentee, form_url(midterm, mentorship, "self_assessment"), during).status_code == 404


def test_a_mentorship_that_has_ended_is_not_evaluated(midterm, mentorship, organizer, during):
    mentorship.fail(by=organizer, now=during, reason="It was too much beside work.")
    with pytest.raises(Refusal):
        evaluating.submitted(midterm, mentorship, "mentee_on_mentor", now=during)


def work_url(round, mentorship):
    return reverse("evaluations:final-work", args=[round.pk, mentorship.pk])


def test_final_work_is_drafted_completed_and_handed_in(visit, final, mentorship):
    at, mentee, url = final.opens_at, mentorship.mentee, work_url(final, mentorship)
    visit(mentee, url, at, post={"done": "A parser", "save": "1"})
    assert FinalWork.objects.values_list("done", "submitted_at").get() == ("A parser", None)
    page = visit(mentee, url, at, post={"done": "A parser", "hand_in": "1"})
    assert (page.status_code, set(page.context["form"].errors)) == (422, {"url", "licence"})
    complete = {"done": "A parser", "url": "https://example.org/pr", "licence": "MIT", "hand_in": "1"}
    assert visit(mentee, url, at, post=complete).status_code == 302
    assert FinalWork.objects.get().submitted_at == at
    visit(mentee, url, final.closes_at, post=complete | {"done": "Too late"})
    assert FinalWork.objects.get().done == "A parser"


def test_final_work_belongs_to_the_final_and_its_mentee(visit, midterm, final, mentorship, mentor):
    assert visit(mentorship.mentee, work_url(midterm, mentorship), midterm.opens_at).status_code == 404
    assert visit(mentor, work_url(final, mentorship), final.opens_at).status_code == 403


def test_a_long_form_comes_in_parts_and_says_how_far_one_is(visit, midterm, mentorship, during):
    some = dict(list(evaluating.answers(midterm, "mentee_on_mentor").items())[:5])
    url = form_url(midterm, mentorship)
    visit(mentorship.mentee, url, during, post=as_post(some, save="1"))
    page = visit(mentorship.mentee, url, during)
    assert [(part.first, part.last, part.answered) for part in page.context["parts"]] == [
        (1, 4, 4),
        (5, 8, 1),
        (9, 13, 0),
    ]
    assert "5 of 13 answered" in page.content.decode()


@given(st.integers(min_value=1, max_value=60))
def test_every_question_is_in_one_part(count):
    from evaluations.forms import EvaluationForm
    from evaluations.models import Question

    questions = [Question(pk=pk, form="self_assessment", text="How?") for pk in range(count)]
    parts = EvaluationForm(questions=questions).parts()
    assert [question.pk for part in parts for question, _field in part.rows] == list(range(count))
    assert max(len(part.rows) for part in parts) <= 6


@given(st.text(max_size=200))
def test_answers_are_kept_as_they_were_written(words):
    from evaluations.forms import EvaluationForm
    from evaluations.models import Question

    form = EvaluationForm({"q1": words}, questions=[Question(pk=1, form="self_assessment", text="How?")])
    kept = words.strip().replace("\r\n", "\n")
    if "\x00" in words:
        assert not form.is_valid()
    else:
        assert form.is_valid()
        assert form.answers.get("1", "").replace("\r\n", "\n") == kept


def test_a_form_saves_itself_and_says_so(visit, midterm, mentorship, during, after):
    mentee, url = mentorship.mentee, form_url(midterm, mentorship)
    some = dict(list(evaluating.answers(midterm, "mentee_on_mentor").items())[:1])
    answer = visit(mentee, url, during, post=as_post(some, autosave="1"))
    assert (answer.status_code, answer.json()["message"][:8]) == (200, "Saved at")
    assert (answer.json()["done"], answer.json()["progress"]) == (1, "1 of 13 answered")
    assert Evaluation.objects.get().draft == some
    late = visit(mentee, url, after, post=as_post(some, autosave="1"))
    assert (late.status_code, "has closed" in late.json()["message"]) == (409, True)
    pk = next(iter(some))
    unreadable = visit(mentee, url, during, post={f"q{pk}": "x" * 10_001, "autosave": "1"})
    assert unreadable.status_code == 422
    assert Evaluation.objects.get().draft == some


def test_final_work_saves_itself_until_it_is_handed_in(visit, final, mentorship):
    at, mentee, url = final.opens_at, mentorship.mentee, work_url(final, mentorship)
    assert visit(mentee, url, at, post={"done": "Typing", "autosave": "1"}).status_code == 200
    assert FinalWork.objects.get().done == "Typing"
    evaluating.final_work(final, mentorship, now=at)
    assert visit(mentee, url, at, post={"done": "Typing", "autosave": "1"}).status_code == 409


def test_each_submission_has_its_receipt_without_an_answer(midterm, mentorship, during, mailoutbox):
    words = "WRITTEN FOR OTHERS"
    for hours in (0, 2):
        at = during + timedelta(hours=hours)
        evaluating.submitted(midterm, mentorship, "mentee_on_mentor", now=at, q1=words)
    Evaluation.submit(midterm, mentorship, form="mentee_on_mentor", author=mentorship.mentee, now=during)  # again
    call_command("tick", at=(during + timedelta(hours=3)).isoformat())
    receipts = [mail for mail in mailoutbox if mail.to == [mentorship.mentee.email] and "have arrived" in mail.subject]
    assert len(receipts) == 2
    assert not any(words in mail.body for mail in receipts)


def test_final_work_that_is_handed_in_has_its_receipt(final, mentorship, mailoutbox):
    evaluating.final_work(final, mentorship, hand_in=False)
    evaluating.final_work(final, mentorship, done="SECRET WORK")
    call_command("tick", at=(final.opens_at + timedelta(days=2)).isoformat())
    (receipt,) = [mail for mail in mailoutbox if "final work has arrived" in mail.subject]
    assert "SECRET WORK" not in receipt.body
