"""The letters in the portal itself."""

from datetime import timedelta

import pytest
from django.template import Context, Template
from django.urls import reverse

from amp_portal.outbox.delivery import drain
from amp_portal.outbox.models import Message
from amp_portal.users.scenarios import person

pytestmark = pytest.mark.django_db

INBOX = "/inbox/"


@pytest.fixture
def reader(client):
    reader = person("Ria Reader", time_zone="Asia/Tokyo")
    client.force_login(reader.user)
    return reader


def letters(office, reader, count, now):
    for number in range(count):
        office.plain(f"letter/{number}", reader, subject=f"Letter {number}").queue(now + timedelta(minutes=number))
        drain(now + timedelta(minutes=number))


def unread(client):
    """What the header of a page would show."""
    request = client.get(INBOX).wsgi_request
    return Template("{% load inbox %}{% unread_count %}").render(Context({"request": request}))


def test_opening_a_letter_is_reading_it(client, office, reader, now):
    letters(office, reader, 2, now)
    assert unread(client) == "2"
    newest = client.get(INBOX).context["letters"][0]
    assert newest.subject == "Letter 1"

    page = client.get(newest.get_absolute_url()).content.decode()

    assert '<a href="http://localhost:8000/somewhere/else"' in page
    assert "22 June 2027, 21:01 JST" in page
    assert unread(client) == "1"


def test_all_can_be_marked_as_read(client, office, reader, now):
    letters(office, reader, 3, now)
    response = client.post(reverse("outbox:mark-all-read"))
    assert (response.status_code, response["Location"]) == (302, INBOX)
    assert unread(client) == "0"
    assert client.get(reverse("outbox:mark-all-read")).status_code == 405


def test_nobody_reads_the_letters_of_another(client, office, reader, bo, now):
    letters(office, bo, 1, now)
    theirs = Message.objects.inbox_of(bo).get()
    assert client.get(theirs.get_absolute_url()).status_code == 404
    client.post(reverse("outbox:mark-all-read"))
    theirs.refresh_from_db()
    assert theirs.read_at is None


def test_an_e_mail_is_not_in_the_inbox_nor_what_has_not_come(client, office, reader, now):
    office.mail("mail", reader).queue(now)
    office.plain("later", reader, send_after=now + timedelta(days=1)).queue(now)
    drain(now)
    assert list(client.get(INBOX).context["letters"]) == []


def test_visitors_are_asked_to_sign_in(client):
    assert client.get(INBOX).status_code == 302
    assert client.get("/inbox/1/").status_code == 302


@pytest.mark.parametrize("count", [3, 30])
def test_the_inbox_has_constant_cost(client, office, reader, count, now, django_assert_num_queries):
    letters(office, reader, count, now)
    with django_assert_num_queries(6):
        response = client.get(INBOX)
    assert len(response.context["letters"]) == min(count, 25)


def test_a_line_of_each_letter_tells_what_it_is_about(client, office, reader, now):
    office.plain("long", reader, text="> Which **branch**?\n> Thank you. " + "So it goes. " * 30).queue(now)
    drain(now)
    page = client.get(INBOX).content.decode()
    assert '<p class="mb-0">Which branch? Thank you. So it goes.' in page
    assert "…</p>" in page
