import os
import shutil
import tempfile
from functools import cache as once
from hashlib import sha256
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections
from django.db.backends.signals import connection_created
from django.dispatch import receiver

from amp_portal import data_checks
from tests.remembered import memory, remember

BUILDERS = (  # each is remembered before the next one imports it
    "amp_portal.users.scenarios",
    "cohorts.scenarios",
    "applications.scenarios",
    "mentorship.scenarios",
    "evaluations.scenarios",
    "evaluations.demo",
)
for _builders in BUILDERS:
    remember(import_module(_builders))


def converts_zones(sql):
    """Whether a query converts a time zone in the database, which on PostgreSQL goes by zones of the server's own."""
    return "AT TIME ZONE" in sql.upper() or "django_datetime_" in sql


@receiver(connection_created)
def _convert_no_zones(connection, **kwargs):
    """Days and hours are made of instants in Python, by the pinned zones: a query of any test that does else fails."""
    for wrapper in (_unless_zones, memory.watch):
        if wrapper not in connection.execute_wrappers:
            connection.execute_wrappers.append(wrapper)


def _unless_zones(execute, sql, params, many, context):
    assert not converts_zones(sql), f"Converts time zones in the database: {sql}"
    return execute(sql, params, many, context)


@once
def _migrated():
    """Where the empty, migrated SQLite database is kept from one run to the next, named after all it is made of."""
    ours = [path for folder in ("*", "amp_portal/*") for path in settings.BASE_DIR.glob(f"{folder}/migrations/*.py")]
    made_of = [settings.BASE_DIR / "requirements-dev.txt", *sorted(ours)]
    digest = sha256("".join(settings.INSTALLED_APPS).encode())
    for path in made_of:
        digest.update(path.name.encode() + path.read_bytes())
    return Path(tempfile.gettempdir()) / f"amp-portal-{os.getuid()}-{digest.hexdigest()[:24]}.sqlite3"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """SQLite in a file, as in real life: threads and processes then meet the locks they would meet there."""
    database = connections["default"]
    if database.vendor == "sqlite":
        folder = tmp_path_factory.mktemp("database")
        suffix = database.settings_dict["TEST"].get("NAME") or "test"
        path = folder / f"{str(suffix).replace('/', '-')[-40:]}.sqlite3"
        database.settings_dict["TEST"]["NAME"] = str(path)
        if _migrated().exists():
            shutil.copyfile(_migrated(), path)


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings):
    return Path(str(connections["default"].settings_dict["TEST"]["NAME"])).exists()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_keepdb, django_db_blocker):
    """Migrating takes longer than most files of tests: the result is kept for the runs to come."""
    if connection.vendor != "sqlite" or django_db_keepdb:
        return
    made = _migrated().with_suffix(f".{os.getpid()}")
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(made)])
    made.replace(_migrated())


@pytest.fixture(autouse=True)
def _empty_cache(settings):
    """Rate limits and cached counts start afresh; each worker of the test run has a Redis database of its own."""
    if settings.REDIS_URL:
        worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
        location = f"{settings.REDIS_URL.rpartition('/')[0]}/{worker % 15 + 1}"
        settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": location}}
    cache.clear()


@pytest.fixture(autouse=True)
def _data_agrees(request):
    """Whatever raced, died or was clicked through: in the end all tables say the same (``manage.py check_data``).

    After each test with real transactions; those whose rows no verb has made say so by the marker ``handmade``.
    """
    marker = request.node.get_closest_marker("django_db")
    if not marker or not marker.kwargs.get("transaction") or request.node.get_closest_marker("handmade"):
        yield
        return
    request.getfixturevalue("transactional_db")  # its tables are emptied after this
    yield
    assert [str(each) for each in data_checks.find()] == []


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    """Signing in is tested, not the strength of a hash."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]


@pytest.hookimpl(optionalhook=True)  # there may be no pytest-xdist
def pytest_xdist_make_scheduler(config, log):
    """Tests are dealt out file by file, where ``-n`` comes without another wish."""
    from tests.distribution import ByFile

    return ByFile(config, log) if config.option.dist == "load" else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol():
    """What builders did in one test is remembered for the next, from before its first fixture on."""
    memory.begin()
    try:
        return (yield)
    finally:
        memory.end()


@pytest.fixture(autouse=True)
def _static_files_when_asked_for(settings):
    """Each client of a test makes the middleware anew; WhiteNoise would read all static files for each."""
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(autouse=True)
def _patching(monkeypatch):
    """Builders run as ever where code is patched."""
    memory.patches = monkeypatch
