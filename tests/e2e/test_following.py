"""A page that shows a job follows it by itself, under our content security policy."""

import pytest
from django.urls import reverse

import applications.scenarios as applying
from amp_portal import jobs
from amp_portal.users.scenarios import person
from applications import publishing
from applications.models import Publication, ShortlistPlace

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def publication(season):
    for name in ("Ann", "Ben"):
        application = applying.in_review(
            season.cohort, person(f"{name} Applicant"), projects=[season.project], now=season.now
        )
        ShortlistPlace.add(application, season.project, by=season.mentor, now=season.now)
    return publishing.start(season.cohort, Publication.Kind.SHORTLIST, season.lead, season.now)


def test_whoever_publishes_sees_how_far_it_is(context, live_server, sign_in, check, season, publication):
    troubles = []
    context.set_default_timeout(10_000)
    sign_in(context, season.lead.user)
    page = context.new_page()
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    page.goto(live_server.url + reverse("applications:publication", args=[season.cohort.slug, publication.kind]))
    page.get_by_text("0 of 2 are told.").wait_for()
    check(page)
    jobs.carry_on(publication, season.now)
    page.get_by_text("2 of 2 are told.").wait_for()
    page.get_by_text("Everybody is told.").wait_for()

    assert troubles == []


def test_whoever_was_signed_out_meanwhile_is_asked_to_sign_in(context, live_server, sign_in, season, publication):
    context.set_default_timeout(10_000)
    sign_in(context, season.lead.user)
    page = context.new_page()
    page.goto(live_server.url + reverse("applications:publication", args=[season.cohort.slug, publication.kind]))
    page.get_by_text("0 of 2 are told.").wait_for()
    context.clear_cookies()
    page.wait_for_url("**/accounts/login/**")
