"""Every class that a page wears is defined in our style sheets, and every class defined is worn somewhere."""

import re

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests import test_routes, world

SHEETS = settings.BASE_DIR / "static/css"
TEMPLATES = settings.BASE_DIR / "templates"
# Written by Django's widgets, django-crispy-forms and allauth for whoever wants to style them.
HOOKS = re.compile(
    r"^(\w+input|\w+widget|textarea|\w*select|checkboxselect\w*|radioselect\w*|requiredField|fs-6|pt-0|js-\w+)$"
)
# A name for scripts and tests; no rule of its own.
NAMES = {"answers", "call", "glance", "leads", "letter", "locked", "verdict"}


def without_tags(text):
    """Template source with its tags gone, and an … where a variable stands."""
    text = re.sub(r"-{% if .*?{% endif %}", "-…", re.sub(r"{#.*?#}", "", text))
    return re.sub(r"{{.*?}}", "…", re.sub(r"{%.*?%}", " ", text))


def worn(html):
    return {name for value in re.findall(r'class="([^"]*)"', html) for name in value.split()}


def in_templates():
    pages = [
        path for path in TEMPLATES.rglob("*.html") if path.relative_to(TEMPLATES).parts[0] not in ("admin", "letters")
    ]
    return worn("".join(without_tags(path.read_text()) for path in pages))


def in_python():
    """What forms ask crispy to put around their fields."""
    found = set()
    for app in ("amp_portal", "cohorts", "applications", "mentorship", "evaluations"):
        for path in (settings.BASE_DIR / app).rglob("forms/*.py"):
            for value in re.findall(r'css_class="([^"]*)"|"class": "([^"]*)"', path.read_text()):
                found |= set("".join(value).split())
    return found


def defined():
    sheets = "".join(path.read_text() for path in SHEETS.glob("*.css") if path.stem != "admin")
    sheets = re.sub(r"/\*.*?\*/", "", sheets, flags=re.DOTALL)
    selectors = re.sub(r"{[^{}]*}", "{}", sheets)
    return set(re.findall(r"\.([a-zA-Z][\w-]*)", selectors))


def test_classes_in_templates_are_defined():
    used = in_templates() | in_python()
    known = defined() | NAMES
    parts = {name for name in used if "…" in name}

    assert sorted(name for name in used - parts if name not in known and not HOOKS.match(name)) == []
    assert sorted(part for part in parts if not matches(part, known)) == []


def matches(part, known):
    """Does a class made up of a variable have at least one rule?"""
    pattern = re.compile(re.escape(part).replace("…", r"[\w-]+"))
    return any(pattern.fullmatch(name) for name in known)


@pytest.mark.django_db
def test_classes_on_pages_are_defined(guide):
    w = world.build()
    used = worn(guide)
    with time_machine.travel(w.now, tick=False):
        for role, user in w.people.items():
            client = Client()
            if user:
                client.force_login(user)
            for table in test_routes.TABLES:
                for route, expected in test_routes.table(table).items():
                    if expected[role] == 200 and expected.get("method") != "post":
                        url = reverse(route, args=expected["args"](w) if "args" in expected else [])
                        response = client.get(url)
                        if response["Content-Type"].startswith("text/html") and not url.startswith("/admin/"):
                            used |= worn(response.content.decode())

    assert sorted(name for name in used if name not in defined() | NAMES and not HOOKS.match(name)) == []


def test_defined_classes_are_worn(guide):
    used = in_templates() | in_python() | worn(guide)

    assert (
        sorted(name for name in defined() if name not in used and not any(matches(part, {name}) for part in used)) == []
    )
