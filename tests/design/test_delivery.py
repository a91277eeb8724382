import brotli
import pytest
from django.urls import reverse
from django.views.defaults import server_error

from amp_portal.users import scenarios


@pytest.mark.django_db
def test_pages_are_compressed(client):
    plain = client.get("/")
    small = client.get("/", headers={"accept-encoding": "br, gzip"})

    assert small["Content-Encoding"] == "br"
    assert brotli.decompress(small.content) == plain.content
    assert len(small.content) < len(plain.content) / 2
    assert {"cookie", "accept-encoding"} <= {name.strip().lower() for name in small["Vary"].split(",")}


@pytest.mark.django_db
def test_what_anybody_may_read_is_kept_and_asked_about(client):
    first = client.get("/")
    again = client.get("/", headers={"if-none-match": first["ETag"]})

    assert first["Cache-Control"] == "no-cache"
    assert first.cookies == {}
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db
@pytest.mark.parametrize("route", ["home", "cohorts:landing", "users:profile"])
def test_nobody_keeps_what_is_made_for_somebody(client, route):
    client.force_login(scenarios.person("Ada Lark").user)

    assert client.get(reverse(route))["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_nor_a_page_that_comes_with_a_cookie(client):
    response = client.get(reverse("account_login"))

    assert "csrftoken" in response.cookies
    assert "no-store" in response["Cache-Control"]


def test_files_are_compressed_without_being_collected(client):
    response = client.get("/static/css/components.css", headers={"accept-encoding": "br"})

    assert response["Content-Encoding"] == "br"
    assert b".card" in brotli.decompress(b"".join(response.streaming_content))


def test_the_page_for_our_own_mistakes_needs_no_database(rf):
    assert "Something went wrong on our side" in server_error(rf.get("/")).content.decode()
