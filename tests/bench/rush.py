"""500 people press Submit in the last five seconds before the deadline: is whatever arrived in time kept, and how fast?

    python -m tests.bench.rush [front|embedded]

Twice: two workers of gunicorn behind Caddy, with PostgreSQL and Redis; and the portal in one process, on SQLite. Some
press after the deadline, and nothing of theirs may be kept. Then complete drafts are submitted as fast as they are
accepted, in turns with bare signed-in POSTs that write one row. Fails where a submission in time was refused or a late
one kept, and where submissions come to less than GOAL of the bare POSTs.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from tests.servers import HOST, ROOT, Server, caddy, free_port

from .rush_client import post, rate, volley

BEFORE, LATE, OVER = 500, 100, 5.0  # people, people, seconds
AHEAD = 2.0  # seconds to get ready in
EDGE = 0.1  # seconds from a socket of ours to the clock that counts, on a busy machine: not judged
IN_TIME, ON_THE_EDGE, AFTER = WHEN = ("in time", "on the edge", "after the deadline")
ROUNDS, ROUND = 4, 100  # of submissions and of bare POSTs, in turns; the first warms the portal up
GOAL = 0.35
HERE = "--here"  # in this process, whose environment is the portal's


@contextmanager
def behind_a_front(folder):
    """Two workers of gunicorn behind Caddy; DATABASE_URL and REDIS_URL are real servers. Gives the front's port."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "amp_portal.wsgi", "--config", str(ROOT / "gunicorn.conf.py")]
    command += ["--bind", f"{HOST}:{port}", "--workers", "2", "--threads", "4"]
    with running(command, port, folder / "gunicorn"), caddy(made(folder / "caddy"), f"{HOST}:{port}") as site:
        yield urlsplit(site).port


@contextmanager
def embedded(folder):
    """The README's one command. Gives its port."""
    port = free_port()
    command = [sys.executable, str(ROOT / "manage.py"), "portal", "--port", str(port)]
    with running(command, port, folder / "portal"):
        yield port


@contextmanager
def running(command, port, folder):
    server = Server(command, port, made(folder), env=os.environ | {"PYTHONPATH": str(ROOT)})
    server.start()
    try:
        yield
    finally:
        server.stop()


def made(folder):
    folder.mkdir()
    return folder


PRODUCTION = {
    "PRODUCTION": "1",
    "SECRET_KEY": "only for a benchmark on loopback, fifty characters long",
    "SECURE_SSL_REDIRECT": "0",
    "SITE_URL": f"http://{HOST}",
    "ALLOWED_HOSTS": HOST,
    "TRUSTED_PROXIES": "1",
}


class Portal(NamedTuple):
    title: str
    start: Callable  # a context manager of a folder, which gives the port to send to
    settings: dict
    needs_servers: bool


PORTALS = {
    "front": Portal("Two workers behind a front, PostgreSQL", behind_a_front, PRODUCTION, True),
    "embedded": Portal("The portal in one process, SQLite", embedded, {}, False),
}


class Crowd:
    """People with complete drafts in a cohort that takes applications, each signed in."""

    def __init__(self, count):
        from django.db import connection

        import applications.scenarios as applying
        import cohorts.scenarios as cohorts
        from amp_portal.users.scenarios import person
        from tests.applications import crowd

        now = datetime.now(UTC)
        self.cohort = cohorts.cohort(kickoff=(now + timedelta(days=26)).date())  # applications are open
        applying.fresh_roster(now)
        projects = [cohorts.project(self.cohort, now=now, title=title) for title in ("A parser", "A guide", "A site")]
        example = applying.draft(self.cohort, person("Example", now=now), projects=projects, now=now)
        drafts = crowd.drafts(example, count)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as autovacuum does where rows come one by one
        self.members = list(zip(drafts, _sessions(each.person.user for each in drafts), strict=True))

    def takes(self, count):
        """So many of those who did nothing yet: ``(application, the key of a session)``."""
        taken, self.members = self.members[:count], self.members[count:]
        return taken

    def submitted(self):
        """The keys of the applications that reviewers or checks have something to read of."""
        return set(self.cohort.applications.filter(versions__submitted_at__isnull=False).values_list("pk", flat=True))

    def close_at(self, deadline):
        self.cohort.phases.filter(kind="applications").update(ends_at=datetime.fromtimestamp(deadline, UTC))


def _sessions(users):
    """A session of each that signed in just now, as the portal would have made it."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session

    from amp_portal.users import session_age

    until = datetime.now(UTC) + timedelta(days=1)
    rows = []
    for user in users:
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "amp_portal.users.backends.Backend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session_age.begin(session)
        data = session.encode(dict(session.items()))
        rows.append(Session(session_key=f"bench{user.pk:027}", session_data=data, expire_date=until))
    return [session.session_key for session in Session.objects.bulk_create(rows, 500)]


def pace(port, crowd, submit):
    """Print what is accepted a second, as fast as it is answered, and the bare POSTs; returns whether that will do."""
    submissions, bare = [], []
    crowd.close_at(time.time() + 30 * 60)
    for _round in range(ROUNDS):
        sessions = [session for _application, session in crowd.takes(ROUND)]
        submissions.append(volley(port, [post(submit, session) for session in sessions]))
        bare.append(volley(port, [post("/bare/", session) for session in sessions]))
    statuses = Counter(answer.status for answers in submissions + bare for answer in answers)
    is_whole = set(statuses) == {302} and len(crowd.submitted()) == ROUNDS * ROUND
    accepted, written = rate(submissions[1:]), rate(bare[1:])
    ratio = accepted / written
    print(f"  {accepted:.0f} accepted a second, {written:.0f} bare POSTs a second: {ratio:.2f} (goal {GOAL})")
    if not is_whole:
        print(f"  but {len(crowd.submitted())} of {ROUNDS * ROUND} were kept; the answers: {dict(statuses)}")
    return is_whole and ratio >= GOAL


def rush(port, crowd, submit):
    """Submit in the last seconds before a deadline, and after it. Print what was kept; returns whether all is right."""
    people = crowd.takes(BEFORE + LATE)
    first = time.time() + AHEAD
    deadline = first + OVER
    crowd.close_at(deadline)
    requests = [post(submit, session) for _application, session in people]
    answers = volley(port, requests, at=first, over=OVER * len(people) / BEFORE)
    kept, found, told_otherwise = crowd.submitted(), Counter(), 0
    for (application, _session), answer in zip(people, answers, strict=True):
        found[_when(answer.sent, deadline), application.pk in kept] += 1
        told_otherwise += (application.pk in kept) != answer.location.endswith(application.get_absolute_url())
    for when in WHEN:
        print(f"  sent {when}: {found[when, True]} kept, {found[when, False]} refused")
    print(f"  told otherwise than it is: {told_otherwise}")
    print(f"  the last answer {max(answer.ended for answer in answers) - deadline:.1f} s after the deadline")
    return not (found[IN_TIME, False] or found[AFTER, True] or told_otherwise)


def _when(sent, deadline):
    if sent >= deadline:
        return AFTER
    return IN_TIME if sent < deadline - EDGE else ON_THE_EDGE


def measure(name):
    """One of the portals, in a process whose environment is its own. Returns the exit status."""
    portal = PORTALS[name]
    with tempfile.TemporaryDirectory(prefix="amp-bench-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "tests.bench.rush_settings",
            "DATA_DIR": place,
            "STATIC_ROOT": str(made(folder / "static")),
            "EMAIL_URL": f"filemail://{place}/mail",
            **portal.settings,
        }
        _set_up()
        from django.urls import reverse

        crowd = Crowd(BEFORE + LATE + ROUNDS * ROUND)
        submit = reverse("applications:submit", args=[crowd.cohort.slug])
        with portal.start(folder) as port:
            print(f"{portal.title}:", flush=True)
            is_fast, is_right = pace(port, crowd, submit), rush(port, crowd, submit)
    return 0 if is_fast and is_right else 1


def _set_up():
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def main(names):
    if names[:1] == [HERE]:
        return measure(names[1])
    return max(_process(name) for name in names or PORTALS)


def _process(name):
    python, env = [sys.executable, "-m"], dict(os.environ)
    command = [*python, "tests.bench.rush", HERE, name]
    if PORTALS[name].needs_servers:
        command = [*python, "tests.servers", "--", *command]
    else:
        env = {variable: value for variable, value in env.items() if variable not in ("DATABASE_URL", "REDIS_URL")}
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
