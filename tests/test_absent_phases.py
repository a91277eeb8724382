"""A cohort without the phases that can be left out (docs/program.md): every page opens, every sweep runs."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse

import cohorts.scenarios as cohorts
from amp_portal.outbox.tick import tick
from amp_portal.sweeps import failures
from cohorts.models import Phase

from . import world
from .test_routes import TABLES, table

Kind = Phase.Kind
READERS = ("applicant", "mentee", "mentor", "organizer")
PAGES = [(route, row) for name in TABLES for route, row in table(name).items() if row.get("method") != "post"]


@pytest.fixture
def shortened(db):
    """The world of the routes, with nothing but the phases that a cohort can't do without."""
    made = world.build()
    Phase.objects.filter(kind__in=Phase.OPTIONAL).delete()
    return made


@pytest.mark.parametrize("kind", [Kind.SELECTION, Kind.RECOGNITION])
def test_every_page_opens_and_every_sweep_runs(shortened, kind):
    now = cohorts.instant(shortened.cohort, kind, days=1)
    broken = []
    with time_machine.travel(now, tick=False):
        for reader in READERS:
            client = Client(raise_request_exception=False)
            if user := shortened.people[reader]:
                client.force_login(user)
            for route, row in PAGES:
                url = reverse(route, args=row["args"](shortened) if "args" in row else [])
                sid = transaction.savepoint()
                if client.get(url).status_code >= 500:
                    broken.append(f"{route} as {reader}")
                transaction.savepoint_rollback(sid)
    assert broken == []

    assert failures(tick(now)["sweeps"]) == []
    assert failures(tick(now + timedelta(days=400))["sweeps"]) == []
