"""Everything essential works without JavaScript: from signing up to a submitted evaluation."""

import pytest
from playwright.sync_api import expect

import applications.scenarios as applying
from amp_portal.outbox import unsubscribing
from amp_portal.users.scenarios import person

from . import journeys
from .walk import Somebody

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "a long walk in the hills"


@pytest.fixture
def somebody(browser, live_server, settings, sign_in):
    """``somebody(user)``: a browser without JavaScript, signed in where a user is given."""
    settings.SITE_URL = live_server.url
    contexts = []

    def arrive(user=None):
        contexts.append(browser.new_context(java_script_enabled=False))
        sign_in(contexts[-1], user)
        return Somebody(contexts[-1], live_server.url)

    yield arrive
    for context in contexts:
        context.close()


def test_sign_up_and_apply(somebody, season, mail):
    ana = somebody()
    journeys.sign_up(ana, "Ana Newcomer", "ana@example.org", PASSWORD)
    mail.deliver()
    ana.open(mail.link_in_last_to("ana@example.org", r"/accounts/confirm-email/\S+/"))
    ana.press("Confirm")
    ana.sign_in("ana@example.org", PASSWORD)
    journeys.apply(ana, season.cohort.slug, season.project.title)
    ana.press("Submit your application")
    ana.sees("Your application has arrived. Thank you!")
    assert season.cohort.applications.get().state == "submitted"


def test_a_weekly_update_and_its_answer(somebody, w, clock):
    clock.set(w.now)
    journeys.post_update(somebody(w.people["mentee"]), w.mentorship.pk)
    journeys.answer(somebody(w.people["mentor"]), w.mentorship.pk)


def test_an_evaluation(somebody, w, clock):
    clock.set(w.now)
    mel = somebody(w.people["mentee"])
    mel.open(f"/evaluations/{w.round.pk}/{w.mentorship.pk}/mentee_on_mentor/")
    journeys.evaluate(mel)


def test_which_e_mails_one_gets(somebody, w, clock):
    clock.set(w.now)
    mel = somebody(w.people["mentee"])
    mel.open("/profile/letters/")
    mel.page.get_by_role("group", name="Updates, questions and answers").get_by_text("Once a day").click()
    mel.press("Save")
    mel.sees("Saved.")
    reader = w.mentorship.mentee
    assert list(reader.preferences.values_list("kind", "how")) == [("thread", "digest")]
    link = unsubscribing.address(reader.pk, ["thread", "news"]).partition("/unsubscribe/")[2]
    mail_program = somebody()
    mail_program.open(f"/unsubscribe/{link}")
    mail_program.page.get_by_label("News of your projects").uncheck()
    mail_program.press("End these e-mails")
    mail_program.sees("No more of these e-mails")
    assert list(reader.preferences.values_list("kind", "how")) == [("thread", "off")]


def test_a_proposal(somebody, call):
    journeys.propose(somebody(call.mentor.user), call.cohort.slug, "A friendlier command line")


def test_a_preview_and_more_rows_of_an_application(somebody, season):
    draft = applying.draft(season.cohort, person("Ana Newcomer"), projects=[season.project], now=season.now)
    ana = somebody(draft.person.user)
    ana.open(f"/cohorts/{season.cohort.slug}/apply/availability/")
    ana.write("absences", "I am **free** on Fridays.")
    ana.press("Preview Anything else about your time")
    expect(ana.page.locator("#id_absences_preview strong")).to_have_text("free")
    expect(ana.page.locator("#id_absences_preview")).to_be_focused()
    ana.press("More rows")
    expect(ana.page.locator("[name=busy_5_what]")).to_be_focused()
    ana.write("hours_per_week", "20")
    with ana.page.expect_navigation():
        ana.page.keyboard.press("Enter")
    ana.sees("Saved.")
    expect(ana.page.locator("#id_absences_preview")).to_be_hidden()
    ana.sees("at least 30 hours in 0 weeks")
    assert draft.draft().hours_per_week == 20
