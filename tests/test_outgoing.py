"""The way out to other servers: deadlines, sizes and addresses hold against a server that means ill."""

import gzip
import socket
import time
import tracemalloc
from datetime import UTC, datetime

import brotli
import pytest

from amp_portal import github, outgoing
from amp_portal.outbox import slack

from .hostile import hostile_server

NOW = datetime(2027, 5, 1, tzinfo=UTC)
BOMB = brotli.compress(bytes(200_000_000))  # some 200 bytes


@pytest.fixture
def server(settings):
    settings.GITHUB_TOKEN = "secret-token"
    settings.PRIVATE_HOSTS = ["127.0.0.1"]
    with hostile_server() as server:
        yield server


def ask(url, **options):
    with outgoing.Client(**options) as client:
        return client.ask("GET", url)


def test_an_answer_comes_with_its_status_headers_and_body(server):
    server.answer("/list", b"hello", X_Kind="plain")

    answer = ask(server.url())

    assert (answer.status, answer.text, answer.headers["x-kind"]) == (200, "hello", "plain")


def test_what_is_packed_with_gzip_is_unpacked(server):
    server.answer("/list", gzip.compress(b"hello"), Content_Encoding="gzip")

    assert ask(server.url()).text == "hello"


@pytest.mark.parametrize(
    ("body", "packed_as"), [(gzip.compress(bytes(50_000_000), mtime=0), "gzip"), (BOMB, "br")], ids=["gzip", "brotli"]
)
def test_a_body_that_unpacks_to_gigabytes_takes_no_memory(server, body, packed_as):
    server.answer("/list", body, Content_Encoding=packed_as)
    tracemalloc.start()
    try:
        with pytest.raises(outgoing.Unanswered):
            ask(server.url(), largest=100_000)
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


def test_a_redirect_with_such_a_body_takes_none_either(server):
    server.answer("/list", BOMB, status="302 Found", Content_Encoding="br", Location="/new")
    server.answer("/new", b"hello")

    assert ask(server.url(), redirects=1).text == "hello"


@pytest.mark.parametrize(
    "pieces",
    [
        [b"HTTP/1.1 200 OK\r\n", *(b"X-%d: a\r\n" % n for n in range(200))],
        [b"HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\n", *[b"x"] * 200],
        [b"HTTP/1.1 100 Continue\r\n\r\n"] * 200,
        [b""] * 200,
    ],
    ids=["headers", "body", "continue", "silence"],
)
def test_one_deadline_holds_however_the_answer_trickles(server, pieces):
    server.answers["/list"] = pieces
    server.pause = 0.05
    before = time.monotonic()

    with pytest.raises(outgoing.TooSlow):
        ask(server.url(), patience=0.4)

    assert time.monotonic() - before < 5  # whole, the answer takes ten seconds


def test_the_deadline_is_one_for_all_redirects(server):
    server.answers["/list"] = [b"HTTP/1.1 302 Found\r\nLocation: /list\r\n", b"Content-Length: 0\r\n\r\n"]
    server.pause = 0.15

    with pytest.raises(outgoing.TooSlow):
        ask(server.url(), patience=0.4, redirects=100)


def test_the_deadline_holds_for_each_question_anew(server):
    server.answers["/list"] = [b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\n", b"hello"]
    server.pause = 0.2

    with outgoing.Client(patience=0.5) as client:
        assert [client.ask("GET", server.url()).text for _ in range(3)] == ["hello"] * 3


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe", "RemoteProtocolError"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"hello", mtime=0)[:-6], "broken off"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nhello", "broken off"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: zstd\r\n\r\nhello", "packed in a way"),
        (b"HTTP/1.1 302 Found\r\nLocation: http://[\r\n\r\n", "ConnectError"),
        ("HTTP/1.1 302 Found\r\nLocation: http://\u2100/\r\n\r\n".encode(), "RemoteProtocolError"),
        (b"HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\n\r\n", "neither http"),
        (b"HTTP/1.1 302 Found\r\nLocation: ftp://127.0.0.1/\r\n\r\n", "neither http"),
        (b"HTTP/1.1 302 Found\r\nLocation: /list\r\nContent-Length: 0\r\n\r\n", "too many redirects"),
        (b"HTTP/1.1 302 Found\r\nLocation: http://localhost/\r\n\r\n", "private address"),
        (b"HTTP/1.1 302 Found\r\nLocation: http://2130706433/\r\n\r\n", "private address"),
        (b"nonsense\r\n\r\n", "RemoteProtocolError"),
    ],
)
def test_no_answer_is_an_error_in_words(server, answer, why):
    server.answers["/list"] = [answer]

    with pytest.raises(outgoing.Unanswered, match=why):
        ask(server.url(), redirects=2)


def test_private_addresses_are_not_asked_unless_the_host_is_named(server, settings):
    settings.PRIVATE_HOSTS = ["somewhere.internal"]

    for host in ("127.0.0.1", "localhost", "127.1", "0x7f000001"):
        with pytest.raises(outgoing.Unanswered, match="private address"):
            ask(server.url(host=host))

    assert server.asked == []


def test_a_name_is_looked_up_once_and_what_was_checked_is_connected_to(server, settings, monkeypatch):
    """A name server that answers with a public address first and a private one after gains nothing."""
    settings.PRIVATE_HOSTS = []
    answers = iter([[("93.184.216.34", 80)], [("127.0.0.1", server.port)]])
    connected = []

    def look_up(host, port, **_options):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", address) for address in next(answers)]

    def connect(address, *_args, **_options):
        connected.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket, "create_connection", connect)

    with pytest.raises(outgoing.Unanswered, match="ConnectError"):
        ask("http://rebinding.example/")

    assert connected == ["93.184.216.34"]


def test_in_production_nothing_is_asked_in_the_clear_but_a_named_host(server, settings):
    settings.PRODUCTION = True
    server.answer("/list", b"hello")

    assert ask(server.url()).text == "hello"
    with pytest.raises(outgoing.Unanswered, match="neither https"):
        ask("http://example.org/list")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:4700::1", True),
        ("10.0.0.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("0.0.0.0", False),  # noqa: S104 - an address to refuse
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("2002:7f00:1::", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::5db8:d822", True),
        ("ff02::1", False),
    ],
)
def test_which_addresses_are_public(address, public):
    assert outgoing.is_public(address) == public


def test_github_of_ones_own_is_asked_where_it_is_but_sends_nobody_elsewhere(server, settings):
    settings.PRIVATE_HOSTS, settings.GITHUB_URL = [], f"http://127.0.0.1:{server.port}"
    server.answer("/api/v3/users/a", status="302 Found", Location=f"http://localhost:{server.port}/latest/meta-data")

    with github.connect() as http, pytest.raises(github.Unreachable, match="another server"):
        github.ask(http, "/users/a", now=NOW)

    assert len(server.asked) == 1


def test_an_answer_of_github_nested_without_end_is_none(server, settings):
    settings.GITHUB_URL = f"http://127.0.0.1:{server.port}"
    server.answer("/api/v3/users/a", b"[" * 1_000_000)

    with github.connect() as http, pytest.raises(github.Unreachable, match="no JSON"):
        github.ask(http, "/users/a", now=NOW)


def test_slack_that_answers_with_a_bomb_is_tried_later(server, settings):
    settings.SLACK_ORIGINS = [f"http://127.0.0.1:{server.port}"]
    server.answer("/services/T", BOMB, Content_Encoding="br")

    with pytest.raises(slack.Later, match="packed"):
        slack.Desk().send(server.url("/services/T"), slack.post_of("Hello", "There."))
