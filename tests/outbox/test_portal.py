"""The one-command portal, as a real process: it serves, works in the background, and stops when asked."""

import os
import re
import signal
import time
from contextlib import contextmanager

import httpx
import pytest

from amp_portal import private_files
from tests.mail import mail_server
from tests.servers import HOST, free_port

from .processes import environment, manage, run

PATIENCE = 60


def own(data_dir, **changes):
    """A portal of its own on one SQLite file, with the settings people run it with."""
    return environment(
        data_dir,
        DATABASE_URL=None,
        SITE_URL=None,
        PRODUCTION="0",
        DJANGO_SETTINGS_MODULE=os.environ["DJANGO_SETTINGS_MODULE"],
        **changes,
    )


@contextmanager
def portal(env, *arguments):
    """Runs until the block ends; gives the process, what it said, and a browser-like client."""
    port = free_port()
    process = manage("portal", "--port", str(port), *arguments, env=env)
    try:
        said = []
        for line in process.stdout:
            said.append(line)
            if line.startswith("Ctrl-C"):
                break
        assert said, process.stderr.read()
        with httpx.Client(base_url=f"http://{HOST}:{port}", timeout=PATIENCE) as client:
            yield process, "".join(said), client
    finally:
        process.kill()
        process.communicate()


def sign_up(client, email):
    form = {
        "email": email,
        "name": "Nora New",
        "password1": "correct horse battery",
        "password2": "correct horse battery",
    }
    page = client.get("/accounts/signup/").text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page).group(1)
    response = client.post("/accounts/signup/", data=form | {"csrfmiddlewaretoken": token})
    assert response.status_code == 302, response.text


def test_it_serves_delivers_and_stops(tmp_path):
    with (
        mail_server() as post,
        portal(own(tmp_path, EMAIL_URL=post.url, MAIL_ALLOWLIST="@example.org")) as (
            process,
            said,
            client,
        ),
    ):
        assert f"The portal is at {client.base_url}/" in said
        assert "python manage.py createsuperuser" in said
        assert client.get("/").status_code == 200
        assert client.get("/static/css/base.css").status_code == 200
        assert client.get("/readyz").json()["ready"] is True

        sign_up(client, "nora@example.org")
        deadline = time.monotonic() + 20
        while not post.letters and time.monotonic() < deadline:
            time.sleep(0.05)
        [letter] = post.letters
        assert letter["To"] == "nora@example.org"
        assert f"{client.base_url}/accounts/confirm-email/" in letter.get_body(("plain",)).get_content()

        process.send_signal(signal.SIGTERM)
        output, complaints = process.communicate(timeout=PATIENCE)
        assert (process.returncode, output, complaints) == (0, "Stopped.\n", "")


def test_it_stops_at_ctrl_c_too(tmp_path):
    with portal(own(tmp_path), "--host", "localhost") as (process, said, _client):
        assert f"written to {tmp_path / 'mail'}" in said
        process.send_signal(signal.SIGINT)
        output, complaints = process.communicate(timeout=PATIENCE)
        assert (process.returncode, output, complaints) == (0, "Stopped.\n", "")
    assert not [path for path in tmp_path.rglob("*") if path.stat().st_mode & private_files.OTHERS]


def test_a_port_that_is_taken_is_said_so(tmp_path):
    with mail_server() as other:
        code, output, complaints = run("portal", "--port", str(other.port), env=own(tmp_path))
    assert (code, output) == (1, "")
    assert complaints == f"CommandError: Port {other.port} is taken. Try another one: --port {other.port + 1}\n"
    assert not (tmp_path / "portal.sqlite3").exists()


def test_in_production_it_takes_no_demo(tmp_path):
    env = own(tmp_path) | {"PRODUCTION": "1", "SECRET_KEY": "only-for-a-test" * 5}
    code, _output, complaints = run("portal", "--demo", env=env)
    assert code == 1
    assert "CommandError: A portal in production takes no demo." in complaints
    assert not (tmp_path / "portal.sqlite3").exists()


@pytest.mark.parametrize("host", ["no.such.host.invalid", "192.0.2.1"])
def test_an_address_of_no_machine_is_said_so(tmp_path, host):
    code, _output, complaints = run("portal", "--host", host, env=own(tmp_path))
    assert code == 1
    assert complaints.startswith("CommandError: ")
    assert len(complaints.splitlines()) == 1


@pytest.mark.parametrize(("trusted", "status"), [("1", 400), ("", 200)])
def test_it_believes_the_proxies_it_is_told_to(tmp_path, trusted, status):
    """A proxy's X-Forwarded-Host is one of ALLOWED_HOSTS or refused; anybody else's is not read at all."""
    with portal(own(tmp_path, TRUSTED_PROXIES=trusted)) as (_process, _said, client):
        assert client.get("/healthz").status_code == 200
        assert client.get("/robots.txt", headers={"X-Forwarded-Host": "evil.example"}).status_code == status
