"""A difficult mail server: what is tried again, when, and what is given up."""

import hashlib
from datetime import timedelta

import pytest

from amp_portal.outbox.delivery import drain
from amp_portal.outbox.models import Message
from tests.mail import send_to
from tests.servers import free_port

pytestmark = pytest.mark.django_db

NOTHING = {"sent": 0, "cancelled": 0, "failed": 0, "delayed": 0}


def test_what_arrives(office, ada, smtp, now):
    office.mail("hello", ada, text="Grüße, 世界").queue(now)
    drain(now)
    [letter] = smtp.letters
    key = hashlib.sha256(b"hello/email").hexdigest()[:32]
    assert letter["Message-ID"] == f"<{key}@localhost>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in letter.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert "Grüße, 世界" in letter.get_body(("plain",)).get_content()
    assert "Grüße, 世界" in letter.get_body(("html",)).get_content()


def test_a_batch_uses_one_connection(office, ada, smtp, now):
    for number in range(5):
        office.mail(f"letter/{number}", ada).queue(now)
    assert drain(now) == NOTHING | {"sent": 5}
    assert (smtp.connections, len(smtp.letters)) == (1, 5)


@pytest.mark.parametrize("answer", ["450 Mailbox busy", "421 Too much", "drop"])
def test_a_passing_error_is_tried_again_later(office, ada, bo, smtp, now, answer):
    smtp.answers["ada@example.org"] = answer
    office.mail("ada", ada).queue(now)
    office.mail("bo", bo).queue(now)
    assert drain(now) == NOTHING | {"sent": 1, "delayed": 1}
    assert drain(now + timedelta(seconds=59)) == NOTHING
    smtp.answers.clear()
    assert drain(now + timedelta(minutes=2)) == NOTHING | {"sent": 1}
    assert [letter["To"] for letter in smtp.letters] == ["bo@example.org", "ada@example.org"]
    assert Message.objects.get(key="ada/email").tries == 1


def test_a_refusal_for_good_is_not_tried_again(office, ada, bo, smtp, now):
    smtp.answers["ada@example.org"] = "550 No such user here"
    office.mail("ada", ada).queue(now)
    office.mail("bo", bo).queue(now)
    assert drain(now) == NOTHING | {"sent": 1, "failed": 1}
    assert "No such user here" in Message.objects.get(key="ada/email").error
    assert drain(now + timedelta(days=1)) == NOTHING


def test_without_a_mail_server_everything_waits(office, ada, settings, smtp, now):
    send_to(settings, free_port())
    for number in range(60):
        office.mail(f"letter/{number}", ada).queue(now)
    assert drain(now) == NOTHING | {"delayed": 60}
    smtp.use(settings)
    assert drain(now + timedelta(minutes=2)) == NOTHING | {"sent": 60}


def test_after_many_tries_it_has_failed(office, ada, smtp, now):
    smtp.answers["ada@example.org"] = "450 Later"
    office.mail("ada", ada).queue(now)
    pauses = []
    while drain(now) == NOTHING | {"delayed": 1}:
        again = Message.objects.get().goes_out_at(now)
        pauses.append(round((again - now) / timedelta(minutes=1)))
        now = again
    assert pauses == [1, 2, 4, 8, 16, 32, 64, *[120] * 12]
    message = Message.objects.get()
    assert (message.state, message.tries) == ("failed", 20)


def test_an_address_no_server_can_take_is_a_failure(office, bo, smtp, now):
    office.mail("odd", None, address="odd address@@example").queue(now)
    office.mail("bo", bo).queue(now)
    assert drain(now) == NOTHING | {"sent": 1, "failed": 1}
