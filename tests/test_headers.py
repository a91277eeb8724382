"""What every answer says: pages, files, redirects and errors alike."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def refused(request, *args, **kwargs):
    raise RuntimeError


@pytest.mark.parametrize(
    ("path", "status", "sent"),
    [
        ("/", 200, {}),
        ("/static/css/base.css", 200, {}),
        ("/nothing/", 404, {}),
        ("/profile/letters", 301, {}),
        ("/home/", 302, {}),
        ("/healthz", 200, {}),
        ("/?a=%00", 400, {}),
        ("/", 400, {"Host": "elsewhere.example"}),
    ],
)
def test_policies_are_on_every_answer(client, path, status, sent):
    answer = client.get(path, headers=sent)
    assert answer.status_code == status
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert "camera=()" in answer["Permissions-Policy"]


def test_also_on_the_page_for_our_own_mistakes(monkeypatch):
    monkeypatch.setattr("amp_portal.outbox.health.report", refused)
    answer = Client(raise_request_exception=False).get("/readyz")
    assert answer.status_code == 500
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "camera=()" in answer["Permissions-Policy"]


def test_also_where_https_is_asked_for(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    for sent, status in (({}, 301), ({"Host": "elsewhere.example"}, 400)):
        answer = Client(headers=sent).get("/home/")
        assert (answer.status_code, "camera=()" in answer["Permissions-Policy"]) == (status, True)
        assert "script-src 'self'" in answer["Content-Security-Policy"]
