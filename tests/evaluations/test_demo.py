from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from amp_portal import data_checks
from amp_portal.outbox.models import Message
from amp_portal.outbox.tick import tick
from applications.models import Twin
from cohorts.models import Cohort, Project
from evaluations import demo
from evaluations.models import Certificate, Evaluation, Round
from mentorship.models import Mentorship

NOW = datetime(2027, 3, 10, 8, 30, tzinfo=UTC)
LATER = datetime(2026, 11, 21, 23, 50, tzinfo=UTC)


def at(moment):
    return time_machine.travel(moment, tick=False)


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker):
    """The demo, filled once; what a test does to it is rolled back with the test."""
    with django_db_blocker.unblock(), suppress(InterruptedError), transaction.atomic():
        with at(NOW):
            logins = demo.fill(now=NOW, seed=1)
        yield logins
        raise InterruptedError


@pytest.fixture
def logins(filled, db):
    return filled


def test_cohorts_over_in_mid_flight_choosing_and_taking_applications(logins):
    assert list(Cohort.objects.order_by("kickoff").values_list("slug", flat=True)) == [
        "amp-2026-02",
        "amp-2027-01",
        "amp-docs-2027-03",
        "amp-2027-04",
    ]
    over, running, _choosing, upcoming = Cohort.objects.order_by("kickoff")
    assert (over.is_over(NOW), running.runs(NOW), upcoming.is_open("applications", NOW)) == (True, True, True)
    assert running.is_open("midterm", NOW)
    assert sorted(over.mentorships.values_list("state", flat=True)) == ["completed", "completed", "failed"]
    assert Round.objects.filter(cohort=over).exclude(released_at=None).count() == 2
    assert Certificate.objects.filter(mentorship__cohort=over).count() == 2
    assert sorted(upcoming.applications.values_list("state", flat=True)) == [
        "draft",
        *["in_review"] * 3,
        *["submitted"] * 4,
    ]
    assert [twin.kinds for twin in Twin.objects.open()] == [["text"]]
    assert Project.objects.filter(cohort=upcoming, state="submitted").count() == 1


def test_results_are_prepared_in_one_cohort_and_told_in_another(logins):
    running, choosing = Cohort.objects.order_by("kickoff")[1:3]
    decided = Counter(choosing.applications.values_list("state", "selection__outcome"))
    assert decided == {
        ("shortlisted", "offer"): 2,
        ("shortlisted", "waitlist"): 3,
        ("in_review", "decline"): 2,
    }
    assert not choosing.publications.filter(kind="results").exists()
    assert running.publications.get(kind="results").is_finished
    told = Message.objects.filter(scope=f"cohort/{running.pk}", channel="email").values_list("letter", flat=True)
    assert {f"applications/mail/{name}" for name in ("waitlisted", "waiting_ended", "declined")} <= set(told)


def test_all_tables_of_the_demo_agree(logins):
    assert data_checks.find() == []


def test_the_running_mentees_are_in_different_moods(logins):
    by_role = {each.role: each.email for each in logins}
    running = Mentorship.objects.active().with_signs()

    def of(role):
        return running.get(mentee__email=by_role[role])

    assert of("mentee, active").mentee_heard_at > NOW - timedelta(days=2)
    assert of("mentee, silent for three weeks").at_risk_since is not None
    assert of("mentee, waits for an answer").unanswered_since < NOW - timedelta(days=5)
    quiet = of("mentee, quiet for two weeks")
    assert [step.number for episode in quiet.episodes.all() for step in episode.steps.all()] == [1, 2]
    assert Evaluation.objects.submitted().filter(round__cohort=quiet.cohort).count() == 5


def test_letters_of_the_past_are_read_and_only_the_last_day_still_goes_out(logins, mailoutbox):
    waiting = Message.objects.filter(state="queued")
    assert waiting.filter(created_at__lt=NOW - timedelta(days=1)).count() == 0
    tick(NOW + timedelta(hours=4))
    assert len(mailoutbox) <= 15
    assert not Message.objects.filter(state="failed").exists()


def test_every_login_opens_its_home(logins):
    assert len({each.email for each in logins}) == len(logins)
    with at(NOW):
        for each in logins:
            client = Client()
            assert client.login(email=each.email, password=each.password)
            assert client.get("/home/").status_code == 200
