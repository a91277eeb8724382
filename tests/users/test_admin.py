from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from amp_portal.users import scenarios
from amp_portal.users.merging import told_relations
from amp_portal.users.models import Join, User
from cohorts.models import Cohort, OtherProgramPlace, Participation

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def root(client):
    user = User.objects.create_superuser("root@example.org", scenarios.PASSWORD, name="Rut Root")
    client.force_login(user)
    return user.person


@pytest.fixture
def organizer(client):
    person = scenarios.person("Olu Organizer")
    cohort = Cohort.objects.create(slug="amp-2027", name="AMP 2027", year=2027, kickoff=date(2027, 6, 15))
    cohort.organizers.create(person=person, is_lead=True)
    client.force_login(person.user)
    return person


def proposal(number=1):
    ada = scenarios.person(f"Ada {number}", github_login=f"ada{number}")
    known = scenarios.person(f"A. L. {number}", github_login=f"ADA{number}", account=False)
    OtherProgramPlace.objects.create(
        program="GSoC",
        github_login=f"ADA{number}",
        starts_on=date(2025, 5, 1),
        ends_on=date(2025, 9, 1),
        person=known,
    )
    return Join.objects.create(account=ada, known=known, known_label=str(known), created_at=NOW)


@pytest.mark.parametrize("model", ["person", "user"])
def test_people_and_accounts_are_for_superusers(client, organizer, model):
    assert client.get(reverse(f"admin:users_{model}_changelist")).status_code == 403


def test_nobody_else_decides_about_joins(client):
    client.force_login(scenarios.person("Ada Lark").user)

    assert client.get(reverse("admin:users_join_changelist")).status_code in (302, 403)


def test_the_evidence_is_listed_and_the_decision_has_its_page(client, root):
    join = proposal()

    page = client.get(reverse("admin:users_join_changelist")).content.decode()
    assert "place in another program: 1" in page
    assert f'href="{join.get_absolute_url()}"' in page
    assert client.get(reverse("admin:users_join_change", args=[join.pk])).status_code == 200
    assert "place in another program: 1" in client.get(join.get_absolute_url()).content.decode()


def test_what_can_not_be_joined_says_why(client, root):
    join = proposal()
    cohort = Cohort.objects.create(slug="amp-2027", name="AMP 2027", year=2027, kickoff=date(2027, 6, 15))
    for person in (join.account, join.known):
        Participation.objects.create(cohort=cohort, person=person)

    for confirm in ({}, {"confirm": "yes"}):
        said = {"decision": "confirm", "source": "They said so"} | confirm
        response = client.post(join.get_absolute_url(), said)
        assert (response.status_code, "participation" in response.content.decode()) == (422, True)

    join.refresh_from_db()
    assert join.state == Join.State.PROPOSED


@pytest.mark.parametrize("count", [3, 30])
def test_the_list_of_joins_has_a_constant_cost(client, root, count, django_assert_num_queries):
    for number in range(count):
        proposal(number)
    page = reverse("admin:users_join_changelist")
    client.get(page)

    with django_assert_num_queries(5 + len(told_relations())):
        response = client.get(page)

    assert len(response.context["cl"].result_list) == count


@pytest.mark.parametrize("count", [3, 30])
@pytest.mark.parametrize("model", ["person", "user"])
def test_the_lists_of_people_have_a_constant_cost(client, root, count, model, django_assert_num_queries):
    for number in range(count - 1):
        scenarios.person(f"Ada {number}")

    with django_assert_num_queries(5):
        response = client.get(reverse(f"admin:users_{model}_changelist"))

    assert len(response.context["cl"].result_list) == count


def test_a_superuser_corrects_the_label_of_somebody_known_only(client, root):
    known = scenarios.person("Old Hand", github_login="oldhnad", account=False)
    ada = scenarios.person("Ada Lark")
    for person in (known, ada):
        client.post(
            reverse("admin:users_person_change", args=[person.pk]),
            {"name": person.name, "email": "", "time_zone": "", "github_login": "oldhand", "github_id": "5"},
        )

    known.refresh_from_db()
    ada.refresh_from_db()
    assert (known.github_login, known.github_id) == ("oldhand", None)
    assert ada.github_login == "ada-lark"


def test_a_superuser_closes_an_account_but_makes_nobody_superuser(client, root):
    user = scenarios.person("Ada Lark").user

    nothing = {f"{rows}-{count}_FORMS": 0 for rows in ("objections", "changes") for count in ("TOTAL", "INITIAL")}
    client.post(reverse("admin:users_user_change", args=[user.pk]), {"is_superuser": "on", **nothing})

    user.refresh_from_db()
    assert (user.is_active, user.is_superuser) == (False, False)


def test_a_superuser_does_not_close_their_own_account(client, root):
    client.post(reverse("admin:users_user_change", args=[root.user.pk]), {})

    assert User.objects.get(pk=root.user.pk).is_active
