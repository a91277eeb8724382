"""The sweep costs the same for 3 mentorships and for 300, and any number of sweeps at once records each step once."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from amp_portal.outbox.models import Message
from amp_portal.refusals import Refusal
from mentorship import scenarios, silence
from mentorship.models import Episode, Mentorship, Step
from tests.outbox.processes import database_url, environment, manage

from . import crowd


def statements(now):
    """What a sweep asks of the database; the batches of one insert count once."""
    with CaptureQueriesContext(connection) as captured:
        report = silence.sweep(now)
    asked = [query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))]
    inserts = {match[0] for sql in asked if (match := re.match(r'INSERT (OR IGNORE )?INTO "\w+"', sql))}
    return report["steps"], len([sql for sql in asked if not sql.startswith("INSERT")]) + len(inserts)


@pytest.mark.parametrize("count", [3, 300])
def test_a_sweep_costs_the_same_for_any_number(mentorship, day, count):
    others = crowd.join(mentorship, count - 1)
    ContentType.objects.get_for_model(Episode)  # looked up once per process
    assert statements(day(7)) == (0, 1)
    assert statements(day(8)) == (count, 16)
    assert statements(day(8)) == (0, 4)  # open episodes are looked at
    crowd.ask(others, day(9))
    assert statements(day(18)) == (2 + 2 * (count - 1), 18)
    assert statements(day(18)) == (0, 4)


def at_once(work, times=4):
    """Call ``work`` in several threads, all starting together; returns what they returned."""
    barrier = threading.Barrier(times)

    def run(_number):
        barrier.wait()
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(run, range(times)))


@pytest.mark.django_db(transaction=True)
def test_sweeps_at_once_record_every_step_once(mentorship, day):
    crowd.with_places(crowd.join(mentorship, 9))
    reports = at_once(lambda: silence.sweep(day(11)))
    assert sum(report["steps"] for report in reports) == 20
    assert Step.objects.count() == 20
    assert Episode.objects.count() == 10
    letters = Message.objects.filter(channel="email")
    assert letters.filter(letter="mentorship/mail/thinking_of_you").count() == 10
    assert letters.filter(letter="mentorship/mail/reach_out").count() == 10


@pytest.mark.django_db(transaction=True)
def test_a_sweep_and_a_sign_of_life_at_once(mentorship, day):
    """Whoever comes first: no episode stays open beside the sign."""
    everybody = [mentorship, *crowd.with_places(crowd.join(mentorship, 7))]
    jobs = [lambda: silence.sweep(day(8)), lambda: [scenarios.update(one, day(8)) for one in everybody]] * 2
    queue = iter(jobs)
    at_once(lambda: next(queue)())
    silence.sweep(day(8))
    assert not Episode.objects.open().exists()
    assert Episode.objects.count() == Step.objects.count()


@pytest.mark.django_db(transaction=True)
def test_two_processes_record_every_step_once(mentorship, day, tmp_path):
    crowd.with_places(crowd.join(mentorship, 4))
    env = environment(tmp_path, DATABASE_URL=database_url(), DJANGO_SETTINGS_MODULE="amp_portal.settings")
    ticks = [manage("tick", "--at", day(8).isoformat(), env=env) for _number in range(2)]
    complaints = [process.communicate(timeout=120)[1] for process in ticks]
    assert [process.returncode for process in ticks] == [0, 0], complaints
    assert Step.objects.count() == 5
    assert Message.objects.filter(letter="mentorship/mail/are_you_all_right", channel="email").count() == 5


@pytest.mark.django_db(transaction=True)
def test_writing_and_ending_at_once(mentorship, mentee, organizer, day):
    """Whoever writes last finds it ended; nobody waits for somebody who waits for them."""
    others = crowd.with_places(crowd.join(mentorship, 11))

    def write():
        for one in others:
            with suppress(Refusal):
                scenarios.update(one, day(120))

    def end():
        for one in others:
            Mentorship.objects.get(pk=one.pk).complete(by=organizer, now=day(121))

    jobs = iter([write, end, write])
    at_once(lambda: next(jobs)(), times=3)
    assert Mentorship.objects.filter(state="completed").count() == 11
