"""A timeline is rows of weeks: one may be for several, gaps keep their place, and whatever was typed survives."""

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

import applications.scenarios as applying
from applications.completeness import Section, hints, problems
from applications.forms import SECTION_FORMS
from applications.models import Application, PlanStep
from cohorts import weeks

from .applying import signed_in

QUERIES = {"projects": 21, "availability": 16}


@pytest.fixture
def application(cohort, applicant, now):
    with time_machine.travel(now, tick=False):
        yield Application.start(cohort, applicant, now=now)


@pytest.fixture
def writer(client, application):
    return signed_in(client, application.person)


def url_of(application):
    return reverse("applications:section", args=[application.cohort.slug, "projects"])


def typed(project, *rows, revision=0, **more):
    """``rows`` are (from week, to week, text)."""
    cells = {
        f"plan_1_{number}_{part}": value
        for number, row in enumerate(rows, 1)
        for part, value in zip(("from_week", "to_week", "text"), row, strict=True)
    }
    return {"revision": revision, "track": "sponsored", "project_1": project.pk} | cells | more


def steps(application):
    return list(application.draft().choices.get().steps.values_list("row", "from_week", "to_week", "text"))


def test_rows_are_kept_in_their_places_and_read_by_their_weeks(writer, application, project):
    rows = [(6, 9, "Build"), ("", "", ""), (1, "", "Read")]

    answer = writer.post(url_of(application), typed(project, *rows))

    assert answer.status_code == 302
    assert steps(application) == [(3, 1, None, "Read"), (1, 6, 9, "Build")]
    assert [step.when for step in application.draft().choices.get().steps.all()] == ["Week 1", "Weeks 6–9"]
    page = writer.get(url_of(application)).context["form"]
    assert [row["text"].value() for row in page.slots[0].rows][:3] == ["Build", None, "Read"]


def test_weeks_come_with_the_cohorts_days_and_the_readers(writer, application):
    application.person.time_zone = "America/Los_Angeles"
    application.person.save()

    page = writer.get(url_of(application))

    assert '<option value="3">3 · 29 Jun – 5 Jul</option>' in page.text
    assert "<td>29 Jun – 5 Jul</td>" in page.text
    assert "28 June 2027, 17:00 PDT" in page.text


def test_weeks_the_wrong_way_round_are_told_and_the_rest_is_kept(writer, application, project):
    page = writer.post(url_of(application), typed(project, (9, 6, "Build"), ("", 3, "Read"), (2, 2, "Ask")))

    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {"plan_1_1_to_week", "plan_1_2_from_week"}
    assert page.context["form"]["plan_1_1_to_week"].value() == "6"
    assert steps(application) == [(3, 2, 2, "Ask"), (1, 9, None, "Build"), (2, None, None, "Read")]


@pytest.mark.parametrize("week", ["0", "19", "-1", "x", "1.5"])
def test_a_week_that_is_none_is_told_and_nothing_else_is_lost(writer, application, project, week):
    page = writer.post(url_of(application), typed(project, (week, "", "Build")))

    assert (page.status_code, list(page.context["form"].errors)) == (422, ["plan_1_1_from_week"])
    assert steps(application) == [(1, None, None, "Build")]


def test_the_same_rows_twice_are_no_conflict(writer, application, project):
    rows = typed(project, (1, "", "Read"), ("", "", ""), (3, 4, "Build"), autosave=1)

    answers = [writer.post(url_of(application), rows).json()["revision"] for _again in range(2)]

    assert answers == [1, 1]


def test_a_row_made_blank_is_taken_out(writer, application, project):
    writer.post(url_of(application), typed(project, (1, 2, "Read"), (3, 4, "Build")))
    writer.post(url_of(application), typed(project, ("", "", ""), (3, 4, "Build"), revision=1))

    assert steps(application) == [(2, 3, 4, "Build")]


def test_more_rows_are_a_button_that_saves(writer, application, project):
    before = len(writer.get(url_of(application)).context["form"].slots[0].rows.numbers)

    page = writer.post(url_of(application), typed(project, (1, 2, "Read"), more="plan_1"))

    assert page.status_code == 200
    assert len(page.context["form"].slots[0].rows.numbers) == before + 4
    assert page.text.count("autofocus") == 1
    assert steps(application) == [(1, 1, 2, "Read")]


def test_there_is_an_end_to_rows(writer, application, project):
    rows = typed(project, plan_1_99_text="Far away", plan_1_24_text="Last", more="plan_1")
    page = writer.post(url_of(application), rows)

    rows = page.context["form"].slots[0].rows
    assert (rows.numbers[-1], rows.has_room) == (24, False)
    assert steps(application) == [(24, None, None, "Last")]


def test_an_optional_choice_opens_where_something_is_in_it(writer, application, project):
    blank = writer.get(url_of(application)).context["form"]
    writer.post(url_of(application), typed(project, plan_3_1_text="Read"))
    filled = writer.get(url_of(application)).context["form"]

    assert [slot.is_open for slot in blank.slots] == [True, False, False]
    assert [slot.is_open for slot in filled.slots] == [True, False, True]


@pytest.mark.parametrize(
    ("rows", "missing"),
    [
        ([], ["the proposal needs an approach, deliverables and a timeline"]),
        ([("", "", "Read")], ["each row of the timeline needs its weeks"]),
        ([(1, 2, "")], ["each row of the timeline needs its weeks"]),
        ([(1, 2, "Read")], []),
    ],
)
def test_what_a_timeline_lacks_is_named(writer, application, project, rows, missing):
    words = {"approach_1": "Read", "deliverables_1": "A release"}
    writer.post(url_of(application), typed(project, *rows, **words))

    found = [p.text for p in problems(application.draft(), application.cohort) if p.section == Section.PROJECTS]

    assert len(found) == len(missing)
    assert all(words in text for words, text in zip(missing, found, strict=True))


@pytest.mark.parametrize(("last", "hinted"), [(11, 1), (12, 0), (18, 0)])
def test_fewer_weeks_than_expected_are_hinted_at(writer, application, project, last, hinted):
    writer.post(url_of(application), typed(project, (1, last, "Build"), (2, 3, "and test")))

    found = [hint.section for hint in hints(application.draft(), application.cohort)]

    assert found == [Section.PROJECTS] * hinted


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    rows=some.lists(
        some.tuples(
            some.integers(-1, 20).map(str) | some.just(""),
            some.integers(-1, 20).map(str) | some.just(""),
            some.sampled_from(["", "Read", "**Build**"]),
        ),
        max_size=6,
    )
)
def test_any_typing_keeps_every_text_and_the_rules_of_the_database(cohort, project, applicant, now, rows):
    application = Application.start(cohort, applicant, now=now)
    draft = application.draft()
    form = SECTION_FORMS[Section.PROJECTS](typed(project, *rows), instance=draft, cohort=cohort, now=now)
    form.is_valid()

    form.write(draft)

    kept = {row: text for row, _first, _last, text in steps(application)}
    assert {row: text for row, text in kept.items() if text} == {
        number: text for number, (_first, _last, text) in enumerate(rows, 1) if text
    }
    Application.objects.all().delete()


def test_a_program_that_became_shorter_takes_no_week_away(writer, application, project):
    writer.post(url_of(application), typed(project, (1, 18, "Build")))
    program = application.cohort.window("program")
    program.ends_at -= 5 * weeks.WEEK
    program.save()

    page = writer.get(url_of(application))
    writer.post(url_of(application), typed(project, (1, 18, "Build, then rest"), revision=1))

    assert page.context["form"]["plan_1_1_to_week"].value() == 18
    assert [week.number for week in page.context["form"].weeks] == list(range(1, 14))
    assert steps(application) == [(1, 1, 18, "Build, then rest")]


@pytest.mark.parametrize("count", [3, 20])
@pytest.mark.parametrize("section", ["projects", "availability"])
def test_a_section_costs_the_same_for_many_rows(
    writer, application, project, section, count, django_assert_num_queries
):
    draft = application.draft()
    choice = draft.choices.create(project=project, rank=1)
    for row in range(1, count + 1):
        choice.steps.create(row=row, from_week=1, text="x")
        draft.commitments.create(row=row, what="x", starts_on="2027-07-01", ends_on="2027-07-02")

    with django_assert_num_queries(QUERIES[section]):
        page = writer.get(reverse("applications:section", args=[application.cohort.slug, section]))

    assert page.status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(("first", "last"), [(0, None), (53, None), (5, 4), (1, 53), (None, 4)])
def test_the_database_knows_the_weeks(application, project, first, last):
    choice = application.draft().choices.create(project=project, rank=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        PlanStep.objects.create(choice=choice, row=1, from_week=first, to_week=last)


def test_a_draft_beside_a_submission_takes_its_rows_along(client, cohort, applicant, project, now):
    application = applying.submitted(cohort, applicant, projects=[project], now=now)

    draft = application.submitted_version.copy_for_editing(now)

    def rows(version):
        plan = list(version.choices.get().steps.values_list("row", "from_week", "to_week", "text"))
        return plan, list(version.commitments.values_list("row", "what", "starts_on", "ends_on", "hours"))

    assert rows(draft) == rows(application.submitted_version)
    assert [len(part) for part in rows(draft)] == [len(applying.STEPS), len(applying.BUSY)]
