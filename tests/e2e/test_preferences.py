"""The dozen key pages for those who set up their browser their own way, and for those who hear a page."""

import pytest
from django.urls import reverse

from .looking import LOOK, WIDE, ZOOMED, Looker
from .scenes import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# WCAG 1.4.12: as much space in a text as a reader may ask for.
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`p { margin-bottom: 2em !important }
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
BORDERLESS = """() => [...document.querySelectorAll("main .btn:not(.btn-link), main .form-control, main .form-select")]
  .filter((element) => element.checkVisibility() && getComputedStyle(element).borderStyle === "none")
  .map((element) => element.outerHTML.slice(0, 140))"""


@pytest.fixture
def key_pages(w):
    """``[(client, path)]``"""
    slug, room = w.cohort.slug, w.mentorship.pk
    pages = {
        "anonymous": ["/", f"/cohorts/{slug}/", f"/cohorts/{slug}/projects/", w.project.get_absolute_url()],
        "other_applicant": ["/home/", f"/cohorts/{slug}/apply/projects/", "/profile/"],
        "mentee": [f"/mentorships/{room}/", f"/mentorships/{room}/update/"],
        "mentor": [f"/evaluations/{w.round.pk}/{room}/mentor_on_mentee/"],
        "organizer": [f"/cohorts/{slug}/organize/", f"/cohorts/{slug}/applications/{w.application.pk}/", "/admin/"],
    }
    return [(signed_in(w.people[role]), path) for role, paths in pages.items() for path in paths]


@pytest.fixture
def looker(browser, live_server):
    looker = Looker(browser, live_server.url)
    yield looker
    looker.close()


def everywhere(looker, pages, look):
    """``{path: what ``look(page)`` finds}``, where it finds anything."""
    found = {}
    for client, path in pages:
        looker.become(client)
        assert looker.page.goto(looker.base + path).status == 200
        found[path] = look(looker.page)
    return {path: problems for path, problems in found.items() if problems}


def test_forced_colours(looker, key_pages):
    """Shadows and backgrounds are gone then: what can be pressed or typed in has a border, and focus an outline."""
    looker.page.emulate_media(forced_colors="active")
    assert everywhere(looker, key_pages, lambda page: page.evaluate(LOOK) + page.evaluate(BORDERLESS)) == {}


def test_spaced_text_on_a_small_screen(looker, key_pages):
    looker.page.set_viewport_size(ZOOMED)

    def look(page):
        page.evaluate(SPACED)
        return page.evaluate(WIDE)

    assert everywhere(looker, key_pages, look) == {}


def test_more_contrast(looker, key_pages):
    looker.page.emulate_media(contrast="more")
    assert everywhere(looker, key_pages, lambda page: looker.contrast()) == {}


def test_what_is_said_while_reading(looker, w):
    """Messages and what autosave does are spoken without taking the focus."""
    didi = signed_in(w.people["other_applicant"])
    looker.become(didi)
    looker.page.goto(looker.base + reverse("applications:section", args=[w.cohort.slug, "about"]))
    assert looker.page.locator("[data-autosave-status][role=status]").count() == 1
    assert looker.page.locator("main > [aria-live=polite]").count() == 1
