"""What a mentee does on GitHub counts where the cohort allows it and they have switched it on; else nothing is read."""

from datetime import timedelta

import httpx
import pytest
from django.urls import reverse

from amp_portal.github import PAUSE
from amp_portal.refusals import Refusal
from mentorship import activity, silence
from mentorship.models import Activity, Mentorship, Watch
from tests.applications.github_api import TOKEN, serve

REPO = "asyncapi/cli"


@pytest.fixture
def allowed(mentorship, settings):
    """The cohort allows it, and the project's repository is on a GitHub of our own."""
    with serve() as server:
        settings.GITHUB_TOKEN, settings.GITHUB_URL = TOKEN, server.url
        mentorship.project.repository = f"{server.url}/{REPO}.git"
        mentorship.project.save()
        mentorship.cohort.github_activity = True
        mentorship.cohort.save()
        yield server


@pytest.fixture
def watched(allowed, mentorship, day):
    """Switched on two days after kickoff."""
    activity.switch_on(mentorship, by=mentorship.mentee, now=day(2))
    return mentorship


def said(instant):
    return f"{instant:%Y-%m-%dT%H:%M:%SZ}"


def answer(server, mentee, since, commits=(), events=()):
    """``commits`` are ``(sha, instant, author's id)``, ``events`` ``(type, payload, instant, repository)``."""
    query = f"author={mentee.github_login}&since={said(since).replace(':', '%3A')}&per_page=100"
    server.answers[f"/repos/{REPO}/commits?{query}"] = [
        {"sha": sha, "author": {"id": author}, "commit": {"committer": {"date": said(at)}}}
        for sha, at, author in commits
    ] or [{"sha": "0", "author": None}]
    server.answers[f"/users/{mentee.github_login}/events/public?per_page=100"] = [
        {
            "type": kind,
            "actor": {"id": mentee.github_id},
            "repo": {"name": repo},
            "payload": payload,
            "created_at": said(at),
        }
        for kind, payload, at, repo in events
    ] or [{"type": "WatchEvent"}]


def test_what_is_done_in_the_projects_repository_is_recorded_once(allowed, watched, day):
    mentee = watched.mentee
    answer(
        allowed,
        mentee,
        day(2),
        commits=[("a1", day(3), mentee.github_id), ("b2", day(4), 1), ("c3", day(1), mentee.github_id)],
        events=[
            ("PullRequestEvent", {"action": "opened", "number": 7}, day(4), REPO),
            ("PullRequestEvent", {"action": "closed", "number": 7}, day(5), REPO),
            ("PullRequestReviewEvent", {"action": "created", "review": {"id": 12}}, day(4), "AsyncAPI/CLI"),
            ("IssuesEvent", {"action": "opened", "issue": {"number": 9}}, day(5), REPO),
            ("IssuesEvent", {"action": "opened", "issue": {"number": 1}}, day(5), "somebody/else"),
            ("IssuesEvent", {"action": "opened", "issue": {"number": 2}}, day(1), REPO),
        ],
    )

    did = [activity.record(day(6)), activity.record(day(6)), activity.record(day(7))]

    assert did == [{"asked": 1, "recorded": 4}, {"asked": 0, "recorded": 0}, {"asked": 1, "recorded": 0}]
    assert list(Activity.objects.values_list("kind", "ref", "at").order_by("kind")) == [
        ("commit", "a1", day(3)),
        ("issue", "9", day(5)),
        ("pull", "7", day(4)),
        ("review", "12", day(4)),
    ]


def test_commits_dated_ahead_are_one_sign_on_the_day_they_are_seen(allowed, watched, day):
    """A commit's day is its author's to choose: a stock of them must not look like weeks of work."""
    mentee = watched.mentee
    answer(allowed, mentee, day(2), commits=[(str(week), day(7 * week), mentee.github_id) for week in range(1, 18)])

    seen = [activity.record(day(5))["recorded"], activity.record(day(40))["recorded"]]

    assert seen == [17, 0]
    assert set(Activity.objects.values_list("at", flat=True)) == {day(5)}


def test_it_is_a_sign_of_life_and_a_line_in_the_room(allowed, watched, mentor, day, at):
    mentee = watched.mentee
    commits = [(str(number), day(6) + timedelta(hours=number), mentee.github_id) for number in range(3)]
    answer(allowed, mentee, day(2), commits=commits)
    activity.record(day(7))

    heard = Mentorship.objects.with_signs().get().mentee_heard_at
    steps = [silence.sweep(day(days))["steps"] for days in (8, 14, 15)]
    room = at(day(15), mentor).get(watched.get_absolute_url())

    assert heard == day(6) + timedelta(hours=2)
    assert steps == [0, 0, 1]  # eight days after it, not after kickoff
    assert "Mel Mentee on GitHub: 3 commits" in room.content.decode()
    assert [item.title for item in room.context["page_obj"] if "GitHub" in getattr(item, "title", "")] == [
        "Mel Mentee on GitHub: 3 commits"
    ]


def test_the_mentee_switches_it_on_and_off(allowed, mentorship, day, at):
    client = at(day(2), mentorship.mentee)
    url = reverse("mentorship:github-activity", args=[mentorship.pk])
    before = client.get(mentorship.get_absolute_url()).content.decode()

    for _twice in range(2):
        on = client.post(url, {"switch": "on"}, follow=True).content.decode()
    off = client.post(url, follow=True).content.decode()

    assert ["Switch it on" in page for page in (before, on, off)] == [True, False, True]
    assert f"issues in {REPO} appear in this room" in before
    assert not Watch.objects.exists()
    assert (activity.record(day(3)), allowed.asked) == ({"asked": 0, "recorded": 0}, [])


def test_nobody_else_switches_it(allowed, mentorship, mentor, organizer, day):
    for somebody in (mentor, organizer):
        with pytest.raises(Refusal, match="Only the mentee"):
            activity.switch_on(mentorship, by=somebody, now=day(2))


def test_off_by_default(mentorship, day, at, settings):
    settings.GITHUB_TOKEN = TOKEN
    page = at(day(2), mentorship.mentee).get(mentorship.get_absolute_url()).content.decode()

    with pytest.raises(Refusal, match="nothing is recorded"):
        activity.switch_on(mentorship, by=mentorship.mentee, now=day(2))
    assert "GitHub activity" not in page


def test_a_cohort_that_no_longer_allows_it_asks_nothing(allowed, watched, day):
    watched.cohort.github_activity = False
    watched.cohort.save()

    assert (activity.record(day(3)), allowed.asked) == ({"asked": 0, "recorded": 0}, [])


def test_who_github_does_not_vouch_for_connects_first(allowed, mentorship, day):
    mentorship.mentee.github_proved_at = None
    mentorship.mentee.save()

    with pytest.raises(Refusal, match="Connect your GitHub account"):
        activity.switch_on(mentorship, by=mentorship.mentee, now=day(2))


def test_a_spent_allowance_is_waited_for(allowed, watched, day):
    answer(allowed, watched.mentee, day(2))
    allowed.left, allowed.resets_at = 0, int((day(3) + timedelta(minutes=30)).timestamp())

    did = activity.record(day(3))

    assert (did["recorded"], Watch.objects.get().ask_at) == (0, day(3) + timedelta(minutes=30))


@pytest.mark.parametrize(
    ("trouble", "waits"),
    [
        ({"side_effect": httpx.ConnectError}, timedelta(minutes=5)),
        ({"return_value": httpx.Response(500)}, timedelta(minutes=5)),
        ({"return_value": httpx.Response(200, json={})}, timedelta(minutes=5)),
        ({"return_value": httpx.Response(200, json=[{"author": {"id": 1}}, 3])}, timedelta(minutes=5)),
        ({"return_value": httpx.Response(429)}, PAUSE),
        ({"return_value": httpx.Response(404)}, timedelta(days=1)),
    ],
)
def test_an_api_that_can_not_be_asked_changes_nothing(respx_mock, settings, watched, day, trouble, waits):
    settings.GITHUB_URL = "https://github.com"
    watched.project.repository = f"https://github.com/{REPO}"
    watched.project.save()
    respx_mock.get(url__startswith="https://api.github.com/").mock(**trouble)

    assert activity.record(day(3)) == {"asked": 1, "recorded": 0}
    assert (Watch.objects.get().ask_at - day(3), Activity.objects.count()) == (waits, 0)


@pytest.mark.parametrize("count", [3, 30])
def test_the_room_costs_the_same_for_many(allowed, watched, day, at, count, django_assert_num_queries):
    Activity.objects.bulk_create(
        Activity(mentorship=watched, kind="commit", ref=str(number), at=day(3) + timedelta(days=number))
        for number in range(count)
    )
    client = at(day(50), watched.mentee)
    with django_assert_num_queries(32):
        client.get(watched.get_absolute_url())


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("https://github.com/asyncapi/spec", "asyncapi/spec"),
        ("github.com/asyncapi/spec.git", "asyncapi/spec"),
        ("https://www.github.com/asyncapi/spec/tree/master", "asyncapi/spec"),
        ("https://github.com/asyncapi", ""),
        ("https://gitlab.com/asyncapi/spec", ""),
        ("", ""),
    ],
)
def test_which_repository_is_meant(mentorship, typed, found):
    mentorship.project.repository = typed

    assert activity.repository(mentorship.project) == found
