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
def w(db):
    """The world of the routes."""
    return world.build()


# With little more than is known of an imported cohort; whoever has applied did so in a window.
BARE = {*Kind} - {Kind.APPLICATIONS, Kind.PROGRAM}


@pytest.mark.parametrize(
    ("kind", "absent"), [(Kind.SELECTION, Phase.OPTIONAL), (Kind.RECOGNITION, Phase.OPTIONAL), (Kind.RECOGNITION, BARE)]
)
def test_every_page_opens_and_every_sweep_runs(w, kind, absent):
    now = cohorts.instant(w.cohort, kind, days=1)
    Phase.objects.filter(kind__in=absent).delete()
    broken = []
    with time_machine.travel(now, tick=False):
        for reader in READERS:
            client = Client(raise_request_exception=False)
            if user := w.people[reader]:
                client.force_login(user)
            for route, row in PAGES:
                url = reverse(route, args=row["args"](w) if "args" in row else [])
                sid = transaction.savepoint()
                if client.get(url).status_code >= 500:
                    broken.append(f"{route} as {reader}")
                transaction.savepoint_rollback(sid)
    assert broken == []

    assert failures(tick(now)["sweeps"]) == []
    assert failures(tick(now + timedelta(days=400))["sweeps"]) == []
