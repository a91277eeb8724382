"""What is written down of a request: its id, no secret of an address, and nothing at all of pages about conduct."""

import io
import json
import logging
import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from time import process_time

import httpx
import pytest
import yaml
from django.urls import URLResolver, get_resolver, reverse
from django.urls.converters import PathConverter, StringConverter
from django.urls.resolvers import RegexPattern

from amp_portal import logs
from amp_portal.secret_addresses import OF_ALLAUTH, SecretConverter, masked
from amp_portal.users.scenarios import PASSWORD, person
from tests.outbox.processes import ROOT, database_url, environment
from tests.servers import HOST, free_port

SECRET = "aB3_-" * 4
PUBLIC = {"evaluations:post-file"}  # free text in the path that is no key: the name of a kind of file
WAYS = [
    "GET {} HTTP/1.1",
    "Not Found: {}",
    '"GET {}?a=b HTTP/1.1" 200 12',
    "https://portal.example.org{}",
    "{{'path': '{}'}}",
    "/accounts/login/?next={}",
]


def routes(patterns, namespace="", chain=()):
    """``(name, parts of its path)`` of every route but the admin's."""
    for pattern in patterns:
        inner = (*chain, pattern.pattern)
        if isinstance(pattern, URLResolver):
            space = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from routes(pattern.url_patterns, space, inner)
        elif not namespace.startswith("admin:"):
            yield f"{namespace}{pattern.name}", inner


def keys():
    """Every address that is somebody's key, as ``reverse`` makes it: ``{name: path}``."""
    found = {}
    for name, chain in routes(get_resolver().url_patterns):
        converters = {known: each for part in chain for known, each in part.converters.items()}
        if any(isinstance(each, SecretConverter) for each in converters.values()):
            given = {known: SECRET if isinstance(each, SecretConverter) else 7 for known, each in converters.items()}
            found[name] = reverse(name, kwargs=given)
    found["account_confirm_email"] = reverse("account_confirm_email", args=[SECRET])
    found["account_reset_password_from_key"] = reverse("account_reset_password_from_key", args=["1a", SECRET])
    return found


KEYS = keys()


def test_the_keys_we_give_out_are_known():
    for name in ("cohorts:invitation", "mentorship:reply", "outbox:unsubscribe", "users:calendar-feed", *OF_ALLAUTH):
        assert SECRET in KEYS[name]


def test_every_free_text_in_a_path_is_declared_secret_or_known_to_be_none():
    free = set()
    for name, chain in routes(get_resolver().url_patterns):
        for part in chain:
            kinds = {type(converter) for converter in part.converters.values()}
            if {StringConverter, PathConverter} & kinds or (isinstance(part, RegexPattern) and "(?P" in str(part)):
                free.add(name)
            for known, converter in part.converters.items():
                if known in ("code", "key", "secret", "token"):
                    assert isinstance(converter, SecretConverter), name
    assert free == PUBLIC | set(OF_ALLAUTH)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", KEYS)
def test_no_key_is_left_in_a_line(name, way):
    path = KEYS[name]
    short, quoted = path.removesuffix("/"), path.replace("/", "%2F")
    for written in (path, short, quoted, quoted.replace("%", "%25"), path.upper(), "/" + path):
        assert SECRET.lower() not in masked(way.format(written)).lower()


def test_what_is_no_key_stays():
    for line in ("GET /cohorts/amp-2027/projects/parser/ HTTP/1.1", "GET /profile/letters/?page=2", "code=7"):
        assert masked(line) == line
    assert masked("GET /replies/abc/soon/") == "GET /replies/…/soon/"
    assert SECRET not in masked(f"GET /accounts/github/login/callback/?code={SECRET}&state={SECRET} HTTP/1.1")


@pytest.mark.parametrize("piece", ["/", "%2F", "%25252F", "/accounts/", "//invitations", "%25"])
def test_however_long_an_address_is_it_is_masked_at_once(piece):
    """Anybody can ask for such an address, and each is written down: it took minutes, and with it the whole server."""
    address = piece * (100_000 // len(piece))
    began = process_time()

    masked(f"Not Found: {address}")
    logs.is_unlogged({"PATH_INFO": address, "HTTP_REFERER": address})

    assert process_time() - began < 2


@contextmanager
def written(as_json=True):
    """What the portal's handler writes of everything that is logged inside."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.Line(as_json=as_json))
    handler.addFilter(logs.Unlogged())
    root = logging.getLogger()
    root.addHandler(handler)
    lines = []
    try:
        yield lines
    finally:
        root.removeHandler(handler)
        lines += stream.getvalue().splitlines()


@pytest.mark.django_db
def test_django_s_own_lines_are_masked_and_say_which_request(client):
    with written() as lines:
        answer = client.get(reverse("users:calendar-feed", args=[SECRET]))
    [line] = [json.loads(line) for line in lines]
    assert (line["event"], line["request_id"]) == ("Not Found: /calendar/…", answer["X-Request-ID"])


@pytest.mark.django_db
def test_signing_in_and_failing_to_leave_a_line_each_without_what_was_typed(client, caplog):
    caplog.set_level(logging.INFO)
    ada = person("Ada Lark").user
    with written() as lines:
        for password in ("typed-wrongly", PASSWORD):
            client.post(reverse("account_login"), {"login": ada.email, "password": password})
    failed, made = [line for line in map(json.loads, lines) if "sign" in line["event"]]
    assert (failed["event"], failed["address"]) == ("sign-in failed", "127.0.0.1")
    assert (made["event"], made["address"], made["user"]) == ("signed in", "127.0.0.1", ada.pk)
    assert not [word for word in ("typed-wrongly", PASSWORD, ada.email) if word in "".join(lines)]


def test_an_error_report_is_masked_in_its_traceback_too(rf):
    with written() as lines:
        try:
            raise ValueError(f"no such thing: /unsubscribe/{SECRET}/")
        except ValueError:
            logging.getLogger("django.request").exception("Internal Server Error: /invitations/%s/", SECRET)
    assert SECRET not in "".join(lines)
    assert "ValueError: no such thing: /unsubscribe/…/" in json.loads(lines[0])["exception"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "referer"),
    [
        ("/conduct/nothing/", ""),
        ("/conduct", ""),
        ("/cohorts/amp/organize/conduct/", ""),
        ("/nothing/", "https://portal.example.org/conduct/"),
        ("/nothing/?next=%2Fconduct%2F", ""),
    ],
)
def test_pages_about_conduct_leave_no_line(client, path, referer):
    with written() as lines:
        assert client.get(path, headers={"Referer": referer}).status_code in (301, 302, 404)
    assert lines == []


def test_all_that_is_said_goes_through_one_handler(settings):
    """Else Django would e-mail error reports, and runserver print addresses, as they are."""
    assert settings.LOGGING["root"]["handlers"] == ["console"]
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["unlogged"]
    for name in ("django", "django.server", "django.request", "django.security"):
        assert logging.getLogger(name).handlers == []
        assert logging.getLogger(name).propagate


# The very command of the image ------------------------------------------------------------------------------

DOCKERFILE = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")


@contextmanager
def started(folder, **changes):
    """The CMD of the Dockerfile, with its ENV, on a port of its own. Gives a client, and in the end what it wrote."""
    built = dict(pair.split("=") for pair in re.search(r"^ENV (.*)$", DOCKERFILE, re.MULTILINE).group(1).split())
    built |= {"STATIC_ROOT": str(folder / "static"), "DATA_DIR": str(folder)}
    env = environment(
        built.pop("DATA_DIR"),
        **built,
        DJANGO_SETTINGS_MODULE="amp_portal.settings",
        SECRET_KEY="only-for-a-test" * 5,
        SITE_URL="https://portal.example.org",
        ALLOWED_HOSTS="portal.example.org",
        **changes,
    )
    collect = re.search(r"^RUN (SECRET_KEY=.* collectstatic .*)$", DOCKERFILE, re.MULTILINE).group(1)
    subprocess.run(["sh", "-c", collect], cwd=ROOT, env=env, check=True, capture_output=True)
    port = free_port()
    command = yaml.safe_load(re.search(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE).group(1))
    command[command.index("0.0.0.0:8000")] = f"{HOST}:{port}"
    command[command.index("--workers") + 1] = "1"
    with (folder / "out").open("w") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=out, stderr=subprocess.STDOUT)
    sent = {"Host": "portal.example.org", "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
    lines: list = []
    transport = httpx.HTTPTransport(retries=60)
    try:
        with httpx.Client(base_url=f"http://{HOST}:{port}", headers=sent, timeout=60, transport=transport) as client:
            yield client, lines
    finally:
        process.terminate()
        process.wait(60)
        lines += (folder / "out").read_text().splitlines()


@pytest.mark.django_db
def test_the_log_of_the_image_s_own_command(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=":")
    with started(tmp_path, DATABASE_URL=database_url(), TRUSTED_PROXIES="1") as (client, lines):
        ids = [client.get("/robots.txt").headers["X-Request-ID"]]
        for path in KEYS.values():
            client.get(path, headers={"Referer": f"https://portal.example.org{path}"})
            client.get(path.removesuffix("/"), headers={"Referer": f"https://portal.example.org/?next={path}"})
            client.get("/accounts/login/", params={"next": path})
        client.get(f"/accounts/github/login/callback/?code={SECRET}&state={SECRET}")
        client.get("/conduct/", headers={"User-Agent": "whoever-reports"})
        client.get("/robots.txt", headers={"User-Agent": "whoever-reports", "Referer": "https://x.example/conduct/"})
    said = [json.loads(line) for line in lines]
    assert SECRET.lower() not in "\n".join(lines).lower()
    assert not [line for line in lines if "/conduct" in line or "whoever-reports" in line]
    access = [line for line in said if line["logger"] == "gunicorn.access"]
    assert len(access) == 2 + 3 * len(KEYS)
    assert (
        access[0].items()
        >= {
            "event": "request",
            "request_id": ids[0],
            "method": "GET",
            "path": "/robots.txt",
            "status": 200,
            "address": "203.0.113.9",
        }.items()
    )
    assert all(line["request_id"] for line in access)
    assert "/invitations/…/" in {line["path"] for line in access}
    assert "https://portal.example.org/invitations/…/" in {line["referer"] for line in access}
