"""A portal in pieces, as in production: PostgreSQL, Redis, workers, schedules and a web server, each a real process.

Whoever dies is started again, as a container would be. Only processes started here are ever ended, each by its id.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import httpx
import psycopg

from tests import servers

ROOT = Path(__file__).parents[2]
PYTHON = Path(sys.executable)
AT_ONCE = signal.SIGQUIT  # PostgreSQL stops as if it crashed, and recovers from its log when it starts
CELERY = [PYTHON, "-m", "celery", "-A", "amp_portal"]


class Piece:
    """A process that is started again when it has ended."""

    def __init__(self, name, command, env, folder):
        self.name, self.command, self.env = name, command, env
        self.log = folder / f"{name}.log"
        self.killed = 0
        self.process = None

    def start(self):
        with self.log.open("a") as output:
            self.process = subprocess.Popen(
                self.command, cwd=ROOT, env=self.env, stdout=output, stderr=output, start_new_session=True
            )

    def kill(self):
        """Without a word, with the processes it has started itself."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    @property
    def has_ended(self):
        return self.process.poll() is not None


class Place:
    def __init__(self, folder, env, database_url, database, redis):
        self.folder, self.env, self.database_url = folder, env, database_url
        self.database, self.redis = database, redis
        self.pieces = []
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._keeper = threading.Thread(target=self._keep_running, daemon=True)

    def run(self, *arguments):
        """A Python module of ours to its end; what it prints as JSON."""
        done = subprocess.run(
            [PYTHON, *arguments], cwd=ROOT, env=self.env, capture_output=True, text=True, check=False, timeout=120
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if done.stdout.strip() else None

    def open(self, workers, schedules):
        for number in range(workers):
            name = f"worker{number}"
            options = ["-n", f"{name}@local", "-c", "1", "--without-gossip", "--without-mingle"]
            self._add(name, [*CELERY, "worker", *options])
        for number in range(schedules):
            self._add(f"schedule{number}", [*CELERY, "beat", "--pidfile="])
        self.web_port = servers.free_port()
        bind = ["--bind", f"{servers.HOST}:{self.web_port}", "--workers", "1", "--threads", "4"]
        self._add("web", [PYTHON, "-m", "gunicorn", "amp_portal.wsgi", *bind])
        self._keeper.start()

    def _add(self, name, command):
        piece = Piece(name, command, self.env, self.folder)
        piece.start()
        self.pieces.append(piece)

    def _keep_running(self):
        while not self._stopping.wait(0.2):
            with self._lock:
                for piece in self.pieces:
                    if piece.has_ended:
                        piece.start()

    def close(self):
        self._stopping.set()
        if self._keeper.is_alive():
            self._keeper.join()
        for piece in self.pieces:
            if not piece.has_ended:
                piece.kill()

    def kill_at_random(self, seconds, pauses, chance: random.Random):
        """Workers and schedules, each once before any of them again."""
        end, left = time.monotonic() + seconds, []
        while time.monotonic() < end:
            time.sleep(chance.uniform(*pauses))
            left = left or [piece for piece in self.pieces if piece.name != "web"]
            victim = left.pop(chance.randrange(len(left)))
            with self._lock:
                if not victim.has_ended:
                    victim.kill()
                    victim.killed += 1

    def kills_of(self, kind):
        return sum(piece.killed for piece in self.pieces if piece.name.startswith(kind))

    def ask(self, sql):
        """One row of the database, by a connection of its own."""
        with psycopg.connect(self.database_url.replace("postgres:", "postgresql:", 1)) as connection:
            return connection.execute(sql).fetchone()

    def wait_for(self, what, seconds, complaint):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with suppress(psycopg.OperationalError):  # the database recovers
                if what():
                    return
            time.sleep(0.2)
        raise AssertionError(f"{complaint}\n{self.tails()}")

    def all_is_out(self):
        """Of the letters of ``fill``: what its applicants cause may wait for somebody's morning."""
        return self.ask("SELECT count(*) FROM outbox_message WHERE state = 'queued' AND letter LIKE 'office/%'") == (0,)

    def tails(self):
        return "\n".join(f"== {piece.name}\n{piece.log.read_text()[-1500:]}" for piece in self.pieces)

    def client(self, cookies=None):
        return httpx.Client(base_url=f"http://localhost:{self.web_port}", cookies=cookies, timeout=30)

    def serves(self):
        try:
            with self.client() as client:
                return client.get("/healthz").status_code == 200
        except httpx.TransportError:
            return False


@contextmanager
def place(post_url, *, workers=4, schedules=2, **changes):
    """Servers with an empty portal; ``Place.open`` starts the rest."""
    with ExitStack() as stack:
        folders = [
            Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="amp-faults-", ignore_cleanup_errors=True)))
            for _number in range(3)
        ]
        durable = {"synchronous_commit": "on"}  # what is committed survives the server's own death
        database_url, database = stack.enter_context(servers.postgres_server(folders[0], **durable))
        redis_url, redis = stack.enter_context(servers.redis_server(folders[1]))
        env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
        env |= {
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "REDBEAT": "1",
            "EMAIL_URL": post_url,
            "MAIL_ALLOWLIST": "@example.org",
            "PRODUCTION": "0",
            "DATA_DIR": str(folders[2]),
            **changes,
        }
        there = Place(folders[2], env, database_url, database, redis)
        there.run("manage.py", "migrate", "--run-syncdb", "-v0")
        try:
            there.open(workers, schedules)
            there.wait_for(there.serves, 60, "the web server did not start")
            yield there
        finally:
            there.close()
