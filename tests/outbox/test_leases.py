"""Two workers, and workers that die: each letter is recorded once, and none is lost."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from amp_portal.outbox import claims, rendering
from amp_portal.outbox.delivery import drain
from amp_portal.outbox.models import Message
from amp_portal.users.models import Person
from tests.mail import mail_server

from .processes import database_url, environment, manage, run

NOTHING = {"sent": 0, "cancelled": 0, "failed": 0, "delayed": 0}


@pytest.mark.django_db
def test_a_dead_workers_letters_are_sent_by_another_with_the_same_id(office, ada, smtp, now):
    office.mail("hello", ada).queue(now)
    [claimed] = claims.claim(Message.objects.due(now), claims.Clock(now))
    text = rendering.text_of(claimed, now)
    rendering.email([claimed], "ada@example.org", text).send()  # … and here it died, before it could write that down

    assert drain(now + timedelta(minutes=4)) == NOTHING
    assert drain(now + timedelta(minutes=6)) == NOTHING | {"sent": 1}
    assert len({letter["Message-ID"] for letter in smtp.letters}) == 1


@pytest.mark.django_db
def test_a_worker_that_lost_its_lease_records_nothing(office, ada, now):
    office.mail("hello", ada).queue(now)
    [slow] = claims.claim(Message.objects.due(now), claims.Clock(now))
    later = now + timedelta(minutes=6)
    [quick] = claims.claim(Message.objects.due(later), claims.Clock(later))
    assert slow.record_sent("slow", "", now) is False
    assert slow.record_failure("slow") is False
    assert slow.record_delay("slow", now) is False
    assert slow.record_moot("slow") is False
    assert quick.record_sent("quick", "", later) is True
    assert Message.objects.get().subject == "quick"


@pytest.mark.django_db
def test_what_is_given_back_can_be_taken_at_once(office, ada, now):
    office.mail("hello", ada).queue(now)
    claims.release(claims.claim(Message.objects.due(now), claims.Clock(now)))
    assert drain(now) == NOTHING | {"sent": 1}


@pytest.mark.django_db
def test_a_worker_gives_back_only_what_it_still_holds(office, ada, now):
    office.mail("hello", ada).queue(now)
    slow = claims.claim(Message.objects.due(now), claims.Clock(now))
    later = now + timedelta(minutes=6)
    [quick] = claims.claim(Message.objects.due(later), claims.Clock(later))

    claims.release(slow)

    assert drain(later) == NOTHING
    assert quick.record_sent("quick", "", later) is True


@pytest.mark.django_db(transaction=True)
def test_threads_at_once_send_each_letter_once(office, now, smtp):
    people = [Person.objects.create(name=f"P{n}", email=f"p{n}@example.org", time_zone="UTC") for n in range(30)]
    for number, person in enumerate(people):
        office.mail(f"mail/{number}", person).queue(now)
        office.nudge(f"nudge/{number}/a", person).queue(now)
        office.nudge(f"nudge/{number}/b", person).queue(now)

    def work(_number):
        try:
            return drain(now)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(work, range(4)))

    assert sum(count["sent"] for count in counts) == 90
    assert len({letter["Message-ID"] for letter in smtp.letters}) == 60
    assert sorted(letter["To"] for letter in smtp.letters) == sorted([person.email for person in people] * 2)


@pytest.mark.django_db(transaction=True)
def test_processes_at_once_send_each_letter_once(office, now, tmp_path):
    """``manage.py tick`` three times at the same instant, against a real mail server."""
    people = [Person.objects.create(name=f"P{n}", email=f"p{n}@example.org", time_zone="UTC") for n in range(20)]
    for number, person in enumerate(people):
        office.plain(f"plain/{number}", person).queue(now)
        office.nudge(f"nudge/{number}/a", person).queue(now)
        office.nudge(f"nudge/{number}/b", person).queue(now)
    with mail_server() as server:
        env = environment(
            tmp_path, DATABASE_URL=database_url(), EMAIL_URL=server.url, MAIL_ALLOWLIST="@example.org", PRODUCTION="0"
        )
        ticks = [manage("tick", "--at", now.isoformat(), env=env) for _number in range(3)]
        reports = [json.loads(tick.communicate(timeout=60)[0])["delivery"] for tick in ticks]
        _code, again, _complaints = run("tick", "--at", now.isoformat(), env=env)

    assert sum(report["sent"] for report in reports) == 80
    assert json.loads(again)["delivery"] == NOTHING
    assert sorted(letter["To"] for letter in server.letters) == sorted([person.email for person in people] * 2)


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_sending_loses_nothing(office, ada, now, tmp_path, smtp):
    """A process is killed in the middle of its conversation with the mail server."""
    smtp.answers["ada@example.org"] = "hang"
    office.mail("hello", ada).queue(now)
    env = environment(
        tmp_path, DATABASE_URL=database_url(), EMAIL_URL=smtp.url, MAIL_ALLOWLIST="@example.org", PRODUCTION="0"
    )
    tick = manage("tick", "--at", now.isoformat(), env=env)
    assert smtp.hanging.wait(30)
    tick.kill()
    tick.communicate()
    smtp.answers.clear()

    assert drain(now + timedelta(minutes=4)) == NOTHING
    assert drain(now + timedelta(minutes=7)) == NOTHING | {"sent": 1}
    assert [letter["To"] for letter in smtp.letters] == ["ada@example.org"]
