"""The organizers' Slack channel: linked by a secret that is not shown again, tried out, and few posts that help."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from amp_portal.outbox.delivery import drain
from amp_portal.outbox.models import Message, Webhook
from amp_portal.users.scenarios import person
from cohorts import notices
from cohorts import slack as channel
from cohorts.models import MentorApplication
from cohorts.scenarios import cohort as a_cohort
from cohorts.scenarios import instant, mentor_answers
from tests.slack import slack_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def slack(settings):
    with slack_server() as server:
        settings.SLACK_ORIGINS = [server.origin]
        yield server


@pytest.fixture
def cohort():
    return a_cohort(time_zone="America/New_York")


@pytest.fixture
def now(cohort):
    """Ten o'clock in New York."""
    return instant(cohort, "mentor_call", days=1) + timedelta(hours=10)


@pytest.fixture
def lead(cohort):
    return cohort.leads().get().person


@pytest.fixture
def organizer(client, lead, now):
    with time_machine.travel(now, tick=False):
        client.force_login(lead.user)
        yield client


def at(name, cohort):
    return reverse(f"cohorts:{name}", args=[cohort.slug])


def link(cohort, url, lead, now):
    Webhook.link(notices.scope_of(cohort), url, by=lead, now=now)


def test_linking_trying_and_unlinking(organizer, cohort, slack, now):
    page = organizer.post(
        at("slack", cohort), {"audience": "organizers", "organizers-url": slack.url}, follow=True
    ).content.decode()
    assert "ends with <code>cr3t</code>" in page
    assert "T0/B0" not in page

    for _twice in range(2):
        organizer.post(at("slack-test", cohort))
    drain(now)
    [said] = slack.posts
    assert said.startswith(f"*It works: {cohort} can post here*\nLea Lindqvist tried it out.")

    page = organizer.get(at("slack", cohort)).content.decode()
    assert "It works" in page
    assert "s3cr3t" not in page
    organizer.post(at("slack-unlink", cohort))
    assert Webhook.objects.count() == 0
    assert "Link a channel first." in organizer.post(at("slack-test", cohort), follow=True).content.decode()


def test_another_address_is_refused_beside_the_field(organizer, cohort):
    page = organizer.post(
        at("slack", cohort), {"audience": "everybody", "everybody-url": "http://169.254.169.254/latest/"}
    )
    assert page.status_code == 422
    assert "not the address of an incoming webhook" in page.content.decode()
    assert Webhook.objects.count() == 0


def test_a_post_that_failed_is_shown_and_sent_again(organizer, cohort, slack, lead, now):
    link(cohort, slack.url, lead, now)
    slack.answers = [(404, {})]
    organizer.post(at("slack-test", cohort))
    drain(now)
    assert "Slack answered 404: no_service" in organizer.get(at("slack", cohort)).content.decode()
    assert "1 letter could not be delivered" in organizer.get(at("letters", cohort)).content.decode()
    letter = Message.objects.get(channel="slack")
    answer = organizer.post(reverse("cohorts:letter-resend", args=[cohort.slug, letter.pk]), follow=True)
    assert "The letter to Slack is on its way again." in answer.content.decode()
    assert drain(now)["sent"] == 1


def test_once_a_day_what_waits_without_a_name(cohort, slack, lead, now):
    link(cohort, slack.url, lead, now)
    assert channel.tell_what_waits(now) == {"recorded": 0}  # nothing waits
    MentorApplication.apply(cohort, person("Wanda Wish"), mentor_answers(), now=now)
    assert channel.tell_what_waits(now - timedelta(hours=2)) == {"recorded": 0}  # eight o'clock
    assert [channel.tell_what_waits(now), channel.tell_what_waits(now)] == [{"recorded": 1}, {"recorded": 0}]
    drain(now)
    [said] = slack.posts
    assert said.splitlines()[:2] == [
        f"*What waits for you in {cohort}*",
        "• Mentors: 1 application to review (until 30 April 2027, 23:59 EDT)",
    ]
    assert "organize/|Open the overview>" in said
    assert "Wanda" not in said
    assert channel.tell_what_waits(now + timedelta(days=1)) == {"recorded": 1}


def test_what_was_done_meanwhile_is_not_posted(cohort, slack, lead, now):
    link(cohort, slack.url, lead, now)
    application = MentorApplication.apply(cohort, person("Wanda Wish"), mentor_answers(), now=now)
    channel.tell_what_waits(now)
    application.approve(by=lead, now=now)
    drain(now)
    assert slack.posts == []


def test_of_other_cohorts_nothing(cohort, slack, lead, now):
    other = a_cohort("other")
    link(other, slack.url, lead, now)
    MentorApplication.apply(cohort, person("Wanda Wish"), mentor_answers(), now=now)
    assert channel.tell_what_waits(now) == {"recorded": 0}


@pytest.mark.parametrize("cohorts", [3, 30])
def test_without_channels_the_sweep_costs_nothing(cohorts, now, django_assert_num_queries):
    for number in range(cohorts):
        a_cohort(f"amp-{number}")
    with django_assert_num_queries(1):
        channel.tell_what_waits(now)


@pytest.mark.parametrize("posts", [3, 30])
def test_the_page_has_a_constant_cost(organizer, cohort, lead, now, posts, django_assert_num_queries):
    link(cohort, "https://hooks.slack.com/services/x", lead, now)
    for number in range(posts):
        channel.trial(cohort, lead, now + timedelta(minutes=number)).queue(now)
    with django_assert_num_queries(9):
        page = organizer.get(at("slack", cohort))
    assert len(page.context["posts"]) == min(posts, 10)
