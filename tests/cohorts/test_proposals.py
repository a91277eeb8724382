from datetime import timedelta

import pytest

from cohorts import scenarios
from cohorts.models import Project, ProjectMentor

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return scenarios.cohort()


@pytest.fixture
def now(cohort):
    return scenarios.instant(cohort, "mentor_call", days=3)


def test_scenario_gives_a_published_project(cohort, now):
    project = scenarios.project(cohort, now=now, title="Docs that teach")
    assert list(Project.objects.published()) == [project]
    assert [mentor.is_lead for mentor in ProjectMentor.objects.current()] == [True]
    assert [move.state for move in project.moves.all()] == ["draft", "submitted", "approved"]


def test_scenario_works_long_after_the_call(cohort):
    after = scenarios.instant(cohort, "program", days=30)
    project = scenarios.project(cohort, now=after)
    assert project.is_published
    assert project.created_at < after - timedelta(days=60)
