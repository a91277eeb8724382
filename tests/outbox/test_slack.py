"""Posts to Slack, against a local server: what arrives, what is tried again, what is given up, and where none goes."""

import logging
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import respx

from amp_portal.outbox import slack as posting
from amp_portal.outbox.delivery import drain
from amp_portal.outbox.models import Message, Webhook
from amp_portal.refusals import Refusal
from tests.servers import HOST, free_port
from tests.slack import slack_server

pytestmark = pytest.mark.django_db

NOTHING = {"sent": 0, "cancelled": 0, "failed": 0, "delayed": 0}
OFFICIAL = "https://hooks.slack.com/services/T0/B0/s3cr3t"


@pytest.fixture
def slack(settings):
    with slack_server() as server:
        settings.SLACK_ORIGINS = [server.origin]
        yield server


def link(url, scope="cohort/1"):
    Webhook.link(scope, url, by=None, now=datetime(2027, 6, 1, tzinfo=UTC))


def post(office, now, key="hello", **facts):
    office.post(key, scope="cohort/1", **facts).queue(now)


def the_post():
    return Message.objects.get()


def test_what_arrives(office, slack, now):
    link(slack.url)
    post(office, now, subject="A & B <!channel>", text="Come <here>, all of *you*.")
    assert drain(now) == NOTHING | {"sent": 1}
    assert slack.posts == [
        "*A &amp; B &lt;!channel&gt;*\nCome &lt;here&gt;, all of *you*.\n\n<http://localhost:8000/somewhere/|Open it>"
    ]
    assert (the_post().state, the_post().recipient) == ("sent", "Slack")
    assert drain(now) == NOTHING


def test_without_a_channel_nothing_is_recorded(office, slack, now):
    link(slack.url, scope="cohort/2")
    post(office, now)
    assert Message.objects.count() == 0


def test_a_channel_that_was_unlinked_gets_nothing_more(office, slack, now):
    link(slack.url)
    post(office, now)
    Webhook.objects.all().delete()
    assert drain(now) == NOTHING | {"cancelled": 1}
    assert the_post().error == "No Slack channel is linked any more."


@pytest.mark.parametrize("answer", [(500, {}), (503, {}), (429, {}), "drop"])
def test_what_may_pass_is_tried_again_a_minute_later(office, slack, now, answer):
    link(slack.url)
    slack.answers = [answer]
    post(office, now)
    assert drain(now) == NOTHING | {"delayed": 1}
    assert drain(now + timedelta(seconds=59)) == NOTHING
    assert drain(now + timedelta(seconds=60)) == NOTHING | {"sent": 1}
    assert len(slack.posts) == 1


@pytest.mark.parametrize(
    ("asked", "waits"), [("600", 600), ("3", 60), ("7200", 7200), ("99999999", 86400), ("soon", 60), ("-5", 60)]
)
def test_slack_says_how_long_to_wait(office, slack, now, asked, waits):
    link(slack.url)
    slack.answers = [(429, {"Retry-After": asked})]
    post(office, now)
    drain(now)
    assert the_post().locked_until == now + timedelta(seconds=waits)


def test_it_may_say_so_with_a_date(office, now, settings):
    settings.PRODUCTION = True
    link(OFFICIAL)
    post(office, now)
    said = {"Date": "Tue, 22 Jun 2027 12:00:00 GMT", "Retry-After": "Tue, 22 Jun 2027 12:10:00 GMT"}
    with respx.mock:
        respx.post(OFFICIAL).respond(429, headers=said)
        drain(now)
    assert the_post().locked_until == now + timedelta(minutes=10)


def test_who_asked_for_patience_is_not_asked_again_at_once(office, slack, now):
    link(slack.url)
    slack.answers = [(429, {"Retry-After": "600"})]
    for key in ("one", "two", "three"):
        post(office, now, key)
    assert drain(now) == NOTHING | {"delayed": 3}
    assert slack.asked == 1
    assert drain(now + timedelta(minutes=10)) == NOTHING | {"sent": 3}


@pytest.mark.parametrize("status", [400, 403, 404, 410, 302])
def test_what_is_refused_for_good_is_shown_and_can_be_sent_again(office, slack, now, status):
    link(slack.url)
    slack.answers = [(status, {"Location": "http://elsewhere.example/"})]
    post(office, now)
    assert drain(now) == NOTHING | {"failed": 1}
    assert the_post().error == f"Slack answered {status}: no_service"
    the_post().resend(now)
    assert drain(now) == NOTHING | {"sent": 1}


def test_it_gives_up_after_a_day(office, now, settings):
    settings.SLACK_ORIGINS = [f"http://{HOST}:{free_port()}"]
    link(f"{settings.SLACK_ORIGINS[0]}/services/s3cr3t")
    post(office, now)
    counts = []
    for hour in range(40):
        counts.append(drain(now + timedelta(hours=hour))["delayed"])
        Message.objects.filter(state="queued").update(locked_until=None)
    assert sum(counts) == 19
    assert (the_post().state, the_post().error) == ("failed", "Slack could not be reached: ConnectError.")


def test_people_get_theirs_although_slack_hangs(office, slack, ada, now, settings):
    """Posts go last."""
    link(slack.url)
    post(office, now)
    office.mail("mail", ada).queue(now)
    with respx.mock:
        respx.post(slack.url).mock(side_effect=lambda request: httpx.Response(200 if sent("mail/email") else 400))
        assert drain(now) == NOTHING | {"sent": 2}


def sent(key):
    return Message.objects.filter(key=key, state="sent").exists()


# Where it may go --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.slack.com/services/x",
        "https://hooks.slack.com.evil.example/services/x",
        "https://hooks.slack.com@evil.example/services/x",
        "https://evil.example/hooks.slack.com/services/x",
        "https://evil.example\\@hooks.slack.com/x",
        "https://user:pass@hooks.slack.com/services/x",
        "https://hooks.slack.com:8443/services/x",
        "https://hooks.slack.com",
        "https://hooks.slack.com/",
        "http://127.0.0.1:6379/x",
        "http://169.254.169.254/latest/meta-data/",
        "file:///etc/passwd",
        "hooks.slack.com/services/x",
        "https://[::1]/x",
        "",
        "https://hooks.slack.com/services/" + "x" * 500,
        "https://hooks.slack.com/\n/x",
    ],
)
@pytest.mark.parametrize("production", [True, False])
def test_no_other_address_can_be_linked(settings, url, production):
    settings.PRODUCTION = production
    with pytest.raises(Refusal, match="not the address of an incoming webhook"):
        link(url)


def test_in_production_nothing_but_slack_itself(settings):
    settings.PRODUCTION, settings.SLACK_ORIGINS = True, ["http://127.0.0.1:9"]
    assert not posting.is_webhook("http://127.0.0.1:9/x")
    assert not posting.may_post_to("http://127.0.0.1:9/x")
    assert posting.is_webhook(OFFICIAL)
    assert posting.may_post_to(OFFICIAL)


def test_outside_production_a_copy_of_the_data_writes_to_nobody(office, now, settings):
    settings.PRODUCTION = False
    link(OFFICIAL)
    post(office, now)
    with respx.mock:
        assert drain(now) == NOTHING | {"cancelled": 1}
    assert "SLACK_ORIGINS" in the_post().error


def test_the_secret_is_in_no_error_and_no_log(office, now, settings, caplog):
    settings.PRODUCTION = True
    link(OFFICIAL)
    caplog.set_level(logging.INFO, "amp_portal")
    with respx.mock:
        respx.post(OFFICIAL).mock(side_effect=[httpx.ConnectTimeout("s3cr3t"), httpx.Response(404)])
        post(office, now)
        drain(now)
        assert the_post().error == "Slack could not be reached: ConnectTimeout."
        drain(now + timedelta(minutes=1))
    assert the_post().state == "failed"
    assert "s3cr3t" not in the_post().error + caplog.text
    assert logging.getLogger("httpx").getEffectiveLevel() >= logging.WARNING
