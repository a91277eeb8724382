"""Signing in with GitHub proves an identity, and joins people to what was known about them."""

import threading
from datetime import UTC, date, datetime

import pytest
import time_machine
from allauth.socialaccount.models import SocialAccount
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.urls import reverse

from amp_portal.refusals import Refusal
from amp_portal.roster.models import Maintainer
from amp_portal.users import joining, scenarios
from amp_portal.users.models import Join, Person, User
from cohorts.models import Cohort, OtherProgramPlace, Participation

from .signing_in import again

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 5, 1, 12, tzinfo=UTC)


def cohort(slug):
    return Cohort.objects.create(slug=slug, name=slug.upper(), year=2022, kickoff=date(2022, 6, 15), imported=True)


def took_part(person, slug="amp-2022"):
    return Participation.objects.create(cohort=Cohort.objects.filter(slug=slug).first() or cohort(slug), person=person)


def listed(person):
    return Maintainer.objects.create(
        person=person, github_login=person.github_login, github_id=person.github_id, since=date(2027, 1, 1)
    )


def test_signing_in_makes_an_account_with_a_proved_identity(client, by_github):
    client.cookies["timezone"] = "Africa/Lagos"

    with time_machine.travel(NOW, tick=False):
        response = by_github(client, 11, "AdaLark", name="Ada Lark")

    assert response.redirect_chain[-1][0] == reverse("users:profile")
    ada = User.objects.get().person
    assert (ada.name, ada.email, ada.time_zone) == ("Ada Lark", "adalark@example.org", "Africa/Lagos")
    assert (ada.github_id, ada.github_login, ada.github_proved_at) == (11, "AdaLark", NOW)
    assert (ada.user.email, ada.user.has_usable_password()) == ("adalark@example.org", False)


def test_a_login_that_changed_is_updated(client, by_github):
    with time_machine.travel(NOW, tick=False):
        by_github(client, 11, "AdaLark")
    client.post(reverse("account_logout"))

    by_github(client, 11, "ada-moved")

    ada = Person.objects.get()
    assert (ada.github_login, ada.github_id, ada.github_proved_at) == ("ada-moved", 11, NOW)


def test_connecting_proves_the_identity_of_an_account(client, by_github):
    ada = scenarios.person("Ada Lark", github_login="")
    again(client, ada.user)

    response = by_github(client, 11, "AdaLark", process="connect")

    assert response.redirect_chain[-1][0] == reverse("users:profile")
    ada.refresh_from_db()
    assert (ada.github_id, ada.github_login, ada.github_is_proved, ada.name) == (11, "AdaLark", True, "Ada Lark")


def test_somebody_with_the_same_address_does_not_get_the_account(client, by_github):
    ada = scenarios.person("Ada Lark", email="ada@example.org", github_login="")

    response = by_github(client, 11, "AdaLark", email="ada@example.org")

    assert not response.wsgi_request.user.is_authenticated
    ada.refresh_from_db()
    assert ada.github_id is None
    assert User.objects.count() == 1


def test_a_github_account_belongs_to_one_account_here(client, by_github):
    scenarios.person("Ada Lark", github_login="AdaLark", github_id=11)
    ben = scenarios.person("Ben Swift", github_login="")
    again(client, ben.user)

    response = by_github(client, 11, "AdaLark", process="connect")

    assert [message.level_tag for message in get_messages(response.wsgi_request)] == ["error"]
    ben.refresh_from_db()
    assert ben.github_id is None
    assert SocialAccount.objects.get().user.person.name == "Ada Lark"


def test_a_second_github_account_is_refused(client, by_github):
    """Else a maintainer could leave the identity that the rules look at."""
    ada = scenarios.person("Ada Lark", github_login="AdaLark", github_id=11)
    ada.user.socialaccount_set.all().delete()
    again(client, ada.user)

    response = by_github(client, 99, "throwaway", process="connect")

    assert "belongs to @AdaLark" in response.content.decode()
    ada.refresh_from_db()
    assert (ada.github_id, ada.github_login) == (11, "AdaLark")
    assert not SocialAccount.objects.exists()


def test_a_closed_account_can_not_sign_in_with_github(client, by_github):
    User.objects.filter(pk=scenarios.person("Ada", github_login="AdaLark", github_id=11).user.pk).update(
        is_active=False
    )

    response = by_github(client, 11, "AdaLark")

    assert response.redirect_chain[-1][0] == reverse("account_inactive")


def test_by_numeric_id_the_past_is_joined_at_once(client, by_github):
    known = scenarios.person("Ada L.", github_login="old-name", github_id=11, account=False, time_zone="Africa/Lagos")
    participation, maintainer = took_part(known), listed(known)
    place = OtherProgramPlace.objects.create(
        program="GSoC",
        github_login="old-name",
        starts_on=date(2026, 5, 1),
        ends_on=date(2026, 9, 1),
        person=known,
    )

    by_github(client, 11, "AdaLark", name="Ada Lark")

    ada = Person.objects.get()
    assert (ada.name, ada.time_zone, ada.github_login, ada.github_is_proved) == (
        "Ada Lark",
        "Africa/Lagos",
        "AdaLark",
        True,
    )
    for row in (participation, maintainer, place):
        row.refresh_from_db()
        assert row.person == ada
    assert not Join.objects.exists()


def test_by_login_alone_somebody_confirms(client, by_github):
    known = scenarios.person("Ada L.", github_login="adalark", account=False)
    participation = took_part(known)
    by_github(client, 11, "AdaLark")

    join = Join.objects.get()
    ada = User.objects.get(email="adalark@example.org").person
    assert (join.state, join.account, join.known, join.known_label) == (Join.State.PROPOSED, ada, known, "Ada L.")
    assert (ada.github_is_proved, list(ada.participations.all())) == (True, [])

    scenarios.decide(join, "confirm", now=NOW)
    root = User.objects.get(is_superuser=True).person

    participation.refresh_from_db()
    assert participation.person == ada
    join.refresh_from_db()
    assert (join.state, join.known, join.decided_by, join.decided_at) == (Join.State.CONFIRMED, None, root, NOW)
    with pytest.raises(Refusal):
        join.refuse(by=root, source="Slack", now=NOW)


def test_a_refused_join_is_not_proposed_again(client, by_github):
    known = scenarios.person("Another Ada", github_login="adalark", account=False)
    by_github(client, 11, "AdaLark")
    scenarios.decide(Join.objects.get(), "refuse", now=NOW)
    client.post(reverse("account_logout"))

    by_github(client, 11, "AdaLark")
    joining.propose(NOW)

    join = Join.objects.get()
    assert (join.state, join.known) == (Join.State.REFUSED, known)


def test_history_imported_later_is_proposed_by_the_sweep(client, by_github):
    by_github(client, 11, "AdaLark")
    scenarios.person("Ada L.", github_login="ADALARK", account=False)
    scenarios.person("Typed", github_login="adalark", proved=False)

    assert joining.propose(NOW) == 1
    assert joining.propose(NOW) == 0
    assert Join.objects.get().account.user.email == "adalark@example.org"


def test_an_account_that_merely_typed_a_login_is_proposed_nothing():
    scenarios.person("Mallory", github_login="derberg", proved=False)
    scenarios.person("Lukasz", github_login="derberg", account=False)

    assert joining.propose(NOW) == 0


def test_a_join_that_would_break_a_constraint_changes_nothing(client, by_github):
    known = scenarios.person("Ada L.", github_login="AdaLark", github_id=11, account=False)
    ada = scenarios.person("Ada Lark", github_login="")
    theirs, listing, ours = took_part(known), listed(known), took_part(ada)
    again(client, ada.user)

    response = by_github(client, 11, "AdaLark", process="connect")

    assert response.wsgi_request.user.is_authenticated
    for row, person in ((theirs, known), (listing, known), (ours, ada)):
        row.refresh_from_db()
        assert row.person == person
    ada.refresh_from_db()
    known.refresh_from_db()
    assert (ada.github_id, ada.github_is_proved, known.github_id) == (None, False, 11)
    join = Join.objects.get()
    assert (join.state, join.known) == (Join.State.CONFLICT, known)
    assert "participation" in join.reason


def test_a_conflict_that_was_cleared_is_joined_at_the_next_sign_in(client, by_github):
    known = scenarios.person("Ada L.", github_login="AdaLark", github_id=11, account=False)
    ada = scenarios.person("Ada Lark", github_login="")
    theirs, ours = took_part(known), took_part(ada)
    again(client, ada.user)
    by_github(client, 11, "AdaLark", process="connect")
    client.post(reverse("account_logout"))
    ours.delete()

    response = by_github(client, 11, "AdaLark")

    assert response.wsgi_request.user == ada.user
    theirs.refresh_from_db()
    ada.refresh_from_db()
    assert (theirs.person, ada.github_id, ada.github_is_proved) == (ada, 11, True)


def test_a_conflict_that_was_cleared_can_be_confirmed(client, by_github):
    known = scenarios.person("Ada L.", github_login="AdaLark", github_id=11, account=False)
    ada = scenarios.person("Ada Lark", github_login="")
    theirs, ours = took_part(known), took_part(ada)
    again(client, ada.user)
    by_github(client, 11, "AdaLark", process="connect")
    join = Join.objects.get()

    with pytest.raises(Refusal, match="participation"):
        scenarios.decide(join, "confirm", now=NOW)
    ours.delete()
    scenarios.decide(join, "confirm", now=NOW)

    theirs.refresh_from_db()
    ada.refresh_from_db()
    assert (theirs.person, ada.github_id, ada.github_login, ada.github_proved_at) == (ada, 11, "AdaLark", NOW)


def test_two_ids_are_two_people_whatever_their_login(client, by_github):
    known = scenarios.person("Ada L.", github_login="adalark", account=False)
    by_github(client, 11, "AdaLark")
    Person.objects.filter(pk=known.pk).update(github_id=12)

    with pytest.raises(Refusal, match="differ"):
        scenarios.decide(Join.objects.get(), "confirm", now=NOW)


def test_an_identity_another_account_kept_is_flagged_not_moved(client, by_github):
    ada = scenarios.person("Ada Lark", github_login="AdaLark", github_id=11)
    ada.user.socialaccount_set.all().delete()

    response = by_github(client, 11, "AdaLark", email="second@example.org")

    assert response.wsgi_request.user.is_authenticated
    second = User.objects.get(email="second@example.org").person
    assert (second.github_id, second.github_is_proved) == (None, False)
    assert Join.objects.get().state == Join.State.CONFLICT


@pytest.mark.django_db(transaction=True)
def test_two_browsers_racing_join_once():
    known = scenarios.person("Ada L.", github_login="AdaLark", github_id=11, account=False)
    participation = took_part(known)
    accounts = [scenarios.person(name, github_login="") for name in ("Ada One", "Ada Two")]
    barrier, failures = threading.Barrier(2), []

    def race(account):
        try:
            barrier.wait()
            joining.prove(account, github_id=11, login="AdaLark", now=NOW)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=race, args=[account]) for account in accounts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    winner = Person.objects.get(github_id=11)
    participation.refresh_from_db()
    assert (winner in accounts, participation.person) == (True, winner)
    loser = next(account for account in accounts if account != winner)
    loser.refresh_from_db()
    assert not loser.github_is_proved
    assert not Person.objects.filter(pk=known.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_two_organizers_confirming_decide_once():
    known = scenarios.person("Ada L.", github_login="AdaLark", account=False)
    took_part(known)
    ada = scenarios.person("Ada Lark", github_login="AdaLark", github_id=11)
    join = Join.objects.create(account=ada, known=known, known_label="Ada L.", created_at=NOW)
    root = User.objects.create_superuser("root@example.org", scenarios.PASSWORD, name="Rut Root").person
    barrier, refused = threading.Barrier(2), []

    def confirm():
        mine = Join.objects.get(pk=join.pk)
        try:
            barrier.wait()
            mine.confirm(by=root, source="Slack", now=NOW)
        except Refusal as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 1
    assert ada.participations.count() == 1


def test_every_sign_in_form_is_protected(github_server):
    response = Client(enforce_csrf_checks=True).post(reverse("github_login"))

    assert response.status_code == 403
