import os
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path

import pytest
import redis as redis_client

from amp_portal.users.models import Person
from tests import servers
from tests.mail import mail_server

from .office import notices

TEMPLATES = Path(__file__).parent / "office" / "templates"


@pytest.fixture
def office(settings):
    """The tests' own letters, with their templates."""
    changed = deepcopy(settings.TEMPLATES)
    changed[1]["DIRS"].append(TEMPLATES)
    settings.TEMPLATES = changed
    return notices


@pytest.fixture
def now():
    """A Tuesday noon (UTC) in the program."""
    return datetime(2027, 6, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def ada(db):
    return Person.objects.create(name="Ada Lark", email="ada@example.org", time_zone="UTC")


@pytest.fixture
def bo(db):
    return Person.objects.create(name="Bo Reed", email="bo@example.org", time_zone="UTC")


@pytest.fixture
def smtp(settings):
    """A real mail server that the portal's mail goes to."""
    with mail_server() as server:
        server.use(settings)
        yield server


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory):
    """The Redis that REDIS_URL names, else a throw-away one."""
    if os.environ.get("REDIS_URL"):
        yield os.environ["REDIS_URL"]
    else:
        with servers.redis(tmp_path_factory.mktemp("redis")) as url:
            yield url


@pytest.fixture
def redis_url(redis_server):
    """An empty Redis database; each worker of the test run has its own."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    url = f"{redis_server.rpartition('/')[0]}/{worker % 15 + 1}"
    with redis_client.from_url(url) as client:
        client.flushdb()
    return url
