"""One letter at a time: what is sent, what is not, and what is kept."""

import re
from datetime import timedelta

import pytest
from django.core import mail

from amp_portal.outbox import tasks
from amp_portal.outbox.delivery import drain
from amp_portal.outbox.models import Message
from amp_portal.refusals import Refusal
from amp_portal.users.models import Person

pytestmark = pytest.mark.django_db

NOTHING = {"sent": 0, "cancelled": 0, "failed": 0, "delayed": 0}


def state_of(key):
    return Message.objects.get(key=key).state


def test_a_letter_goes_by_mail_and_is_kept_in_the_portal(office, ada, now):
    office.plain("hello", ada, text="Welcome.").queue(now)

    assert drain(now) == NOTHING | {"sent": 2}

    [letter] = mail.outbox
    assert (letter.subject, letter.to) == ("Hello", ["ada@example.org"])
    said, signature = letter.body.split("\n-- \n")
    assert said == "Dear Ada Lark,\n\nWelcome.\n\nhttp://localhost:8000/somewhere/else\n"
    assert signature == "AMP portal: http://localhost:8000\n"
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"
    kept = Message.objects.get(key="hello/in-app")
    assert (kept.state, kept.subject, kept.body, kept.sent_at) == ("sent", "Hello", said, now)
    assert drain(now) == NOTHING


def test_the_same_key_is_recorded_once(office, ada, now):
    for text in ("first", "second"):
        office.mail("hello", ada, text=text).queue(now)
    assert [message.facts for message in Message.objects.all()] == [{"text": "first"}]


def test_a_letter_waits_for_its_time(office, ada, now):
    office.mail("later", ada, send_after=now + timedelta(hours=1)).queue(now)
    assert drain(now + timedelta(minutes=59)) == NOTHING
    assert drain(now + timedelta(hours=1)) == NOTHING | {"sent": 1}


def test_it_is_asked_once_more_whether_it_is_still_due(office, ada, bo, now):
    office.nudge("nudge", ada, about=bo).queue(now)
    Person.objects.filter(pk=bo.pk).update(name="Answered")
    assert drain(now) == NOTHING | {"cancelled": 1}
    assert mail.outbox == []
    assert Message.objects.get().error == "It was not needed any more when its time came."


def test_a_letter_about_something_that_is_gone_is_cancelled(office, ada, bo, now):
    office.mail("about", ada, about=bo).queue(now)
    bo.delete()
    assert drain(now) == NOTHING | {"cancelled": 1}
    assert Message.objects.get().error == "What it was about does not exist any more."


def test_times_are_told_in_the_readers_zone(office, settings, ada, now):
    Person.objects.filter(pk=ada.pk).update(time_zone="Asia/Tokyo")
    office.timed("timed", ada).queue(now)
    drain(now)
    assert mail.outbox[0].body.startswith("22 June 2027, 21:00 JST\n")


def test_a_subject_is_one_line(office, ada, now):
    office.mail("subject", ada, subject="A title\r\nBcc: everybody@example.org").queue(now)
    drain(now)
    assert mail.outbox[0].subject == "A title Bcc: everybody@example.org"
    assert mail.outbox[0].message()["Bcc"] is None


def test_no_value_moves_from_the_subject_into_the_letter(office, ada, now):
    """A blank line typed into a title would else begin the body with somebody's words as if they were ours."""
    office.plain("k", ada, subject="Hello\n\nPlease send your password to Bo.", text="Well done.").queue(now)
    drain(now)
    letter = Message.objects.get(channel="email")
    assert letter.subject == "Hello Please send your password to Bo."
    assert "password" not in letter.body


def test_a_private_letter_is_not_kept(office, ada, now):
    office.secret("confirm", ada, token="MQ:1abc-_d_ef").queue(now)
    assert drain(now) == NOTHING | {"sent": 1}
    assert "http://localhost:8000/confirm/MQ:1abc-_d_ef/" in mail.outbox[0].body
    message = Message.objects.get()
    assert (message.channel, message.body, message.facts) == ("email", "", {})


def test_an_address_of_its_own_comes_before_the_persons(office, ada, now):
    office.secret("confirm", ada, address="new@example.org").queue(now)
    office.plain("invited", None, address="guest@example.org").queue(now)
    drain(now)
    assert sorted(letter.to for letter in mail.outbox) == [["guest@example.org"], ["new@example.org"]]


def test_nobody_to_write_to_is_a_failure_somebody_sees(office, now, ada):
    Person.objects.filter(pk=ada.pk).update(email="")
    office.mail("lost", ada).queue(now)
    assert drain(now) == NOTHING | {"failed": 1}
    assert Message.objects.get().error == "There is no e-mail address to send it to."


def test_a_faulty_letter_stops_no_other(office, ada, now):
    office.broken("broken", ada).queue(now)
    office.mail("fine", ada).queue(now)
    Message.objects.create(
        key="gone/email", letter="office/gone", channel="email", person=ada, created_at=now, send_after=now
    )
    assert drain(now) == NOTHING | {"sent": 1, "failed": 2}
    assert Message.objects.get(key="broken/email").error == (
        "ValueError: office/broken.md has to start with a line “Subject: …” and a blank line."
    )
    assert Message.objects.get(key="gone/email").error == "LookupError: There is no letter “office/gone” any more."


def test_what_failed_can_be_sent_again(office, now, ada):
    Person.objects.filter(pk=ada.pk).update(email="")
    office.mail("again", ada).queue(now)
    drain(now)
    Person.objects.filter(pk=ada.pk).update(email="found@example.org")
    later = now + timedelta(days=1)

    Message.objects.get().resend(later)

    assert drain(later) == NOTHING | {"sent": 1}
    with pytest.raises(Refusal, match="could not be delivered"):
        Message.objects.get().resend(later)


def test_account_letters_are_not_sent_again(office, now):
    office.secret("confirm", Person.objects.create(name="No Mail"), token="t").queue(now)
    drain(now)
    with pytest.raises(Refusal, match="not kept"):
        Message.objects.get().resend(now)
    assert Message.objects.get().facts == {}


def test_the_page_of_a_letter_hides_no_link_and_runs_nothing(office, ada, now):
    text = (
        "# Hi\n[your bank](https://evil.example) ![x](https://evil.example/x.png) <script>alert(1)</script> "
        "**https://a.example/_b_/c_d*** (see https://b.example/q?x=1&y=2)."
    )
    office.mail("html", ada, text=text, token="MQ:_x_-y").queue(now)
    drain(now)
    [page] = [part for part, kind in mail.outbox[0].alternatives if kind == "text/html"]
    links = re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', page)
    assert [address for address, shown in links] == [shown for address, shown in links]
    assert [address for address, shown in links] == [
        "https://evil.example",
        "https://a.example/_b_/c_d",
        "https://b.example/q?x=1&amp;y=2",
        "http://localhost:8000/somewhere/MQ:_x_-y",
        "http://localhost:8000",
    ]
    assert re.findall("<(script|img)", page) == []
    assert page.count("<h1") == 1  # the subject


def test_an_address_of_the_portal_under_a_label_is_a_button(office, ada, now):
    text = (
        "Open it:\nhttp://localhost:8000/here/\n\nOpen it:\nhttps://evil.example/http://localhost:8000/\n\n"
        "> Open it:\n> http://localhost:8000/quoted/"
    )
    office.mail("button", ada, text=text).queue(now)
    drain(now)
    [page] = [part for part, kind in mail.outbox[0].alternatives if kind == "text/html"]
    buttons = re.findall(r'<p class="action"><a href="([^"]+)" class="[^"]*button"[^>]*>([^<]+)</a></p>', page)
    assert buttons == [("http://localhost:8000/here/", "Open it")]
    assert "https://evil.example/http://localhost:8000/</a>" in page
    assert "http://localhost:8000/quoted/</a>" in page


def test_a_long_subject_is_cut_to_a_line(office, ada, now):
    office.mail("long", ada, subject="A title " * 20).queue(now)
    drain(now)
    assert len(mail.outbox[0].subject) == 78


@pytest.mark.parametrize(
    ("allowed", "sent"),
    [([], 0), (["ada@example.org"], 1), (["@example.org"], 1), (["@EXAMPLE.ORG"], 1), (["ample.org"], 0)],
)
def test_outside_production_mail_goes_to_the_allow_list_only(office, ada, now, smtp, settings, allowed, sent):
    settings.PRODUCTION, settings.MAIL_ALLOWLIST = False, allowed
    office.mail("hello", ada).queue(now)
    assert drain(now) == NOTHING | {"sent": sent, "cancelled": 1 - sent}
    assert len(smtp.letters) == sent
    assert ("MAIL_ALLOWLIST" in Message.objects.get().error) is not bool(sent)


def test_many_letters_ring_once(office, ada, now, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        for number in range(5):
            office.mail(f"hello/{number}", ada).queue(now)
        office.mail("later", ada, send_after=now + timedelta(days=1)).queue(now)
    assert callbacks == [tasks.ring]
