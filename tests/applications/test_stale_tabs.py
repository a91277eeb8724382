"""Who decides on a page that was opened a while ago: what is gone or newer is said, and nothing is decided unseen."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

import applications.scenarios as applying
from amp_portal.users.scenarios import person
from applications.models import Review, Selection
from applications.selection import board

from .applying import said, signed_in

SCORES = dict.fromkeys(Review.CRITERIA, 3) | {"recommendation": "unsure", "notes": "Long notes"}
GONE = "This application has left the review meanwhile: nothing is left to do for you, and nothing was saved."
NEWER = "A newer version was submitted while you were reading. Here it is: please look once more."
TAKEN_BACK = (
    "This application is a draft again: the applicant took it back to work on it, or an eligibility rule wasn’t met. "
    "You’ll find it here once it’s submitted."
)


@pytest.fixture
def application(cohort, project, applicant, now):
    return applying.submitted(cohort, applicant, projects=[project], now=now)


@pytest.fixture
def organizer(client, lead, now):
    with time_machine.travel(now, tick=False):
        yield signed_in(client, lead)


def url(name, application):
    return reverse(f"applications:{name}", args=[application.cohort.slug, application.pk])


@pytest.mark.parametrize("name", ["pass-on", "decline"])
def test_a_version_nobody_read_is_not_decided_on(organizer, application, project, now, name):
    read = {"version": application.submitted_version_id, "feedback": "Too short."}
    applying.write(application, [project], now=now, about="Now with all details")
    applying.submit(application, now=now)

    page = organizer.post(url(name, application), read, follow=True)
    application.refresh_from_db()

    assert said(page) == [NEWER]
    assert (application.state, page.context["version"].about) == ("submitted", "Now with all details")
    organizer.post(url(name, application), read | {"version": application.submitted_version_id})
    application.refresh_from_db()
    assert application.state in ("in_review", "declined")


def test_of_many_the_newer_one_is_left(organizer, cohort, project, application, now):
    other = applying.submitted(cohort, person("Sam Second"), projects=[project], now=now)
    many = reverse("applications:pass-on-many", args=[cohort.slug])
    ticked = {"application": [application.pk, other.pk]}
    preview = organizer.post(many, ticked)
    read = {f"version-{each.pk}": each.submitted_version_id for each in preview.context["chosen"]}
    applying.write(application, [project], now=now, about="Now with all details")
    applying.submit(application, now=now)

    told = said(organizer.post(many, ticked | read | {"confirm": "yes"}, follow=True))
    states = [each.state for each in cohort.applications.order_by("pk")]

    assert states == ["submitted", "in_review"]
    assert [words.partition(":")[0] for words in told] == ["Nia Okafor", "1 application passed on."]


@pytest.mark.parametrize("name", ["application", "pass-on", "decline"])
def test_what_its_applicant_took_back_leads_to_the_list(organizer, application, now, name):
    application.withdraw(by=application.person, now=now)
    application.reopen(by=application.person, now=now)
    send = organizer.get if name == "application" else organizer.post

    page = send(url(name, application), {"feedback": "No"}, follow=True)

    assert said(page) == [TAKEN_BACK]
    assert list(page.context["page_obj"]) == []


def test_a_mentor_who_has_it_open_is_told_kindly(client, application, project, mentor, lead, now):
    application.pass_on(by=lead, now=now)
    application.withdraw(by=application.person, now=now)
    address = reverse("applications:review", args=[application.cohort.slug, application.pk, project.slug])
    with time_machine.travel(now, tick=False):
        page = signed_in(client, mentor).post(address, SCORES, follow=True)

    assert (page.status_code, said(page), Review.objects.count()) == (200, [GONE], 0)


def test_a_score_for_a_version_that_was_not_read_waits_for_another_look(
    client, application, project, mentor, lead, now
):
    application.pass_on(by=lead, now=now)
    address = reverse("applications:review", args=[application.cohort.slug, application.pk, project.slug])
    with time_machine.travel(now, tick=False):
        read = {"version": signed_in(client, mentor).get(address).context["choice"].version_id}
        applying.write(application, [project], now=now, about="Now with all details")
        applying.submit(application, now=now)
        page = client.post(address, SCORES | read)
        unsaved = Review.objects.count()
        client.post(address, SCORES | {"version": page.context["choice"].version_id})

    assert (page.status_code, said(page)) == (409, [NEWER])
    assert (page.context["version"].about, page.context["form"]["notes"].value()) == (
        "Now with all details",
        "Long notes",
    )
    assert (unsaved, Review.objects.get().notes) == (0, "Long notes")


def test_next_stays_within_what_the_list_was_narrowed_to(organizer, cohort, project, other_project, application, now):
    later = now + timedelta(hours=1)
    applying.submitted(cohort, person("Otto Other"), projects=[other_project], now=later)
    third = applying.submitted(cohort, person("Thea Third"), projects=[project], now=later + timedelta(hours=1))
    narrowed = f"?project={project.pk}&state=submitted"
    page = organizer.get(url("application", application) + narrowed)

    onward = organizer.post(url("pass-on", application) + narrowed)

    assert (page.context["queue"].total, page.context["queue"].following) == (2, url("application", third) + narrowed)
    assert onward["Location"] == url("application", third) + narrowed


@pytest.fixture
def on_board(application, lead, now):
    application.pass_on(by=lead, now=now)
    board.decide(application, "decline", words="Come back with a contribution.", by=lead, now=now)
    return application


def test_a_decision_made_elsewhere_is_not_overwritten_unseen(organizer, on_board, project, lead, now):
    page = url("decide", on_board)
    typed = {
        "outcome": "decline",
        "feedback": "My own words.",
        "seen": organizer.get(page).context["form"]["seen"].value(),
    }
    board.decide(on_board, "offer", project=project, by=lead, now=now)

    refused = organizer.post(page, typed)
    kept = Selection.objects.get()
    organizer.post(page, typed | {"seen": refused.context["form"]["seen"].value()})

    assert refused.status_code == 409
    assert (said(refused)[0][:32], refused.context["decision"].outcome) == ("Somebody changed this meanwhile,", "offer")
    assert "My own words." in refused.content.decode()
    assert (kept.outcome, Selection.objects.get().feedback) == ("offer", "My own words.")


def test_words_written_elsewhere_are_not_overwritten_unseen(organizer, on_board, now):
    page = url("result-letter", on_board)
    typed = {"feedback": "Mine.", "seen": organizer.get(page).context["form"]["seen"].value()}
    board.write(on_board.selection, feedback="Theirs.", now=now)

    refused = organizer.post(page, typed)
    kept = Selection.objects.get().feedback
    organizer.post(page, typed | {"seen": refused.context["form"]["seen"].value()})

    assert (refused.status_code, refused.context["form"]["feedback"].value(), kept) == (409, "Mine.", "Theirs.")
    assert "Theirs." in refused.content.decode()
    assert Selection.objects.get().feedback == "Mine."


def test_what_a_mentor_typed_comes_back_after_signing_in_again(client, application, project, mentor, lead, now):
    application.pass_on(by=lead, now=now)
    address = reverse("applications:review", args=[application.cohort.slug, application.pk, project.slug])
    typed = SCORES | {"typed_by": mentor.user.pk}
    with time_machine.travel(now, tick=False):
        asked = client.post(address, typed, headers={"Referer": f"http://testserver{address}"})
        page = signed_in(client, mentor).get(address)
        once_more = client.get(address)

    assert asked["Location"] == f"/accounts/login/?next={address}"
    assert said(page) == ["You were signed out meanwhile. Here is what you typed: save it."]
    assert page.context["form"]["notes"].value() == "Long notes"
    assert (once_more.context["form"]["notes"].value(), Review.objects.count()) == (None, 0)


def test_feedback_comes_back_on_the_page_it_was_typed_on(client, application, lead, now):
    page = url("application", application)
    typed = {"feedback": "Long and kind words.", "typed_by": lead.user.pk}
    with time_machine.travel(now, tick=False):
        asked = client.post(url("decline", application), typed, headers={"Referer": f"http://testserver{page}"})
        shown = signed_in(client, lead).get(page)
    application.refresh_from_db()

    assert asked["Location"] == f"/accounts/login/?next={page}"
    assert shown.context["decline_form"]["feedback"].value() == "Long and kind words."
    assert application.state == "submitted"


def test_nobody_else_at_that_browser_reads_it(client, application, lead, mentor, now):
    with time_machine.travel(now, tick=False):
        client.post(url("decline", application), {"feedback": "Mine.", "typed_by": mentor.user.pk})
        shown = signed_in(client, lead).get(url("application", application))

    assert shown.context["decline_form"]["feedback"].value() is None
