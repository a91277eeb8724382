"""Reports, suspensions and names of before are there after the tables changed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE = [
    ("cohorts", "0013_who_evaluates_in_place"),
    ("users", "0003_calendar_link"),
    ("outbox", "0004_slack_channel_for_everybody"),
]
AFTER = [
    ("cohorts", "0018_one_suspension_one_exclusion"),
    ("users", "0005_known_as"),
    ("outbox", "0005_letters_that_keep_only_their_day"),
]
NOW = datetime(2027, 5, 12, 9, 30, 12, 345678, tzinfo=UTC)
DAY = timedelta(days=1)


def migrate(targets):
    MigrationExecutor(connection).migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps.get_model


@pytest.fixture
def tables(transactional_db, request):
    """Tables made by migrations, which are all run again at the end."""
    if request.config.getoption("nomigrations"):
        pytest.skip("needs tables made by migrations")
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_a_portal_in_use_goes_on(tables):
    model = migrate(BEFORE)
    people = [
        model("users", "Person").objects.create(name=name, email=f"{name}@example.org")
        for name in ("hana", "iker", "sid")
    ]
    hana, iker, sid = people
    cohort = model("cohorts", "Cohort").objects.create(slug="old", name="Old", year=2027, kickoff=NOW.date())
    for somebody, since in ((hana, NOW - DAY), (iker, NOW + DAY)):
        model("cohorts", "ConductHandler").objects.create(cohort=cohort, person=somebody, named_by=hana, since=since)
    reports = model("cohorts", "ConductReport").objects
    report = reports.create(cohort=cohort, code_hash="a", sealed="", received_on=NOW.date())
    old = reports.create(cohort=cohort, code_hash="b", sealed="", received_on=date(2020, 1, 1))
    for _twice in range(2):
        model("cohorts", "ConductExclusion").objects.create(report=report, person=sid)
    suspensions = model("cohorts", "ConductSuspension").objects
    suspensions.create(report=report, person=sid, since=NOW)
    suspensions.create(report=old, person=sid, since=NOW - 9 * DAY, lifted_at=NOW - 8 * DAY)
    model("users", "Person").objects.filter(pk=sid.pk).update(suspended_at=NOW)
    waiting = {"channel": "email", "state": "sent", "letter": "cohorts/mail/conduct_waiting"}
    model("outbox", "Message").objects.create(key="k", created_at=NOW, send_after=NOW, sent_at=NOW, **waiting)

    model = migrate(AFTER)
    admitted = model("cohorts", "ConductAdmission").objects.order_by("report", "handler")
    assert list(admitted.values_list("report", "handler__person")) == [
        (report.pk, hana.pk),
        (old.pk, hana.pk),
        (old.pk, iker.pk),
    ]
    assert model("cohorts", "ConductExclusion").objects.count() == 1
    running, over = model("cohorts", "ConductSuspension").objects.order_by("-since")
    assert (running.ended_at, running.cohort_id, over.ended_at) == (None, cohort.pk, NOW - 8 * DAY)
    assert model("users", "Person").objects.get(pk=sid.pk).suspended_until == running.until
    known = model("users", "KnownAs").objects.filter(person=hana.pk).values_list("kind", "value")
    assert set(known) == {("name", "hana"), ("address", "hana@example.org")}
    midnight = datetime(2027, 5, 12, tzinfo=UTC)
    assert (
        model("outbox", "Message").objects.values_list("created_at", "send_after", "sent_at").get() == (midnight,) * 3
    )
