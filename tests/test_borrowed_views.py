"""What Django, allauth and other libraries bring: each view is known here, and none hands out what is not one's own."""

import pytest
import time_machine
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Field
from django.test import Client
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse

from . import world

OURS = ("amp_portal.", "cohorts.", "applications.", "mentorship.", "evaluations.")
# Of allauth, per module: all are about the reader's own account, see tests/routes/accounts.py.
ACCOUNTS = {
    "allauth.account.views",
    "allauth.mfa.base.views",
    "allauth.mfa.recovery_codes.views",
    "allauth.mfa.totp.views",
    "allauth.mfa.webauthn.views",
    "allauth.socialaccount.providers.oauth2.views",
    "allauth.socialaccount.views",
}
# Of Django, by name: why each is harmless.
DJANGO = {
    "admin:index": "lists the models one may see",
    "admin:app_list": "lists the models one may see",
    "admin:jsi18n": "translations",
}
# Of a model's admin, each within the rows of ``get_queryset`` and the permissions of its admin: tests/routes/admin.py.
OF_A_MODEL = ("changelist", "add", "history", "delete", "change")
# Without a name: they redirect, and say nothing else.
REDIRECTS = {
    "accounts/social/login/cancelled/",
    "accounts/social/login/error/",
    "accounts/social/signup/",
    "accounts/social/connections/",
    r"admin/(?P<url>.*)$",
}
A_ROW = "/<path:object_id>/"  # of Django's admin, before it had names for its pages
# Named for what they are: what opens something for whoever holds it.
SECRETS = ("token", "secret", "digest")


def walk(patterns, namespace="", prefix=""):
    """``(module, name, path)`` of every view; "" for one without a name."""
    for pattern in patterns:
        path = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from walk(pattern.url_patterns, inner, path)
        else:
            yield pattern.callback.__module__, f"{namespace}{pattern.name}" if pattern.name else "", path


def is_known(module, name, path):
    if module.startswith(OURS) and not name.startswith("admin:"):
        return bool(name)
    if not name:
        return path in REDIRECTS or (path.startswith("admin/") and path.endswith(A_ROW))
    if name.startswith("admin:"):
        return module.startswith(OURS) or name in DJANGO or name.endswith(tuple(f"_{page}" for page in OF_A_MODEL))
    return module in ACCOUNTS


def test_every_view_of_a_library_is_known():
    assert [found for found in walk(get_resolver().url_patterns) if not is_known(*found)] == []


@pytest.mark.parametrize("name", ["view_on_site", "autocomplete", "password_change_done"])
def test_views_of_the_admin_that_nobody_needs_are_not_there(name):
    with pytest.raises(NoReverseMatch):
        reverse(f"admin:{name}", args=[1, 1] if name == "view_on_site" else [])


@pytest.fixture
def w(db):
    built = world.build()
    with time_machine.travel(built.now, tick=False):
        yield built


@pytest.mark.parametrize("role", ["organizer", "other_organizer", "superuser"])
def test_no_address_by_type_and_id_leads_to_an_object(w, role):
    """It led to the secret link of every invitation of every cohort, to certificates and to unpublished projects."""
    client = Client()
    client.force_login(w.people[role])
    invitation = w.cohort.invitations.create(email="ivy@example.org", invited_by=w.people["organizer"].person)
    for row in (invitation, w.certificate, w.project, w.cohort):
        kind = ContentType.objects.get_for_model(row).pk
        answer = client.get(f"/admin/r/{kind}/{row.pk}/")
        assert (answer.status_code, answer.get("Location")) == (404, None)


def test_a_secret_is_no_absolute_url(w):
    """Whatever asks an object for its address (the admin, a list, a log) may show it."""
    w.cohort.invitations.create(email="ivy@example.org", invited_by=w.people["organizer"].person)
    checked = set()
    for model in apps.get_models():
        named = [field for field in model._meta.concrete_fields if any(word in field.name for word in SECRETS)]
        for row in model._base_manager.all()[:3] if named else []:
            url = row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""
            checked.add(model._meta.label)
            assert [field.name for field in named if _value(field, row) and _value(field, row) in url] == []
    assert "cohorts.Invitation" in checked


def _value(field: Field, row):
    return str(getattr(row, field.attname) or "")


@pytest.mark.parametrize("role", ["organizer", "superuser"])
def test_the_admin_links_straight_to_a_page_that_decides_for_itself(w, role):
    client = Client()
    client.force_login(w.people[role])
    page = client.get(reverse("admin:cohorts_project_change", args=[w.project.pk])).content.decode()
    assert f'href="{w.project.get_absolute_url()}"' in page
    assert "/admin/r/" not in page
    message = w.mentorship.mentee.messages.filter(scope=f"cohort/{w.cohort.pk}").first()
    page = client.get(reverse("admin:outbox_message_change", args=[message.pk])).content.decode()
    assert message.get_absolute_url() not in page  # the reader's own


def test_a_route_without_a_name_only_leads_elsewhere(w):
    """To a page that decides for itself, or nowhere: whether there is such a row it tells nobody."""
    known = ["/accounts/social/login/cancelled/", "/accounts/social/login/error/", "/accounts/social/signup/"]
    known += ["/accounts/social/connections/", "/admin/nothing/of/this/name/"]
    rows = [f"/admin/cohorts/cohort/{pk}/" for pk in (w.cohort.pk, 0)]
    wrong = []
    for role, user in w.people.items():
        client = Client()
        if user:
            client.force_login(user)
        answers = {path: client.get(path) for path in (*known, *rows)}
        wrong += [(role, path) for path, answer in answers.items() if answer.status_code not in (301, 302, 404)]
        shown = [answers[path].headers.get("Location", "").replace(path, "") for path in rows]
        wrong += [(role, "rows")] if shown[0] != shown[1] else []
    assert wrong == []
