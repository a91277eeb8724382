"""Other duties and absences are ranges; what the weeks look like is shown before submitting, and never refuses."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

import applications.scenarios as applying
from applications import outlook
from applications.completeness import Section, hints, problems
from applications.models import Application, Commitment
from cohorts import weeks

from .applying import signed_in


@pytest.fixture
def application(cohort, applicant, now):
    with time_machine.travel(now, tick=False):
        yield Application.start(cohort, applicant, now=now)


@pytest.fixture
def writer(client, application):
    return signed_in(client, application.person)


def url_of(application):
    return reverse("applications:section", args=[application.cohort.slug, "availability"])


def typed(*rows, hours=30, revision=0, **more):
    """``rows`` are (what, from, to, hours)."""
    cells = {
        f"busy_{number}_{part}": value
        for number, row in enumerate(rows, 1)
        for part, value in zip(("what", "starts_on", "ends_on", "hours"), row, strict=True)
    }
    return {"revision": revision, "hours_per_week": hours} | cells | more


def kept(application):
    return list(application.draft().commitments.values_list("row", "what", "starts_on", "ends_on", "hours"))


HILLS = ("A week in the hills", "2027-08-10", "2027-08-16", "")
EXAMS = ("Exams", "2027-06-29", "2027-07-12", 20)


def test_ranges_are_kept(writer, application):
    answer = writer.post(url_of(application), typed(HILLS, ("", "", "", ""), EXAMS))

    assert answer.status_code == 302
    assert kept(application) == [
        (3, "Exams", date(2027, 6, 29), date(2027, 7, 12), 20),
        (1, "A week in the hills", date(2027, 8, 10), date(2027, 8, 16), None),
    ]


def test_the_weeks_are_shown_before_submitting(writer, application):
    writer.post(url_of(application), typed(HILLS, EXAMS))

    page = writer.get(url_of(application))

    shown = page.context["outlook"]
    assert [int(hours) for hours in shown.left] == [30, 30, 10, 10, 30, 30, 30, 30, 0, *[30] * 9]
    assert (shown.enough, shown.weeks_expected, shown.has_few_weeks) == (15, 12, False)
    assert "You have at least 30 hours in 15 weeks; the program expects 12." in page.text
    assert "only warns, and never refuses" not in page.text
    assert '<th scope="row">Week 9 · 10–16 Aug</th><td>0</td>' in page.text
    overview = writer.get(reverse("applications:apply", args=[application.cohort.slug]))
    assert "You have at least 30 hours in 15 weeks; the program expects 12." in overview.text


def test_weeks_with_fewer_hours_than_expected_are_not_counted(writer, application):
    writer.post(url_of(application), typed(HILLS, hours=12))

    page = writer.get(url_of(application)).text

    assert "You have at least 30 hours in 0 weeks; the program expects 12." in page
    assert "Weeks with at least 30 hours: 0 of 18." in page
    assert "only warns, and never refuses" in page


def test_weeks_with_enough_hours_count_wherever_they_are(writer, application):
    """Two weeks away in the middle leave 16 of 18, however long each stretch is."""
    away = (("Away", "2027-08-17", "2027-08-23", ""), ("Away", "2027-07-06", "2027-07-12", ""))
    writer.post(url_of(application), typed(*away))

    page = writer.get(url_of(application)).text

    assert "You have at least 30 hours in 16 weeks; the program expects 12." in page


@pytest.mark.parametrize("hours", [0, ""])
def test_without_hours_there_is_no_free_week(writer, application, hours):
    writer.post(url_of(application), typed(hours=hours))

    shown = outlook.of(application.draft(), application.cohort)

    assert (shown.enough if shown else None) == (0 if hours == 0 else None)
    assert writer.get(url_of(application)).status_code == 200


def test_a_cohort_without_dates_asks_all_the_same(writer, application):
    application.cohort.phases.filter(kind="program").delete()
    writer.post(url_of(application), typed(EXAMS))

    page = writer.get(url_of(application))

    assert (page.status_code, page.context["outlook"], len(kept(application))) == (200, None, 1)


def test_few_weeks_are_never_refused(cohort, applicant, project, now):
    busy = [("Away", week, 1, None) for week in range(1, 19, 2)]
    application = applying.draft(cohort, applicant, projects=[project], now=now, busy=busy)

    applying.submit(application, now=now)

    assert outlook.of(application.submitted_version, cohort).has_few_weeks


def test_autosave_brings_what_follows_from_it(writer, application):
    pieces = writer.post(url_of(application), typed(HILLS, ("Exams", "", "", ""), autosave=1)).json()["pieces"]

    assert pieces.keys() == {"progress", "outlook"}
    assert "You have at least 30 hours in 17 weeks; the program expects 12." in pieces["outlook"]
    assert "“Exams”: say what it is, and from when to when." in pieces["progress"]


@pytest.mark.parametrize(
    ("row", "wrong", "left"),
    [
        (("Exams", "2027-07-12", "2027-06-29", ""), "ends_on", (date(2027, 7, 12), None, None)),
        (("Exams", "soon", "2027-06-29", ""), "starts_on", (None, date(2027, 6, 29), None)),
        (("Exams", "2027-06-29", "", 0), "hours", (date(2027, 6, 29), None, None)),
        (("Exams", "2027-06-29", "", 169), "hours", (date(2027, 6, 29), None, None)),
    ],
)
def test_what_can_not_be_is_told_and_the_rest_is_kept(writer, application, row, wrong, left):
    page = writer.post(url_of(application), typed(row))

    assert (page.status_code, list(page.context["form"].errors)) == (422, [f"busy_1_{wrong}"])
    assert [str(page.context["form"][f"busy_1_{part}"].value()) for part in ("starts_on", "ends_on", "hours")] == [
        str(value) for value in row[1:]
    ]
    assert kept(application) == [(1, "Exams", *left)]


def test_a_row_without_days_is_named_at_submission(writer, application):
    writer.post(url_of(application), typed(("Exams", "2027-06-29", "", ""), ("", "2027-06-29", "2027-06-30", "")))

    found = [p.text for p in problems(application.draft(), application.cohort) if p.section == Section.AVAILABILITY]

    assert found == [
        "“Exams”: say what it is, and from when to when.",
        "“Row 2”: say what it is, and from when to when.",
    ]


def test_more_rows_are_a_button_that_saves(writer, application):
    page = writer.post(url_of(application), typed(EXAMS, more="busy"))

    assert (page.status_code, len(page.context["form"].rows.numbers), len(kept(application))) == (200, 6, 1)


@pytest.mark.parametrize(("days", "hours"), [((2, 1), None), ((1, 2), 0), ((1, 2), 169)])
def test_the_database_knows_the_ranges(application, days, hours):
    first, last = (date(2027, 7, day) for day in days)

    with pytest.raises(IntegrityError), transaction.atomic():
        Commitment.objects.create(version=application.draft(), row=1, starts_on=first, ends_on=last, hours=hours)


@pytest.mark.parametrize("number", [1, 9, 18])
def test_weeks_are_those_that_the_cohort_counts(cohort, number):
    week = weeks.of(cohort)[number - 1]

    assert (week.number, cohort.week(week.starts_at), (week.last - week.first).days) == (number, number, 6)
    assert week.starts_at.astimezone(cohort.zone).date() == week.first


def test_a_program_of_18_weeks_has_18(cohort):
    assert [week.number for week in weeks.of(cohort)] == list(range(1, 19))


@pytest.mark.parametrize(("last", "hinted"), [("2027-06-14", 1), ("2027-06-15", 0)])
def test_a_range_outside_the_program_is_asked_about(writer, application, last, hinted):
    writer.post(url_of(application), typed(("Exams", "2027-06-01", last, "")))

    found = [hint.text for hint in hints(application.draft(), application.cohort)]

    words = "“Exams” is before or after the program (15 Jun – 18 Oct)"
    assert [text.startswith(words) for text in found] == [True] * hinted
