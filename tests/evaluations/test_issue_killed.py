"""The job that issues certificates is a real process here, ended by SIGKILL again and again."""

import json
from collections import Counter

import pytest

import mentorship.scenarios as mentoring
from amp_portal.outbox.models import Message
from evaluations.models import Certificate
from evaluations.recognition import issuing
from mentorship.models import Mentorship
from tests.killing import PATIENCE, killed_midway
from tests.mentorship import crowd
from tests.outbox.processes import database_url, environment, run

PEOPLE = 60


@pytest.mark.django_db(transaction=True)
def test_killed_again_and_again_everybody_has_one(tmp_path):
    example = mentoring.mentorship()
    crowd.with_places(crowd.join(example, PEOPLE - 1))
    Mentorship.objects.update(state="completed")
    example.cohort.participations.filter(outcome="active").update(outcome="completed")
    Message.objects.all().delete()
    at = example.ends_at
    job = issuing.start(example.cohort, by=example.cohort.leads()[0].person, now=at)
    env = environment(tmp_path, DATABASE_URL=database_url())
    reached = [killed_midway(job, done, at=at, env=env) for done in (5, 22, 40)]
    assert all(done < PEOPLE for done in reached), reached
    code, report, complaints = run("tick", "--at", at.isoformat(), env=env, timeout=PATIENCE)
    assert code == 0, complaints
    assert json.loads(report)["sweeps"]["jobs"]["done"] > 0
    job.refresh_from_db()
    assert (job.is_finished, job.done) == (True, PEOPLE)
    everybody = dict.fromkeys(Mentorship.objects.values_list("mentee", flat=True), 1)
    told = Message.objects.filter(letter="evaluations/mail/certificate_issued", channel="email")
    assert Counter(Certificate.objects.values_list("mentorship__mentee", flat=True)) == everybody
    assert Counter(told.values_list("person", flat=True)) == everybody
