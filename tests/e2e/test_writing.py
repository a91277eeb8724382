"""Autosave in a real browser: what is typed is saved by itself, told when it can't be, and never overwritten."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal.users.scenarios import person
from applications.models import Application

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def application(now):
    cohort = cohorts.cohort("open-now", kickoff=now.date() + timedelta(days=26))
    applying.fresh_roster(now)
    project = cohorts.project(cohort, now=now)
    return applying.draft(cohort, person("Nia Okafor"), projects=[project], now=now)


@pytest.fixture
def writer(context, live_server, application, client):
    """A browser in which the applicant is signed in."""
    client.force_login(application.person.user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    return context


def open_section(context, live_server, application, section):
    page = context.new_page()
    page.goto(live_server.url + reverse("applications:section", args=[application.cohort.slug, section]))
    return page


def saved(application):
    return Application.objects.get(pk=application.pk).draft().about


def test_it_saves_while_one_types(writer, live_server, application, check):
    page = open_section(writer, live_server, application, "about")
    check(page)

    page.get_by_label("About you").fill("I am Nia.")

    expect(page.locator("[data-autosave-status]")).to_contain_text("Saved at")
    assert saved(application) == "I am Nia."
    page.get_by_role("button", name="Save and continue").click()
    expect(page).to_have_title(f"Motivation · {application.cohort} · AMP portal")


def test_a_second_tab_is_told_and_keeps_what_was_typed(writer, live_server, application, check):
    tabs = [open_section(writer, live_server, application, "about") for _tab in range(2)]
    for number, tab in enumerate(tabs):
        tab.get_by_label("About you").fill(f"Tab {number}")
        expect(tab.locator("[data-autosave-status]")).to_contain_text(["Saved at", "another tab"][number])

    tabs[1].get_by_role("button", name="Save", exact=True).click()

    expect(tabs[1].get_by_text("it takes the place of what was saved elsewhere")).to_be_visible()
    check(tabs[1])
    assert saved(application) == "Tab 0"
    assert tabs[1].get_by_label("About you").input_value() == "Tab 1"


def test_what_was_typed_after_the_session_ended_comes_back(writer, live_server, application, client, check):
    page = open_section(writer, live_server, application, "about")
    Session.objects.all().delete()
    page.get_by_label("About you").fill("Typed too late")
    expect(page.locator("[data-autosave-status]")).to_contain_text("signed out")
    check(page)

    client.force_login(application.person.user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    writer.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    again = open_section(writer, live_server, application, "about")
    check(again)
    again.get_by_role("button", name="Bring it back").click()
    expect(again.get_by_label("About you")).to_be_focused()

    expect(again.locator("[data-autosave-status]")).to_contain_text("Saved at")
    assert saved(application) == "Typed too late"


def test_what_was_typed_while_offline_is_saved_later(writer, live_server, application):
    page = open_section(writer, live_server, application, "about")
    writer.set_offline(True)
    page.get_by_label("About you").fill("On a train")
    expect(page.locator("[data-autosave-status]")).to_contain_text("could not be reached")

    writer.set_offline(False)
    page.get_by_label("About you").press("End")
    page.keyboard.type(".")

    expect(page.locator("[data-autosave-status]")).to_contain_text("Saved at")
    assert saved(application) == "On a train."


def test_a_preview_follows_what_is_typed(writer, live_server, application, check):
    page = open_section(writer, live_server, application, "about")
    button, shown = page.get_by_role("button", name="Preview About you"), page.locator("#id_about_preview")
    page.get_by_label("About you").fill("I am **Nia**.")
    expect(shown).to_be_hidden()

    button.press("Enter")

    expect(button).to_have_attribute("aria-expanded", "true")
    expect(shown.locator("strong")).to_have_text("Nia")
    page.get_by_label("About you").fill("I *am* Nia.")
    expect(shown.locator("em")).to_have_text("am")
    check(page)
    writer.set_offline(True)
    page.get_by_label("About you").fill("On a train")
    expect(shown).to_contain_text("can’t be made just now")
    writer.set_offline(False)
    button.press("Enter")
    expect(shown).to_be_hidden()


def test_leaving_the_page_saves_what_was_just_typed(writer, live_server, application):
    page = open_section(writer, live_server, application, "about")
    page.get_by_label("About you").fill("Typed in a hurry.")

    page.get_by_role("link", name="Overview and submit").click()

    expect(page).to_have_title(f"Your application · {application.cohort} · AMP portal")
    again = open_section(writer, live_server, application, "about")
    assert saved(application) == "Typed in a hurry."
    assert again.get_by_label("About you").input_value() == "Typed in a hurry."
    expect(again.get_by_role("button", name="Bring it back")).to_have_count(0)


def test_what_can_not_be_read_stays_in_the_browser(writer, live_server, application):
    page = open_section(writer, live_server, application, "availability")
    page.get_by_label("Hours a week you have").fill("900")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_role("alert").first).to_be_visible()
    again = open_section(writer, live_server, application, "availability")
    again.get_by_role("button", name="Bring it back").click()

    assert again.get_by_label("Hours a week you have").input_value() == "900"


def test_saving_after_the_session_ended_shows_it_again(writer, live_server, application, check):
    page = open_section(writer, live_server, application, "about")
    Session.objects.all().delete()
    page.get_by_label("About you").fill("Typed too late")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_label("Email").fill(application.person.email)
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Sign in", exact=True).click()

    expect(page.get_by_text("Here is what you typed")).to_be_visible()
    check(page)
    assert page.get_by_label("About you").input_value() == "Typed too late"
    expect(page.get_by_role("button", name="Bring it back")).to_have_count(0)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    assert saved(application) == "Typed too late"


def test_the_weeks_follow_what_is_typed(writer, live_server, application, check):
    page = open_section(writer, live_server, application, "availability")
    outlook = page.locator("#outlook")
    expect(outlook).to_contain_text("You have at least 30 hours in 15 weeks; the program expects 12.")
    outlook.get_by_text("As a table").click()

    page.get_by_role("group", name="Duty or absence 2").get_by_label("What").fill("")
    page.locator("[name=busy_2_starts_on]").fill("")
    page.locator("[name=busy_2_ends_on]").fill("")

    expect(outlook).to_contain_text("You have at least 30 hours in 16 weeks; the program expects 12.")
    expect(outlook.get_by_role("row", name="Week 9")).to_contain_text("35")
    page.get_by_label("Hours a week you have").fill("")
    expect(page.locator("#progress")).to_contain_text("Say how many hours a week you have.")
    check(page)


def test_rows_typed_offline_come_back_with_the_page(writer, live_server, application):
    page = open_section(writer, live_server, application, "projects")
    page.get_by_role("button", name="More rows First choice").click()
    writer.set_offline(True)
    page.locator("[name=plan_1_8_text]").fill("Celebrate.")
    page.locator("summary", has_text="Second choice").click()
    page.locator("[name=plan_2_1_text]").fill("Another plan.")
    expect(page.locator("[data-autosave-status]")).to_contain_text("could not be reached")
    page.close()
    writer.set_offline(False)

    again = open_section(writer, live_server, application, "projects")
    again.get_by_role("button", name="Bring it back").click()
    expect(again.locator("[name=plan_2_1_text]")).to_be_visible()
    expect(again.locator("[data-autosave-status]")).to_contain_text("Saved at")

    choices = Application.objects.get(pk=application.pk).draft().choices
    assert choices.get(rank=1).steps.get(row=8).text == "Celebrate."
    assert choices.get(rank=2).steps.get().text == "Another plan."
