"""When a request arrived: said by a trusted front, else known by the server; never by the connection or the browser."""

import socket
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from threading import Event, Thread

import pytest
import time_machine
from django.core.handlers.wsgi import WSGIRequest
from django.test import RequestFactory
from structlog.testing import capture_logs
from waitress.adjustments import Adjustments

from amp_portal import arrival, embedded_server, proxies
from amp_portal.middleware import Fronts, ReceivedAt, WellFormed
from tests import echoing
from tests.outbox.processes import ROOT, environment
from tests.servers import HOST, Server, free_port

NOW = datetime(2026, 4, 30, 21, 59, 59, 999_999, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def stamped(said, settings, *, peer="127.0.0.1"):
    """When a request with this X-Request-Start arrived, through the middleware that every request goes through."""
    settings.TRUSTED_PROXIES = proxies.trusted("127.0.0.1")
    request = RequestFactory().get("/", headers={"X-Request-Start": said}, REMOTE_ADDR=peer)
    seen = []
    with time_machine.travel(NOW, tick=False), capture_logs() as logged:
        Fronts(ReceivedAt(lambda each: seen.append(each.received_at) or {}))(request)
    return seen[0], [(line["event"], line["reason"]) for line in logged]


@pytest.mark.parametrize("prefix", ["", "t="])
@pytest.mark.parametrize(
    ("said", "before"),
    [
        ("1777586390", 9_999_999),
        ("1777586399.25", 749_999),
        ("1777586399250", 749_999),
        ("1777586399250.5", 749_499),
        ("1777586399250001", 749_998),
    ],
)
def test_a_front_says_it_in_seconds_milliseconds_or_microseconds(said, before, prefix, settings):
    assert stamped(prefix + said, settings) == (NOW - timedelta(microseconds=before), [])


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("1777586400", "in the future"),
        ("1777586099", "too old"),
        ("yesterday", "unreadable"),
        ("", "unreadable"),
        ("-5", "unreadable"),
        ("1777586390, 1777586391", "unreadable"),
        ("1" * 16 + "0" * 9, "unreadable"),
        ("١٧٧٧٥٨٦٣٩٠".encode().decode("latin-1"), "unreadable"),
    ],
)
def test_what_can_not_be_is_ignored_and_logged(said, reason, settings):
    assert stamped(said, settings) == (NOW, [("X-Request-Start ignored", reason)])


def test_nobody_else_says_when_their_request_arrived(settings):
    assert stamped("1777586390", settings, peer="203.0.113.9") == (NOW, [])


class Connection(HTTPConnection):
    """One connection that is kept, to a server that answers when a request arrived."""

    def arrived(self, path="/", **headers):
        self.request("POST", path, b"a=1", {"Content-Type": "application/x-www-form-urlencoded"} | headers)
        return self.answer()

    def answer(self):
        return datetime.fromisoformat(self.getresponse().read().decode())


@contextmanager
def waitress(**options):
    server = embedded_server.listening(echoing.application, host=HOST, port=0, **options)
    Thread(target=server.run, daemon=True).start()
    yield server, server.effective_port
    server.close()


@contextmanager
def gunicorn(tmp_path):
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "tests.echoing:application", "--bind", f"{HOST}:{port}"]
    server = Server([*command, "--threads", "2", "--chdir", str(ROOT)], port, tmp_path, env=environment(tmp_path))
    server.start()
    try:
        yield server, port
    finally:
        server.stop()


@pytest.mark.parametrize("server", ["waitress", "gunicorn"])
def test_a_connection_from_before_a_deadline_brings_nothing_in(server, tmp_path):
    with waitress() if server == "waitress" else gunicorn(tmp_path) as (_server, port):
        connection = Connection(HOST, port)
        first = connection.arrived()
        kept = connection.sock
        deadline = datetime.now(UTC)

        second = connection.arrived()

        assert first < deadline <= second
        assert connection.sock is kept


def test_waiting_for_a_worker_of_the_embedded_portal_costs_no_deadline():
    echoing.released.clear()
    with waitress(threads=1) as (server, port):
        busy, waiting = Connection(HOST, port), Connection(HOST, port)
        ask(busy, "/wait")
        ask(waiting, "/")
        until(lambda: server.task_dispatcher.queue)
        deadline = datetime.now(UTC)

        echoing.released.set()

        assert busy.answer() < deadline
        assert waiting.answer() < deadline


def test_the_embedded_portal_reads_what_hundreds_send_at_once():
    with waitress() as (_server, port):
        connections = [socket.create_connection((HOST, port)) for _number in range(300)]
        before = datetime.now(UTC)

        assert Connection(HOST, port).arrived() > before

        for connection in connections:
            connection.close()


def ask(connection, path):
    connection.request("POST", path, b"a=1", {"Content-Type": "application/x-www-form-urlencoded"})


def until(is_so):
    for _attempt in range(1000):
        if is_so():
            return
        Event().wait(0.01)
    raise AssertionError


class Trickling:
    """A body that comes in its own time, as a server without a buffer hands it on."""

    def __init__(self, body, clock, takes):
        self.body, self.clock, self.takes = body, clock, takes

    def read(self, *_size):
        self.clock.shift(self.takes)
        body, self.body = self.body, b""
        return body

    readline = read


@pytest.mark.parametrize(("takes", "counts"), [(60 * SECOND, 0 * SECOND), (61 * SECOND, 61 * SECOND)])
def test_a_body_that_takes_more_than_a_minute_counts_from_its_end(takes, counts):
    with time_machine.travel(NOW, tick=False) as clock:
        request = posted(Trickling(b"a=1", clock, takes))
        assert request.received_at == NOW + counts


def test_a_body_that_waited_with_its_head_counts_from_the_head(settings):
    settings.TRUSTED_PROXIES = proxies.trusted("127.0.0.1")
    with time_machine.travel(NOW, tick=False) as clock:
        body = Trickling(b"a=1", clock, 0 * SECOND)
        start = NOW - 120 * SECOND
        request = posted(body, HTTP_X_REQUEST_START=str(round(start.timestamp() * 1_000_000)))
        assert request.received_at == start


@pytest.mark.parametrize(("seconds", "counts"), [(60, 0), (61, 61)])
def test_the_embedded_portal_knows_when_a_body_was_complete(seconds, counts):
    with time_machine.travel(NOW, tick=False) as clock:
        head = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\n"
        parser = embedded_server.Parser(Adjustments())
        parser.received(head)
        clock.shift(seconds * SECOND)
        parser.received(b"a=1")
        clock.shift(30 * SECOND)  # in the queue
        body = Trickling(b"a=1", clock, 0 * SECOND)
        request = posted(body, **{arrival.HEAD_AT: parser.head_at, arrival.BODY_AT: parser.body_at})
        assert request.received_at == NOW + counts * SECOND


def posted(body, **meta):
    """A form that was read, as the views see it."""
    environ = RequestFactory().post("/", b"a=1", content_type="application/x-www-form-urlencoded", **meta).environ
    environ["wsgi.input"] = body
    seen = []
    Fronts(ReceivedAt(WellFormed(lambda request: seen.append(request) or {})))(WSGIRequest(environ))
    return seen[0]
