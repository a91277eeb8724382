"""Contributions are looked up on GitHub in the background: what it says decides, its silence never does."""

from datetime import UTC, date, datetime, timedelta

import httpx
import pytest
import respx
from django.core.cache import cache
from hypothesis import given
from hypothesis import strategies as st

import applications.scenarios as applying
from amp_portal import sweeps
from amp_portal.github import NotThere
from amp_portal.users.scenarios import person
from applications.eligibility import verdict_on
from applications.github.proving import CONFIRMED, UNDECIDED, Claim, prove
from applications.github.verification import BACKOFF, verify
from applications.links import Reference
from applications.models import Contribution

from .github_api import TOKEN, serve

pytestmark = pytest.mark.django_db

API = "https://api.github.com"
PULL = "https://github.com/asyncapi/spec/pull/1"
PATH = "/repos/asyncapi/spec/pulls/1"


@pytest.fixture(autouse=True)
def _configured(settings):
    settings.GITHUB_TOKEN = TOKEN
    settings.COMMUNITY_GITHUB_ORGS = ["AsyncAPI"]


@pytest.fixture(autouse=True)
def _one_is_enough(cohort):
    cohort.contributions_required = 1
    cohort.save()


def list_links(cohort, project, now, *urls, applicant=None):
    """An application of somebody with the GitHub account 503 that lists these, submitted and not looked at."""
    applicant = applicant or person("Nia Okafor", github_login="nia", github_id=503)
    links = [(url, "code", "", timedelta(days=200)) for url in urls]
    application = applying.draft(cohort, applicant, projects=[project], now=now, links=links)
    applying.submit(application, now=now)
    return application


def pull(**changes):
    """GitHub's answer about a merged pull request of account 503."""
    return {
        "number": 1,
        "state": "closed",
        "user": {"id": 503, "login": "nia"},
        "created_at": "2026-09-01T10:00:00Z",
        "merged_at": "2026-09-03T10:00:00Z",
        "base": {"ref": "main", "repo": {"full_name": "asyncapi/spec"}},
    } | changes


# Against a real server ------------------------------------------------------------------------------------


def test_pulls_issues_commits_and_reviews_are_verified_by_the_authors_number(cohort, project, now, settings):
    with serve() as github:
        settings.GITHUB_URL = github.url
        nia, else_ = (
            github.user("nia-renamed", 503),
            github.user("nia", 77),
        )  # the login belongs to somebody else by now
        github.pull("asyncapi/spec", 1, nia)
        github.pull("asyncapi/spec", 2, else_)
        github.pull("somewhere/else", 3, nia)
        github.pull("asyncapi/spec", 4, nia, merged=None, state="open")
        github.pull("asyncapi/spec", 5, nia, merged=None)
        github.issue("asyncapi/website", 6, nia)
        github.repo("asyncapi/spec")
        brought = github.pull("asyncapi/spec", 7, nia, merged="2026-10-10T22:30:00Z", merge_sha="abc1234")
        github.commit("asyncapi/spec", "abc1234", nia, pulls=[brought])
        github.commit("asyncapi/spec", "def5678", None)
        github.review("asyncapi/spec", 2, 8, nia)
        paths = (
            "asyncapi/spec/pull/1",
            "asyncapi/spec/pull/2",
            "somewhere/else/pull/3",
            "asyncapi/spec/pull/4",
            "asyncapi/spec/pull/5",
            "asyncapi/website/issues/6",
            "asyncapi/spec/commit/abc1234",
            "asyncapi/spec/commit/def5678",
            "asyncapi/community/issues/2#issuecomment-9",
            "asyncapi/spec/pull/2#pullrequestreview-8",
            "asyncapi/spec/pull/404",
        )
        application = list_links(
            cohort, project, now, *(f"{github.url}/{path}" for path in paths), "https://example.org/x"
        )

        did = sweeps.run_all(now)["contributions"]

    known = {row.url.removeprefix(f"{github.url}/"): row for row in Contribution.objects.all()}
    assert {path: (row.state, row.made_on) for path, row in known.items()} == {
        "asyncapi/spec/pull/1": ("confirmed", date(2026, 9, 3)),
        "asyncapi/spec/pull/2": ("unconfirmed", None),
        "somewhere/else/pull/3": ("unconfirmed", None),
        "asyncapi/spec/pull/4": ("unconfirmed", None),
        "asyncapi/spec/pull/5": ("unconfirmed", None),
        "asyncapi/website/issues/6": ("confirmed", date(2026, 12, 31)),
        "asyncapi/spec/commit/abc1234": ("confirmed", date(2026, 10, 10)),
        "asyncapi/spec/commit/def5678": ("unconfirmed", None),
        "asyncapi/community/issues/2#issuecomment-9": ("unconfirmed", None),
        "asyncapi/spec/pull/2#pullrequestreview-8": ("confirmed", date(2026, 10, 20)),
        "asyncapi/spec/pull/404": ("unconfirmed", None),
        "https://example.org/x": ("unconfirmed", None),
    }
    assert did == {"confirmed": 4, "later": 1, "undecided": 6}
    confirmed = known["asyncapi/spec/pull/1"]
    assert (confirmed.source, confirmed.reason) == ("GitHub", "By nia-renamed, on GitHub.")
    assert known["asyncapi/spec/pull/2"].note == "GitHub names nia as its author."
    assert known["somewhere/else/pull/3"].note == "It is in a repository of somewhere, not of the community."
    assert known["asyncapi/spec/pull/4"].verify_at == now + timedelta(days=1)
    verdict = verdict_on(application.person, cohort, now)
    assert [verdict[rule].verdict for rule in ("contributions", "active_for")] == ["pass", "pass"]


def test_what_has_not_changed_costs_no_question_and_a_spent_allowance_is_waited_for(cohort, project, now, settings):
    with serve() as github:
        settings.GITHUB_URL = github.url
        nia = github.user("nia", 503)
        for number in range(1, 6):
            github.pull("asyncapi/spec", number, nia, merged=None, state="open")
        urls = [f"{github.url}/asyncapi/spec/pull/{number}" for number in range(1, 6)]
        list_links(cohort, project, now, *urls)
        github.left = 3
        reset = now + timedelta(minutes=40)
        github.resets_at = int(reset.timestamp())

        first = verify(now)
        waiting = verify(now + timedelta(minutes=39))
        github.left = 2
        second = verify(reset)
        github.pull("asyncapi/spec", 1, nia)
        github.left = 2
        tomorrow = verify(now + timedelta(days=2))

    assert (first, waiting, second, tomorrow) == ({"later": 3}, {}, {"later": 2}, {"confirmed": 1, "later": 4})
    statuses = [status for _path, status in github.asked]
    assert statuses.count(304) == 4  # of the five, only the one that changed was a new question
    assert 403 not in statuses


# What can go wrong -----------------------------------------------------------------------------------------


@respx.mock(base_url=API)
def test_the_question_carries_the_token_and_the_answer_is_kept(respx_mock, cohort, project, now):
    asked = respx_mock.get(PATH).respond(json=pull(), headers={"ETag": '"one"'})
    list_links(cohort, project, now, PULL)
    other = person("Otto", github_login="otto", github_id=504)
    verify(now)
    respx_mock.get(PATH).respond(304)
    list_links(cohort, project, now, PULL, applicant=other)

    verify(now)

    headers = asked.calls.last.request.headers
    assert (headers["Authorization"], headers["If-None-Match"]) == (f"Bearer {TOKEN}", '"one"')
    states = {row.person.name: row.state for row in Contribution.objects.all()}
    assert states == {"Nia Okafor": "confirmed", "Otto": "unconfirmed"}


@pytest.mark.parametrize(
    "trouble",
    [
        httpx.ConnectError("no route"),
        httpx.ReadTimeout("slow"),
        httpx.Response(500),
        httpx.Response(502, text="<html>"),
        httpx.Response(200, text="<html>"),
        httpx.Response(200, json=[1]),
        httpx.Response(401, json={"message": "Bad credentials"}),
    ],
    ids=lambda trouble: getattr(trouble, "status_code", type(trouble).__name__),
)
@respx.mock(base_url=API)
def test_an_api_that_can_not_be_asked_decides_nothing_and_is_tried_again(respx_mock, cohort, project, now, trouble):
    if isinstance(trouble, Exception):
        respx_mock.get(PATH).mock(side_effect=trouble)
    else:
        respx_mock.get(PATH).mock(return_value=trouble)
    application = list_links(cohort, project, now, PULL, "https://github.com/asyncapi/website/pull/2")

    did = verify(now)

    first, second = Contribution.objects.all()
    assert did == {"unreachable": 1}  # it stops, rather than asking a silent server again and again
    assert (first.state, first.tries, first.verify_at, first.lease) == ("unconfirmed", 1, now + BACKOFF[0], "")
    assert (second.state, second.tries, second.verify_at, second.lease) == ("unconfirmed", 0, now, "")
    verdict = verdict_on(application.person, cohort, now)
    assert [verdict[rule].verdict for rule in ("contributions", "active_for")] == ["needs_a_person"] * 2


@respx.mock(base_url=API)
def test_after_many_tries_a_person_is_asked(respx_mock, cohort, project, now):
    respx_mock.get(PATH).respond(503)
    list_links(cohort, project, now, PULL)
    at = now
    for _try in range(len(BACKOFF) + 1):
        verify(at)
        contribution = Contribution.objects.get()
        at = contribution.verify_at

    assert (contribution.state, at, contribution.note) == ("unconfirmed", None, "GitHub could not be asked.")
    assert respx_mock.calls.call_count == len(BACKOFF) + 1


@pytest.mark.parametrize(
    ("status", "headers", "pause"),
    [
        (429, {"Retry-After": "90"}, timedelta(seconds=90)),
        (403, {"Retry-After": "30"}, timedelta(seconds=30)),
        (429, {}, timedelta(minutes=1)),
        (403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "{in 10 minutes}"}, timedelta(minutes=10)),
        (429, {"Retry-After": "999999999"}, timedelta(hours=2)),
        (403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "9" * 30}, timedelta(minutes=1)),
    ],
)
@respx.mock(base_url=API)
def test_it_stops_where_github_asks_for_a_pause(respx_mock, cohort, project, now, status, headers, pause):
    soon = str(int((now + timedelta(minutes=10)).timestamp()))
    limited = httpx.Response(
        status, headers={name: value.replace("{in 10 minutes}", soon) for name, value in headers.items()}
    )
    asked = respx_mock.get(path__startswith="/repos").mock(return_value=limited)
    list_links(cohort, project, now, PULL, "https://github.com/asyncapi/website/pull/2")

    did = [verify(now), verify(now + pause - timedelta(seconds=1))]
    asked.mock(return_value=httpx.Response(200, json=pull()))
    did.append(verify(now + pause))

    assert did == [{"limited": 1}, {}, {"confirmed": 2}]
    assert asked.call_count == 3


@respx.mock(base_url=API, assert_all_called=False)
def test_without_a_token_or_a_proved_account_nothing_is_asked(respx_mock, cohort, project, now, settings):
    asked = respx_mock.get(path__startswith="/repos").respond(json=pull())
    list_links(cohort, project, now, PULL, applicant=person("Uma", github_login="nia", proved=False))
    unproved = verify(now)
    list_links(cohort, project, now, PULL)
    settings.GITHUB_TOKEN = ""
    untold = verify(now)
    settings.GITHUB_TOKEN, settings.COMMUNITY_GITHUB_ORGS = TOKEN, []
    unowned = verify(now)
    settings.COMMUNITY_GITHUB_ORGS = ["asyncapi"]

    assert (unproved, untold, unowned, asked.call_count) == ({}, {}, {}, 0)
    assert verify(now) == {"confirmed": 1}  # nothing was lost meanwhile


@respx.mock(base_url=API)
def test_a_person_who_decides_meanwhile_is_right(respx_mock, cohort, project, now, lead):
    application = list_links(cohort, project, now, PULL)

    def decide(request):
        Contribution.objects.get().reject("It is a copy", by=lead, now=now)
        return httpx.Response(200, json=pull())

    respx_mock.get(PATH).mock(side_effect=decide)

    assert verify(now) == {"overtaken": 1}
    contribution = Contribution.objects.get()
    assert (contribution.state, contribution.source, verify(now + timedelta(days=1))) == ("rejected", lead, {})
    assert application.checks.first().gate == "contribution"


@respx.mock(base_url=API)
def test_a_worker_that_dies_loses_nothing(respx_mock, cohort, project, now):
    def die(request):
        raise KeyboardInterrupt

    asked = respx_mock.get(PATH).mock(side_effect=die)
    list_links(cohort, project, now, PULL)
    with pytest.raises(KeyboardInterrupt):
        verify(now)
    asked.mock(side_effect=None, return_value=httpx.Response(200, json=pull()))

    during = verify(now + timedelta(minutes=4))
    afterwards = verify(now + timedelta(minutes=5))

    assert (during, afterwards) == ({}, {"confirmed": 1})


@respx.mock(base_url=API)
def test_a_moved_repository_is_followed_and_judged_by_its_owner_now(respx_mock, cohort, project, now):
    respx_mock.get(PATH).respond(301, headers={"Location": f"{API}/repositories/1/pulls/1"})
    moved = pull(base={"ref": "main", "repo": {"full_name": "somewhere-else/spec"}})
    respx_mock.get("/repositories/1/pulls/1").respond(json=moved)
    list_links(cohort, project, now, PULL)

    assert verify(now) == {"undecided": 1}


def test_a_lost_cache_costs_questions_only(cohort, project, now, settings):
    with serve() as github:
        settings.GITHUB_URL = github.url
        github.pull("asyncapi/spec", 4, github.user("nia", 503), merged=None, state="open")
        list_links(cohort, project, now, f"{github.url}/asyncapi/spec/pull/4")
        verify(now)
        cache.clear()
        assert verify(now + timedelta(days=1)) == {"later": 1}
    assert [status for _path, status in github.asked] == [200, 200]


KINDS = {"pull": ("", ""), "issue": ("", ""), "commit": ("", ""), "review": ("pull", "1"), "comment": ("pull", "1")}
NAMES = ["user", "author", "id", "login", "url", "state", "base", "repo", "full_name", "merged_at", "sha", "commit"]
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner),
    max_leaves=5,
)
objects = st.dictionaries(st.sampled_from(NAMES), json_values, max_size=5)


@given(st.sampled_from(list(KINDS)), st.lists(objects, min_size=1, max_size=3))
def test_no_answer_breaks_the_reading(kind, answers):
    waiting = list(answers)

    def ask(path, read, shape=dict):
        if not waiting:
            raise NotThere
        return read(waiting.pop() if shape is dict else [waiting.pop()])

    found = Reference(kind, "asyncapi", "spec", "1", on=KINDS[kind])
    assert prove(found, Claim(503, ["asyncapi"], ask)).outcome == UNDECIDED


@given(
    author=st.sampled_from([None, 503, 77]),
    owner=st.sampled_from(["asyncapi", "AsyncAPI", "other"]),
    merged=st.booleans(),
    is_open=st.booleans(),
)
def test_only_the_right_author_in_the_community_and_done_is_confirmed(author, owner, merged, is_open):
    said = pull(
        user=author and {"id": author, "login": "nia"},
        base={"ref": "main", "repo": {"full_name": f"{owner}/spec"}},
        merged_at="2026-09-03T10:00:00Z" if merged else None,
        state="open" if is_open else "closed",
    )

    found = Reference("pull", "asyncapi", "spec", "1")
    ruling = prove(found, Claim(503, ["asyncapi"], lambda path, read, shape=dict: read(said)))

    assert (ruling.outcome == CONFIRMED) == (author == 503 and owner != "other" and merged)
    assert ruling.made_at == (datetime(2026, 9, 3, 10, tzinfo=UTC) if ruling.outcome == CONFIRMED else None)
