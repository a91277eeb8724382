"""Starting ``manage.py`` as its own process, on the database the test itself uses."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection

ROOT = Path(__file__).parents[2]
SETTINGS = "tests.outbox.settings"  # the portal's, and the tests' own letters


def database_url():
    """DATABASE_URL for the test database of this run (and worker)."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def environment(data_dir, **changes):
    """The environment of a portal of its own; ``None`` leaves a variable out."""
    own = {"DATA_DIR": str(data_dir), "DJANGO_SETTINGS_MODULE": SETTINGS, "REDIS_URL": "", "PYTHONUNBUFFERED": "1"}
    return {name: value for name, value in {**os.environ, **own, **changes}.items() if value is not None}


def manage(*arguments, env):
    """Start ``manage.py …``; its output is text to be read."""
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=env,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def run(*arguments, env, timeout=60):
    """``manage.py …`` to its end: (exit code, what it printed, what it complained of)."""
    process = manage(*arguments, env=env)
    try:
        output, complaints = process.communicate(timeout=timeout)
    finally:
        process.kill()
    return process.returncode, output, complaints
