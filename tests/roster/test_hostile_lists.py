"""Lists that are broken, hostile or half: what can be read counts, the rest stands, and organizers see why."""

import tracemalloc
from contextlib import nullcontext
from datetime import UTC, date, datetime
from io import StringIO
from itertools import pairwise

import pytest
import time_machine
from django.core.management import CommandError, call_command

from amp_portal.roster.models import Attempt, Held, Maintainer, Snapshot
from amp_portal.roster.parse import Entry, parse

pytestmark = pytest.mark.django_db

BOMB = (
    "a: &a [x, x, x, x, x, x, x, x, x]\n"
    + "".join(f"{after}: &{after} [{', '.join(['*' + before] * 9)}]\n" for before, after in pairwise("abcdefghi"))
    + "- github: *i\n"
)


@pytest.fixture
def sync(tmp_path):
    """Run the command on a text in May 2027; returns what it printed."""

    def run(text, as_of="2027-05-01", *options):
        path = tmp_path / "MAINTAINERS.yaml"
        path.write_text(text)
        out = StringIO()
        call_command("sync_roster", str(path), "--as-of", as_of, *options, stdout=out, stderr=out)
        return out.getvalue().strip()

    with time_machine.travel(datetime(2027, 5, 10, 23, tzinfo=UTC), tick=False):
        yield run


def people(*numbers):
    return "".join(f"- name: Person {n}\n  github: m{n}\n  githubID: {n}\n  repos: [cli]\n" for n in numbers)


def current():
    return set(Maintainer.objects.current().values_list("github_login", flat=True))


# What a list may contain ----------------------------------------------------------------------------


def test_aliases_are_refused_before_they_unfold(sync):
    sync(people(1))
    tracemalloc.start()
    try:
        with pytest.raises(CommandError, match="uses an anchor or alias of YAML"):
            sync(BOMB, "2027-05-02")
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()
    assert (Attempt.objects.latest().succeeded, current()) == (False, {"m1"})


@pytest.mark.parametrize("text", ["- github: ada\n  since: !!timestamp 1e9\n", "- github: ada\n  ? !!int ''\n  : 1\n"])
def test_tags_are_not_followed(text):
    assert parse(text).entries == [Entry("ada")]


@pytest.mark.parametrize(
    "login", ["1234567", "0755", "yes", "NO", "null", "1e9", "2027-05-01", "0x1F", "-ada", "ada-", "a_b"]
)
def test_a_login_is_text_whatever_it_looks_like(login):
    assert parse(f"- github: {login}\n  githubID: 0012\n").entries == [Entry(login, 12)]


@pytest.mark.parametrize("nothing", ["", "~", "null", "''"])
def test_an_id_or_repositories_may_be_empty(nothing):
    text = f"- github: ada\n  githubID: {nothing}\n  name: {nothing}\n  repos: {nothing}\n"
    assert parse(text).entries == [Entry("ada")]


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ("- name: Person 2\n", "Entry 2 (Person 2) has no “github”."),
        ("- name: Person 2\n  github:\n  githubID: 2\n", "Entry 2 (Person 2) has no “github”."),
        ("- github: ' not a login'\n  githubID: 2\n", "Entry 2 (not a login): “github” is not a login: not a login."),
        ("- github: [a]\n  name: Person 2\n", "Entry 2 (Person 2): “github” is not a login: not text."),
        ("- github: m2\n  githubID: many\n", "Entry 2 (m2): “githubID” is not a number: many."),
        ("- github: m2\n  githubID: true\n", "Entry 2 (m2): “githubID” is not a number: true."),
        ("- github: m2\n  githubID: 0\n", "Entry 2 (m2): “githubID” is not a number: 0."),
        ("- github: m2\n  repos: parser\n", "Entry 2 (m2): “repos” is not a list."),
        ('- github: "\\0"\n  githubID: 2\n', "Entry 2: “github” is not a login: ."),
    ],
)
def test_one_entry_that_cannot_be_read_is_reported_and_kept_as_it_was(sync, entry, why):
    sync(people(1, 2, 3))
    before = Maintainer.objects.values().get(github_id=2)

    printed = sync(people(1) + entry + people(3, 4), "2027-05-02")

    assert printed == f"added 1, changed 0, left 0, unchanged 2, unreadable 1\n{why}"
    assert Maintainer.objects.values().get(github_id=2) == before
    assert current() == {"m1", "m2", "m3", "m4"}
    attempt = Attempt.objects.latest()
    assert (attempt.succeeded, attempt.went_well, attempt.unreadable) == (True, False, [why])
    assert Snapshot.objects.latest().as_of == date(2027, 5, 2)


def test_the_first_of_two_entries_of_one_account_is_read(sync):
    printed = sync(people(1, 2) + "- github: M1\n- github: other\n  githubID: 2\n")

    assert printed.splitlines()[1:] == [
        "Entry 3 names M1, as an entry above it does.",
        "Entry 4 names 2, as an entry above it does.",
    ]
    assert current() == {"m1", "m2"}


def test_an_entry_of_nobody_knows_whom_keeps_whoever_is_missing(sync):
    sync(people(*range(1, 11)))

    with pytest.raises(CommandError, match="1 of 10 people are missing"):
        sync(people(*range(1, 10)) + "- just text\n", "2027-05-02")

    assert "m10" in current()


@pytest.mark.parametrize("error", [AttributeError("x"), IndexError(), MemoryError(), RecursionError()])
def test_any_failure_is_an_attempt_that_organizers_see(sync, monkeypatch, error):
    def stumble(*_args, **_options):
        raise error

    monkeypatch.setattr("amp_portal.roster.yaml_text.yaml.parse", stumble)  # another library's fault

    with pytest.raises(CommandError, match=type(error).__name__):
        sync(people(1))

    assert type(error).__name__ in Attempt.objects.get().outcome


# Half a list ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "waits"),
    [
        (range(73), range(29), True),
        (range(10), range(8), False),  # a fifth
        (range(10), range(7), True),
        (range(60), range(53), True),  # more than five and a tenth
        (range(60), range(54), False),  # a tenth
        (range(40), range(35), False),  # five
        (range(60), [*range(53), 101], False),  # one came, so it shrinks by six: a tenth
        (range(10), [*range(7), 101, 102, 103], True),  # as long as before, but others
    ],
)
def test_a_list_that_loses_many_waits(sync, before, after, waits):
    sync(people(*(n + 1 for n in before)))
    expected = pytest.raises(CommandError, match="this may be half a list") if waits else nullcontext()
    with expected:
        sync(people(*(n + 1 for n in after)), "2027-05-02")
    assert Held.objects.exists() == waits
    assert len(current()) == len({*before, *after} if waits else {*after})


def test_while_half_a_list_waits_additions_count_the_rest_stands_and_grows_old(sync):
    sync(people(1, 2, 3, 4))
    before = list(Maintainer.objects.values())
    half = people(1, 9).replace("Person 1", "Renamed")

    for day in ("2027-05-02", "2027-05-03"):
        with pytest.raises(CommandError, match="3 of"):
            sync(half, day)

    assert list(Maintainer.objects.exclude(github_id=9).values()) == before
    assert Maintainer.objects.get(github_id=9).since == date(2027, 5, 2)
    assert list(Snapshot.objects.values_list("as_of", flat=True)) == [date(2027, 5, 1)]
    assert Held.objects.get().as_of == date(2027, 5, 3)
    assert [attempt.succeeded for attempt in Attempt.objects.order_by("pk")] == [True, False, False]


def test_once_confirmed_it_is_the_list(sync):
    sync(people(1, 2, 3, 4))
    with pytest.raises(CommandError):
        sync(people(1, 9), "2027-05-02")

    out = StringIO()
    call_command("sync_roster", "--confirm", stdout=out)

    assert out.getvalue().strip() == "added 0, changed 0, left 3, unchanged 2"
    assert current() == {"m1", "m9"}
    assert (Snapshot.objects.latest().as_of, Held.objects.exists()) == (date(2027, 5, 2), False)
    with pytest.raises(CommandError, match="No list waits"):
        call_command("sync_roster", "--confirm")


def test_a_whole_list_read_later_takes_its_place(sync):
    sync(people(1, 2, 3, 4))
    with pytest.raises(CommandError):
        sync(people(1), "2027-05-02")

    sync(people(1, 2, 3, 4, 5), "2027-05-03")

    assert not Held.objects.exists()
    assert current() == {"m1", "m2", "m3", "m4", "m5"}


def test_somebody_whose_login_came_back_under_another_id_is_added_beside_the_first(sync):
    sync(people(1, 2))

    with pytest.raises(CommandError):
        sync(people(1) + "- github: m2\n  githubID: 99\n- github: m3\n", "2027-05-02")

    assert set(Maintainer.objects.current().values_list("github_login", "github_id")) == {
        ("m1", 1),
        ("m2", 2),
        ("m2", 99),
        ("m3", None),
    }


def test_without_a_list_the_command_asks_where_it_is():
    with pytest.raises(CommandError, match="PATH_OR_URL"):
        call_command("sync_roster")
