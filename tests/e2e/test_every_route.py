"""Every page of the portal in a real browser: first as whoever of the roles may do the least and still read it, then as
everybody else to whom it reads differently. Axe and our own questions (``looking``) find nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from amp_portal.outbox.letters import LETTERS
from tests import world
from tests.test_routes import TABLES, table

from .looking import Looker, listed, policy_problems
from .scenes import AT_GITHUB, SCENES, signed_in

# Some scenes, and what pages are asked for, put rows where no verb would.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.handmade]

# Not pages, and what they are instead.
FILES = {
    "cohorts:calendar": "text/calendar; charset=utf-8",
    "mentorship:check-ins": "text/calendar; charset=utf-8",
    "cohorts:portal-picture": "image/png",
    "cohorts:picture": "image/png",
    "cohorts:project-picture": "image/png",
    "cohorts:sitemap": "application/xml",
    "cohorts:robots": "text/plain; charset=utf-8",
    "users:calendar-feed": "text/calendar; charset=utf-8",
    "evaluations:certificate-pdf": "application/pdf",
    "evaluations:post-file": "text/plain; charset=utf-8",
    "evaluations:outcomes-table": "text/csv; charset=utf-8",
    "evaluations:payment-table": "text/csv; charset=utf-8",
    "outbox:healthz": "text/plain",
    "outbox:readyz": "application/json",
    "applications:export": "text/csv; charset=utf-8",
    "admin:jsi18n": 'text/javascript; charset="utf-8"',
}
# They answer a script, or lead to another page.
NEVER_A_PAGE = [
    "account_confirm_login_code",  # signing in by a code in a letter is not offered
    "admin:login",
    "admin:logout",
    "admin:password_change",
    "favicon",
    "github_callback",
    "mentorship:entry",  # leads to its place in the room
    "mfa_download_recovery_codes",  # text to keep, after a second factor is set up
    "mfa_login_webauthn",
    "mfa_reauthenticate_webauthn",  # takes a real key: see test_passkeys.py
    "security-txt",  # a file, where a contact is set: see tests/test_security_txt.py
]


@pytest.fixture
def looker(browser, live_server):
    looker = Looker(browser, live_server.url)
    yield looker
    looker.close()


ALLAUTH = ("account_", "mfa_", "socialaccount_", "github_")


def subject(route):
    """What a title may be of: one route. The steps of allauth's tasks may share one."""
    return "the account" if route.startswith((*ALLAUTH, "users:set-password")) else route.partition(": ")[0]


def readers(route, expected):
    """Who of the roles opens the page. Allauth's and the admin's read the same to all who may."""
    able = [role for role in world.ROLES if expected[role] == 200]
    return able[:1] if route.startswith(("admin:", *ALLAUTH)) else able


def areas():
    """``(area, its routes)``: a table of routes each, and of the admin an app each."""
    for name in TABLES:
        if name != "admin":
            yield name, table(name)
    admin = table("admin")
    for app in sorted({route.partition("_")[0] for route in admin}):
        yield app, {route: admin[route] for route in admin if route.partition("_")[0] == app}


@pytest.mark.parametrize("routes", [pytest.param(routes, id=area) for area, routes in areas()])
def test_every_page(routes, w, looker):
    problems = {}
    for route, expected in routes.items():
        if expected.get("method") == "post" or route in FILES:
            continue
        path = reverse(route, args=expected["args"](w) if "args" in expected else [])
        for role in readers(route, expected):
            for problem in looker.look(signed_in(w.people[role]), path, subject=subject(route)):
                problems.setdefault(problem, []).append(f"{route} as {role}")
    assert problems == {}, listed(problems)


@pytest.mark.parametrize(("setting", "scenes"), [pytest.param(*scene, id=name) for name, scene in SCENES.items()])
def test_every_scene(setting, scenes, request, looker, fake_github):
    there = request.getfixturevalue(setting)
    fake_github.account = AT_GITHUB
    problems = {}
    for scene, build in scenes.items():
        client, path, *status = build(there)
        for problem in looker.look(client, path, *status, subject=subject(scene)):
            problems.setdefault(problem, []).append(scene)
    assert problems == {}, listed(problems)


@pytest.mark.parametrize(("route", "kind"), FILES.items())
def test_files(route, kind, w):
    [expected] = [table(name)[route] for name in TABLES if route in table(name)]
    role = next(role for role in world.ROLES if expected[role] == 200)
    path = reverse(route, args=expected["args"](w) if "args" in expected else [])
    response = signed_in(w.people[role]).get(path)
    assert (response["Content-Type"], policy_problems(response.headers)) == (kind, [])


def test_no_route_is_left_out():
    """Whatever nobody may open in the world at rest is opened in a scene, or is not a page at all."""
    seen = {scene for _setting, scenes in SCENES.values() for scene in scenes}
    pages = [
        route
        for name in TABLES
        for route, expected in table(name).items()
        if expected.get("method") != "post" and expected["superuser"] != 403 and 200 not in expected.values()
    ]
    assert sorted({*pages} - seen) == sorted(NEVER_A_PAGE)


def test_the_style_guide_and_the_previews(w, looker, settings):
    """Pages of development: every component in every state, and what a letter would say now."""
    settings.ROOT_URLCONF = "tests.e2e.urls"
    paths = [
        reverse("styleguide"),
        reverse("previews:letters"),
        reverse("previews:letter", args=["cohorts/mail/invited"]),
    ]
    problems = {}
    for path in paths:
        for problem in looker.look(Client(), path, subject=path):
            problems.setdefault(problem, []).append(path)
    shown = {"2 h1": ["/styleguide/"]}  # the head of a page is one of the components
    assert problems == shown, listed(problems)


def test_every_letter(w, looker, settings):
    """Those that the world has to tell something by, as HTML in an e-mail."""
    settings.ROOT_URLCONF = "tests.e2e.urls"
    problems, read = {}, 0
    for name in LETTERS:
        path = reverse("previews:html", args=[name])
        if Client().get(path).status_code == 200:
            read += 1
            for problem in looker.read_letter(path):
                problems.setdefault(problem, []).append(name)
    assert problems == {}, listed(problems)
    assert read > 10
