"""The profile offers the time zone of the browser, and answers to what is no zone's name."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from amp_portal.users.scenarios import person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def browser_context_args(browser_context_args):
    return {**browser_context_args, "timezone_id": "Asia/Kolkata"}


@pytest.fixture
def profile(context, live_server, sign_in):
    """Ada's profile, kept in Berlin, at a browser that was there before it came to Kolkata."""
    sign_in(context, person("Ada Lark", time_zone="Europe/Berlin").user)
    context.add_cookies([{"name": "timezone", "value": "Europe/Berlin", "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + reverse("users:profile"))
    return page


def test_the_zone_of_a_browser_that_travelled_is_offered_at_once(profile, check):
    offer = profile.get_by_role("button", name="Use Asia/")
    expect(offer).to_be_visible()
    check(profile)
    profile.get_by_label("Name").fill("Ada L.")

    offer.click()

    expect(profile.get_by_text("Your profile is saved.")).to_be_visible()
    expect(profile.get_by_label("Name")).to_have_value("Ada L.")
    expect(profile.get_by_label("Time zone")).to_have_value("Asia/Kolkata")
    expect(profile.get_by_role("button", name="Use Asia/")).to_have_count(0)


def test_a_short_name_is_answered_with_the_zones_it_may_mean(profile, check):
    field = profile.get_by_label("Time zone")
    field.fill("IST")
    field.press("Enter")

    expect(profile.get_by_text("“IST” stands for several time zones").first).to_be_visible()
    expect(field).to_have_value("IST")
    check(profile)
    profile.get_by_role("button", name="Use Europe/Dublin").click()

    expect(profile.get_by_text("Your profile is saved.")).to_be_visible()
    expect(field).to_have_value("Europe/Dublin")
