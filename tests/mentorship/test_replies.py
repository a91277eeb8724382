"""Answering a nudge with one tap: no account, once, and never by opening the link alone."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client

from amp_portal.outbox.models import Message
from amp_portal.outbox.rendering import written
from mentorship import silence
from mentorship.models import Entry, Episode, Leave, Reply, SupportRequest

NOON = timedelta(hours=12)


@pytest.fixture
def nudged(mentorship, day):
    """Eight silent days; it is noon."""
    now = day(8) + NOON
    with time_machine.travel(now, tick=False):
        silence.sweep(now)
        yield now


@pytest.fixture
def link(nudged):
    """``link("fine")``: the path in the letter."""
    message = Message.objects.get(letter="mentorship/mail/are_you_all_right", channel="email")
    body = written(message, nudged).body
    return lambda kind: urlsplit(next(line for line in body.splitlines() if line.endswith(f"/{kind}/"))).path


def test_opening_a_link_changes_nothing(link):
    for kind in Reply.Kind.values:
        assert Client().get(link(kind)).status_code == 200
        assert Client().head(link(kind)).status_code == 200
    assert [model.objects.count() for model in (Reply, Entry, Leave)] == [0, 0, 0]
    assert Episode.objects.open().exists()


def test_a_browser_without_its_cookie_is_refused(link):
    assert Client(enforce_csrf_checks=True).post(link("fine")).status_code == 403
    assert not Reply.objects.exists()


def test_i_am_fine_is_a_sign_of_life_and_works_once(link, mentorship, mentor, nudged):
    assert "Thank you" in Client().post(link("fine"), {"words": "Exams!"}).content.decode()
    entry = Entry.objects.get()
    assert (entry.kind, entry.author, entry.body) == ("reply", mentorship.mentee, "I am fine. Exams!")
    assert Episode.objects.get().ended_at == nudged
    for kind in Reply.Kind.values:
        assert Client().get(link(kind)).status_code == 410
        assert Client().post(link(kind)).status_code == 410
    assert Entry.objects.count() == 1
    assert Message.objects.filter(letter="mentorship/mail/from_mentee", person=mentor, channel="email").count() == 1


def test_back_on_some_day_is_leave_until_then(link, mentorship, nudged):
    back = (nudged + timedelta(days=5)).date()
    Client().post(link("fine"), {"back_on": back.isoformat()})
    leave = Leave.objects.get()
    assert (leave.person, leave.starts_on, leave.ends_on) == (
        mentorship.mentee,
        nudged.date(),
        back - timedelta(days=1),
    )


def test_i_need_help_asks_the_organizers_and_nobody_else_reads_it(link, mentorship, mentor):
    Client().post(link("help"), {"words": "It is my mentor."})
    request = SupportRequest.objects.get()
    assert (request.asker, request.body, request.mentors_may_read) == (mentorship.mentee, "It is my mentor.", False)
    assert "my mentor" not in Entry.objects.get().body
    assert not Message.objects.filter(letter="mentorship/mail/from_mentee", person=mentor).exists()


def test_i_need_a_break_is_leave_and_the_mentors_hear_of_it(link, mentorship, mentor, nudged):
    response = Client().post(link("break"), {"back_on": ""})
    assert (response.status_code, Reply.objects.exists()) == (422, False)
    response = Client().post(link("break"), {"back_on": nudged.date().isoformat()})
    assert (response.status_code, Reply.objects.exists()) == (422, False)
    Client().post(link("break"), {"back_on": (nudged + timedelta(days=7)).date().isoformat()})
    assert Leave.objects.get().days == 7
    assert Message.objects.filter(letter="mentorship/mail/away", person=mentor, channel="email").count() == 1


def test_a_link_expires(link, nudged):
    path = link("fine")
    with time_machine.travel(nudged + timedelta(days=31), tick=False):
        assert Client().post(path).status_code == 410
    assert Client().get(path.replace("/fine/", "x/fine/")).status_code == 410
    assert Client().get(path.replace("/fine/", "/nonsense/")).status_code == 404


def test_after_the_end_nobody_waits(link, mentorship, organizer, day):
    mentorship.complete(by=organizer, now=day(9))
    assert "has ended" in Client().get(link("help")).content.decode()
