"""An address whose domain has letters of its own, and its xn-- form, are one address."""

from datetime import UTC, datetime
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from amp_portal import idn
from amp_portal.outbox import post
from amp_portal.refusals import Refusal
from amp_portal.users import scenarios
from amp_portal.users.models import Person, User
from cohorts import scenarios as cohorts
from cohorts.conduct.naming import is_named
from cohorts.models import Invitation, Organizer

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 5, 1, 12, tzinfo=UTC)
LETTERS, SERVERS = "ada@münchen.example", "ada@xn--mnchen-3ya.example"
PASSWORD = "Kf8!mmq2-zzQ"
NEW = {"name": "Ada Lark", "password1": PASSWORD, "password2": PASSWORD}


@pytest.mark.parametrize(
    ("written", "one"),
    [
        (LETTERS, SERVERS),
        (SERVERS, SERVERS),
        ("Ada@MÜNCHEN.Example ", "Ada@xn--mnchen-3ya.example"),
        ("ada@mu\u0308nchen.example", SERVERS),
        ("ada@faß.example", "ada@xn--fa-hia.example"),
        ("ada@example.org", "ada@example.org"),
        ("no address", "no address"),
        ("ada@ü..x", "ada@ü..x"),
    ],
)
def test_one_form(written, one):
    assert idn.one_form(written) == one


@pytest.mark.parametrize(("first", "then"), [(LETTERS, SERVERS), (SERVERS, LETTERS)])
def test_nobody_has_two_accounts_with_one_address(client, first, then):
    client.post(reverse("account_signup"), {**NEW, "email": first})
    client.post(reverse("account_signup"), {**NEW, "email": then})

    assert [(user.email, user.person.email) for user in User.objects.all()] == [(SERVERS, SERVERS)]
    assert list(User.objects.get().emailaddress_set.values_list("email", flat=True)) == [SERVERS]


@pytest.mark.parametrize("typed", [LETTERS, SERVERS])
def test_one_signs_in_with_either_form(client, typed):
    User.objects.create_superuser(LETTERS, PASSWORD)

    client.post(reverse("account_login"), {"login": typed, "password": PASSWORD})

    assert client.session.get("_auth_user_id")


def test_an_address_is_invited_once_in_either_form():
    cohort = cohorts.cohort()
    Invitation.invite(cohort, LETTERS, Invitation.Role.ORGANIZER, by=None, now=NOW)

    with pytest.raises(Refusal):
        Invitation.invite(cohort, SERVERS, Invitation.Role.ORGANIZER, by=None, now=NOW)


def test_a_lead_is_found_in_either_form():
    User.objects.create_superuser(SERVERS, PASSWORD)

    call_command("create_cohort", "amp-2027", "--name=AMP 2027", "--kickoff=2027-06-15", f"--lead={LETTERS}")

    assert Organizer.objects.get().person.email == SERVERS


@pytest.mark.parametrize("entry", [LETTERS, SERVERS, "@münchen.example", "@xn--mnchen-3ya.example"])
def test_the_list_of_who_gets_mail_outside_production_knows_both(settings, entry):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAIL_ALLOWLIST = [entry]

    assert (post.may_go_to(LETTERS), post.may_go_to(SERVERS)) == (True, True)


def test_whoever_is_named_by_either_form_is_named():
    ada = scenarios.person("Ada Lark", email=SERVERS)

    assert [is_named(ada, f"it was {form}") for form in (LETTERS, SERVERS)] == [True, True]


def test_what_was_stored_before_becomes_the_one_form():
    ada, both = Person.objects.create(name="Ada"), Person.objects.create(name="Bo")
    Person.objects.filter(pk=ada.pk).update(email="x@example.org")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE users_person SET email = %s WHERE id = %s", [LETTERS, ada.pk])

    migration = import_module("amp_portal.users.migrations.0008_addresses_in_one_form")
    migration.in_one_form(apps, SimpleNamespace(connection=connection))

    ada.refresh_from_db()
    both.refresh_from_db()
    assert (ada.email, both.email) == (SERVERS, "")
