"""What was written before a change of tables is there after it."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE = ("applications", "0005_drop_contributions_text")
COHORTS = ("cohorts", "0003_settings_of_the_fairness_rules")  # what it stood on
PLAN = ("applications", "0006_plan_and_commitments")
NOW = datetime(2027, 5, 12, tzinfo=UTC)


def migrate(*targets):
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets))
    return MigrationExecutor(connection).loader.project_state(list(targets)).apps


@pytest.fixture
def tables(transactional_db, request):
    """Tables made by migrations, which are all run again at the end."""
    if request.config.getoption("nomigrations"):
        pytest.skip("needs tables made by migrations")
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_a_timeline_that_was_one_text_is_a_step_over_the_whole_program(tables):
    apps = migrate(BEFORE, COHORTS)
    Person, Cohort = apps.get_model("users", "Person"), apps.get_model("cohorts", "Cohort")
    Application, Version, Choice = (apps.get_model("applications", n) for n in ("Application", "Version", "Choice"))
    cohort = Cohort.objects.create(slug="old", name="Old", year=2027, kickoff=NOW.date())
    application = Application.objects.create(cohort=cohort, person=Person.objects.create(name="Nia"), created_at=NOW)
    version = Version.objects.create(application=application, saved_at=NOW)
    Choice.objects.create(version=version, rank=1, timeline="Weeks 1–4 design, then **build**.")
    Choice.objects.create(version=version, rank=2, approach="No timeline yet")

    after = migrate(PLAN, COHORTS)

    steps = after.get_model("applications", "PlanStep").objects.all()
    assert list(steps.values_list("choice__rank", "row", "from_week", "to_week", "text")) == [
        (1, 1, 1, 18, "Weeks 1–4 design, then **build**.")
    ]
    back = migrate(BEFORE, COHORTS)
    texts = back.get_model("applications", "Choice").objects.order_by("rank").values_list("timeline", flat=True)
    assert list(texts) == ["Weeks 1–4 design, then **build**.", ""]
    Version.objects.all().delete()
    Application.objects.all().delete()
