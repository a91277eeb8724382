"""The job that releases a final is a real process here, ended by SIGKILL again and again."""

import json
from collections import Counter

import pytest

import cohorts.scenarios as cohorts
import evaluations.scenarios as evaluating
import mentorship.scenarios as mentoring
from amp_portal.outbox.models import Message
from amp_portal.users.scenarios import person
from evaluations import release
from evaluations.models import Certificate
from tests.killing import PATIENCE, killed_midway
from tests.outbox.processes import database_url, environment, run

PEOPLE = 30


def told():
    """E-mails with a result recorded so far, by letter and person."""
    results = [f"evaluations/mail/{name}" for name in ("final_passed", "final_failed", "results_for_mentors")]
    return Counter(Message.objects.filter(letter__in=results, channel="email").values_list("letter", "person"))


@pytest.mark.django_db(transaction=True)
def test_killed_again_and_again_everybody_hears_once(tmp_path):
    cohort = cohorts.cohort()
    final = evaluating.round_of(cohort, "final")
    project = cohorts.project(cohort, sponsored_slots=PEOPLE, now=cohorts.instant(cohort, "mentor_call", days=1))
    mentorships = [
        mentoring.mentorship(cohort, project=project, mentee=person(f"Mentee {number:02}")) for number in range(PEOPLE)
    ]
    for number, mentorship in enumerate(mentorships):
        evaluating.decided(final, mentorship, passed=number % 3 > 0)
    Message.objects.all().delete()
    at = final.closes_at
    job = release.start(final, by=cohort.leads()[0].person, now=at)
    env = environment(tmp_path, DATABASE_URL=database_url())
    reached = [killed_midway(job, done, at=at, env=env) for done in (3, 11, 20)]
    assert all(done < PEOPLE for done in reached), reached
    code, report, complaints = run("tick", "--at", at.isoformat(), env=env, timeout=PATIENCE)
    assert code == 0, complaints
    assert json.loads(report)["sweeps"]["jobs"]["done"] > 0
    job.refresh_from_db()
    assert (job.is_finished, job.done) == (True, PEOPLE)
    letters = ["evaluations/mail/final_failed", "evaluations/mail/final_passed", "evaluations/mail/final_passed"]
    expected = {(letters[number % 3], mentorship.mentee_id): 1 for number, mentorship in enumerate(mentorships)}
    mentor = mentoring.lead_mentor(mentorships[0])
    assert told() == expected | {("evaluations/mail/results_for_mentors", mentor.pk): 1}
    run("tick", "--at", at.isoformat(), env=env, timeout=PATIENCE)  # the certificates are a job of their own
    assert Certificate.objects.count() == PEOPLE - PEOPLE // 3
    states = Counter(cohort.mentorships.values_list("state", flat=True))
    assert states == {"completed": PEOPLE - PEOPLE // 3, "failed": PEOPLE // 3}
