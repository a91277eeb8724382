"""The Caddyfile, as a real process in front of a server that repeats what it was sent."""

import json
import os
import runpy
import shutil
import subprocess
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx
import pytest

from tests.outbox.processes import ROOT
from tests.servers import HOST, caddy, free_port

pytestmark = pytest.mark.skipif(shutil.which("caddy") is None, reason="needs caddy (.ci/run installs it)")

FORGED = {
    "X-Forwarded-For": "6.6.6.6",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "evil.example",
    "X-Request-Start": "1",
    "Forwarded": "for=6.6.6.6;proto=https",
    "X-Real-IP": "6.6.6.6",
}


class Repeating(BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps({name.lower(): self.headers.get_all(name) for name in self.headers}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@contextmanager
def repeating():
    with ThreadingHTTPServer((HOST, 0), Repeating) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"{HOST}:{server.server_port}"
        server.shutdown()


def test_it_says_who_asked_how_and_when_whatever_the_client_says(tmp_path):
    with repeating() as upstream, caddy(tmp_path, upstream) as site:
        before = time.time() * 1000
        received = httpx.get(site, headers=FORGED).json()
        after = time.time() * 1000
    assert received["x-forwarded-for"] == [HOST]
    assert received["x-forwarded-proto"] == ["http"]
    assert received["x-forwarded-host"] == [site.removeprefix("http://")]
    assert len(received["x-request-start"]) == 1
    assert before - 1 <= int(received["x-request-start"][0]) <= after
    assert not {"forwarded", "x-real-ip"} & set(received)


def test_its_log_has_neither_the_address_of_a_page_nor_who_asked(tmp_path):
    with caddy(tmp_path, f"{HOST}:{free_port()}") as site:  # nobody is behind it
        secret = httpx.get(f"{site}/invitations/s3cret/", headers={"Referer": f"{site}/conduct/", "Cookie": "a=s3cret"})
    assert secret.status_code == 502
    log = (tmp_path / "log").read_text()
    assert '"status":502' in log
    assert not [word for word in ("s3cret", "/conduct/", "client_ip", "remote_ip") if word in log]


def adapted():
    """The server that Caddy reads out of the file, in production."""
    command = ["caddy", "adapt", "--config", ROOT / "Caddyfile"]
    env = os.environ | {"SITE_URL": "https://portal.example.org"}
    read = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    return json.loads(read.stdout)["apps"]["http"]["servers"]["srv0"]


def handlers(part):
    """All of them, however deep."""
    for route in part.get("routes", ()):
        for handler in route.get("handle", ()):
            yield handler
            yield from handlers(handler)


def test_in_production_it_speaks_https_for_the_site_s_name():
    server = adapted()
    assert server["listen"] == [":443"]
    assert server["routes"][0]["match"] == [{"host": ["portal.example.org"]}]
    assert '"dial": "web:8000"' in json.dumps(server)


def test_it_hangs_up_on_the_portal_before_the_portal_does():
    (proxy,) = [each for each in handlers(adapted()) if each["handler"] == "reverse_proxy"]
    idle = proxy["transport"]["keep_alive"]["idle_timeout"] / 1e9
    assert idle < runpy.run_path(str(ROOT / "gunicorn.conf.py"))["keepalive"]
