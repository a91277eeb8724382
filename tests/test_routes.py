"""Every route × every role has an expected answer; a route without one fails."""

import importlib
import pkgutil

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from . import routes, world

TABLES = sorted(module.name for module in pkgutil.iter_modules(routes.__path__))


def table(name):
    return importlib.import_module(f"tests.routes.{name}").ROUTES


def named(patterns, namespace="", prefix=""):
    """``(name, path)`` of every route that has a name. (Django's and allauth's without one redirect to those with.)"""
    for pattern in patterns:
        path = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from named(pattern.url_patterns, inner, path)
        elif pattern.name:
            yield f"{namespace}{pattern.name}", path


def test_every_route_is_in_the_table():
    every = [name for name, _path in named(get_resolver().url_patterns)]
    assert sorted(every) == sorted(route for name in TABLES for route in table(name))


@pytest.mark.django_db
@pytest.mark.parametrize("name", TABLES)
def test_each_route_answers_each_role_as_expected(name):
    w = world.build()
    wrong = []
    with time_machine.travel(w.now, tick=False):
        clients = {}
        for role, user in w.people.items():
            clients[role] = Client()
            if user:
                clients[role].force_login(user)
        for route, expected in table(name).items():
            url = reverse(route, args=expected["args"](w) if "args" in expected else [])
            for role in world.ROLES:
                sid = transaction.savepoint()
                send = clients[role].post if expected.get("method") == "post" else clients[role].get
                response = send(url)
                transaction.savepoint_rollback(sid)
                answer = response.status_code
                if answer == 302 and response["Location"].startswith(reverse("account_login")):
                    answer = "login"
                if answer != expected[role]:
                    wrong.append(f"{route} as {role}: {answer}, expected {expected[role]}")
    assert wrong == [], "\n".join(wrong)
