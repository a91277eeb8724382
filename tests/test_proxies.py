"""Whose word about a visitor counts: that of the proxies in TRUSTED_PROXIES, and nobody else's."""

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime

import httpx
import pytest
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from amp_portal import limits, middleware, proxies
from amp_portal.outbox.models import Message
from amp_portal.users import scenarios
from cohorts.conduct import codes
from tests.outbox.processes import ROOT, environment
from tests.servers import HOST, free_port

VISITOR, OTHER, PROXY = "203.0.113.9", "198.51.100.7", "192.0.2.1"
UNIX_SOCKET = ""  # what gunicorn calls a peer without an address


@pytest.fixture
def received(settings):
    """What the portal makes of a request: (the setting, the peer, headers) → the request behind the middleware."""

    def send(trusted, peer, **headers):
        settings.TRUSTED_PROXIES = proxies.trusted(trusted)
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        settings.USE_X_FORWARDED_HOST = True
        settings.ALLOWED_HOSTS = ["*"]
        request = RequestFactory().get("/", REMOTE_ADDR=peer, headers=headers)
        middleware.Fronts(lambda request: HttpResponse())(request)
        return request

    return send


def address(request):
    return proxies.client_address(request)


def forwarded(*hops):
    return {"X-Forwarded-For": ", ".join(hops)}


def test_no_setting_no_trust(received):
    said = forwarded(VISITOR) | {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}
    request = received("", "127.0.0.1", **said, **{"X-Request-Start": "1", "Forwarded": "for=x", "X-Real-IP": "x"})
    assert (address(request), request.is_secure(), request.get_host()) == ("127.0.0.1", False, "testserver")
    assert not {name for name in request.META if "FORWARDED" in name or "REQUEST_START" in name or "REAL_IP" in name}


@pytest.mark.parametrize("peer", ["127.0.0.1", "::1", "10.1.2.3", "172.18.0.4", "192.168.7.7", "fd00::5", UNIX_SOCKET])
def test_a_count_holds_for_peers_that_are_near(received, peer):
    said = forwarded("6.6.6.6", VISITOR) | {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "portal.example.org"}
    request = received("1", peer, **said, **{"X-Request-Start": "1790000000000"})
    assert (address(request), request.is_secure(), request.get_host()) == (VISITOR, True, "portal.example.org")
    assert request.headers["X-Request-Start"] == "1790000000000"
    assert proxies.is_trusted_front(request.META)


@pytest.mark.parametrize("peer", [OTHER, "2001:db8::1", "172.32.0.1", "100.64.0.1", "::ffff:203.0.113.7"])
def test_a_count_does_not_hold_for_peers_from_afar(received, peer):
    said = forwarded(VISITOR) | {"X-Forwarded-Proto": "https", "X-Request-Start": "1"}
    request = received("1", peer, **said)
    assert address(request) == peer.removeprefix("::ffff:")
    assert not request.is_secure()
    assert "X-Request-Start" not in request.headers
    assert not proxies.is_trusted_front(request.META)


def test_two_proxies(received):
    said = forwarded("6.6.6.6", VISITOR, PROXY) | {"X-Forwarded-Proto": "http, https, http"}
    request = received("2", "10.0.0.1", **said)
    assert (address(request), request.is_secure()) == (VISITOR, True)


def test_what_the_client_wrote_first_does_not_count(received):
    request = received("1", "10.0.0.1", **forwarded(VISITOR), **{"X-Forwarded-Proto": "https, http"})
    assert not request.is_secure()


def test_networks_hold_for_any_peer_in_them_and_for_nobody_else(received):
    networks = f"{PROXY}, 10.0.0.0/8, 2001:db8:1::/48"
    assert address(received(networks, PROXY, **forwarded("6.6.6.6", VISITOR, "10.9.9.9"))) == VISITOR
    assert address(received(networks, "2001:db8:1::7", **forwarded(VISITOR))) == VISITOR
    assert address(received(networks, "127.0.0.1", **forwarded(VISITOR))) == "127.0.0.1"
    assert address(received(networks, UNIX_SOCKET, **forwarded(VISITOR))) == ""


@pytest.mark.parametrize(
    ("said", "read"),
    [
        (f"{VISITOR}:4711", VISITOR),
        ("[2001:db8::7]:443", "2001:db8::7"),
        ("2001:DB8:0::7", "2001:db8::7"),
        ("::ffff:203.0.113.9", VISITOR),
        (f'"{VISITOR}"', VISITOR),
        ("unknown", "10.0.0.1"),
        ("", "10.0.0.1"),
        ("' OR 1=1", "10.0.0.1"),
    ],
)
def test_addresses_as_proxies_write_them(received, said, read):
    assert address(received("1", "10.0.0.1", **{"X-Forwarded-For": said})) == read


def test_a_request_past_the_proxy_is_its_peer_s(received):
    """A health check of the container's, from within."""
    assert address(received("1", "127.0.0.1")) == "127.0.0.1"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        (VISITOR, "203.0.113.10", False),
        (VISITOR, f"::ffff:{VISITOR}", True),
    ],
)
def test_ipv6_counts_by_64(received, one, other, same):
    both = [proxies.client_network(received("1", "10.0.0.1", **forwarded(each))) for each in (one, other)]
    assert (both[0] == both[1]) is same


@pytest.mark.parametrize("text", ["two", "1, 2", "10.0.0.1/8", "-1", "::1/200", "http://proxy"])
def test_a_value_that_is_neither_is_said_so(text):
    with pytest.raises(ImproperlyConfigured, match="TRUSTED_PROXIES is the number of proxies"):
        proxies.trusted(text)


@pytest.mark.parametrize(
    ("trusted", "production", "warned"),
    [("", True, True), ("", False, False), ("0", True, False), ("1", True, False), ("10.0.0.0/8", True, False)],
)
def test_check_deploy_asks_for_it(settings, trusted, production, warned):
    settings.TRUSTED_PROXIES, settings.PRODUCTION = proxies.trusted(trusted), production
    found = checks.run_checks(tags=[checks.Tags.security], include_deployment_checks=True)
    assert ("amp_portal.W001" in {message.id for message in found}) is warned


# What is limited ------------------------------------------------------------------------------------------------


@pytest.fixture
def behind_a_proxy(settings):
    settings.TRUSTED_PROXIES = proxies.trusted("1")


@pytest.fixture
def user(db):
    return scenarios.person("Ada Lark").user


def sign_in(client, login, password, visitor):
    form = {"login": login, "password": password}
    return client.post(reverse("account_login"), form, headers=forwarded(visitor))


@pytest.mark.usefixtures("behind_a_proxy")
def test_wrong_passwords_from_elsewhere_lock_nobody_out(client, user):
    for _try in range(6):
        locked = sign_in(client, user.email, "wrong", OTHER)
    assert "reset your password" in locked.content.decode()
    assert "reset your password" in sign_in(client, user.email, scenarios.PASSWORD, OTHER).content.decode()
    assert sign_in(client, user.email, scenarios.PASSWORD, VISITOR).status_code == 302


@pytest.mark.usefixtures("behind_a_proxy")
def test_other_addresses_of_one_ipv6_network_are_the_same_visitor(client, user):
    answers = [sign_in(client, user.email, "wrong", f"2001:db8:1:2::{number}") for number in range(1, 7)]
    assert "reset your password" in answers[-1].content.decode()
    assert "reset your password" not in answers[-2].content.decode()


@pytest.mark.usefixtures("behind_a_proxy", "db")
def test_one_visitor_s_wrong_passwords_do_not_use_up_everybody_s(client):
    for number in range(12):
        sign_in(client, f"nobody{number}@example.org", "wrong", OTHER)
    assert "Too many" in sign_in(client, "nobody@example.org", "wrong", OTHER).content.decode()
    assert "Too many" not in sign_in(client, "somebody@example.org", "wrong", VISITOR).content.decode()


def test_without_the_setting_made_up_addresses_are_one_visitor(client, user):
    for number in range(6):
        answer = sign_in(client, user.email, "wrong", f"203.0.113.{number}")
    assert "reset your password" in answer.content.decode()


@pytest.mark.usefixtures("behind_a_proxy")
def test_the_reset_link_stays_open(client, user):
    """However many others asked for one in the owner's name: and of those mails they get a few, not hundreds."""
    for visitor in (*(f"198.51.100.{number}" for number in range(15)), VISITOR):
        answer = client.post(reverse("account_reset_password"), {"email": user.email}, headers=forwarded(visitor))
        assert answer.url == reverse("account_reset_password_done")
    assert Message.objects.filter(address=user.email).count() == 10


@pytest.mark.usefixtures("behind_a_proxy")
def test_our_own_limits_count_by_visitor():
    now = datetime(2027, 5, 1, 12, tzinfo=UTC)

    def check(visitor):
        request = RequestFactory().get("/", headers=forwarded(visitor))
        return limits.count(request, "self-check", most=1, now=now)

    assert (check(OTHER), check(VISITOR)) == (0, 0)
    assert check(OTHER) > 0


@pytest.mark.usefixtures("behind_a_proxy")
def test_tries_of_a_conduct_code_count_by_visitor():
    now = datetime(2027, 5, 1, 12, tzinfo=UTC)

    def may_try(visitor):
        return codes.may_try(RequestFactory().post("/", headers=forwarded(visitor)), now)

    assert [may_try(f"2001:db8:1:2::{number}") for number in range(codes.TRIES + 1)] == [True] * codes.TRIES + [False]
    assert may_try(VISITOR)


# The servers --------------------------------------------------------------------------------------------------


@contextmanager
def gunicorn(folder, port, **changes):
    """The portal as in production on a port and a Unix socket, with the configuration gunicorn reads by itself."""
    env = environment(
        folder,
        PRODUCTION="1",
        SECRET_KEY="only-for-a-test" * 5,
        ALLOWED_HOSTS="portal.example.org",
        SITE_URL="https://portal.example.org",
        DATABASE_URL=f"sqlite:///{folder}/portal.sqlite3",
        DJANGO_SETTINGS_MODULE="amp_portal.settings",
        FORWARDED_ALLOW_IPS="*",
        **changes,
    )
    command = [sys.executable, "-m", "gunicorn", "amp_portal.wsgi", "--bind", f"{HOST}:{port}"]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [*command, "--bind", f"unix:{folder}/socket"], cwd=ROOT, env=env, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        for _wait in range(300):
            if os.path.exists(folder / "socket") and process.poll() is None:
                break
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(30)


def answers(folder, port, **headers):
    """The status of a page over the port and over the Unix socket: 301 where https was not noticed."""
    sent = {"Host": "portal.example.org", **headers}
    with (
        httpx.Client(base_url=f"http://{HOST}:{port}", timeout=60) as near,
        httpx.Client(base_url="http://socket", transport=httpx.HTTPTransport(uds=str(folder / "socket"))) as unix,
    ):
        return [client.get("/robots.txt", headers=sent, timeout=60).status_code for client in (near, unix)]


@pytest.mark.parametrize(("trusted", "status"), [("1", 200), ("", 301)])
def test_gunicorn_believes_whom_the_setting_names(tmp_path, trusted, status):
    """Its own FORWARDED_ALLOW_IPS, and that it trusts every Unix socket, change nothing."""
    port = free_port()
    with gunicorn(tmp_path, port, TRUSTED_PROXIES=trusted):
        assert answers(tmp_path, port, **{"X-Forwarded-Proto": "https"}) == [status, status]
        assert answers(tmp_path, port, **{"X-Forwarded-Proto": "http"}) == [301, 301]
        smuggled = {"X-Forwarded-Proto": "https", "SCRIPT_NAME": "/robots.txt"}
        assert answers(tmp_path, port, **smuggled) in ([status, status], [400, 400])
