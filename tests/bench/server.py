"""The portal as in production, on loopback: gunicorn, collected and compressed files, the demo in a new database.

with running() as site:
    site.url, site.pages, site.cookie_of("ada@demo.example")
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or "chromium"
FLAGS = ["--no-sandbox", "--disable-gpu"]
PATIENCE = 30


@dataclass(frozen=True)
class Page:
    """A key page: what it is called, its path, and who looks at it (an e-mail address; empty: a visitor)."""

    name: str
    path: str
    reader: str = ""


@dataclass(frozen=True)
class Site:
    url: str
    pages: list[Page]

    def cookie_of(self, email):
        """The session of somebody who is signed in."""
        from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
        from django.contrib.sessions.backends.db import SessionStore

        from amp_portal.users.models import User

        user, session = User.objects.get(email=email), SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "amp_portal.users.backends.Backend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        return session.session_key


@contextmanager
def running():
    """A Site. Settings are made before Django is set up, so this comes first, once a process."""
    with tempfile.TemporaryDirectory(prefix="amp-bench-") as folder:
        port = _free_port()
        url = f"http://localhost:{port}"
        os.environ |= {
            "PRODUCTION": "1",
            "SECURE_SSL_REDIRECT": "0",
            "SECRET_KEY": "only for a benchmark on loopback, fifty characters long",
            "SITE_URL": url,
            "ALLOWED_HOSTS": "localhost",
            "DATA_DIR": folder,
            "DATABASE_URL": f"sqlite:///{folder}/portal.sqlite3",
            "STATIC_ROOT": f"{folder}/static",
            "EMAIL_URL": f"filemail://{folder}/mail",
            "LOG_LEVEL": "WARNING",
            "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # Playwright keeps an event loop in this thread
        }
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amp_portal.settings")
        _fill()
        command = [sys.executable, "-m", "gunicorn", "amp_portal.wsgi", "--workers", "2", "--threads", "4"]
        server = subprocess.Popen([*command, "--bind", f"127.0.0.1:{port}", "--log-level", "warning"], cwd=ROOT)
        try:
            _wait_for(url, server)
            yield Site(url, _key_pages())
        finally:
            server.terminate()
            server.wait(PATIENCE)


def _fill():
    import django
    from django.core.management import call_command
    from django.utils import timezone

    django.setup()

    from evaluations import demo

    with open(os.devnull, "w") as nowhere:
        call_command("collectstatic", interactive=False, stdout=nowhere)
        call_command("migrate", run_syncdb=True, verbosity=0)
    demo.fill(now=timezone.now(), seed=1)


def _free_port():
    """Free a moment ago; nobody else on this machine is likely to take it before gunicorn does."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(url, server):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            return httpx.get(f"{url}/healthz").raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.1)
    raise RuntimeError("The server did not start.")


def _key_pages():
    """Of the demo: what a visitor, an applicant, a mentee, a mentor and an organizer look at most."""
    from django.urls import reverse
    from django.utils import timezone

    from applications.models import Application
    from cohorts.models import Cohort
    from mentorship.models import Mentorship

    now = timezone.now()
    mentorship = Mentorship.objects.filter(state="active").order_by("pk")[0]
    running = mentorship.cohort
    taking = Cohort.objects.get(phases__kind="applications", phases__starts_at__lte=now, phases__ends_at__gt=now)
    project = taking.projects.filter(state="approved").order_by("pk")[0]
    draft = Application.objects.filter(cohort=taking, state="draft").order_by("pk")[0]
    organizer = running.leads()[0].person.user.email
    mentee = mentorship.mentee.user.email
    mentor = mentorship.project.mentors.filter(until=None)[0].person.user.email
    return [
        Page("landing", reverse("cohorts:landing")),
        Page("cohort", running.get_absolute_url()),
        Page("idea list", reverse("cohorts:projects", args=[taking.slug])),
        Page("project", project.get_absolute_url()),
        Page("self-check", reverse("applications:self-check", args=[taking.slug])),
        Page("sign in", reverse("account_login")),
        Page("application form", reverse("applications:section", args=[taking.slug, "about"]), draft.person.user.email),
        Page("home", reverse("home"), mentee),
        Page("mentorship", mentorship.get_absolute_url(), mentee),
        Page("mentor's home", reverse("home"), mentor),
        Page("organizer's start", reverse("cohorts:cockpit", args=[running.slug]), organizer),
        Page("evaluation round", reverse("evaluations:round", args=[running.slug, "midterm"]), organizer),
    ]
