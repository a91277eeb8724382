"""Builders are remembered, and only where nothing could tell the difference (``tests.remembered``)."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from amp_portal.users.models import Person

from .remembered import memory, remembered

pytestmark = pytest.mark.django_db
DAY = datetime(2027, 3, 10, tzinfo=UTC)


@pytest.fixture
def ran():
    """A name each time the builder ran."""
    return []


@pytest.fixture
def build(ran, request):
    """A builder that this test alone knows."""

    def build(name, *friends):
        ran.append(name)
        for friend in friends:
            friend.name = f"{friend.name}, friend of {name}"
            friend.save()
        return Person.objects.create(name=name), friends

    build.__qualname__ = request.node.nodeid
    return remembered(build)


@pytest.fixture
def in_a_test():
    """``in_a_test(build, …)``: what it returned and who was there afterwards, of which nothing stays."""

    def run(build, *args):
        with transaction.atomic():
            memory.begin_with_what_is_there()
            returned = build(*args)
            people = list(Person.objects.order_by("pk").values())
            transaction.set_rollback(True)
        return returned, people

    return run


def test_the_next_test_gets_the_same_rows_and_a_copy_of_what_was_returned(build, ran, in_a_test):
    [(first, _friends), people] = in_a_test(build, "Ada")
    [(second, _friends), people_then] = in_a_test(build, "Ada")
    assert ran == ["Ada"]
    assert (people_then, vars(second) | {"_state": None}) == (people, vars(first) | {"_state": None})
    assert second is not first


def test_what_it_was_given_is_as_the_builder_left_it(build, ran, in_a_test):
    def befriended(name):
        friend = Person.objects.create(name="Bo")
        _made, (returned,) = build(name, friend)
        return friend, returned

    with time_machine.travel(DAY, tick=False):
        in_a_test(befriended, "Ada")
        [(friend, returned), people] = in_a_test(befriended, "Ada")
    assert ran == ["Ada"]
    assert returned is friend
    assert (friend.name, people[0]["name"]) == ("Bo, friend of Ada", "Bo, friend of Ada")


def _other_settings(settings, **_others):
    settings.SITE_NAME = "Another portal"


def _patched(monkeypatch, **_others):
    monkeypatch.setattr(Person, "__str__", lambda self: "")


@pytest.mark.parametrize("change", [_other_settings, _patched])
def test_where_something_was_changed_it_runs_again(build, ran, in_a_test, settings, monkeypatch, change):
    in_a_test(build, "Ada")
    change(settings=settings, monkeypatch=monkeypatch)
    in_a_test(build, "Ada")
    assert ran == ["Ada", "Ada"]


def test_for_somebody_else_or_at_another_time_it_runs_again(build, ran, in_a_test):
    in_a_test(build, "Ada")
    in_a_test(build, "Bo")
    for clock in (time_machine.travel(DAY, tick=False), time_machine.travel(DAY)):
        with clock:
            in_a_test(build, "Ada")
    assert ran == ["Ada", "Bo", "Ada", "Ada"]


def test_after_something_else_was_written_it_runs_again(build, ran, in_a_test):
    def after_another(name):
        Person.objects.create(name="Somebody")
        return build(name)

    in_a_test(build, "Ada")
    in_a_test(after_another, "Ada")
    assert ran == ["Ada", "Ada"]


def test_where_queries_are_counted_it_runs_again(build, ran, in_a_test):
    in_a_test(build, "Ada")
    with CaptureQueriesContext(connection) as queries:
        in_a_test(build, "Ada")
    assert ran == ["Ada", "Ada"]
    assert any("INSERT" in query["sql"] for query in queries)


def test_after_a_rollback_nothing_is_known(build, ran, in_a_test):
    def undone(name):
        with transaction.atomic():
            build("Bo")
            transaction.set_rollback(True)
        return build(name)

    in_a_test(undone, "Ada")
    in_a_test(undone, "Ada")
    assert ran == ["Bo", "Ada", "Ada"]
