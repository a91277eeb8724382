"""The doorbell: rung after the commit, answered by a worker; a broker that does not answer loses nothing."""

import time
from datetime import UTC, datetime

import pytest
from celery.contrib.testing.worker import start_worker
from django.db import connections, transaction

from amp_portal.celery import app
from amp_portal.outbox import tasks
from amp_portal.outbox.models import Message
from tests.servers import HOST, free_port

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def broker(monkeypatch):
    """Points the doorbell at a broker; afterwards it is as before."""
    before = app.conf.broker_url, app.conf.broker_transport_options

    def use(url, options):
        app.conf.update(broker_url=url, broker_transport_options=options)
        app.amqp._producer_pool = app._pool = None
        monkeypatch.setattr(tasks, "_not_before", 0.0)

    yield use
    use(*before)


def wait_until_sent(key, seconds=20):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if Message.objects.get(key=key).state == Message.State.SENT:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("kind", ["memory", "redis"])
def test_a_worker_answers_the_doorbell(kind, office, ada, smtp, broker, request):
    broker("memory://" if kind == "memory" else request.getfixturevalue("redis_url"), {})
    with start_worker(app, perform_ping_check=False, shutdown_timeout=30):
        with transaction.atomic():
            office.mail("hello", ada).queue(datetime.now(UTC))
            assert smtp.letters == []
        assert wait_until_sent("hello/email")
    assert [letter["To"] for letter in smtp.letters] == ["ada@example.org"]
    connections.close_all()


def test_a_silent_broker_loses_nothing_and_holds_nobody_up(office, ada, now, broker):
    broker(f"redis://{HOST}:{free_port()}/0", {"socket_connect_timeout": 2, "max_retries": 0})
    began = time.monotonic()
    for number in range(20):
        with transaction.atomic():
            office.mail(f"hello/{number}", ada).queue(now)
    assert time.monotonic() - began < 10  # each of them waiting would be 40 seconds
    assert Message.objects.filter(state="queued").count() == 20
