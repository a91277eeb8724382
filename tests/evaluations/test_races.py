"""Two at once: the same on SQLite (IMMEDIATE) and PostgreSQL (row locks)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections

import cohorts.scenarios as cohorts
import evaluations.scenarios as evaluating
import mentorship.scenarios as mentoring
from amp_portal import jobs
from amp_portal.outbox.models import Message
from amp_portal.refusals import Refusal
from evaluations import release, reminders, rounds
from evaluations.models import Certificate, Evaluation, Question, Round
from mentorship.models import Extension, Mentorship, OwnWindow

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(function, times=4):
    """Results of a function called in so many threads together; a Refusal counts as its text."""
    barrier = Barrier(times)

    def call(_number):
        barrier.wait()
        try:
            return function()
        except Refusal as refusal:
            return str(refusal)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(call, range(times)))


@pytest.fixture
def mentorship():
    return mentoring.mentorship(cohorts.cohort())


def test_racing_sweeps_prepare_a_cohort_once(mentorship):
    now = cohorts.instant(mentorship.cohort, "bonding")
    found = at_once(lambda: rounds.prepare_all(now)["prepared"])
    assert sorted(found) == [0, 0, 0, 2]
    assert Question.objects.filter(position=1, form="mentor_on_mentee").count() == 2


def test_a_double_click_on_submit_leaves_one_row(mentorship):
    midterm = evaluating.round_of(mentorship.cohort, "midterm")
    answers = evaluating.answers(midterm, "mentee_on_mentor")

    def submit():
        round, mine = Round.objects.get(pk=midterm.pk), Mentorship.objects.get(pk=mentorship.pk)
        given = {"form": "mentee_on_mentor", "author": mine.mentee, "now": midterm.opens_at}
        Evaluation.save_draft(round, mine, answers=answers, **given)
        return Evaluation.submit(round, mine, **given).pk

    assert len(set(at_once(submit))) == 1
    assert Evaluation.objects.values("answers", "draft").get() == {"answers": answers, "draft": None}


def test_two_organizers_release_once(mentorship):
    final = evaluating.round_of(mentorship.cohort, "final")
    evaluating.decided(final, mentorship)
    lead = mentorship.cohort.leads()[0].person
    at = final.closes_at

    def run():
        return release.start(Round.objects.get(pk=final.pk), by=lead, now=at).total

    found = at_once(run)
    assert found.count(1) == 1
    assert {type(each) for each in found} == {int, str}
    assert sorted(at_once(lambda: jobs.unfinished(at)["done"])) == [0, 0, 0, 1]
    assert sorted(at_once(lambda: jobs.unfinished(at)["done"])) == [0, 0, 0, 1]  # the certificate
    assert Certificate.objects.count() == 1
    assert Message.objects.filter(letter="evaluations/mail/final_passed", channel="email").count() == 1


def test_racing_sweeps_record_each_reminder_once(mentorship):
    midterm = evaluating.round_of(mentorship.cohort, "midterm")
    at_once(lambda: reminders.remind(midterm.opens_at))
    assert Message.objects.filter(letter="evaluations/mail/open", channel="email").count() == 2


def test_of_organizers_who_extend_at_once_one_does(mentorship):
    organizer, now = mentorship.cohort.leads()[0].person, mentorship.starts_at
    ends_at = mentorship.ends_at + timedelta(days=14)

    def extend():
        mine = Mentorship.objects.get(pk=mentorship.pk)
        return mine.extend(by=organizer, ends_at=ends_at, reason="Ill.", now=now, seen=0).pk

    found = at_once(extend)
    assert sum(isinstance(each, int) for each in found) == 1
    assert (Extension.objects.count(), OwnWindow.objects.count()) == (1, 2)
    assert Message.objects.filter(letter="mentorship/mail/extended", channel="email").count() == 2


def test_a_release_and_more_time_at_once_leave_one_of_them(mentorship):
    """Whoever is first: either the result is told and the mentorship over, or it has more time and no result."""
    midterm = evaluating.round_of(mentorship.cohort, "midterm")
    evaluating.evaluated(midterm, mentorship)
    evaluating.released(midterm)
    final = evaluating.round_of(mentorship.cohort, "final")
    evaluating.evaluated(final, mentorship)
    evaluating.decided(final, mentorship)
    organizer, now = mentorship.cohort.leads()[0].person, final.closes_at + timedelta(hours=2)
    acts = iter(["release", "extend"])

    def act():
        mine = Mentorship.objects.get(pk=mentorship.pk)
        if next(acts) == "release":
            jobs.carry_on(release.start(Round.objects.get(pk=final.pk), by=organizer, now=now), now)
        else:
            mine.extend(by=organizer, ends_at=mine.ends_at + timedelta(days=14), reason="Ill.", now=now)

    at_once(act, times=2)
    mentorship.refresh_from_db()
    told = mentorship.decisions.told().filter(round=final).exists()
    assert mentorship.is_completed == told
    assert told or Extension.objects.count() == 1
