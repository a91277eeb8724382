"""Filling a database with the demo: on any day, the same for the same seed, never beside real people."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import transaction

from amp_portal.users.models import Person
from amp_portal.users.scenarios import person
from applications.models import Application
from cohorts.models import Cohort
from evaluations import demo

NOW = datetime(2027, 3, 10, 8, 30, tzinfo=UTC)
LATER = datetime(2026, 11, 21, 23, 50, tzinfo=UTC)
LEAP_DAY = datetime(2028, 2, 29, 0, 0, 30, tzinfo=UTC)


def test_the_command_prints_the_logins_and_does_nothing_twice(db, capsys):
    with time_machine.travel(NOW, tick=False):
        call_command("demo")
    first = capsys.readouterr().out
    assert "lead organizer of all cohorts" in first
    assert "correct horse battery" in first
    count = Application.objects.count()
    call_command("demo", seed=2)
    assert "there already" in capsys.readouterr().out
    assert Application.objects.count() == count


def test_a_database_with_a_real_person_is_refused(db):
    person("Real Person")
    with pytest.raises(CommandError, match="never mixes with real ones"):
        call_command("demo")
    assert list(Person.objects.values_list("name", flat=True)) == ["Real Person"]
    assert not Cohort.objects.exists()


def test_a_portal_in_production_takes_none(db, settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="in production takes no demo"):
        call_command("demo")
    assert not Person.objects.exists()


def test_it_can_be_filled_on_any_day_and_the_same_seed_gives_the_same_people(db):
    def names(now, seed):
        with suppress(InterruptedError), transaction.atomic(), time_machine.travel(NOW, tick=False):
            demo.fill(now=now, seed=seed)
            assert Cohort.objects.count() == 4
            found = list(Person.objects.order_by("pk").values_list("name", flat=True))
            raise InterruptedError
        return found

    first = names(NOW, 1)
    third = names(LATER, 3)
    assert third == names(LEAP_DAY, 3)
    assert third != first
