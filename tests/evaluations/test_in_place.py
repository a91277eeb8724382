"""A mentor's form that is missing passes to the co-mentor, then to an organizer, and costs the mentee nothing."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse

import evaluations.scenarios as evaluating
from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from cohorts import sides
from evaluations import duties, release
from evaluations.models import Evaluation, Form, SupportPlan

FORM = Form.MENTOR_ON_MENTEE


def url(name, round, mentorship):
    return reverse(f"evaluations:{name}", args=[round.pk, mentorship.pk, FORM])


def typed(round, **given):
    return {f"q{pk}": value for pk, value in evaluating.answers(round, FORM, **given).items()} | {"check": "1"}


def evaluate(visit, who, round, mentorship, at, **given):
    """As in a browser: the form, then its summary."""
    visit(who, url("evaluate", round, mentorship), at, post=typed(round, **given))
    return visit(who, url("summary", round, mentorship), at, post={})


def test_on_the_third_day_it_comes_to_the_co_mentor(midterm, mentorship, mentor, co_mentor, mailoutbox):
    call_command("tick", at=(midterm.opens_at + timedelta(days=3, hours=12)).isoformat())
    letters = {mail.to[0]: mail.body for mail in mailoutbox if "there is still time" in mail.body}
    words = f"{mentor} could not evaluate so far."
    assert {address: words in body for address, body in letters.items()} == {
        mentor.email: False,
        co_mentor.email: True,
        mentorship.mentee.email: False,
    }


def test_after_the_close_an_organizer_evaluates_in_their_place(visit, midterm, mentorship, organizer, during, after):
    evaluating.submitted(midterm, mentorship, "mentee_on_mentor", now=during)
    result = reverse("evaluations:result", args=[midterm.pk, mentorship.pk])
    assert url("evaluate", midterm, mentorship) in visit(organizer, result, after).content.decode()
    evaluate(visit, organizer, midterm, mentorship, after)
    evaluation = Evaluation.objects.get(form=FORM)
    assert (evaluation.author, evaluation.in_place, evaluation.submitted_at) == (organizer, True, after)
    assert [duty for duty in duties.of([midterm]) if not duty.is_done] == []
    page = visit(organizer, result, after)
    assert (page.context["form"].initial["passed"], page.context["flags"]) == ("yes", [])
    evaluating.released(midterm, now=after)
    told = visit(mentorship.mentee, result, after).content.decode()
    assert "An organizer, in the mentors' place." in told.replace("&#x27;", "'")


def test_not_before_the_close_nor_after_the_release(visit, midterm, mentorship, organizer, during, after):
    evaluate(visit, organizer, midterm, mentorship, during)
    evaluating.decided(midterm, mentorship, now=after)
    evaluating.released(midterm, now=after)
    evaluate(visit, organizer, midterm, mentorship, after)
    assert not Evaluation.objects.exists()


def test_not_where_a_mentor_has(visit, midterm, mentorship, organizer, during, after):
    evaluating.submitted(midterm, mentorship, FORM, now=during)
    evaluate(visit, organizer, midterm, mentorship, after)
    assert [each.in_place for each in Evaluation.objects.all()] == [False]


def test_the_cohort_may_name_who_does_it(visit, midterm, mentorship, organizer, after):
    named = person("Nora Named")
    sides.give_organizer(midterm.cohort, named, now=mentorship.created_at)
    midterm.cohort.evaluates_in_place = named
    midterm.cohort.save()
    evaluate(visit, organizer, midterm, mentorship, after)
    assert not Evaluation.objects.exists()
    evaluate(visit, named, midterm, mentorship, after)
    assert Evaluation.objects.get().author == named


@pytest.mark.parametrize("who", ["mentor", "stranger"])
def test_nobody_else_gets_in_by_the_verb(midterm, mentorship, mentor, after, who):
    author = mentor if who == "mentor" else person("Stan Stranger")
    with pytest.raises(Refusal):
        Evaluation.save_draft(midterm, mentorship, form=FORM, author=author, answers={}, now=after, in_place=True)


def test_it_pays_no_mentor_and_fails_no_mentee(visit, midterm, mentorship, mentor, organizer, after):
    evaluate(visit, organizer, midterm, mentorship, after, passes=None)
    assert SupportPlan.objects.get().mentorship == mentorship
    assert not Evaluation.objects.filter(author=mentor).exists()
    assert list(release.undecided(midterm, after)) == [mentorship]


def test_a_draft_is_its_authors_until_it_is_submitted(visit, midterm, mentorship, organizer, after):
    other = person("Olu Other")
    sides.give_organizer(midterm.cohort, other, now=mentorship.created_at)
    visit(organizer, url("evaluate", midterm, mentorship), after, post=typed(midterm, q1="MY DRAFT"))
    assert "MY DRAFT" in visit(organizer, url("summary", midterm, mentorship), after).content.decode()
    result = reverse("evaluations:result", args=[midterm.pk, mentorship.pk])
    assert "MY DRAFT" not in visit(other, result, after).content.decode()
