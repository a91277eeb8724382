from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from cohorts import scenarios

from . import handler


@pytest.fixture
def cohort():
    return scenarios.cohort(conduct_contact="Trusted Outsider, help@outside.example")


@pytest.fixture
def now(cohort):
    return scenarios.instant(cohort, "program", days=20) + timedelta(hours=11, minutes=7)


@pytest.fixture
def lead(cohort):
    return cohort.leads()[0].person


@pytest.fixture
def hana(cohort, now):
    return handler(cohort, "Hana Quist", now)


@pytest.fixture
def iker(cohort, now):
    return handler(cohort, "Iker Zola", now)


@pytest.fixture
def at(now):
    """``at(person)``: their client; ``at(None)``: nobody's."""
    with time_machine.travel(now, tick=False):

        def client(somebody):
            made = Client()
            if somebody:
                made.force_login(somebody.user)
            return made

        yield client
