"""Who the mentees are, told by consent; and what everybody in the community's Slack channel reads, each thing once."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

import applications.scenarios as applying
import mentorship.scenarios as mentoring
from amp_portal.outbox.delivery import drain
from amp_portal.outbox.models import Webhook
from amp_portal.users.scenarios import person
from cohorts import announcing, notices, slack
from cohorts.models import Event
from cohorts.scenarios import cohort as a_cohort
from cohorts.scenarios import instant
from cohorts.scenarios import project as a_project
from tests.slack import slack_server

pytestmark = pytest.mark.django_db

TEN = timedelta(hours=10)


@pytest.fixture
def server(settings):
    with slack_server() as server:
        settings.SLACK_ORIGINS = [server.origin]
        yield server


@pytest.fixture
def cohort(db):
    return a_cohort()


@pytest.fixture
def day(cohort):
    """The morning on which mentees are announced."""
    return instant(cohort, "mentees_announced") + TEN


@pytest.fixture
def channel(cohort, server, day):
    """The community's."""
    everybody = Webhook.Audience.EVERYBODY
    Webhook.link(notices.scope_of(cohort), server.url, by=None, now=day, audience=everybody)
    return server


def mentee(cohort, name, *, named=True):
    return mentoring.mentorship(cohort, mentee=person(name), project=an_idea(cohort), named=named)


def an_idea(cohort):
    return cohort.projects.first() or a_project(
        cohort, now=instant(cohort, "mentor_call", days=1), title="Docs that answer", sponsored_slots=5
    )


def page(cohort, now, user=None):
    client = Client()
    with time_machine.travel(now, tick=False):
        if user:
            client.force_login(user)
        return client.get(cohort.get_absolute_url()).content.decode()


def set_named(cohort, user, now, value):
    client = Client()
    with time_machine.travel(now, tick=False):
        client.force_login(user)
        return client.post(reverse("cohorts:named", args=[cohort.slug]), {"named": value}, follow=True)


def post(cohort, now):
    """What a tick at ``now`` says in the channel."""
    announcing.announce(now)
    drain(now)


def test_accepting_asks_and_takes_no_for_an_answer(cohort):
    opening = instant(cohort, "applications", days=2)
    accepting = instant(cohort, "mentees_announced", days=-1)
    for at in (opening, accepting):
        applying.fresh_roster(at)
    named = {}
    for name, ticked in (("Ada Yes", {"named": "on"}), ("Bo No", {})):
        application = applying.in_review(cohort, person(name), projects=[an_idea(cohort)], now=opening)
        offer = applying.offer(application, an_idea(cohort), now=accepting)
        client = Client()
        with time_machine.travel(accepting, tick=False):
            client.force_login(application.person.user)
            client.post(reverse("applications:accept", args=[application.pk, offer.pk]), {"consent": "on", **ticked})
        named[name] = cohort.participations.get(person=application.person).named_since
    assert named == {"Ada Yes": accepting, "Bo No": None}


def test_the_public_page_names_from_the_day_on_who_agreed(cohort, day):
    mentee(cohort, "Ada Yes")
    mentee(cohort, "Bo No", named=False)
    assert "Ada Yes" not in page(cohort, day - timedelta(days=1))
    shown = page(cohort, day)
    assert ("Ada Yes" in shown, "Bo No" in shown) == (True, False)


def test_who_leaves_is_not_named_any_more(cohort, day):
    gone = mentee(cohort, "Ada Yes")
    gone.end_early("withdrawn", by=cohort.leads()[0].person, now=day, reason="A new job.")
    assert "Ada Yes" not in page(cohort, day)


def test_a_mentee_changes_their_mind_on_the_page(cohort, day):
    user = mentee(cohort, "Bo No", named=False).mentee.user
    assert "You are not named here." in page(cohort, day, user)
    assert "Thank you." in set_named(cohort, user, day, "yes").content.decode()
    assert "Bo No" in page(cohort, day)
    assert "not named on this page any more" in set_named(cohort, user, day, "").content.decode()
    assert "Bo No" not in page(cohort, day)
    assert set_named(cohort, person("Stan Stranger").user, day, "yes").status_code == 403


def test_the_channel_hears_once_of_each_who_agreed(cohort, channel, day):
    mentee(cohort, "Ada Yes")
    mentee(cohort, "Bo No", named=False)
    for hours in (-4, 0, 1):  # six o'clock is too early
        post(cohort, day + timedelta(hours=hours))
    later = mentee(cohort, "Cy Later")
    post(cohort, day + timedelta(days=1))
    assert [said.splitlines()[:2] for said in channel.posts] == [
        ["*Welcome to the mentees of AMP 2027*", "• Ada Yes: Docs that answer"],
        ["*Welcome to the mentees of AMP 2027*", f"• Cy Later: {later.project}"],
    ]
    assert channel.posts[0].endswith("|See what they work on>")


def test_who_takes_it_back_before_the_post_goes_out_is_not_in_it(cohort, channel, day):
    place = cohort.participations.get(person=mentee(cohort, "Ada Yes").mentee)
    announcing.announce(day)
    place.let_be_named(False, now=day)
    drain(day)
    assert channel.posts == []


def test_a_post_that_failed_is_tried_again(cohort, channel, day):
    mentee(cohort, "Ada Yes")
    channel.answers = [(503, {})]
    post(cohort, day)
    assert channel.posts == []
    post(cohort, day + timedelta(hours=1))
    assert len(channel.posts) == 1


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("mentor_call", "AMP 2027 looks for mentors and project ideas"),
        ("applications", "You can apply for AMP 2027 now"),
    ],
)
def test_calls_are_announced_as_they_open(cohort, channel, kind, said):
    opens = instant(cohort, kind) + TEN
    post(cohort, opens - timedelta(days=1))
    before = len(channel.posts)
    post(cohort, opens)
    post(cohort, opens + timedelta(days=1))
    [posted] = channel.posts[before:]
    assert posted.startswith(f"*{said}*")


def test_only_events_for_everybody_are_announced_and_only_on_their_day(cohort, channel, day):
    begins = day + timedelta(days=3, hours=2)
    for title, audience in (("Office hours", "everybody"), ("Mentors' round", "mentors")):
        Event.objects.create(
            cohort=cohort, title=title, audience=audience, starts_at=begins, ends_at=begins + timedelta(hours=1)
        )
    for days in (2, 3, 4):
        post(cohort, day + timedelta(days=days))
    [posted] = channel.posts
    assert posted.startswith("*Today: Office hours (AMP 2027)*")


def test_the_organizers_channel_hears_nothing_of_it_nor_everybody_what_waits(cohort, channel, day, server):
    mentee(cohort, "Ada Yes")
    Webhook.link(notices.scope_of(cohort), f"{server.origin}/services/organizers", by=None, now=day)
    for kind in Webhook.Audience:
        slack.TRIALS[kind](cohort, cohort.leads()[0].person, day).queue(day)
    post(cohort, day)
    heard = {path: sorted(said.splitlines()[0] for said in posts) for path, posts in server.by_path.items()}
    works = "*It works: AMP 2027 can post here*"
    assert heard == {
        "/services/organizers": [works],
        "/services/T0/B0/s3cr3t": [works, "*Welcome to the mentees of AMP 2027*"],
    }


@pytest.mark.parametrize("cohorts", [3, 30])
def test_without_channels_the_sweep_costs_nothing(cohorts, day, django_assert_num_queries):
    for number in range(cohorts):
        a_cohort(f"other-{number}")
    with django_assert_num_queries(1):
        announcing.announce(day)


@pytest.mark.parametrize("count", [3, 30])
def test_the_page_has_a_constant_cost(cohort, day, count, django_assert_num_queries):
    for number in range(count):
        place = {"project": an_idea(cohort), "outcome": "active", "side": "contributor", "named_since": day}
        cohort.participations.create(person=person(f"Mentee {number}"), **place)
    client = Client()
    with time_machine.travel(day, tick=False), django_assert_num_queries(6):
        response = client.get(cohort.get_absolute_url())
    assert len(response.context["mentees"]) == count
