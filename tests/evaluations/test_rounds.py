from datetime import timedelta

import pytest
from django.urls import reverse

import cohorts.scenarios as cohorts
import evaluations.scenarios as evaluating
from amp_portal.users.scenarios import person
from evaluations import rounds
from evaluations.models import Form, Question, Round


def test_preparing_makes_both_rounds_with_their_questions_once(cohort):
    made = rounds.prepare(cohort)
    assert sorted(round.kind for round in made) == ["final", "midterm"]
    count = Question.objects.count()
    assert rounds.prepare(cohort) == []
    assert Question.objects.count() == count


@pytest.mark.parametrize(
    ("kind", "forms"),
    [
        ("midterm", ["mentee_on_mentor", "mentor_on_mentee"]),
        ("final", ["mentee_on_mentor", "mentor_on_mentee", "self_assessment"]),
    ],
)
def test_default_questions_have_both_audiences_and_a_pass_or_fail(cohort, kind, forms):
    questions = evaluating.round_of(cohort, kind).questions
    assert sorted(set(questions.values_list("form", flat=True))) == forms
    assert list(questions.filter(type="pass_fail").order_by("form").values_list("form", flat=True)) == [
        Form.MENTEE_ON_MENTOR,
        Form.MENTOR_ON_MENTEE,
    ]
    assert questions.filter(means_contact=True).values_list("form", "audience").get() == (
        Form.MENTEE_ON_MENTOR,
        "organizers",
    )
    for form in forms:
        asked = questions.filter(form=form)
        assert set(asked.values_list("audience", flat=True)) == {"shared", "organizers"}
        assert asked.count() <= 13
        assert asked.filter(type="text", required=True).count() <= 4  # ten to fifteen minutes


def test_the_sweep_prepares_published_cohorts_that_are_not_over(cohort):
    cohorts.cohort("amp-2028", published=False)
    before = cohorts.instant(cohort, "mentor_call")
    assert rounds.prepare_all(before) == {"prepared": 2}
    assert rounds.prepare_all(before) == {"prepared": 0}
    assert set(Round.objects.values_list("cohort__slug", flat=True)) == {cohort.slug}


def test_the_sweep_leaves_a_cohort_whose_final_has_closed(cohort):
    assert rounds.prepare_all(cohorts.instant(cohort, "final", edge="ends_at")) == {"prepared": 0}


def test_an_organizer_prepares_by_a_button(visit, cohort, organizer):
    at = cohorts.instant(cohort, "mentor_call")
    page = visit(organizer, reverse("evaluations:round", args=[cohort.slug, "midterm"]), at)
    assert "Take the default questions" in page.content.decode()
    for _click in range(2):
        visit(organizer, reverse("evaluations:prepare", args=[cohort.slug, "midterm"]), at, post={})
    assert cohort.rounds.count() == 2


def change_form(client_page):
    """What the admin's page would send back as it is, and the inline formset's rows."""
    formset = client_page.context["inline_admin_formsets"][0].formset
    data = {
        f"{formset.prefix}-TOTAL_FORMS": formset.total_form_count(),
        f"{formset.prefix}-INITIAL_FORMS": formset.initial_form_count(),
    }
    for form in formset.forms:
        for bound in form:
            value = bound.value()
            if value not in (None, False):
                data[bound.html_name] = "on" if value is True else value
    return data


@pytest.mark.parametrize(("minutes", "changed"), [(-1, True), (0, False)])
def test_questions_freeze_when_the_window_opens(visit, midterm, organizer, minutes, changed):
    url = reverse("admin:evaluations_round_change", args=[midterm.pk])
    data = change_form(visit(organizer, url, midterm.opens_at - timedelta(days=1)))
    data["questions-0-text"] = "How do you do?"
    at = midterm.opens_at + timedelta(minutes=minutes)
    assert visit(organizer, url, at, post=data).status_code == 302
    assert Question.objects.filter(text="How do you do?").exists() is changed


def test_the_admin_shows_an_organizer_their_own_cohorts_only(visit, midterm, organizer):
    other = cohorts.cohort("amp-2030", kickoff=midterm.cohort.kickoff.replace(year=2030))
    evaluating.round_of(other, "midterm")
    at = midterm.opens_at
    page = visit(organizer, reverse("admin:evaluations_round_changelist"), at)
    assert {round.cohort_id for round in page.context["cl"].queryset} == {midterm.cohort_id}
    stranger = other.leads()[0].person
    assert visit(stranger, reverse("admin:evaluations_round_change", args=[midterm.pk]), at).status_code == 302


def test_an_organizer_previews_each_form(visit, final, organizer):
    for form in Form:
        url = reverse("evaluations:preview", args=[final.cohort.slug, "final", form])
        page = visit(organizer, url, final.opens_at - timedelta(days=40))
        assert page.status_code == 200
        assert [question.form for question, _field in page.context["form"].rows()] == [form] * len(
            page.context["form"].rows()
        )
    assert visit(person("Stan Stranger"), url, final.opens_at).status_code == 403


@pytest.mark.parametrize(
    ("edge", "seconds", "is_open"),
    [("opens_at", -1, False), ("opens_at", 0, True), ("closes_at", -1, True), ("closes_at", 0, False)],
)
def test_rounds_are_found_from_the_first_second_of_their_window_to_the_last(midterm, edge, seconds, is_open):
    now = getattr(midterm, edge) + timedelta(seconds=seconds)
    assert (midterm in Round.objects.opening_before(now, and_open_at=now)) is is_open
