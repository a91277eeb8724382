"""What an eligibility check reads is found by the person, so that it costs the same however many apply."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal.users.scenarios import person
from applications import eligibility

from .applying import opening

TABLES = ("cohorts_participation", "cohorts_organizer", "cohorts_projectmentor")


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's plans")
def test_a_check_goes_through_nobody_elses_roles_and_places():
    cohort = cohorts.cohort()
    somebody, now = person("Ada"), opening(cohort)
    applying.fresh_roster(now)

    with CaptureQueriesContext(connection) as ran:
        eligibility.verdict_on(somebody, cohort, now)

    about_cohorts = [query["sql"] for query in ran if "run_starts" in query["sql"]]
    read = [line for sql in about_cohorts for line in plan(sql) if any(table in line for table in TABLES)]
    assert read
    assert [line for line in read if "person_id=?" not in line] == []


def plan(sql):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return [row[3] for row in cursor.fetchall()]
