"""Whole journeys with a keyboard only. On the way: focus is always seen, never lost, and follows the page."""

import pytest
from playwright.sync_api import expect

import applications.scenarios as applying
from amp_portal.users.scenarios import person
from tests.applications.applying import left_to_offer

from . import journeys
from .keyboard import Typist

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def typist(browser, live_server, settings, sign_in):
    """``typist(user)``: somebody with a keyboard only, signed in where a user is given."""
    settings.SITE_URL = live_server.url
    contexts = []

    def arrive(user=None):
        contexts.append(browser.new_context(reduced_motion="reduce"))
        sign_in(contexts[-1], user)
        return Typist(contexts[-1], live_server.url)

    yield arrive
    for context in contexts:
        context.close()


def test_the_skip_link_leads_to_the_content(typist, w):
    visitor = typist()
    visitor.open(f"/cohorts/{w.cohort.slug}/")
    visitor.page.keyboard.press("Tab")
    expect(visitor.page.get_by_role("link", name="Skip to content")).to_be_focused()
    expect(visitor.page.get_by_role("link", name="Skip to content")).to_be_in_viewport()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("main")).to_be_focused()
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_signing_in_and_out(typist, w):
    stan = typist()
    stan.sign_in(w.people["stranger"].email, "correct horse battery")
    stan.open_menu("Account")
    stan.press("Sign out")
    assert not stan.is_signed_in()


def test_a_wrong_password_is_announced(typist, w):
    stan = typist()
    stan.sign_in(w.people["stranger"].email, "not my password")
    announced(stan.page)


def test_applying(typist, season):
    ana = typist(person("Ana Newcomer").user)
    journeys.apply(ana, season.cohort.slug, season.project.title)
    ana.press("Submit your application")
    ana.sees("Your application has arrived. Thank you!")


def test_a_weekly_update_and_its_answer(typist, w, clock):
    clock.set(w.now)
    journeys.post_update(typist(w.people["mentee"]), w.mentorship.pk)
    journeys.answer(typist(w.people["mentor"]), w.mentorship.pk)


def test_an_empty_update_is_announced(typist, w):
    mel = typist(w.people["mentee"])
    mel.open(f"/mentorships/{w.mentorship.pk}/update/")
    mel.press("Post the update")
    announced(mel.page)


def test_passing_on_and_offering(typist, season):
    cohort, now = season.cohort, season.now
    new = applying.submitted(cohort, person("Ana Newcomer"), projects=[season.project], now=now)
    bo = applying.in_review(cohort, person("Bo Newcomer"), projects=[season.project], now=now)
    left_to_offer(bo, season.project, now=now)
    lea = typist(cohort.leads().get().person.user)
    lea.open(f"/cohorts/{cohort.slug}/applications/{new.pk}/")
    lea.press("Pass on to the mentors")
    lea.open(f"/cohorts/{cohort.slug}/applications/")
    lea.follow("Bo Newcomer")
    lea.press("Send the offer")
    assert sorted(cohort.applications.values_list("state", flat=True)) == ["in_review", "offered"]


def announced(page):
    """What went wrong is an alert, and has the focus: from there the links lead to the fields."""
    alert = page.get_by_role("alert").first
    expect(alert).to_be_visible()
    expect(alert).to_be_focused()
