"""A whole cohort, from its making to a verified certificate, walked in a browser by everybody it takes."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import call_command
from pypdf import PdfReader

from amp_portal.users.models import User
from tests.users.signing_in import code

from . import journeys
from .walk import Somebody

DATA = Path(__file__).parent.parent / "data"
MENTOR = {"id": 501, "login": "mira-mentor", "name": "Mira Mentor", "email": "mira@example.org"}
MAINTAINER = {"id": 9000001, "login": "max-renamed", "name": "Max Keeper", "email": "max@example.org"}
SUMMER = {"id": 502, "login": "gita-summer", "name": "Gita Summer", "email": "gita@example.org"}
APPLICANT = {"id": 503, "login": "ana-newcomer", "name": "Ana Newcomer", "email": "ana@example.org"}
PASSWORD = "a long walk in the hills"
COHORT = "/cohorts/amp-2027"
PROJECT = "A friendlier command line"


def at(month, day, hour=12):
    return datetime(2027, month, day, hour, tzinfo=UTC)


@pytest.fixture
def somebody(browser, live_server, settings, check):
    settings.SITE_URL = live_server.url
    contexts = []

    def arrive():
        contexts.append(browser.new_context(timezone_id="Europe/Berlin"))
        return Somebody(contexts[-1], live_server.url, check)

    yield arrive
    for context in contexts:
        context.close()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_cohort_from_its_making_to_a_certificate(clock, mail, somebody, fake_github):
    clock.set(at(1, 20))
    organizer = make_the_cohort(somebody, mail)
    clock.set(at(3, 12))
    mentor = propose_a_project(somebody(), organizer, fake_github)
    clock.set(at(5, 12))
    applicant = apply_and_be_judged(somebody, fake_github)
    clock.set(at(5, 31, 10))
    take_the_place(applicant, mentor, organizer, fake_github, mail)
    clock.set(at(6, 18))
    fall_silent(applicant, mentor, fake_github, mail, clock)
    clock.set(at(8, 14))
    evaluate_each_other(applicant, mentor, organizer, fake_github, "midterm", clock, mail, closed=at(8, 24))
    clock.set(at(10, 8))
    hand_in(applicant, fake_github)
    evaluate_each_other(applicant, mentor, organizer, fake_github, "final", clock, mail, closed=at(10, 18))
    verify_the_certificate(applicant, somebody(), fake_github, mail)


def make_the_cohort(somebody, mail):
    """A superuser makes it in the admin and invites its lead; the lead signs up, accepts and publishes."""
    os.environ["DJANGO_SUPERUSER_PASSWORD"] = PASSWORD
    call_command("createsuperuser", interactive=False, email="root@example.org", verbosity=0)
    secret = generate_totp_secret()
    TOTP.activate(User.objects.get(), secret)
    root = somebody()
    root.sign_in("root@example.org", PASSWORD)
    root.write("code", code(secret))
    root.press("Sign In")
    root.open("/admin/cohorts/cohort/add/")
    root.page.locator("#id_name").press_sequentially("AMP 2027")
    assert root.page.input_value("#id_slug") == "amp-2027"
    root.page.fill("#id_kickoff", "2027-06-15")
    root.page.fill("#id_conduct_url", "https://example.org/conduct")
    root.press("Save")
    root.open(f"{COHORT}/organize/people/")
    root.page.get_by_label("E-mail").fill("olu@example.org")
    root.page.get_by_label("Role").select_option("organizer")
    root.page.get_by_label("As lead organizer").check()
    root.press("Send the invitation")
    mail.deliver()
    invitation = mail.link_in_last_to("olu@example.org", r"/invitations/\S+/")

    olu = somebody()
    olu.open("/accounts/signup/")
    olu.page.fill("[name=name]", "Olu Organizer")
    olu.page.fill("[name=email]", "olu@example.org")
    olu.page.fill("[name=password1]", PASSWORD)
    olu.page.fill("[name=password2]", PASSWORD)
    olu.press("Make an account")
    mail.deliver()
    olu.open(mail.link_in_last_to("olu@example.org", r"/accounts/confirm-email/\S+/"))
    olu.press("Confirm")
    olu.sign_in("olu@example.org", PASSWORD) if not olu.is_signed_in() else None
    olu.open(invitation)
    olu.press("Accept the invitation")
    olu.open(f"{COHORT}/organize/")
    olu.unfold("Publish the cohort…")
    olu.press("Publish it now")
    return olu


def propose_a_project(mira, olu, github):
    mira.sign_in_with_github(github, MENTOR)
    mira.open(f"{COHORT}/mentor/")
    mira.fill({"experience": "Five years of reviews.", "availability": "Most afternoons."})
    for box in mira.page.get_by_role("checkbox").all():
        box.check()
    if mira.page.locator("[name=time_zone]").count():
        mira.page.locator("[name=time_zone]").select_option("Europe/Berlin")
    mira.press("Apply as a mentor")

    olu.sign_in("olu@example.org", PASSWORD)
    olu.open(f"{COHORT}/organize/mentors/")
    olu.follow("Mira Mentor")
    olu.press("Approve as a mentor")

    journeys.propose(mira, "amp-2027", PROJECT)

    olu.open(f"{COHORT}/projects/a-friendlier-command-line/")
    olu.press("Approve")
    olu.open(f"{COHORT}/projects/")
    olu.sees(PROJECT)
    return mira


def apply_and_be_judged(somebody, github):
    """A renamed maintainer and a participant of another program are refused with the reason; a newcomer is not."""
    call_command("sync_roster", str(DATA / "maintainers.yaml"), verbosity=0)
    call_command("import_participants", str(DATA / "participants.csv"), verbosity=0)

    max_ = somebody()
    max_.sign_in_with_github(github, MAINTAINER)
    journeys.apply(max_, "amp-2027", PROJECT)
    max_.press("Submit your application")
    max_.sees("MaxKeeper (cli, parser), matched by numeric id")
    assert not max_.reads("You have submitted your application")

    gita = somebody()
    gita.sign_in_with_github(github, SUMMER)
    journeys.apply(gita, "amp-2027", PROJECT)
    gita.press("Submit your application")
    gita.sees("GSoC 2027")
    assert not gita.reads("You have submitted your application")

    ana = somebody()
    ana.sign_in_with_github(github, APPLICANT)
    journeys.apply(ana, "amp-2027", PROJECT)
    ana.press("Submit your application")
    ana.open("/home/")
    return ana


def take_the_place(ana, mira, olu, github, mail):
    call_command("sync_roster", str(DATA / "maintainers.yaml"), verbosity=0)
    mail.deliver()  # with the judging of what was submitted
    olu.sign_in("olu@example.org", PASSWORD)
    olu.open(f"{COHORT}/applications/")
    olu.follow("Ana Newcomer")
    for address in journeys.CONTRIBUTIONS:
        olu.press(f"Confirm : {address}")
    olu.press("Pass on to the mentors")
    mira.sign_in_with_github(github, MENTOR)
    mira.open(f"{COHORT}/reviews/")
    mira.follow("Ana Newcomer")
    for criterion in ("alignment", "clarity", "feasibility", "experience"):
        mira.page.locator(f"[name={criterion}]").select_option("4")
    mira.tick("recommendation", "yes")
    mira.press("Save")
    olu.open(f"{COHORT}/organize/selection/")
    olu.unfold("Take the proposal over…")
    olu.press("Take the proposal over")
    olu.open(f"{COHORT}/organize/selection/publish/")
    olu.press("Publish the results")
    mail.deliver()
    mail.deliver()
    ana.sign_in_with_github(github, APPLICANT)
    ana.open(mail.link_in_last_to("ana@example.org", r"/applications/\d+/"))
    ana.page.locator("[name=consent]").check()
    ana.press("Accept the place")
    ana.sees("accepted")


def fall_silent(ana, mira, github, mail, clock):
    """One update and its answer, then nothing: on the morning after the next was due Ana hears a kind word."""
    ana.sign_in_with_github(github, APPLICANT)
    ana.open("/home/")
    ana.follow("Write")
    ana.page.fill("[name=done]", "Set everything up.")
    ana.page.fill("[name=next_up]", "The first message.")
    ana.press("Post the update")
    room = ana.page.url.removeprefix(ana.base).partition("#")[0]
    mira.sign_in_with_github(github, MENTOR)
    mira.open(room)
    mira.follow("Answer : update for week")
    mira.page.fill("[name=body]", "A good start!")
    mira.press("Answer")
    clock.set(at(6, 29, 6))
    mail.deliver()
    assert mail.last_to("ana@example.org")["Subject"] != "Are you all right?"
    clock.set(at(6, 29, 8))
    mail.deliver()
    mail.deliver()
    assert [letter["Subject"] for letter in mail.all_to("ana@example.org")].count("Are you all right?") == 1


def hand_in(ana, github):
    ana.sign_in_with_github(github, APPLICANT)
    ana.open("/home/")
    ana.page.locator("a[href*='final-work']").first.click()
    ana.page.fill("[name=url]", "https://github.com/example/cli/pull/42")
    ana.page.fill("[name=licence]", "Apache-2.0")
    ana.page.fill("[name=done]", "Twenty messages.")
    ana.press("Hand in")


def evaluate_each_other(ana, mira, olu, github, kind, clock, mail, *, closed):
    ana.sign_in_with_github(github, APPLICANT)
    forms = 2 if kind == "final" else 1
    for _ in range(forms):
        ana.open("/home/")
        ana.page.locator("a[href*='/evaluations/'][href*='mentee_on_mentor'], a[href*='self_assessment']").first.click()
        journeys.evaluate(ana)
    mira.sign_in_with_github(github, MENTOR)
    mira.open("/home/")
    mira.page.locator("a[href*='mentor_on_mentee']").first.click()
    journeys.evaluate(mira)
    clock.set(closed)
    olu.sign_in("olu@example.org", PASSWORD)
    olu.open(f"{COHORT}/rounds/{kind}/")
    olu.follow("Ana Newcomer")
    olu.press("Keep this decision")
    olu.open(f"{COHORT}/rounds/{kind}/")
    olu.unfold("Release to everybody…")
    olu.press("Release to everybody")
    mail.deliver()
    olu.open(f"{COHORT}/rounds/{kind}/")
    olu.sees("Results released")


def verify_the_certificate(ana, visitor, github, mail):
    mail.deliver()
    path = mail.link_in_last_to("ana@example.org", r"/certificates/[\w-]+/")
    visitor.open(path)
    visitor.sees("Ana Newcomer")
    visitor.sees(PROJECT)
    ana.sign_in_with_github(github, APPLICANT)
    ana.open(path)
    with ana.page.expect_download() as download:
        ana.page.get_by_role("link", name="Download the PDF").click()
    text = PdfReader(download.value.path()).pages[0].extract_text()
    assert "Ana Newcomer" in text
