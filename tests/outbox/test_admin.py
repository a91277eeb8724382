"""What organizers see of the letters of their cohorts, and what they don't."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from amp_portal import scopes
from amp_portal.outbox.delivery import drain
from amp_portal.outbox.models import Message
from amp_portal.users.models import Person, User
from cohorts import scenarios

pytestmark = pytest.mark.django_db

LIST = "/admin/outbox/message/"


@pytest.fixture
def cohort():
    return scenarios.cohort()


@pytest.fixture
def organizer(client, cohort):
    organizer = cohort.leads()[0].person
    client.force_login(organizer.user)
    return organizer


def page_of(client, key):
    return client.get(reverse("admin:outbox_message_change", args=[Message.objects.get(key=key).pk]))


def test_an_organizer_sees_the_letters_of_their_own_cohorts(client, organizer, cohort, office, ada, now):
    other = scenarios.cohort("amp-2031", kickoff=cohort.kickoff.replace(year=2031))
    office.mail("ours", ada, scope=f"cohort/{cohort.pk}").queue(now)
    office.mail("theirs", ada, scope=f"cohort/{other.pk}").queue(now)
    office.mail("nobodys", ada).queue(now)
    office.secret("account", ada, scope=f"cohort/{cohort.pk}", token="t").queue(now)

    shown = client.get(LIST).context["cl"].queryset

    assert [message.key for message in shown] == ["ours/email"]
    assert page_of(client, "ours/email").status_code == 200
    for key in ("theirs/email", "nobodys/email", "account/email"):
        assert page_of(client, key).status_code == 302  # the admin's "perhaps it was deleted"


def test_a_superuser_sees_all_that_is_not_private(client, office, ada, now):
    client.force_login(User.objects.create_superuser("root@example.org", "correct horse battery"))
    office.mail("any", ada, scope="cohort/99").queue(now)
    office.secret("account", ada, token="t").queue(now)
    assert [message.key for message in client.get(LIST).context["cl"].queryset] == ["any/email"]


def test_links_are_masked(client, organizer, cohort, office, ada, now):
    office.mail("invited", ada, scope=f"cohort/{cohort.pk}", token="s3cr3t-t0ken", text="Hi").queue(now)
    drain(now)
    page = page_of(client, "invited/email").content.decode()
    assert "http://localhost:8000/…" in page
    assert "s3cr3t" not in page + client.get(LIST).content.decode()


def test_letters_are_read_only(client, organizer, cohort, office, ada, now):
    office.mail("ours", ada, scope=f"cohort/{cohort.pk}").queue(now)
    pk = Message.objects.get().pk
    assert client.post(reverse("admin:outbox_message_change", args=[pk]), {"state": "sent"}).status_code == 403
    assert client.post(reverse("admin:outbox_message_delete", args=[pk]), {"post": "yes"}).status_code == 403
    assert client.get(reverse("admin:outbox_message_add")).status_code == 403


def test_what_failed_is_sent_again(client, organizer, cohort, office, ada, now):
    Person.objects.filter(pk=ada.pk).update(email="")
    office.mail("ours", ada, scope=f"cohort/{cohort.pk}").queue(now)
    office.mail("theirs", ada).queue(now)
    drain(now)
    chosen = list(Message.objects.values_list("pk", flat=True))

    response = client.post(LIST, {"action": "send_again", "_selected_action": chosen}, follow=True)

    assert "1 letter is on its way again." in response.content.decode()
    assert dict(Message.objects.values_list("key", "state")) == {"ours/email": "queued", "theirs/email": "failed"}


def test_what_was_sent_is_not_sent_again(client, organizer, cohort, office, ada, now):
    office.mail("ours", ada, scope=f"cohort/{cohort.pk}").queue(now)
    drain(now)
    chosen = [Message.objects.get().pk]
    response = client.post(LIST, {"action": "send_again", "_selected_action": chosen}, follow=True)
    assert "Only a letter that could not be delivered can be sent again." in response.content.decode()
    assert Message.objects.get().state == "sent"


def test_who_organizes_nothing_looks_after_no_letters(client, cohort, ada):
    stranger = User.objects.create_user("stranger@example.org", "correct horse battery")
    assert scopes.organized_by(stranger) == set()
    client.force_login(stranger)
    assert client.get(LIST).status_code in (302, 403)


@pytest.mark.parametrize("count", [3, 30])
def test_the_list_has_constant_cost(client, organizer, cohort, office, now, count):
    """Counting only what it asks about letters and their readers: the rest is the admin's frame."""
    for number in range(count):
        person = Person.objects.create(name=f"P{number}", email=f"p{number}@example.org")
        letter = office.nudge if number % 2 else office.mail
        letter(f"letter/{number}", person, scope=f"cohort/{cohort.pk}", send_after=now + timedelta(hours=1)).queue(now)
    with CaptureQueriesContext(connection) as queries:
        client.get(LIST)
    assert sum('FROM "outbox_message"' in query["sql"] for query in queries) == 4
    assert sum('FROM "users_person"' in query["sql"] for query in queries) == 0
