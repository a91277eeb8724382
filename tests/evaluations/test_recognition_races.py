"""Two at once about what is left of a mentorship: the same on SQLite (IMMEDIATE) and PostgreSQL (row locks)."""

from datetime import timedelta

import pytest

import cohorts.scenarios as cohorts
import evaluations.scenarios as evaluating
import mentorship.scenarios as mentoring
from amp_portal import jobs
from amp_portal.outbox.models import Message
from evaluations.models import Certificate, Nomination, Recommendation
from evaluations.recognition import issuing
from mentorship.models import Mentorship

from .test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mentorship():
    return evaluating.finished()


@pytest.fixture
def lead(mentorship):
    return mentorship.cohort.leads()[0].person


@pytest.fixture
def at(mentorship):
    return mentorship.certificates.get().issued_at + timedelta(days=1)


def told(name):
    return Message.objects.filter(letter=f"evaluations/mail/{name}", channel="email").count()


def test_a_new_name_makes_one_new_version(mentorship, at):
    cohorts.renamed(mentorship.cohort, mentorship.mentee, "Ada Sommer", now=at)
    assert sorted(at_once(lambda: issuing.renew_outdated(at)["certificates"])) == [0, 0, 0, 1]
    assert (Certificate.objects.count(), told("certificate_renewed")) == (2, 1)


def test_it_is_revoked_once(mentorship, lead, at):
    pk = mentorship.certificates.get().pk
    found = at_once(lambda: Certificate.objects.get(pk=pk).revoke(by=lead, now=at, reason="A mistake."))
    assert (found.count(None), told("certificate_revoked")) == (1, 1)


def test_many_workers_issue_one(mentorship, lead, at):
    Certificate.objects.all().delete()
    Message.objects.all().delete()
    job = issuing.start(mentorship.cohort, by=lead, now=at)
    assert sorted(at_once(lambda: jobs.carry_on(type(job).objects.get(pk=job.pk), at))) == [0, 0, 0, 1]
    assert (Certificate.objects.count(), told("certificate_issued")) == (1, 1)


def test_a_letter_is_signed_or_taken_back_but_not_both(mentorship, lead, at):
    pk = evaluating.recommended(mentorship, now=at, signed=False).pk
    verbs = iter(["sign", "take_back", "sign", "take_back"])
    who = {"sign": lead, "take_back": mentoring.lead_mentor(mentorship)}

    def decide():
        verb = next(verbs)
        return getattr(Recommendation.objects.get(pk=pk), verb)(by=who[verb], now=at)

    assert at_once(decide).count(None) == 1
    letter = Recommendation.objects.get(pk=pk)
    assert letter.moves.count() == 2
    assert told("letter_signed") == letter.is_signed


def test_a_nomination_is_decided_once(mentorship, lead, at):
    pk = evaluating.nominated(mentorship, now=at).pk
    found = at_once(lambda: Nomination.objects.get(pk=pk).act(by=lead, now=at, note="Welcome."))
    assert (found.count(None), told("nominated")) == (1, 1)


def test_two_clicks_nominate_once(mentorship, at):
    mentor = mentoring.lead_mentor(mentorship)

    def nominate():
        fresh = Mentorship.objects.get(pk=mentorship.pk)
        return Nomination.make(fresh, by=mentor, kind="speaker", reason="A fine talk.", now=at).pk

    assert sum(isinstance(pk, int) for pk in at_once(nominate)) == 1
