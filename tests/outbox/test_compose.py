"""What can be tried of the compose file without Docker: its commands, settings and health checks, as real processes.

They run on loopback, against a throw-away PostgreSQL, Redis and mail server.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from tests import servers
from tests.mail import mail_server

from .processes import ROOT, environment, run

PATIENCE = 60
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
ENV_FILE = {
    "SECRET_KEY": "compose" * 10,
    "SITE_URL": "https://portal.example.org",
    "ALLOWED_HOSTS": "portal.example.org,other.example.org",
    "POSTGRES_PASSWORD": "secret",
}


def filled_in(value, variables):
    """Compose's ${NAME:-default} and ${NAME:?complaint}, and $$ for a dollar."""

    def variable(match):
        name, kind, rest = match.groups()
        if name in variables:
            return variables[name]
        assert kind == "-", f"{name}: {rest}"
        return rest

    return re.sub(r"\$\{(\w+):([-?])([^}]*)\}", variable, value).replace("$$", "$")


def test_what_has_no_default_is_asked_for():
    asked = set(re.findall(r"\$\{(\w+):\?", (ROOT / "docker-compose.yml").read_text()))
    assert asked == set(ENV_FILE)


def test_the_services_wait_for_each_other():
    assert set(SERVICES) == {"caddy", "web", "worker", "beat", "migrate", "postgres", "redis", "mailpit"}
    for name in ("web", "worker", "beat"):
        assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
        assert "healthcheck" in SERVICES[name]
    assert SERVICES["migrate"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    assert SERVICES["mailpit"]["profiles"] == ["dev"]
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert published == {"caddy": ["80:80", "443:443", "443:443/udp"], "mailpit": ["127.0.0.1:8025:8025"]}
    volumes = {volume.partition(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert volumes - {"./Caddyfile"} == set(COMPOSE["volumes"])


def test_the_portal_believes_the_one_proxy_in_front_of_it():
    assert filled_in(SERVICES["web"]["environment"]["TRUSTED_PROXIES"], {}) == "1"


def test_the_image_runs_as_nobody_special_with_checked_requirements():
    assert re.search(r"^FROM python:3\.11-slim", DOCKERFILE)
    assert "--require-hashes --requirement requirements-ops.txt" in DOCKERFILE
    assert DOCKERFILE.index("USER portal") < DOCKERFILE.index("CMD")
    assert DOCKERFILE.index("collectstatic") < DOCKERFILE.index("USER portal")


@pytest.fixture
def portal(tmp_path):
    """The environment of the services, with PostgreSQL, Redis and mail where they really are, ready to start.

    PostgreSQL's folder is not pytest's: as root, another user has to reach it.
    """
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        servers.postgres(Path(folder)) as database,
        servers.redis(tmp_path) as redis,
        mail_server() as post,
    ):
        own = {name: filled_in(value, ENV_FILE) for name, value in SERVICES["web"]["environment"].items()}
        assert own["DATABASE_URL"] == "postgres://amp:secret@postgres:5432/amp"
        own |= {"DATABASE_URL": database, "REDIS_URL": redis, "EMAIL_URL": post.url}
        build = _image(tmp_path)
        collect = re.search(r"^RUN (SECRET_KEY=.* collectstatic .*)$", DOCKERFILE, re.MULTILINE).group(1)
        subprocess.run(["sh", "-c", collect], cwd=ROOT, env=build, check=True, capture_output=True)
        env = {**build, **own}
        subprocess.run(SERVICES["migrate"]["command"], cwd=ROOT, env=env, check=True, capture_output=True)
        yield env, post


def _image(folder):
    """The environment the image brings, its folders moved to one of the test's."""
    built = dict(pair.split("=") for pair in re.search(r"^ENV (.*)$", DOCKERFILE, re.MULTILINE).group(1).split())
    built |= {"STATIC_ROOT": str(folder / "static"), "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"]}
    built |= {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    built.pop("DATA_DIR")
    return environment(folder, **built, SECRET_KEY=None, DATABASE_URL=None)


@contextmanager
def service(command, env, log):
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=output, stderr=subprocess.STDOUT)
    try:
        yield process
        assert process.poll() is None, log.read_text()
    finally:
        process.terminate()
        process.wait(PATIENCE)


def healthy(name, env, **moved):
    """Ask the service's health check until it says yes."""
    kind, *test = SERVICES[name]["healthcheck"]["test"]
    test = [filled_in(part, env) for part in test]
    for there, here in moved.items():
        test = [part.replace(there, here) for part in test]
    command = ["sh", "-c", *test] if kind == "CMD-SHELL" else test
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if subprocess.run(command, cwd=ROOT, env=env, capture_output=True).returncode == 0:
            return True
        time.sleep(0.2)
    return False


def test_the_services_run_and_are_healthy(portal, tmp_path):
    env, post = portal
    port = servers.free_port()
    web = yaml.safe_load(re.search(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE).group(1))
    web[web.index("0.0.0.0:8000")] = f"{servers.HOST}:{port}"
    beat = SERVICES["beat"]["command"]  # its schedule is in Redis (redbeat)
    record = (
        "from django.utils import timezone; from amp_portal.outbox.notices import account_mail; "
        "account_mail('nora@example.org', subject='Hello', text='Well done.').queue(timezone.now())"
    )
    with (
        service(web, env, tmp_path / "web.log"),
        service(SERVICES["worker"]["command"], env, tmp_path / "worker.log"),
        service(beat, env, tmp_path / "beat.log"),
    ):
        assert healthy("web", env, **{":8000/": f":{port}/"})
        assert healthy("worker", env)
        assert healthy("beat", env)
        code, _output, complaints = run("shell", "--no-imports", "-c", record, env=env)
        assert code == 0, complaints
        deadline = time.monotonic() + PATIENCE
        while not post.letters and time.monotonic() < deadline:
            time.sleep(0.05)
    [letter] = post.letters
    assert (letter["To"], letter["Subject"]) == ("nora@example.org", "Hello")
