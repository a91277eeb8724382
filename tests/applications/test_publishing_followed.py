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


@pytest.fixture
def publication(cohort, project, lead, now):
    application = applying.in_review(cohort, person("Ann Applicant"), projects=[project], now=now)
    ShortlistPlace.add(application, project, by=lead, now=now)
    return publishing.start(cohort, Publication.Kind.SHORTLIST, lead, now)


@pytest.fixture
def url(cohort, now):
    with time_machine.travel(now, tick=False):
        yield reverse("applications:publication", args=[cohort.slug, "shortlist"])


def test_the_page_is_followed_until_everybody_is_told(client, publication, url, lead, now):
    signed_in(client, lead)
    begun = client.get(url).content.decode()
    jobs.carry_on(publication, now)
    page = client.get(url).content.decode()

    assert "0 of 1 are told." in begun
    assert ("js/follow.js" in begun, begun.count('<div id="job" data-follow>')) == (True, 1)
    assert "1 of 1 are told." in page
    assert ("js/follow.js" in page, "data-follow" in page) == (False, False)


def test_whoever_was_signed_out_meanwhile_is_asked_to_sign_in(client, publication, url):
    assert client.get(url).status_code == 302
