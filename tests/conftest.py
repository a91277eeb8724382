import os

import pytest
from django.core.cache import cache
from django.db import connections


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """SQLite in a file, as in real life: threads and processes then meet the locks they would meet there."""
    database = connections["default"]
    if database.vendor == "sqlite":
        folder = tmp_path_factory.mktemp("database")
        suffix = database.settings_dict["TEST"].get("NAME") or "test"
        database.settings_dict["TEST"]["NAME"] = str(folder / f"{str(suffix).replace('/', '-')[-40:]}.sqlite3")


@pytest.fixture(autouse=True)
def _empty_cache(settings):
    """Rate limits and cached counts start afresh; each worker of the test run has a Redis database of its own."""
    if settings.REDIS_URL:
        worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
        location = f"{settings.REDIS_URL.rpartition('/')[0]}/{worker % 15 + 1}"
        settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": location}}
    cache.clear()


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    """Signing in is tested, not the strength of a hash."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
