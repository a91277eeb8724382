"""Many submit in the last moment: what came before the deadline is saved, the rest is refused, nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal.users.scenarios import person
from applications import judge_submissions
from applications.models import Application

from .applying import deadline, letters, opening, signed_in

THREADS = 16
WORDS = (
    "Your application has arrived. Thank you! You’ll get a receipt by email in a few minutes.",
    "The deadline for applications has passed. Please write to the organizers if something went wrong.",
)
SOON = timedelta(milliseconds=20)


@pytest.fixture
def people():
    """How many: SQLite takes one writer at a time."""
    return 500 if connection.vendor == "postgresql" else 60


@pytest.mark.django_db(transaction=True)
def test_submissions_in_the_last_seconds_before_the_deadline(people):
    cohort = cohorts.cohort()
    applying.fresh_roster(deadline(cohort))
    project = cohorts.project(cohort, now=opening(cohort))
    drafts = [
        applying.draft(cohort, person(f"Applicant {number}"), projects=[project], now=opening(cohort))
        for number in range(people)
    ]
    url = reverse("applications:submit", args=[cohort.slug])
    closes, arrived = deadline(cohort), count()

    with time_machine.travel(closes - 10 * SOON, tick=False) as clock:
        browsers = [(draft, signed_in(Client(), draft.person)) for draft in drafts]

        def press_the_button(draft, browser):
            try:
                if next(arrived) == people // 2:
                    clock.move_to(closes - SOON, tick=True)
                answer = browser.post(url)
                page = browser.get(answer.url).content.decode()
                return draft.pk, answer.wsgi_request.received_at < closes, [words for words in WORDS if words in page]
            finally:
                connection.close()

        with ThreadPoolExecutor(THREADS) as pool:
            answers = list(pool.map(lambda each: press_the_button(*each), browsers))

    in_time = {pk for pk, before, _words in answers if before}
    assert 0 < len(in_time) < people
    assert {(before, *words) for _pk, before, words in answers} == {(True, WORDS[0]), (False, WORDS[1])}
    assert set(Application.objects.filter(state="submitted").values_list("pk", flat=True)) == in_time
    late = Application.objects.exclude(pk__in=in_time)
    assert {(application.state, application.draft().about) for application in late} == {
        ("draft", applying.ANSWERS["about"]["about"])
    }
    assert judge_submissions.judge_received(closes)["judged"] == len(in_time)
    receipts = letters()
    assert {receipts["submitted", str(draft.person)] for draft in drafts if draft.pk in in_time} == {1}
    assert sum(receipts.values()) == len(in_time)
