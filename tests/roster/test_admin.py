from datetime import UTC, date, datetime

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from amp_portal.celery import app
from amp_portal.roster.models import Attempt, Maintainer, Snapshot
from amp_portal.users import scenarios
from amp_portal.users.models import User
from cohorts.models import Cohort

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 5, 1, 12, tzinfo=UTC)
LIST = "admin:roster_snapshot_changelist"
READ = "admin:roster_snapshot_read"


@pytest.fixture(autouse=True)
def organizer(client):
    person = scenarios.person("Olu Organizer")
    cohort = Cohort.objects.create(slug="amp-2027", name="AMP 2027", year=2027, kickoff=date(2027, 6, 15))
    cohort.organizers.create(person=person, is_lead=True)
    client.force_login(person.user)


def test_organizers_see_why_the_list_is_not_newer(client):
    Attempt.objects.create(at=NOW, source="https://example.org/list", succeeded=False, outcome="It answered 404.")

    html = client.get(reverse(LIST)).content.decode()

    assert "It answered 404." in html
    assert "set ROSTER_URL" in html


def test_a_later_success_does_not_hide_the_last_failure(client):
    Attempt.objects.create(at=NOW, source="list.yaml", succeeded=False, outcome="It answered 404.")
    Attempt.objects.create(at=NOW.replace(hour=13), source="list.yaml", succeeded=True, outcome="added 2")
    context = client.get(reverse(LIST)).context
    assert (context["last_success"].outcome, context["last_failure"].outcome) == ("added 2", "It answered 404.")


def test_the_button_asks_a_worker(client, settings, tmp_path):
    settings.ROSTER_URL = str(tmp_path / "list.yaml")
    (tmp_path / "list.yaml").write_text("- github: ada\n")
    app.conf.task_always_eager = True
    try:
        response = client.post(reverse(READ))
    finally:
        app.conf.task_always_eager = False

    assert [message.level_tag for message in get_messages(response.wsgi_request)] == ["success"]
    assert Maintainer.objects.get().github_login == "ada"
    page = client.get(reverse(LIST))
    assert page.context["last_success"].outcome == Attempt.objects.get().outcome
    assert page.context["requested_at"] == response.wsgi_request.received_at
    assert "added 1" in page.content.decode()


def test_without_an_address_nothing_is_asked(client, settings):
    settings.ROSTER_URL = ""

    response = client.post(reverse(READ))

    assert [message.level_tag for message in get_messages(response.wsgi_request)] == ["error"]
    assert not Attempt.objects.exists()


def test_a_link_alone_reads_nothing(client):
    assert client.get(reverse(READ)).status_code == 405


def test_strangers_do_not_read(client):
    client.force_login(scenarios.person("Stan Stranger").user)

    assert client.post(reverse(READ)).status_code in (302, 403)


@pytest.mark.parametrize("count", [3, 30])
@pytest.mark.parametrize(("model", "queries"), [("maintainer", 5), ("snapshot", 7), ("attempt", 5)])
def test_the_lists_have_a_constant_cost(client, count, model, queries, django_assert_num_queries):
    client.force_login(User.objects.create_superuser("root@example.org", scenarios.PASSWORD))
    person = scenarios.person("Somebody", account=False)
    for number in range(1, count + 1):
        day = date(2027, 1, 1).replace(day=number)
        Maintainer.objects.create(github_login=f"m{number}", since=day, until=day, person=person)
        Snapshot.objects.create(as_of=day, fetched_at=NOW, source="list.yaml", digest="", entries=1)
        Attempt.objects.create(at=NOW, source="list.yaml", succeeded=True, outcome="added 0")

    with django_assert_num_queries(queries):
        response = client.get(reverse(f"admin:roster_{model}_changelist"))

    assert len(response.context["cl"].result_list) == count
