"""``manage.py tick``, the tasks behind the beat, and the doorbell."""

import json
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from amp_portal import sweeps
from amp_portal.celery import app
from amp_portal.outbox import tasks
from amp_portal.outbox.models import Message, Webhook

NOTHING = {"sent": 0, "cancelled": 0, "failed": 0, "delayed": 0}


@pytest.fixture
def only(monkeypatch):
    """No sweeps but those a test registers."""
    monkeypatch.setattr(sweeps, "_SWEEPS", {})


def tick(**options):
    output = StringIO()
    call_command("tick", stdout=output, **options)
    return json.loads(output.getvalue())


@pytest.mark.django_db
def test_a_tick_sweeps_then_delivers_and_says_what_it_did(only, office, ada, now):
    @sweeps.sweep("greetings")
    def greet(now):
        office.mail("greeting", ada).queue(now)
        return {"recorded": 1}

    assert tick(at="2027-06-22T14:00:00+02:00") == {
        "at": "2027-06-22T12:00:00+00:00",
        "sweeps": {"greetings": {"recorded": 1}},
        "delivery": NOTHING | {"sent": 1},
    }
    assert tick(at="2027-06-22T12:00:00")["delivery"] == NOTHING  # the same instant, and nothing new
    assert Message.objects.get().sent_at == now


@pytest.mark.django_db
def test_a_broken_sweep_stops_neither_the_others_nor_delivery(only, office, ada, now):
    @sweeps.sweep("broken")
    def breaks(now):
        raise ZeroDivisionError("by nothing")

    @sweeps.sweep("fine")
    def works(now):
        return {"recorded": 2}

    office.mail("hello", ada).queue(now)
    output = StringIO()
    with pytest.raises(CommandError, match=r"These did not finish, the log says why: broken\."):
        call_command("tick", at=now.isoformat(), stdout=output)
    assert json.loads(output.getvalue()) == {
        "at": now.isoformat(),
        "sweeps": {"broken": {"error": "ZeroDivisionError: by nothing"}, "fine": {"recorded": 2}},
        "delivery": NOTHING | {"sent": 1},
    }


@pytest.mark.django_db
def test_a_future_instant_is_refused_where_real_mail_would_go_out(only, office, ada, smtp, now):
    office.mail("hello", ada).queue(now)
    with time_machine.travel(now - timedelta(days=1), tick=False):
        with pytest.raises(CommandError, match="has not come yet"):
            tick(at=now.isoformat())
        assert smtp.letters == []
    with time_machine.travel(now, tick=False):
        assert tick(at=now.isoformat())["delivery"] == NOTHING | {"sent": 1}


@pytest.mark.django_db
def test_or_where_posts_would_reach_slack(only, settings, now):
    settings.PRODUCTION = True
    Webhook.link("cohort/1", "https://hooks.slack.com/services/x", by=None, now=now)
    with (
        time_machine.travel(now - timedelta(days=1), tick=False),
        pytest.raises(CommandError, match="has not come yet"),
    ):
        tick(at=now.isoformat())


def test_what_is_no_instant_is_said_so():
    with pytest.raises(CommandError, match="“tomorrow” is not an instant"):
        tick(at="tomorrow")


@pytest.mark.django_db
def test_the_tasks_do_the_same(only, office, ada, bo, now):
    office.mail("ada", ada).queue(now)
    with time_machine.travel(now, tick=False):
        tasks.tick()
        office.mail("bo", bo).queue(now)
        tasks.drain()
    assert list(Message.objects.values_list("state", flat=True)) == ["sent", "sent"]


def test_the_beat_ticks_every_minute():
    assert app.conf.beat_schedule["tick"]["schedule"] == timedelta(minutes=1).total_seconds()
    assert app.conf.beat_schedule["tick"]["task"] in app.tasks
