"""Who has no access to the portal has none by any session or link, and can't shed that by becoming another person."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

import evaluations.scenarios as evaluating
from amp_portal.users.merging import merge
from amp_portal.users.models import CalendarLink, User
from amp_portal.users.scenarios import person
from evaluations.models import FollowUp
from evaluations.outcomes import asking

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)


def suspended(name, since=NOW, until=None, **kwargs):
    made = person(name, **kwargs)
    made.suspended_at, made.suspended_until = since, until
    made.save()
    return made


def visit(path, somebody, at):
    client = Client()
    with time_machine.travel(at, tick=False):
        client.force_login(somebody.user)
        return client.get(path)


def test_the_closed_page_says_until_when_and_whom_to_turn_to():
    User.objects.create_superuser("root@example.org", "correct horse battery", name="Rut Root")
    ada = suspended("Ada Lark", until=NOW + 7 * DAY)
    page = visit(reverse("home"), ada, NOW)
    assert page.status_code == 403
    assert "8 March 2027" in page.content.decode()
    assert "root@example.org" in page.content.decode()
    assert visit(reverse("home"), ada, NOW + 7 * DAY).status_code == 200


def test_a_calendars_link_is_closed_as_long():
    ada = suspended("Ada Lark", until=NOW + DAY)
    feed = reverse("users:calendar-feed", args=[CalendarLink.make(ada, NOW)])
    with time_machine.travel(NOW, tick=False):
        assert Client().get(feed).status_code == 404
    with time_machine.travel(NOW + DAY, tick=False):
        assert Client().get(feed).status_code == 200


def test_a_follow_ups_link_is_closed_too():
    mentorship = evaluating.finished()
    day = mentorship.cohort.window("follow_up_3").starts_at
    asking.ask(day)
    row = FollowUp.objects.get()
    mentorship.mentee.suspended_at = day
    mentorship.mentee.save()
    with time_machine.travel(day, tick=False):
        asked = Client().get(row.link)
        answered = Client().post(row.link, {"is_active": "yes", "role": "triager", "words": "Here I am"})
    row.refresh_from_db()
    assert (asked.status_code, answered.status_code, row.is_answered) == (403, 403, False)
    assert mentorship.project.title not in asked.content.decode()


@pytest.mark.parametrize(
    ("known", "account", "becomes"),
    [
        ((NOW, None), (None, None), (NOW, None)),
        ((None, None), (NOW, NOW + DAY), (NOW, NOW + DAY)),
        ((NOW, NOW + DAY), (NOW - DAY, NOW + 2 * DAY), (NOW - DAY, NOW + 2 * DAY)),
        ((NOW, NOW + DAY), (NOW - DAY, None), (NOW - DAY, None)),
    ],
)
def test_whoever_is_joined_with_somebody_suspended_is_suspended(known, account, becomes):
    ada = suspended("Ada Lark", *account)
    merge(suspended("A. Lark", *known, account=False), ada)
    ada.refresh_from_db()
    assert (ada.suspended_at, ada.suspended_until) == becomes
