from datetime import date

import pytest

from amp_portal.roster.models import Maintainer
from amp_portal.roster.querysets import Matched
from amp_portal.users import scenarios

pytestmark = pytest.mark.django_db

DAY = date(2027, 5, 1)


@pytest.fixture(autouse=True)
def roster():
    def listed(login, github_id, since, until=None):
        person = scenarios.person(login, github_login=login, github_id=github_id, account=False)
        Maintainer.objects.create(github_login=login, github_id=github_id, since=since, until=until, person=person)

    listed("derberg", 11, date(2027, 1, 1))
    listed("NoId", None, date(2027, 1, 1))
    listed("left", 13, date(2026, 1, 1), DAY)


@pytest.mark.parametrize(
    ("github_id", "login", "expected"),
    [
        (11, "derberg", ("derberg", Matched.BY_ID)),
        (11, "renamed", ("derberg", Matched.BY_ID)),
        (None, "DERBERG", ("derberg", Matched.BY_LOGIN)),
        (99, "DerBerg", ("derberg", Matched.DIFFERENT_ID)),
        (99, "noid", ("NoId", Matched.BY_LOGIN)),
        (13, "left", None),
        (99, "stranger", None),
        (None, "", None),
    ],
)
def test_an_account_is_matched_by_id_first_then_by_login(github_id, login, expected):
    match = Maintainer.objects.on(DAY).match(github_id=github_id, github_login=login)

    assert (match and (match.entry.github_login, match.matched)) == expected


@pytest.mark.parametrize(
    ("github_id", "login", "earlier", "expected"),
    [
        (99, "renamed", ["NOID"], ("NoId", Matched.BY_EARLIER_LOGIN)),
        (99, "renamed", ["derberg"], None),  # that entry has an id, and it is another
        (11, "renamed", ["noid"], ("derberg", Matched.BY_ID)),
        (99, "noid", ["derberg"], ("NoId", Matched.BY_LOGIN)),
        (None, "renamed", ["derberg"], ("derberg", Matched.BY_EARLIER_LOGIN)),
    ],
)
def test_a_login_of_before_is_the_least_sure(github_id, login, earlier, expected):
    match = Maintainer.objects.on(DAY).match(github_id=github_id, github_login=login, earlier_logins=earlier)

    assert (match and (match.entry.github_login, match.matched)) == expected


def test_a_login_under_which_the_list_once_had_the_id_is_an_earlier_one(django_assert_num_queries):
    person = scenarios.person("Nadia", github_login="nadia-new", github_id=77)
    Maintainer.objects.create(
        github_login="noid", github_id=77, since=date(2025, 1, 1), until=date(2025, 6, 1), person=person
    )

    with django_assert_num_queries(1):
        match = Maintainer.objects.on(DAY).match(github_id=77, github_login="nadia-new")

    assert (match.entry.github_login, match.matched) == ("NoId", Matched.BY_EARLIER_LOGIN)


def test_somebody_who_left_was_there_the_day_before():
    match = Maintainer.objects.on(date(2027, 4, 30)).match(github_id=13)

    assert match.entry.github_login == "left"


def test_nobody_is_on_the_list_before_it_was_read():
    assert not Maintainer.objects.on(date(2025, 12, 31)).exists()
