"""Whoever was signed out while a page was open comes back to that page."""

import pytest
from django.urls import reverse

import cohorts.scenarios as cohorts
from amp_portal import typed
from amp_portal.onward import is_onward

pytestmark = pytest.mark.django_db


@pytest.fixture
def url():
    return reverse("applications:take-over", args=[cohorts.cohort().slug])  # answers POST alone


def sent(client, url, page):
    return client.post(url, headers={"Referer": page})["Location"]


def test_to_the_page_its_form_was_on(client, url):
    assert sent(client, url, "http://testserver/cohorts/?q=a") == "/accounts/login/?next=/cohorts/%3Fq%3Da"


@pytest.mark.parametrize(
    "page", ["", "https://elsewhere.example/cohorts/", "javascript:alert(1)", "//elsewhere.example"]
)
def test_to_nowhere_else(client, url, page):
    assert sent(client, url, page) == f"/accounts/login/?next={url}"


@pytest.mark.parametrize("path", ["//evil.example/x", "///evil.example/", "//evil.example?a=b"])
def test_the_page_somebody_comes_back_to_is_one_of_ours(rf, path):
    request = rf.post("/apply/", headers={"Referer": f"http://testserver{path}"})

    assert is_onward(typed.page_of(request))
