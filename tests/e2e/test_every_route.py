"""Every page of the portal in a real browser: first as whoever of the roles may do the least and still read it, then as
everybody else to whom it reads differently."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests import world
from tests.test_routes import TABLES, table

from .looking import Looker, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Not pages, and what they are instead.
FILES = {
    "cohorts:calendar": "text/calendar; charset=utf-8",
    "evaluations:certificate-pdf": "application/pdf",
    "outbox:healthz": "application/json",
    "outbox:readyz": "application/json",
}


@pytest.fixture
def w():
    """The world, and its clock standing still."""
    w = world.build()
    with time_machine.travel(w.now, tick=False):
        yield w


@pytest.fixture
def looker(browser, live_server):
    looker = Looker(browser, live_server.url)
    yield looker
    looker.close()


@pytest.mark.parametrize("name", TABLES)
def test_every_page(name, w, looker):
    problems = {}
    for route, expected in table(name).items():
        if expected.get("method") == "post" or route in FILES:
            continue
        path = reverse(route, args=expected["args"](w) if "args" in expected else [])
        for role in (role for role in world.ROLES if expected[role] == 200):
            for problem in looker.look(signed_in(Client(), w.people[role]), path):
                problems.setdefault(f"{route}: {problem}", []).append(role)
    assert problems == {}, listed(problems)


def listed(problems):
    return "\n".join(f"{problem} [{', '.join(roles)}]" for problem, roles in problems.items())
