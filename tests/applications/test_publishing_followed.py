"""Whoever publishes sees by itself how far it is."""

import pytest
import time_machine
from django.urls import reverse

import applications.scenarios as applying
from amp_portal import jobs
from amp_portal.users.scenarios import person
from applications import publishing
from applications.models import Publication, ShortlistPlace

from .applying import signed_in

HTMX = {"HX-Request": "true"}


@pytest.fixture
def publication(cohort, project, lead, now):
    application = applying.in_review(cohort, person("Ann Applicant"), projects=[project], now=now)
    ShortlistPlace.add(application, project, by=lead, now=now)
    return publishing.start(cohort, Publication.Kind.SHORTLIST, lead, now)


@pytest.fixture
def url(cohort, now):
    with time_machine.travel(now, tick=False):
        yield reverse("applications:publication", args=[cohort.slug, "shortlist"])


def test_the_page_asks_again_until_everybody_is_told(client, publication, url, lead, now):
    signed_in(client, lead)
    begun = client.get(url, headers=HTMX)
    jobs.carry_on(publication, now)
    told = client.get(url, headers=HTMX)
    page = client.get(url)

    assert "0 of 1 are told." in begun.content.decode()
    assert begun.content.decode().count(f'hx-get="{url}" hx-trigger="every 3s" hx-select="#job"') == 1
    assert told.headers["HX-Refresh"] == "true"
    assert "1 of 1 are told." in page.content.decode()
    assert "hx-get" not in page.content.decode()


def test_whoever_was_signed_out_meanwhile_is_asked_to_sign_in(client, publication, url):
    assert client.get(url, headers=HTMX).headers["HX-Refresh"] == "true"
    assert client.get(url).status_code == 302
