"""Organizers see the letters of their own cohort, masked, and send again what could not be delivered."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from amp_portal.outbox.delivery import drain
from amp_portal.outbox.models import Message
from amp_portal.users.scenarios import person
from cohorts import notices
from cohorts.models import Invitation, MentorApplication
from cohorts.scenarios import cohort as a_cohort
from cohorts.scenarios import instant, mentor_answers
from cohorts.scenarios import project as a_project

pytestmark = pytest.mark.django_db
SECRET = "Open https://example.org/invitations/s3cr3t and say yes."


@pytest.fixture
def cohort():
    return a_cohort()


@pytest.fixture
def now(cohort):
    return instant(cohort, "mentor_call", days=1)


@pytest.fixture
def organizer(client, cohort, now):
    with time_machine.travel(now, tick=False):
        client.force_login(cohort.leads().get().person.user)
        yield client


def a_letter(cohort, key, now, **fields):
    defaults = {
        "letter": "cohorts/mail/mentor_approved",
        "channel": "email",
        "scope": notices.scope_of(cohort),
        "created_at": now,
        "send_after": now,
    }
    to = fields.pop("to", None) or person(f"Reader of {key}")
    return Message.objects.create(key=key, person=to, **defaults | fields)


def sent(cohort, key, now, **fields):
    return a_letter(cohort, key, now, state="sent", sent_at=now, subject=f"About {key}", body=SECRET, **fields)


def listed(client, cohort, **query):
    page = client.get(reverse("cohorts:letters", args=[cohort.slug]), query)
    return [letter.key for letter in page.context["page_obj"]]


def open_letter(client, cohort, letter):
    return client.get(reverse("cohorts:letter", args=[cohort.slug, letter.pk]))


def test_only_letters_of_the_cohort_that_are_not_private_are_there(organizer, cohort, now):
    other = a_cohort("other")
    ours = sent(cohort, "ours", now)
    hidden = [
        sent(other, "theirs", now),
        sent(cohort, "nobodys", now, scope=""),
        sent(cohort, "account", now, private=True),
        sent(cohort, "inbox", now, channel="in-app"),
    ]
    assert listed(organizer, cohort) == ["ours"]
    assert open_letter(organizer, cohort, ours).status_code == 200
    assert [open_letter(organizer, cohort, letter).status_code for letter in hidden] == [404] * 4


def test_an_invitations_secret_is_not_among_them(organizer, cohort, now):
    Invitation.invite(cohort, "new@example.com", "organizer", by=None, now=now)
    assert listed(organizer, cohort) == []


def test_links_are_cut(organizer, cohort, now):
    letter = sent(cohort, "ours", now, error="sent by https://example.org/key")
    page = open_letter(organizer, cohort, letter).content.decode()
    assert "s3cr3t" not in page
    assert "example.org/key" not in page
    assert "Open https://example.org/… and say yes." in page


def test_a_letter_that_went_out_with_one_about_something_else_does_not_tell_it(organizer, cohort, now):
    reader, other = person("Rob Reader", time_zone=cohort.time_zone), a_cohort("other")
    at_noon = now + timedelta(hours=12)
    for place, email in ((cohort, "organizers"), (other, "others")):
        project = a_project(place, now=instant(place, "mentor_call", days=1), title=f"A secret of {email}")
        row = project.mentors.create(person=reader, since=at_noon)
        notices.named_mentor(row).queue(at_noon)
    drain(at_noon)
    [letter] = Message.objects.filter(scope=notices.scope_of(cohort), person=reader, channel="email")
    assert Message.objects.filter(person=reader, channel="email", state="sent").count() == 2
    page = open_letter(organizer, cohort, letter).content.decode()
    assert "A secret of organizers" in page
    assert "A secret of others" not in page


def test_the_list_narrows_by_state_and_person(organizer, cohort, now):
    sent(cohort, "went", now, to=person("Ada Lark"))
    a_letter(cohort, "lost", now, state="failed", to=person("Ada Marsh"))
    sent(cohort, "other", now, to=person("Ben Ode"))
    assert listed(organizer, cohort, q="ada") == ["lost", "went"]
    assert listed(organizer, cohort, q="ada", state="failed") == ["lost"]
    page = organizer.get(reverse("cohorts:letters", args=[cohort.slug]), {"q": "ada"})
    assert [(tab.label, tab.count, tab.query) for tab in page.context["tabs"]] == [
        ("all", 2, "q=ada"),
        ("sent", 1, "q=ada&state=sent"),
        ("could not be delivered", 1, "q=ada&state=failed"),
    ]


def test_a_waiting_letter_shows_what_it_would_say(organizer, cohort, now):
    MentorApplication.apply(cohort, person("Wanda Wish"), mentor_answers(), now=now)
    letter = Message.objects.get(channel="email")
    page = open_letter(organizer, cohort, letter)
    assert page.context["text"].subject == f"We have your application to mentor in {cohort}"


def test_what_could_not_be_delivered_is_sent_again(organizer, cohort, now):
    lost = [a_letter(cohort, key, now, state="failed", error="no such host") for key in ("one", "two", "three")]
    sent(cohort, "went", now)
    organizer.post(reverse("cohorts:letter-resend", args=[cohort.slug, lost[0].pk]))
    assert list(Message.objects.filter(state="queued").values_list("key", flat=True)) == ["one"]
    organizer.post(reverse("cohorts:letters-resend", args=[cohort.slug]))
    assert Message.objects.filter(state="queued").count() == 3
    assert Message.objects.get(key="went").state == "sent"


@pytest.mark.parametrize("count", [3, 30])
def test_the_list_has_a_constant_cost(organizer, cohort, now, count, django_assert_num_queries):
    for number in range(count):
        sent(cohort, f"letter-{number}", now)
    with django_assert_num_queries(9):
        page = organizer.get(reverse("cohorts:letters", args=[cohort.slug]))
    assert len(page.context["page_obj"]) == min(count, 25)


def test_a_letter_that_waits_never_goes_out_in_the_past(organizer, cohort, now):
    """Nobody has delivered for a day; its reader's day begins at nine."""
    a_letter(cohort, "nudge", now - timedelta(days=1), daytime=True)
    page = organizer.get(reverse("cohorts:letters", args=[cohort.slug])).content.decode()
    opens = now.replace(hour=9, minute=0, second=0, microsecond=0)
    assert now < opens
    assert f'<time datetime="{opens.isoformat()}">' in page
