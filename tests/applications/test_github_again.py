"""What GitHub decided by the rules of before is looked up again: proved anew, or for a person to see, never a fail."""

from datetime import date, timedelta
from importlib import import_module

import pytest
import time_machine
from django.apps import apps

import applications.scenarios as applying
from amp_portal.users.scenarios import person
from applications.eligibility import verdict_on
from applications.github.verification import BACKOFF, verify
from applications.models import Contribution
from cohorts.models import Phase

pytestmark = pytest.mark.django_db

look_up_again = import_module("applications.migrations.0014_contributions_looked_up_again").look_up_again
SPEC, SHA = "asyncapi/spec", "a" * 40


@pytest.fixture
def application(github, cohort, project, now):
    """Its commit is in a fork only, and was confirmed by the day its author typed; its pull request is merged."""
    nia = github.user("nia", 503)
    github.commit(SPEC, SHA, nia, on=())
    github.pull(SPEC, 1, nia)
    applicant = person("Nia Okafor", github_login="nia", github_id=503)
    links = [(f"{github.url}/{SPEC}/{path}", "code", "", timedelta(90)) for path in (f"commit/{SHA}", "pull/1")]
    application = applying.draft(cohort, applicant, projects=[project], now=now, links=links)
    applying.submit(application, now=now)
    for row in Contribution.objects.all():
        row.made_on = date(2026, 1, 1)
        row.decide("confirmed", "By nia, on GitHub.", by=None, now=now)
    return application


def migrate(now):
    with time_machine.travel(now, tick=False):
        look_up_again(apps, None)


def known():
    return [(row.state, row.made_on) for row in Contribution.objects.all()]


def test_what_was_proved_stays_with_its_day_and_what_was_not_needs_a_person(application, cohort, now):
    rules = ("contributions", "active_for")
    before = [verdict_on(application.person, cohort, now)[rule].verdict for rule in rules]
    migrate(now)
    still = known()

    did = verify(now)

    assert (before, still) == (["pass", "pass"], [("confirmed", date(2026, 1, 1))] * 2)
    assert did == {"undecided": 1, "confirmed": 1}
    assert known() == [("unconfirmed", None), ("confirmed", date(2026, 9, 3))]
    commit = Contribution.objects.first()
    moves = [(move.was, move.state, move.source) for move in commit.moves.all()]
    assert moves == [("unconfirmed", "confirmed", "GitHub"), ("confirmed", "unconfirmed", "GitHub")]
    assert commit.source == ""
    assert application.checks.first().verdict["contributions"].verdict == "needs_a_person"
    assert verify(now + timedelta(days=2)) == {}


def test_what_a_person_decided_stays(application, lead, now):
    for row in Contribution.objects.all():
        row.confirm(by=lead, made_on=date(2026, 2, 2), now=now)
    migrate(now)

    assert (verify(now), known()) == ({}, [("confirmed", date(2026, 2, 2))] * 2)


def test_what_the_portal_refused_before_is_for_a_person_to_see(application, github, now):
    github.pull(SPEC, 1, github.user("otto", 77))
    row = Contribution.objects.last()
    row.decide("rejected", "GitHub names otto as its author.", by=None, now=now)
    migrate(now)

    assert verify(now) == {"undecided": 2}
    row.refresh_from_db()
    assert (row.state, row.note) == ("unconfirmed", "GitHub names otto as its author.")


def test_it_counts_as_before_while_github_is_silent_and_then_needs_a_person(application, github, now):
    for path in (f"/repos/{SPEC}", f"/repos/{SPEC}/pulls/1"):
        github.refuses[path] = (500, {}, "Server Error")
    migrate(now)
    at = now
    for _pause in BACKOFF:
        verify(at)
        verify(at)
        assert [state for state, _day in known()] == ["confirmed"] * 2
        at = Contribution.objects.first().verify_at

    verify(at)
    verify(at)

    assert known() == [("unconfirmed", None)] * 2


def test_a_cohort_that_is_over_stays_as_it_is(application, cohort, now):
    migrate(cohort.phases.get(kind=Phase.Kind.RECOGNITION).ends_at)
    assert verify(now) == {}


def test_a_link_that_was_pasted_with_more_is_looked_up_too(application, github, now):
    Contribution.objects.all().delete()
    row = Contribution.objects.create(
        person=application.person, cohort=application.cohort, url=f"{github.url}/{SPEC}/pull/1.", listed_at=now
    )
    migrate(now)
    verify(now)

    row.refresh_from_db()
    assert row.state == "confirmed"
