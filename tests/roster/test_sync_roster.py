import threading
from datetime import UTC, date, datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection

from amp_portal.roster import tasks
from amp_portal.roster.models import Attempt, Maintainer, Snapshot
from amp_portal.users import scenarios
from amp_portal.users.models import Person

pytestmark = pytest.mark.django_db

LIST = """
- name: Ada Lark
  github: AdaLark
  githubID: 11
  isTscMember: true
  slack: U1234
  repos: [parser, website]
- name: Ben Swift
  github: ben-swift
  githubID: 12
  repos:
  - cli
"""
OLD_LIST = """
- name: Ada Lark
  github: AdaLark
- name: Ben Swift
  github: Ben-Swift
"""


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


def stretches():
    return list(Maintainer.objects.order_by("since", "github_login").values_list("github_login", "since", "until"))


def test_the_first_reading_adds_everybody(sync):
    assert sync(LIST) == "added 2, changed 0, left 0, unchanged 0"

    ada = Maintainer.objects.get(github_id=11)
    assert (ada.name, ada.repos, ada.is_tsc_member, ada.since, ada.until) == (
        "Ada Lark",
        ["parser", "website"],
        True,
        date(2027, 5, 1),
        None,
    )
    assert (ada.person.github_id, ada.person.github_login, ada.person.has_account) == (11, "AdaLark", False)


def test_a_second_reading_changes_only_when_it_was_read(sync):
    with time_machine.travel("2027-05-01 08:00Z", tick=False):
        sync(LIST)
    before = list(Maintainer.objects.values()), list(Person.objects.values())

    with time_machine.travel("2027-05-01 12:00Z", tick=False):
        assert sync(LIST) == "added 0, changed 0, left 0, unchanged 2"

    assert (list(Maintainer.objects.values()), list(Person.objects.values())) == before
    assert Snapshot.objects.get().fetched_at == datetime(2027, 5, 1, 12, tzinfo=UTC)


def test_an_unchanged_list_read_on_a_later_day_is_fresh_again(sync):
    sync(LIST)
    sync(LIST, as_of="2027-05-09")

    assert Snapshot.objects.known_on(date(2027, 5, 8)).age_on(date(2027, 5, 8)).days == 7
    assert Snapshot.objects.known_on(date(2027, 5, 9)).age_on(date(2027, 5, 9)).days == 0
    assert Snapshot.objects.known_on(date(2027, 4, 30)) is None


def test_without_a_date_the_list_is_of_today(tmp_path):
    (tmp_path / "list.yaml").write_text(LIST)

    with time_machine.travel("2027-05-03 23:59Z", tick=False):
        call_command("sync_roster", str(tmp_path / "list.yaml"), stdout=StringIO())

    assert Snapshot.objects.get().as_of == date(2027, 5, 3)


def test_whoever_left_keeps_their_stretch_and_may_come_back(sync):
    sync(LIST)
    without_ben = LIST.partition("- name: Ben")[0]

    assert sync(without_ben, "2027-05-02", "--confirm") == "added 0, changed 0, left 1, unchanged 1"
    assert sync(LIST, "2027-05-03") == "added 1, changed 0, left 0, unchanged 1"

    assert stretches() == [
        ("AdaLark", date(2027, 5, 1), None),
        ("ben-swift", date(2027, 5, 1), date(2027, 5, 2)),
        ("ben-swift", date(2027, 5, 3), None),
    ]
    assert Maintainer.objects.filter(github_id=12).values("person").distinct().count() == 1


def test_a_renamed_login_with_the_same_id_is_a_change(sync):
    sync(LIST)

    assert sync(LIST.replace("ben-swift", "benito"), "2027-05-02") == "added 0, changed 1, left 0, unchanged 1"

    assert stretches() == [("AdaLark", date(2027, 5, 1), None), ("benito", date(2027, 5, 1), None)]
    assert Person.objects.get(github_id=12).github_login == "benito"


def test_the_same_login_with_another_id_is_somebody_else(sync):
    sync(LIST)

    assert sync(LIST.replace("githubID: 12", "githubID: 99"), "2027-05-02", "--confirm") == (
        "added 1, changed 0, left 1, unchanged 1"
    )


def test_two_logins_may_swap(sync):
    sync(LIST)
    swapped = LIST.replace("AdaLark", "x").replace("ben-swift", "AdaLark").replace("github: x", "github: ben-swift")

    assert sync(swapped, "2027-05-02") == "added 0, changed 2, left 0, unchanged 0"
    assert Maintainer.objects.get(github_id=11).github_login == "ben-swift"


def test_old_revisions_have_no_ids_and_gain_them(sync):
    sync(OLD_LIST, "2027-04-01")

    assert sync(LIST) == "added 0, changed 2, left 0, unchanged 0"

    assert Maintainer.objects.get(github_login="ben-swift").person.github_id == 12
    assert Person.objects.count() == 2


def test_a_list_that_lost_its_ids_keeps_those_known(sync):
    sync(LIST)
    sync(OLD_LIST, "2027-05-02")

    assert set(Maintainer.objects.current().values_list("github_id", flat=True)) == {11, 12}


def test_somebody_who_signed_in_before_is_found_by_id(sync):
    ada = scenarios.person("Ada Lark", github_login="ada-was-here", github_id=11)

    sync(LIST)

    assert Maintainer.objects.get(github_id=11).person == ada
    ada.refresh_from_db()
    assert (ada.name, ada.github_login) == ("Ada Lark", "ada-was-here")


def test_an_entry_that_gains_an_id_goes_to_the_account_with_that_id(sync):
    sync(OLD_LIST, "2027-04-01")
    ada = scenarios.person("Ada Lark", github_login="AdaLark", github_id=11)

    sync(LIST)

    assert Maintainer.objects.get(github_id=11).person == ada


def test_a_login_that_somebody_merely_typed_attaches_nothing(sync):
    typed = scenarios.person("Mallory", github_login="AdaLark", proved=False)

    sync(OLD_LIST, "2027-04-01")
    sync(LIST)

    assert list(typed.maintainerships.all()) == []
    typed.refresh_from_db()
    assert typed.github_id is None


def test_a_person_known_by_login_from_elsewhere_is_not_given_the_id(sync):
    """Imported history has logins only, and logins get reused: somebody has to confirm that they are one."""
    from_history = scenarios.person("Ada L.", github_login="adalark", account=False)

    sync(OLD_LIST, "2027-04-01")
    sync(LIST)

    assert Maintainer.objects.get(github_id=11).person != from_history
    from_history.refresh_from_db()
    assert from_history.github_id is None


def test_a_day_before_the_newest_reading_is_refused(sync):
    sync(LIST)

    with pytest.raises(CommandError, match="2027-05-01 is known already"):
        sync(OLD_LIST, "2027-04-30")

    assert len(stretches()) == 2


def test_a_day_that_has_not_come_is_refused(sync):
    sync(LIST, "2027-05-11")  # it has, east of here

    with pytest.raises(CommandError, match="2027-05-12 has not come yet"):
        sync(LIST, "2027-05-12")

    assert list(Snapshot.objects.values_list("as_of", flat=True)) == [date(2027, 5, 11)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[]", "empty"),
        ("", "not a list"),
        ("maintainers: 3", "not a list"),
        ("<!doctype html><title>404</title>", "web page"),
        ("- name: [", "not valid YAML"),
        ("- name: Ada Lark\n", "No entry of the list can be read. Entry 1 .Ada Lark. has no “github”"),
        ("- just text", "Entry 1 is not a maintainer"),
        ("- [[[[[[[[[[[[[[a]]]]]]]]]]]]]]", "nested too deeply"),
        ("[" * 100_000, "nested too deeply"),
        ("- github: a\n---\n- github: b\n", "more than one list"),
        ("- &a github\n", "Line 1 uses an anchor or alias"),
        ("- github: ada\n  repos: [*a]", "Line 2 uses an anchor or alias"),
    ],
)
def test_what_is_not_the_list_leaves_the_last_one_standing(sync, text, message):
    sync(LIST)
    before = list(Maintainer.objects.values()), list(Snapshot.objects.values())

    with pytest.raises(CommandError, match=message):
        sync(text, "2027-05-02")

    assert (list(Maintainer.objects.values()), list(Snapshot.objects.values())) == before
    attempt = Attempt.objects.latest()
    assert (attempt.succeeded, attempt.outcome[-20:] != "") == (False, True)


def test_a_file_that_is_not_there_is_a_clear_error():
    with pytest.raises(CommandError, match=r"nowhere\.yaml can't be read: No such file"):
        call_command("sync_roster", "nowhere.yaml")


def test_reading_takes_the_same_queries_however_long_the_list(sync, django_assert_num_queries):
    def of_length(count, start):
        return "".join(f"- github: m{n}\n  githubID: {n}\n" for n in range(start, start + count))

    sync("- github: somebody\n")
    for count, start, day in ((3, 100, "2027-05-02"), (30, 200, "2027-05-03")):
        with django_assert_num_queries(18):
            sync(of_length(count, start), day, "--confirm")


def test_the_schedule_does_nothing_without_an_address(settings):
    settings.ROSTER_URL = ""

    tasks.sync()

    assert not Attempt.objects.exists()


def test_the_schedule_records_a_failure_and_goes_on(settings, tmp_path):
    settings.ROSTER_URL = str(tmp_path / "gone.yaml")

    tasks.sync()

    attempt = Attempt.objects.get()
    assert not attempt.succeeded
    assert "No such file" in attempt.outcome


@pytest.mark.django_db(transaction=True)
def test_two_readings_at_once_add_everybody_once(tmp_path):
    path = tmp_path / "MAINTAINERS.yaml"
    path.write_text(LIST)
    barrier, printed = threading.Barrier(4), []

    def read():
        try:
            out = StringIO()
            barrier.wait()
            call_command("sync_roster", str(path), stdout=out)
            printed.append(out.getvalue().strip())
        finally:
            connection.close()

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(printed) == ["added 0, changed 0, left 0, unchanged 2"] * 3 + [
        "added 2, changed 0, left 0, unchanged 0"
    ]
    assert (Maintainer.objects.count(), Person.objects.count()) == (2, 2)
