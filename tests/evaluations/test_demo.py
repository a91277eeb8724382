from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client

from amp_portal.outbox.models import Message
from amp_portal.outbox.tick import tick
from amp_portal.users.models import Person
from amp_portal.users.scenarios import person
from applications.models import Application
from cohorts.models import Cohort, Project
from evaluations import demo
from evaluations.models import Certificate, Evaluation, Round
from mentorship.models import Mentorship

NOW = datetime(2027, 3, 10, 8, 30, tzinfo=UTC)
LATER = datetime(2026, 11, 21, 23, 50, tzinfo=UTC)


@pytest.fixture
def logins(db):
    return demo.fill(now=NOW, seed=1)


def at(moment):
    return time_machine.travel(moment, tick=False)


def test_three_cohorts_one_over_one_in_mid_flight_one_taking_applications(logins):
    assert list(Cohort.objects.order_by("kickoff").values_list("slug", flat=True)) == [
        "amp-2026-02",
        "amp-2027-01",
        "amp-2027-04",
    ]
    over, running, upcoming = Cohort.objects.order_by("kickoff")
    assert (over.is_over(NOW), running.runs(NOW), upcoming.is_open("applications", NOW)) == (True, True, True)
    assert running.is_open("midterm", NOW)
    assert sorted(over.mentorships.values_list("state", flat=True)) == ["completed", "completed", "failed"]
    assert Round.objects.filter(cohort=over).exclude(released_at=None).count() == 2
    assert Certificate.objects.filter(mentorship__cohort=over).count() == 2
    assert sorted(upcoming.applications.values_list("state", flat=True)) == [
        "draft",
        "in_review",
        "in_review",
        "submitted",
        "submitted",
    ]
    assert Project.objects.filter(cohort=upcoming, state="submitted").count() == 1


def test_the_running_mentees_are_in_different_moods(logins):
    by_role = {each.role: each.email for each in logins}
    running = Mentorship.objects.active().with_signs()

    def of(role):
        return running.get(mentee__email=by_role[role])

    assert of("mentee, active").mentee_heard_at > NOW - timedelta(days=2)
    assert of("mentee, silent for three weeks").at_risk_since is not None
    assert of("mentee, waits for an answer").waiting_since < NOW - timedelta(days=5)
    quiet = of("mentee, quiet for nine days")
    assert [step.number for episode in quiet.episodes.all() for step in episode.steps.all()] == [1]
    assert Evaluation.objects.submitted().filter(round__cohort=quiet.cohort).count() == 3


def test_letters_of_the_past_are_read_and_only_the_last_day_still_goes_out(logins, mailoutbox):
    waiting = Message.objects.filter(state="queued")
    assert waiting.filter(created_at__lt=NOW - timedelta(days=1)).count() == 0
    tick(NOW + timedelta(hours=4))
    assert len(mailoutbox) <= 15
    assert not Message.objects.filter(state="failed").exists()


@pytest.mark.parametrize("now", [NOW, LATER, datetime(2028, 2, 29, 0, 0, 30, tzinfo=UTC)])
def test_it_works_on_any_day_and_every_login_opens_its_home(db, now):
    logins = demo.fill(now=now, seed=7)
    assert len({each.email for each in logins}) == len(logins)
    with at(now):
        for each in logins:
            client = Client()
            assert client.login(email=each.email, password=each.password)
            assert client.get("/home/").status_code == 200


def names(seed):
    """Who would be there with this seed."""
    with suppress(InterruptedError), transaction.atomic():
        demo.fill(now=NOW, seed=seed)
        found = list(Person.objects.order_by("pk").values_list("name", flat=True))
        raise InterruptedError
    return found


def test_the_same_seed_gives_the_same_people(db):
    assert names(3) == names(3)
    assert names(3) != names(4)


def test_the_command_prints_the_logins_and_does_nothing_twice(db, capsys):
    call_command("demo")
    first = capsys.readouterr().out
    assert "lead organizer of all three cohorts" in first
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
