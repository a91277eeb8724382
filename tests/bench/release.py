"""Releasing a final of 1,300 mentorships as a background job that is killed on its way.

    python -m tests.servers -- python -m tests.bench.release [1300]

Prints the queries of the organizers' page of the round at 30 mentorships and at all (the same), how long the request
takes that begins the release, and the job: processes that work on it are ended by SIGKILL three times, the next goes
on. Fails where somebody was told twice or not at all.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amp_portal.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

import cohorts.scenarios as cohorts  # noqa: E402
import evaluations.scenarios as evaluating  # noqa: E402
import mentorship.scenarios as mentoring  # noqa: E402
from amp_portal import jobs  # noqa: E402
from amp_portal.outbox.models import Message  # noqa: E402
from evaluations import release  # noqa: E402
from evaluations.models import Decision, Evaluation  # noqa: E402
from tests.killing import killed_midway  # noqa: E402
from tests.mentorship import crowd  # noqa: E402
from tests.outbox.processes import database_url, environment  # noqa: E402

FEW, TEAM = 30, 50  # mentorships of a small cohort; of one project
RESULTS = ("evaluations/mail/final_passed", "evaluations/mail/final_failed")


def fill(slug, count):
    """A cohort whose final has closed with everything in and decided: the fifth of each five does not pass."""
    cohort = cohorts.cohort(slug)
    final = evaluating.round_of(cohort, "final")
    everybody = []
    while len(everybody) < count:
        example = mentoring.mentorship(cohort)
        everybody += [example, *crowd.join(example, min(TEAM, count - len(everybody)) - 1)]
    answers = {form: evaluating.answers(final, form) for form in final.forms}
    at = final.opens_at
    Evaluation.objects.bulk_create(
        Evaluation(
            round=final,
            mentorship=mentorship,
            form=form,
            author=mentorship.mentee,
            answers=answers[form],
            saved_at=at,
            submitted_at=at,
        )
        for mentorship in everybody
        for form in final.forms
    )
    lead = cohort.leads()[0].person
    Decision.objects.bulk_create(
        Decision(round=final, mentorship=mentorship, passed=number % 5 > 0, decided_by=lead, decided_at=final.closes_at)
        for number, mentorship in enumerate(everybody)
    )
    return final, lead


def cost(final, lead):
    """Queries and seconds of the organizers' page."""
    client = Client()
    client.force_login(lead.user)
    client.get(final.get_absolute_url())
    started = time.perf_counter()
    with CaptureQueriesContext(connection) as captured:
        page = client.get(final.get_absolute_url())
    took = time.perf_counter() - started
    if page.status_code != 200:
        sys.exit(f"the page answers {page.status_code}")
    return len(captured), took


def work(job, at, env):
    """Where it was killed: at a fifth, at two and at three fifths; then how many are left, and their seconds."""
    reached = [killed_midway(job, job.total * fifth // 5, at=at, env=env) for fifth in (1, 2, 3)]
    left, started = job.total - job.done, time.perf_counter()
    jobs.carry_on(job, at)
    return reached, left, time.perf_counter() - started


def main(count):
    call_command("migrate", verbosity=0)
    settings.ALLOWED_HOSTS = ["*"]
    costs = [cost(*fill("few", FEW))]
    final, lead = fill("many", count)
    costs.append(cost(final, lead))
    at = final.closes_at
    Message.objects.all().delete()
    started = time.perf_counter()
    job = release.start(final, by=lead, now=at)
    began = time.perf_counter() - started
    with tempfile.TemporaryDirectory(prefix="amp-bench-") as folder:
        mail = {"EMAIL_URL": "dummymail://", "MAIL_ALLOWLIST": "@example.org", "PRODUCTION": "0"}
        reached, left, took = work(job, at, environment(Path(folder), DATABASE_URL=database_url(), **mail))
    told = Message.objects.filter(letter__in=RESULTS, channel="email", scope=f"cohort/{final.cohort_id}")
    people = told.values("person").distinct().count()
    (few, few_took), (many, many_took) = costs
    sys.stdout.write(
        f"{count:,} mentorships ({connection.vendor}):\n"
        f"  the page of the round: {few} queries for {FEW} ({few_took:.2f} s), {many} for all ({many_took:.2f} s)\n"
        f"  the release begins in {began:.2f} s; killed at {', '.join(map(str, reached))} of {job.total}\n"
        f"  the last {left} in {took:.1f} s, {left / took:.0f} mentees a second\n"
        f"  {told.count()} letters to {people} mentees\n"
    )
    return 0 if few == many and told.count() == people == count else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else 1_300))
