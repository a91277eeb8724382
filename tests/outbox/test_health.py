import json
from datetime import timedelta

import pytest
import time_machine

from amp_portal.outbox.delivery import drain
from amp_portal.users.models import User
from amp_portal.users.scenarios import PASSWORD, person
from tests.servers import HOST, free_port

from .processes import environment, run


def test_healthz_asks_nobody(client):
    """Without access to the database a test that touches it fails."""
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")
    assert "no-cache" in response["Cache-Control"]


@pytest.fixture(autouse=True)
def watchdog(client, settings):
    """Who may read what is amiss."""
    settings.READYZ_TOKEN = "s3cret"
    client.defaults["HTTP_AUTHORIZATION"] = "Bearer s3cret"


def checks(response):
    assert "no-cache" in response["Cache-Control"]
    report = response.json()
    assert report["ready"] is (response.status_code == 200)
    assert report["well"] is all(check["ok"] for check in report["checks"].values())
    return report["checks"]


@pytest.mark.django_db
def test_readyz_when_all_is_well(client, settings):
    settings.REDIS_URL = ""
    assert checks(client.get("/readyz")) == {
        "database": {"ok": True},
        "migrations": {"ok": True, "missing": []},
        "broker": {"ok": True, "kind": "memory"},
        "outbox": {"ok": True, "oldest_due_seconds": 0},
    }


@pytest.mark.django_db
def test_without_the_broker_it_serves_and_says_so(client, settings, redis_url):
    """All web processes share it: a load balancer that took them all away would make an outage of it."""
    settings.REDIS_URL = redis_url
    assert checks(client.get("/readyz"))["broker"] == {"ok": True, "kind": "redis"}
    settings.REDIS_URL = f"redis://:secret@{HOST}:{free_port()}/0"
    response = client.get("/readyz")
    assert checks(response)["broker"] == {"ok": False, "error": "ConnectionError"}
    assert response.status_code == 200
    assert response.json()["well"] is False
    assert "secret" not in response.content.decode()


@pytest.mark.django_db
def test_readyz_notices_letters_that_do_not_go_out(client, office, ada, now, settings):
    settings.REDIS_URL = ""
    office.nudge("nudge", ada).queue(now)
    office.mail("letter", ada).queue(now)
    with time_machine.travel(now + timedelta(minutes=29), tick=False):
        assert checks(client.get("/readyz"))["outbox"] == {"ok": True, "oldest_due_seconds": 29 * 60}
    with time_machine.travel(now + timedelta(minutes=31), tick=False):
        assert checks(client.get("/readyz"))["outbox"] == {"ok": False, "oldest_due_seconds": 31 * 60}
    drain(now)
    with time_machine.travel(now + timedelta(days=1), tick=False):
        assert checks(client.get("/readyz"))["outbox"] == {"ok": True, "oldest_due_seconds": 0}


def test_readyz_without_a_database(tmp_path):
    """In a process of its own: its database is an address where nobody answers."""
    url = f"postgres://amp@{HOST}:{free_port()}/amp"
    ask = "Client(headers={'Authorization': 'Bearer s3cret'}).get('/readyz')"
    code = f"from django.test import Client; r = {ask}; print(r.status_code, r.content.decode())"
    env = environment(
        tmp_path, DATABASE_URL=url, ALLOWED_HOSTS="testserver", LOG_LEVEL="CRITICAL", READYZ_TOKEN="s3cret"
    )
    returned, output, complaints = run("shell", "--no-imports", "-c", code, env=env)
    assert returned == 0, complaints
    status, _space, report = output.strip().splitlines()[-1].partition(" ")
    assert status == "503"
    checks = json.loads(report)["checks"]
    assert checks["database"] == checks["outbox"] == {"ok": False, "error": "OperationalError"}
    assert checks["broker"]["ok"] is True


@pytest.mark.django_db
def test_readyz_names_migrations_that_are_missing(tmp_path):
    """A fresh database of the real portal, before ``migrate``."""
    env = environment(
        tmp_path,
        DATABASE_URL=None,
        DJANGO_SETTINGS_MODULE="amp_portal.settings",
        ALLOWED_HOSTS="*",
        READYZ_TOKEN="s3cret",
    )
    ask = "Client(headers={'Authorization': 'Bearer s3cret'}).get('/readyz')"
    code = f"from django.test import Client; print({ask}.content.decode())"
    _returned, output, _complaints = run("shell", "--no-imports", "-c", code, env=env)
    migrations = json.loads(output.strip().splitlines()[-1])["checks"]["migrations"]
    assert migrations["ok"] is False
    assert "outbox.0001_initial" in migrations["missing"]


@pytest.mark.django_db
@pytest.mark.parametrize("sent", ["", "Bearer", "Bearer ", "Bearer wrong", "s3cret", "Bearer s3crét"])
def test_others_read_the_verdict_alone(client, sent):
    client.defaults["HTTP_AUTHORIZATION"] = sent
    assert client.get("/readyz").json() == {"ready": True, "well": True}
    client.force_login(person("Ada Lark").user)
    assert set(client.get("/readyz").json()) == {"ready", "well"}


@pytest.mark.django_db
def test_without_a_token_only_superusers_read_more(client, settings):
    settings.READYZ_TOKEN = ""
    client.defaults["HTTP_AUTHORIZATION"] = "Bearer "
    assert set(client.get("/readyz").json()) == {"ready", "well"}
    client.force_login(User.objects.create_superuser("root@example.org", PASSWORD))
    assert "checks" in client.get("/readyz").json()
