"""What organizers are asked to look at before they decide: contact, verdicts, hours, drops since midterm."""

from datetime import timedelta

import pytest

import evaluations.scenarios as evaluating
import mentorship.scenarios as mentoring
from evaluations import discrepancies, duties, evidence, release
from mentorship.models import Mentorship


def flags_of(round, mentorship):
    owed = duties.of([round], Mentorship.objects.filter(pk=mentorship.pk))
    (known,) = evidence.gather(round, {mentorship: [duty for duty in owed if not duty.is_done]}).values()
    return discrepancies.flags(known)


def worked(mentorship, hours, weeks=4):
    for week in range(weeks):
        noon = mentorship.starts_at + timedelta(days=7 * week, hours=12)
        mentoring.update(mentorship, noon, done="Reviews.", hours=hours)


@pytest.mark.parametrize(
    ("hours", "weeks", "cadence", "words"),
    [
        (30, 4, 1, None),
        (15, 4, 1, None),
        (14, 4, 1, "About 14 hours a week in the updates, of 30 expected."),
        (14, 2, 1, None),  # two updates say little
        (60, 4, 2, None),  # each covers two weeks
        (20, 4, 2, "About 10 hours a week"),
        (50, 4, 1, "About 50 hours a week in the updates, far more than the 30 expected."),
    ],
)
def test_hours_are_compared_with_what_is_expected(midterm, mentorship, hours, weeks, cadence, words):
    worked(mentorship, hours, weeks)
    mentorship.cadence = cadence
    mentorship.save()
    evaluating.evaluated(midterm, mentorship)
    found = flags_of(midterm, mentorship)
    assert [flag.startswith(words) for flag in found] == ([True] if words else [])


@pytest.mark.parametrize(("now", "drops"), [(4, 0), (3, 0), (2, 9), (5, 0)])
def test_a_large_drop_since_midterm_is_named(midterm, final, mentorship, now, drops):
    evaluating.evaluated(midterm, mentorship, scale=4)
    evaluating.evaluated(final, mentorship, scale=now)
    assert flags_of(midterm, mentorship) == []
    found = flags_of(final, mentorship)
    assert len(found) == drops
    assert all(flag.endswith(f"4 at midterm, {now} now.") for flag in found)


def test_what_is_flagged_is_not_passed_in_one_go(midterm, mentorship, organizer, after):
    worked(mentorship, 3)
    evaluating.evaluated(midterm, mentorship)
    assert release.pass_unflagged(midterm, by=organizer, now=after) == 0


def test_whoever_mentors_a_project_sees_no_hint_of_what_its_mentee_said(visit, midterm, mentorship, organizer, after):
    evaluating.evaluated(midterm, mentorship, contact=False)
    page = visit(organizer, midterm.get_absolute_url(), after)
    assert [len(row["flags"]) for row in page.context["rows"]] == [1]
    mentorship.project.mentors.create(person=organizer, since=mentorship.created_at)
    page = visit(organizer, midterm.get_absolute_url(), after)
    assert [row["flags"] for row in page.context["rows"]] == [[]]


def test_the_round_page_draws_forms_and_projects(visit, midterm, mentorship, organizer, during):
    evaluating.submitted(midterm, mentorship, "mentor_on_mentee", now=during)
    _forms, projects = visit(organizer, midterm.get_absolute_url(), during).context["charts"]
    assert projects.summary == "0 of 1 projects have everything in."
    assert projects.table.rows == [(mentorship.project.title, ["1", "1"])]
    evaluating.submitted(midterm, mentorship, "mentee_on_mentor", now=during)
    assert len(visit(organizer, midterm.get_absolute_url(), during).context["charts"]) == 1
