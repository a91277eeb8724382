"""A program may last 52 weeks: milestones, timelines, charts and the week it is go as far as the cohort's own weeks."""

from datetime import timedelta

import pytest
import time_machine

import applications.scenarios as applying
import mentorship.scenarios as mentoring
from amp_portal import charts
from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from applications.models import Application
from cohorts import scenarios, schedule, weeks
from cohorts.forms.project import ProposalForms
from cohorts.models import Phase
from tests.applications.applying import signed_in
from tests.applications.test_draft_plan import typed as typed_plan
from tests.applications.test_draft_plan import url_of
from tests.cohorts.test_proposals import post, typed

pytestmark = pytest.mark.django_db

YEAR = 52


def lasting(number, slug="amp-2027", **fields):
    """A published cohort whose program has so many weeks; what comes after it moves along."""
    made = scenarios.cohort(slug, published=False, **fields)
    longer = timedelta(weeks=number - 18)
    after = ("program", "final", "recognition", "follow_up_3", "follow_up_6", "follow_up_12")
    windows = {
        kind: (phase.starts_at + longer, phase.ends_at + longer) for kind in after if (phase := made.phase(kind))
    }
    windows["program"] = (made.phase("program").starts_at, windows["program"][1])
    lead = made.leads()[0].person
    schedule.reschedule(made, windows, by=lead, now=scenarios.instant(made, "announcement", days=-1))
    made.refresh_from_db()
    made.publish(by=lead, now=scenarios.instant(made, "announcement", days=-1))
    return made


def test_a_cohort_of_a_year_is_in_its_own_week_to_the_end():
    cohort = lasting(YEAR)

    assert [cohort.week(scenarios.instant(cohort, "program", days=day)) for day in (0, 125, 133, 357, 364)] == [
        *(1, 18, 20, 52, 52)
    ]
    assert [week.number for week in weeks.of(cohort)] == list(range(1, YEAR + 1))


def test_a_short_cohort_stays_in_its_last_week():
    cohort = lasting(14)

    assert cohort.week(scenarios.instant(cohort, "program", edge="ends_at") - timedelta(minutes=1)) == 14


def test_milestones_go_as_far_as_the_cohorts_weeks(client):
    cohort = lasting(YEAR)
    now = scenarios.instant(cohort, "mentor_call", days=3)
    mentor = scenarios.mentor(cohort, now=now)

    answer = post(client, mentor, cohort, "propose", typed(submit="1") | {"milestones-2-week": "52"}, now)
    too_late = post(client, mentor, cohort, "propose", typed(submit="1") | {"milestones-2-week": "53"}, now)

    assert answer.status_code == 302
    assert list(cohort.projects.get().milestones.values_list("week", flat=True)) == [2, 10, 52]
    assert too_late.context["forms"].milestones.errors[2] == {
        "week": ["Ensure this value is less than or equal to 52."]
    }
    assert "on the weeks of the program (1 to 52)" in too_late.text


def test_a_short_cohort_has_no_milestones_behind_its_end():
    forms = ProposalForms(typed() | {"milestones-2-week": "16"}, cohort=lasting(14), leads=[])

    assert not forms.is_valid()
    assert forms.milestones.errors[2].keys() == {"week"}


def test_a_timeline_and_the_weeks_of_it_go_to_the_end(client):
    cohort = lasting(YEAR)
    now = scenarios.instant(cohort, "applications", days=1)
    project = scenarios.project(cohort, now=now)
    applicant = person("Ana Applicant")
    with time_machine.travel(now, tick=False):
        application = Application.start(cohort, applicant, now=now)
        writer = signed_in(client, applicant)
        answer = writer.post(url_of(application), typed_plan(project, (1, 17, "Read"), (50, 52, "Hand over")))

    assert answer.status_code == 302
    plan = application.draft().choices.get().steps.values_list("from_week", "to_week")
    assert list(plan) == [(1, 17), (50, 52)]


def test_a_mentee_of_a_year_moves_a_milestone_to_its_last_week():
    cohort = lasting(YEAR)
    applying.fresh_roster(scenarios.instant(cohort, "applications", days=2))
    mentorship = mentoring.mentorship(cohort)
    now = scenarios.instant(cohort, "program", days=300)

    milestone = mentorship.milestones.last()
    milestone.replan(52, by=mentorship.mentee, now=now, reason="Released at the end.")

    assert (mentorship.weeks, mentorship.week_at(now), milestone.week) == (52, 43, 52)
    with pytest.raises(Refusal, match="weeks 1 to 52"):
        milestone.replan(53, by=mentorship.mentee, now=now, reason="Later.")


def test_a_program_is_not_longer_than_that(client):
    cohort = scenarios.cohort()
    program = cohort.phase("program")
    windows = {"program": (program.starts_at, program.starts_at + timedelta(weeks=53))}

    found = schedule.problems(cohort, schedule.shifts(cohort, windows), program.starts_at - timedelta(days=200))

    assert found == [("program", "ends_at", "A program lasts up to 52 weeks.")]
    assert not Phase.objects.filter(kind="program", ends_at__gt=program.ends_at).exists()


def test_the_words_below_the_columns_of_a_year_fit_a_phone():
    numbers = [str(number) for number in range(1, YEAR + 1)]
    chart = charts.columns(
        "hours", "Hours", numbers, {"free": [1] * YEAR}, summary="…", level=1, names=("a", "b"), short=numbers
    )

    assert [word.text for word in chart.words] == ["1", "7", "13", "19", "25", "31", "37", "43", "49"]
