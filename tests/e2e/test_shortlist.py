"""A shortlist is ranked in a real browser: dragged, by keyboard, and by two mentors at once."""

import pytest
from django.urls import reverse

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal.users.scenarios import person
from applications.models import ShortlistPlace

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHANGED = "Somebody changed this shortlist meanwhile. Here it is as it is now: please try again."


@pytest.fixture
def ranking(season):
    """The address of a list of three: Ann, Ben, Cid."""
    for name in ("Ann", "Ben", "Cid"):
        application = applying.in_review(
            season.cohort, person(f"{name} Applicant"), projects=[season.project], now=season.now
        )
        ShortlistPlace.add(application, season.project, by=season.mentor, now=season.now)
    return reverse("applications:ranking", args=[season.cohort.slug, season.project.slug])


@pytest.fixture
def window(browser, live_server, sign_in):
    """``window(person, address)``: the page of somebody with a browser of their own."""
    opened = []

    def window(who, address):
        context = browser.new_context()
        context.set_default_timeout(10_000)
        opened.append(context)
        sign_in(context, who.user)
        page = context.new_page()
        page.goto(live_server.url + address)
        return page

    yield window
    for context in opened:
        context.close()


def shown(page):
    return [text.split()[1] for text in page.locator("[data-place] h2").all_inner_texts()]


def kept(season):
    return [str(place.application.person).split()[0] for place in season.project.shortlist.order_by("rank")]


def test_somebody_is_dragged_to_the_top(window, season, ranking):
    page = window(season.mentor, ranking)
    page.locator("[data-place]").nth(2).drag_to(page.locator("[data-place]").nth(0), target_position={"x": 40, "y": 5})
    page.get_by_text("Saved.").wait_for()

    assert shown(page) == kept(season) == ["Cid", "Ann", "Ben"]


def test_by_keyboard_and_the_focus_stays_with_who_was_moved(window, season, ranking):
    page = window(season.mentor, ranking)
    button = page.locator("[data-place]").nth(2).get_by_role("button", name="Move up")
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_text("Saved.").wait_for()
    page.keyboard.press("Tab")
    inside = page.evaluate("document.activeElement.closest('[data-place]')?.querySelector('h2').innerText")

    assert shown(page) == kept(season) == ["Ann", "Cid", "Ben"]
    assert inside == "2. Cid Applicant"


def test_of_two_mentors_at_once_the_second_is_told(window, season, ranking):
    second = cohorts.mentor(season.cohort, person("Cleo Comentor"), now=season.now)
    season.project.add_mentor(second, now=season.now)
    mine, theirs = window(season.mentor, ranking), window(second, ranking)
    mine.locator("[data-place]").nth(1).get_by_role("button", name="Move up").click()
    mine.get_by_text("Saved.").wait_for()
    theirs.locator("[data-place]").nth(2).drag_to(
        theirs.locator("[data-place]").nth(0), target_position={"x": 40, "y": 5}
    )
    theirs.get_by_text(CHANGED).wait_for()

    assert shown(theirs) == kept(season) == ["Ben", "Ann", "Cid"]
