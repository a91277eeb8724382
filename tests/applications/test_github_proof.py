"""What GitHub's answers prove: a fork's commits and typed dates nothing, what the server recorded everything."""

from datetime import date, timedelta

import pytest

import applications.scenarios as applying
from amp_portal.users.scenarios import person
from applications.eligibility import verdict_on
from applications.github.verification import BACKOFF, LOOK_AGAIN, verify
from applications.models import Contribution

from .github_api import serve

pytestmark = pytest.mark.django_db

SPEC = "asyncapi/spec"
SHA, OTHER_SHA, MERGE = "a" * 40, "b" * 40, "c" * 40


@pytest.fixture
def nia(github):
    return github.user("nia", 503)


@pytest.fixture
def other(github):
    return github.user("otto", 77)


@pytest.fixture
def look_up(github, cohort, project, now):
    """Submits these addresses as account 503, asks GitHub, and gives ``[(state, day)]`` in their order."""

    def look_up(*paths):
        applicant = person("Nia Okafor", github_login="nia", github_id=503)
        cohort.contributions_required = min(2, len(paths))
        cohort.save()
        links = [(f"{github.url}/{path}", "code", "", applying.LINKS[0][3]) for path in paths]
        application = applying.draft(cohort, applicant, projects=[project], now=now, links=links)
        applying.submit(application, now=now)
        verify(now)
        return [(row.state, row.made_on) for row in Contribution.objects.all()]

    return look_up


CONFIRMED, OPEN = "confirmed", ("unconfirmed", None)


def note():
    return Contribution.objects.get().note


# The attack ------------------------------------------------------------------------------------------------


def test_commits_of_ones_own_fork_open_no_rule(look_up, github, nia, cohort, now):
    github.commit(SPEC, SHA, nia, on=())
    github.commit(SPEC, OTHER_SHA, nia, on=())

    known = look_up(f"{SPEC}/commit/{SHA}", f"{SPEC}/commit/{OTHER_SHA}")

    verdict = verdict_on(Contribution.objects.first().person, cohort, now)
    assert known == [OPEN, OPEN]
    assert [verdict[rule].verdict for rule in ("contributions", "active_for")] == ["needs_a_person"] * 2


def test_a_forks_commit_in_an_open_pull_request_is_looked_at_again_until_it_is_merged(look_up, github, nia, now):
    waiting = github.pull(SPEC, 1, nia, merged=None, state="open", commits=[SHA])
    github.commit(SPEC, SHA, nia, on=(), pulls=[waiting])

    known = look_up(f"{SPEC}/commit/{SHA}")

    assert (known, Contribution.objects.get().verify_at) == ([OPEN], now + LOOK_AGAIN)
    merged = github.pull(SPEC, 1, nia, commits=[SHA], merge_sha=MERGE)
    github.commit(SPEC, SHA, nia, on=("main", MERGE), pulls=[merged])
    assert verify(now + LOOK_AGAIN) == {"confirmed": 1}


def test_a_pull_request_within_a_fork_or_another_repository_brings_nothing(look_up, github, nia):
    own = github.pull("nia/spec", 1, nia, commits=[SHA], merge_sha=SHA)
    github.commit(SPEC, SHA, nia, on=(), pulls=[own])

    assert look_up(f"{SPEC}/commit/{SHA}") == [OPEN]
    assert note() == "GitHub does not show it on a branch of the community's repository: it may be in a fork only."


def test_what_came_to_the_branch_after_a_merge_is_not_dated_by_it(look_up, github, nia):
    """GitHub goes on naming a merged pull request for what is pushed to its branch in the fork."""
    early = github.pull(SPEC, 1, nia, merged="2026-01-03T10:00:00Z", commits=[OTHER_SHA], merge_sha=MERGE)
    github.compare(SPEC, MERGE, SHA, "ahead")
    github.commit(SPEC, SHA, nia, pulls=[early])

    assert look_up(f"{SPEC}/commit/{SHA}") == [OPEN]
    assert note() == "It is on a branch of the repository; GitHub does not say since when."


# Commits that are in ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pull", "behind"),
    [
        ({"commits": [SHA], "merge_sha": MERGE}, ("main", MERGE)),  # merged as it is
        ({"commits": [OTHER_SHA], "merge_sha": SHA}, ("main",)),  # squashed into this one
        ({"commits": [OTHER_SHA, SHA], "merge_sha": MERGE}, ()),  # this one was squashed
        ({"commits": [OTHER_SHA], "merge_sha": MERGE}, ("main", MERGE)),  # rebased: not the last of them
        ({"commits": [SHA], "merge_sha": MERGE, "branch": "next"}, ("next", MERGE)),
        ({"commits": [SHA], "merge_sha": MERGE, "fork": None}, ("main", MERGE)),
    ],
    ids=["merge", "squash", "squashed", "rebase", "another branch", "deleted fork"],
)
def test_a_commit_counts_by_the_day_its_pull_request_was_merged(look_up, github, nia, other, pull, behind):
    brought = github.pull(SPEC, 7, other, created="2026-07-01T10:00:00Z", **pull)
    github.compare(SPEC, MERGE, SHA, "diverged")
    github.commit(SPEC, SHA, nia, on=behind, pulls=[brought])

    assert look_up(f"{SPEC}/commit/{SHA}") == [(CONFIRMED, date(2026, 9, 3))]


def test_of_several_pull_requests_the_first_that_had_it_counts(look_up, github, nia):
    pulls = [
        github.pull(SPEC, 2, nia, merged="2026-11-03T10:00:00Z", merge_sha=MERGE, commits=[SHA]),
        github.pull(SPEC, 1, nia, merged="2026-08-03T10:00:00Z", merge_sha=OTHER_SHA, commits=[]),
        github.pull(SPEC, 3, nia, merged="2026-12-03T10:00:00Z", merge_sha=MERGE, commits=[SHA]),
    ]
    github.compare(SPEC, OTHER_SHA, SHA, "ahead")
    github.commit(SPEC, SHA, nia, on=("main", MERGE), pulls=pulls)

    assert look_up(f"{SPEC}/commit/{SHA}") == [(CONFIRMED, date(2026, 11, 3))]


def test_a_short_hash_stands_for_its_commit(look_up, github, nia):
    brought = github.pull(SPEC, 7, nia, merge_sha=SHA)
    github.commit(SPEC, SHA, nia, pulls=[brought])
    github.answers[f"/repos/{SPEC}/commits/{SHA[:7]}"] = github.answers[f"/repos/{SPEC}/commits/{SHA}"]

    assert look_up(f"{SPEC}/commit/{SHA[:7]}") == [(CONFIRMED, date(2026, 9, 3))]


@pytest.mark.parametrize(
    ("pushed", "known"),
    [
        ([(SHA, "main", "2026-10-05T09:00:00Z", "push")], (CONFIRMED, date(2026, 10, 5))),
        (
            [
                (SHA, "main", "2026-11-05T09:00:00Z", "force_push"),
                (SHA, "old", "2026-10-01T09:00:00Z", "push"),
                (SHA, "main", "2026-10-05T09:00:00Z", "push"),
            ],
            (CONFIRMED, date(2026, 10, 5)),
        ),
        ([(SHA, "old", "2026-10-01T09:00:00Z", "push")], OPEN),
        ([(SHA, "main", "2026-10-05T09:00:00Z", "branch_deletion")], OPEN),
        ([(OTHER_SHA, "main", "2026-10-05T09:00:00Z", "push")], OPEN),
        ([], OPEN),
    ],
    ids=["pushed", "the first push to a branch that has it", "branch gone", "deleted", "another", "nothing noted"],
)
def test_a_direct_push_counts_by_the_day_the_server_noted_it(look_up, github, nia, pushed, known):
    github.commit(SPEC, SHA, nia)
    github.pushes(SPEC, nia, *pushed)

    assert look_up(f"{SPEC}/commit/{SHA}") == [known]


def test_co_authors_need_a_person_and_are_never_refused(look_up, github, other):
    helped = "Mend it\n\nCo-authored-by: Nia Okafor <503+nia@users.noreply.github.com>"
    brought = github.pull(SPEC, 7, other, merge_sha=SHA)
    github.commit(SPEC, SHA, other, pulls=[brought], message=helped)

    assert look_up(f"{SPEC}/commit/{SHA}") == [OPEN]
    assert note() == "GitHub names otto as its author; its text names them, too."


# Pull requests, issues, reviews, comments --------------------------------------------------------------------


def test_a_pull_request_counts_by_the_day_it_was_merged(look_up, github, nia):
    github.pull(SPEC, 1, nia, created="2025-01-01T10:00:00Z", merged="2026-09-03T10:00:00Z", fork=None)
    github.issue(SPEC, 2, nia, state="closed", pull_request={"merged_at": "2026-09-04T10:00:00Z"})

    known = look_up(f"{SPEC}/pull/1", f"{SPEC}/issues/2")

    assert known == [(CONFIRMED, date(2026, 9, 3)), (CONFIRMED, date(2026, 9, 4))]


@pytest.mark.parametrize(
    ("changes", "known"),
    [
        ({}, (CONFIRMED, date(2026, 12, 31))),
        ({"state": "closed", "state_reason": "completed"}, (CONFIRMED, date(2026, 12, 31))),
        ({"state": "closed", "state_reason": None}, (CONFIRMED, date(2026, 12, 31))),
        ({"state_reason": "reopened"}, (CONFIRMED, date(2026, 12, 31))),
        ({"state": "closed", "state_reason": "not_planned"}, OPEN),
        ({"state": "closed", "state_reason": "duplicate"}, OPEN),
    ],
)
def test_an_issue_is_its_authors_unless_it_was_closed_as_not_planned(look_up, github, nia, changes, known):
    github.issue(SPEC, 6, nia, **changes)

    assert look_up(f"{SPEC}/issues/6") == [known]


@pytest.mark.parametrize(
    ("state", "body", "known"),
    [
        ("APPROVED", "", (CONFIRMED, date(2026, 10, 20))),
        ("CHANGES_REQUESTED", "Please add a test.", (CONFIRMED, date(2026, 10, 20))),
        ("DISMISSED", "", (CONFIRMED, date(2026, 10, 20))),
        ("COMMENTED", "I tried it on Windows, and …", (CONFIRMED, date(2026, 10, 20))),
        ("COMMENTED", "", OPEN),  # one comment on a line, or an answer to one
        ("PENDING", "Not sent yet", OPEN),
    ],
)
def test_a_review_of_somebody_elses_pull_request_counts(look_up, github, nia, other, state, body, known):
    github.pull(SPEC, 1, other, merged=None, state="open")
    github.review(SPEC, 1, 88, nia, state=state, body=body)

    assert look_up(f"{SPEC}/pull/1#pullrequestreview-88") == [known]


def test_a_review_of_ones_own_or_by_somebody_else_needs_a_person(look_up, github, nia, other):
    github.pull(SPEC, 1, nia)
    github.pull(SPEC, 2, other)
    github.review(SPEC, 1, 88, nia)
    github.review(SPEC, 2, 99, other)

    known = look_up(f"{SPEC}/pull/1#pullrequestreview-88", f"{SPEC}/pull/2#pullrequestreview-99")

    assert known == [OPEN, OPEN]
    assert [row.note for row in Contribution.objects.all()] == [
        "It is a review of their own pull request.",
        "GitHub names otto as its author.",
    ]


@pytest.mark.parametrize(
    "path",
    [
        f"{SPEC}/issues/2#issuecomment-9",
        f"{SPEC}/pull/2#issuecomment-9",
        f"{SPEC}/pull/2#discussion_r9",
        f"{SPEC}/pull/2/files#r9",
        f"{SPEC}/commit/{SHA}#commitcomment-9",
    ],
)
def test_a_bare_comment_is_never_counted_by_the_machine_nor_asked_about(look_up, github, path):
    assert look_up(path) == [OPEN]
    assert (note(), github.asked) == ("A comment counts when somebody has looked at it.", [])


def test_what_is_by_somebody_else_is_never_refused_by_the_machine(look_up, github, other):
    """They may have written it together, or pushed to it."""
    github.pull(SPEC, 1, other)
    github.issue(SPEC, 2, other)
    github.commit(SPEC, SHA, other)

    assert look_up(f"{SPEC}/pull/1", f"{SPEC}/issues/2", f"{SPEC}/commit/{SHA}") == [OPEN] * 3


# Repositories and accounts that are not what they were ------------------------------------------------------


def test_a_renamed_repository_is_followed_within_the_api(look_up, github, nia):
    now_at = f"{github.url}/api/v3/repositories/1"
    brought = github.pull(SPEC, 7, nia, merge_sha=SHA)
    github.commit(SPEC, SHA, nia, pulls=[brought])
    github.answers["/repositories/1"] = github.answers[f"/repos/{SPEC}"]
    github.answers["/repositories/1/pulls/7"] = github.answers[f"/repos/{SPEC}/pulls/7"]
    github.moved |= {
        "/repos/asyncapi/old-spec": now_at,
        "/repos/asyncapi/old-spec/pulls/7": f"{now_at}/pulls/7",
    }

    known = look_up(f"asyncapi/old-spec/commit/{SHA}", "asyncapi/old-spec/pull/7")

    assert known == [(CONFIRMED, date(2026, 9, 3))] * 2


def test_a_repository_that_left_the_community_does_not_count_nor_one_that_took_its_name(look_up, github, nia):
    github.repo("somebody/spec")
    brought = github.pull("somebody/spec", 7, nia, merge_sha=SHA)
    github.commit("somebody/spec", SHA, nia, pulls=[brought])
    now_at = f"{github.url}/api/v3/repos/somebody/spec"
    github.moved |= {
        "/repos/asyncapi/left": now_at,
        "/repos/asyncapi/left/pulls/7": f"{now_at}/pulls/7",
    }

    known = look_up(f"asyncapi/left/commit/{SHA}", "asyncapi/left/pull/7", "somebody/spec/pull/7")

    assert known == [OPEN] * 3
    notes = {row.note for row in Contribution.objects.all()}
    assert notes == {"It is in a repository of somebody, not of the community."}


def test_a_redirect_to_another_server_is_not_believed(look_up, github, nia, settings):
    settings.PRIVATE_HOSTS = ["127.0.0.1"]
    with serve() as elsewhere:
        elsewhere.pull(SPEC, 1, nia)
        github.moved[f"/repos/{SPEC}/pulls/1"] = f"{elsewhere.url}/api/v3/repos/{SPEC}/pulls/1"

        known = look_up(f"{SPEC}/pull/1")

    assert (known, elsewhere.asked) == ([OPEN], [])


def test_the_account_counts_by_its_number_whatever_its_name_is_now(look_up, github):
    renamed, namesake = github.user("nia-renamed", 503), github.user("nia", 77)
    github.pull(SPEC, 1, renamed)
    github.pull(SPEC, 2, namesake)
    github.pull(SPEC, 3, None)

    assert look_up(*(f"{SPEC}/pull/{number}" for number in (1, 2, 3))) == [(CONFIRMED, date(2026, 9, 3)), OPEN, OPEN]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{SPEC}/pull/1", "AsyncAPI/Spec/pull/1"),
        (f"{SPEC}/pull/1", f"{SPEC}/issues/1"),
        (f"{SPEC}/pull/1", "asyncapi/asyncapi/pull/1"),
        (f"{SPEC}/commit/{SHA}", f"{SPEC}/commit/{SHA[:7]}"),
        (f"{SPEC}/commit/{SHA}", f"asyncapi/asyncapi/commit/{SHA}"),
    ],
    ids=["capitals", "as an issue", "renamed", "short hash", "renamed commit"],
)
def test_the_same_thing_at_two_addresses_counts_once(look_up, github, nia, cohort, now, one, other):
    pull = github.pull(SPEC, 1, nia, merge_sha=SHA)
    github.issue(SPEC, 1, nia, state="closed", pull_request={"merged_at": "2026-09-03T10:00:00Z"})
    github.commit(SPEC, SHA, nia, pulls=[pull])
    github.answers["/repos/AsyncAPI/Spec/pulls/1"] = pull
    github.answers[f"/repos/{SPEC}/commits/{SHA[:7]}"] = github.answers[f"/repos/{SPEC}/commits/{SHA}"]
    api = f"{github.url}/api/v3/repos/{SPEC}"
    github.moved |= {"/repos/asyncapi/asyncapi": api, "/repos/asyncapi/asyncapi/pulls/1": f"{api}/pulls/1"}
    github.issue(SPEC, 6, nia)

    known = look_up(one, other, f"{SPEC}/issues/6")

    assert known == [(CONFIRMED, date(2026, 9, 3))] * 2 + [(CONFIRMED, date(2026, 12, 31))]
    cohort.contributions_required = 3
    cohort.save()
    finding = verdict_on(Contribution.objects.first().person, cohort, now)["contributions"]
    assert (finding.verdict, finding.evidence) == ("fail", "Confirmed: 2. Asked for: 3.")


# Refusals and pauses ------------------------------------------------------------------------------------------

REPO, COMMIT = f"/repos/{SPEC}", f"/repos/{SPEC}/commits/{SHA}"
PULLS, MERGED = f"{COMMIT}/pulls?per_page=100", f"/repos/{SPEC}/compare/{MERGE}...{SHA}?per_page=1&page=2"


@pytest.mark.parametrize(
    ("path", "status", "headers", "message", "pause"),
    [
        (REPO, 404, {}, "Not Found", None),
        (COMMIT, 404, {}, "Not Found", None),
        (PULLS, 404, {}, "Not Found", None),
        (MERGED, 404, {}, "Not Found", None),
        (COMMIT, 409, {}, "Git Repository is empty.", None),
        (REPO, 451, {}, "Repository access blocked", None),
        (COMMIT, 403, {}, "Resource not accessible by personal access token", BACKOFF[0]),
        (MERGED, 403, {}, "Resource not accessible by personal access token", None),
        (PULLS, 403, {}, "You have exceeded a secondary rate limit.", timedelta(minutes=1)),
        (MERGED, 403, {}, "You have exceeded a secondary rate limit.", timedelta(minutes=1)),
        (COMMIT, 403, {"Retry-After": "90"}, "Slow down", timedelta(seconds=90)),
        (PULLS, 429, {}, "Too many", timedelta(minutes=1)),
        (REPO, 500, {}, "Server Error", BACKOFF[0]),
        (MERGED, 500, {}, "Server Error", BACKOFF[0]),
    ],
)
def test_whatever_github_refuses_is_no_proof_and_no_fail(
    look_up, github, nia, now, path, status, headers, message, pause
):
    brought = github.pull(SPEC, 7, nia, merge_sha=MERGE)
    github.commit(SPEC, SHA, nia, on=("main", MERGE), pulls=[brought])
    github.refuses[path] = (status, headers, message)

    known = look_up(f"{SPEC}/commit/{SHA}")

    assert (known, Contribution.objects.get().verify_at) == ([OPEN], now + pause if pause else None)
    github.refuses.clear()
    assert verify(now + timedelta(hours=3)) == ({"confirmed": 1} if pause else {})


def test_what_is_withheld_does_not_hold_up_the_rest(look_up, github, nia):
    github.pull(SPEC, 1, nia)
    github.pull(SPEC, 2, nia)
    github.refuses[f"/repos/{SPEC}/pulls/1"] = (403, {}, "Resource protected by organization SAML enforcement")

    assert look_up(f"{SPEC}/pull/1", f"{SPEC}/pull/2") == [OPEN, (CONFIRMED, date(2026, 9, 3))]


def test_an_allowance_that_ends_between_two_questions_is_waited_for_and_nothing_is_asked_twice(
    look_up, github, nia, now
):
    brought = github.pull(SPEC, 7, nia, merge_sha=MERGE)
    github.commit(SPEC, SHA, nia, on=("main", MERGE), pulls=[brought])
    reset = now + timedelta(minutes=40)
    github.left, github.resets_at = 2, int(reset.timestamp())

    first = look_up(f"{SPEC}/commit/{SHA}")
    github.left = 2
    did = [verify(now + timedelta(minutes=39)), verify(reset)]

    assert (first, did) == ([OPEN], [{}, {"confirmed": 1}])
    assert [status for _path, status in github.asked] == [200, 200, 304, 304, 200, 200]


@pytest.mark.parametrize("said", ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "2099-01-01T00:00:00Z"])
def test_a_day_that_can_not_be_is_not_taken_from_github_either(look_up, github, nia, said):
    github.pull(SPEC, 1, nia, merged=said)

    assert (look_up(f"{SPEC}/pull/1"), note()) == ([OPEN], "The day that GitHub names can't be right.")
