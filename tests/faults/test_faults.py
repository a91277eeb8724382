"""The portal in pieces while they die. ``python -m tests.bench.faults`` does the same with more letters, for longer."""

import pytest
from django.conf import settings

from tests import servers

from .run import run

on_postgres = pytest.mark.skipif(
    "postgresql" not in settings.DATABASES["default"]["ENGINE"] or not servers.has_installed_postgres(),
    reason="needs a PostgreSQL it may stop",
)


@on_postgres
def test_nothing_is_lost_and_nothing_doubled_but_by_a_death_in_between():
    report = run(letters=200, seconds=8, pauses=(0.8, 1.6), applicants=2, over_restart=60)
    print(report)  # noqa: T201 (pytest -s)
    assert (report.arrived, report.not_sent, report.disagreeing) == (200, 0, 0)
    assert report.under_several_ids == report.unexplained == 0
    assert report.doubled <= report.killed_workers
    assert report.killed_schedules
    assert report.dropped
    assert (report.submitted_without_redis, report.signed_in_without_redis, report.receipts) == (2, True, 4)
    assert report.slowest_without_redis < 2
    assert report.arrived_over_restart == 60
