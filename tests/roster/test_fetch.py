import time
import tracemalloc

import brotli
import httpx
import pytest

from amp_portal.roster.errors import RosterError
from amp_portal.roster.fetch import LARGEST, fetch
from tests.hostile import hostile_server

URL = "https://example.org/MAINTAINERS.yaml"


def test_text_comes_from_a_file(tmp_path):
    (tmp_path / "list.yaml").write_bytes("\ufeff- github: ada\n".encode())

    assert fetch(str(tmp_path / "list.yaml")) == "- github: ada\n"


def test_text_comes_from_a_url_through_redirects(respx_mock):
    respx_mock.get("https://example.org/old").respond(302, headers={"location": URL})
    respx_mock.get(URL).respond(200, text="- github: ada\n")

    assert fetch("https://example.org/old") == "- github: ada\n"


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (httpx.Response(404), "answered 404"),
        (httpx.Response(200, content=b"x" * (LARGEST + 1)), "far larger"),
        (httpx.Response(200, content=b"\xff\xfe"), "not text"),
        (httpx.ConnectTimeout("slow"), "ConnectTimeout"),
        (httpx.ReadTimeout("slow"), "ReadTimeout"),
    ],
)
def test_what_goes_wrong_on_the_way_is_said(respx_mock, answer, message):
    if isinstance(answer, Exception):
        respx_mock.get(URL).mock(side_effect=answer)
    else:
        respx_mock.get(URL).mock(return_value=answer)

    with pytest.raises(RosterError, match=message):
        fetch(URL)


def test_a_secret_in_the_address_is_not_repeated(respx_mock):
    respx_mock.get(URL).respond(403)

    with pytest.raises(RosterError) as refused:
        fetch("https://bot:hush@example.org/MAINTAINERS.yaml?token=hush")

    assert "hush" not in str(refused.value)


def test_a_file_too_large_is_refused(tmp_path):
    (tmp_path / "list.yaml").write_bytes(b"x" * (LARGEST + 1))

    with pytest.raises(RosterError, match="far larger"):
        fetch(str(tmp_path / "list.yaml"))


# Against a real server that means ill -------------------------------------------------------------


@pytest.fixture
def server(settings):
    settings.PRIVATE_HOSTS = ["127.0.0.1"]
    with hostile_server() as server:
        yield server


def test_a_list_packed_as_brotli_that_unpacks_to_gigabytes_takes_no_memory(server):
    server.answer("/list", brotli.compress(bytes(200_000_000)), Content_Encoding="br")
    tracemalloc.start()
    try:
        with pytest.raises(RosterError, match="packed in a way we did not ask for"):
            fetch(server.url())
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


def test_headers_that_trickle_in_hold_nobody_up(server, monkeypatch):
    monkeypatch.setattr("amp_portal.roster.fetch.PATIENCE", 0.4)
    server.answers["/list"] = [b"HTTP/1.1 200 OK\r\n", *(b"X-%d: a\r\n" % n for n in range(200))]
    server.pause = 0.05
    before = time.monotonic()

    with pytest.raises(RosterError, match="too slow"):
        fetch(server.url())

    assert time.monotonic() - before < 5  # whole, the answer takes ten seconds


def test_a_redirect_leads_to_no_private_address(server):
    server.answer("/list", status="302 Found", Location=server.url("/latest/meta-data", host="localhost"))
    server.answer("/latest/meta-data", b"- github: ada\n")

    with pytest.raises(RosterError, match="private address"):
        fetch(server.url())

    assert server.asked == ["GET /list HTTP/1.1"]


@pytest.mark.parametrize(
    "source", ["ftp://example.org/list", "http://[", "file:///etc/passwd", "http://℀/", "HTTP://x"]
)
def test_an_address_that_is_none_is_refused_in_words(source, settings):
    settings.PRODUCTION = True

    with pytest.raises(RosterError, match="can't be reached"):
        fetch(source)
