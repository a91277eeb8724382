"""The admin and the organizers' pages in a real browser: nothing for axe to find, nothing that our policy blocks."""

import pytest
from django.conf import settings
from django.urls import reverse

from amp_portal.users.models import User
from amp_portal.users.scenarios import person
from cohorts.models import Cohort
from cohorts.scenarios import cohort as a_cohort
from cohorts.scenarios import instant

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def visit(live_server, page, client, check):
    """``visit(user, path)``: open a page as somebody and look at it. An error on the console fails the test."""
    said = []
    page.on("console", lambda message: said.append((page.url, message.text)) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append((page.url, str(error))))
    page.set_default_timeout(10_000)
    page.emulate_media(color_scheme="light")

    def visit(user, path):
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page.goto(live_server.url + path)
        heard = list(said)
        check(page)
        said[:] = heard  # axe styles what it measures; the policy holds it off, and says so

    yield visit
    assert said == []


def test_setting_a_cohort_up(visit, page):
    root = User.objects.create_superuser("root@example.org", "correct horse battery", name="Rut Root")
    person("Ada Lark", email="ada@example.org")
    visit(root, reverse("admin:cohorts_cohort_add"))
    page.get_by_label("Name:", exact=True).fill("AMP 2027")
    page.get_by_label("Kickoff:").fill("2027-06-15")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator("#id_organizers-0-email").fill("ada@example.org")
    page.locator("#id_organizers-0-is_lead").check()
    page.locator("#id_organizers-0-contact").fill("ada@example.org")
    page.get_by_role("button", name="Save and continue editing").click()
    page.get_by_text("was changed successfully").wait_for()
    page.get_by_role("link", name="Organize, invite, publish").click()
    page.get_by_text("Publish the cohort…").click()
    page.get_by_role("button", name="Publish it now").click()
    page.get_by_text("AMP 2027 is public now.").wait_for()
    cohort = Cohort.objects.get(slug="amp-2027")
    assert (cohort.phases.count(), cohort.leads().get().person.name) == (15, "Ada Lark")


def test_a_phase_is_left_out_by_keyboard_on_a_phone(visit, page, clock):
    cohort = a_cohort()
    clock.set(instant(cohort, "applications", days=1), tick=False)
    page.set_viewport_size({"width": 390, "height": 844})
    visit(cohort.leads().get().person.user, reverse("cohorts:schedule", args=[cohort.slug]))

    page.get_by_label("Leave “Contribution period” out").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")  # as in any form, its button
    page.get_by_role("heading", name="This would change").wait_for()
    assert "Tue, 1 June 2027, 23:59" in page.get_by_role("row", name="Contribution period").inner_text()
    page.get_by_role("button", name="Change the dates").press("Enter")
    page.get_by_text("The dates have changed.").wait_for()
    assert cohort.phase("contribution") is None

    page.get_by_label("Bring “Contribution period” in, with these dates").press("Space")
    page.get_by_label("Opens").nth(1).press("Enter")
    page.get_by_role("button", name="Change the dates").press("Enter")
    page.get_by_text("The dates have changed.").wait_for()
    assert cohort.phases.filter(kind="contribution").exists()
