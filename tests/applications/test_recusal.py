"""A conflict of interest can be taken back, with a reason that stays, as long as nothing is decided."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

import applications.scenarios as applying
from amp_portal.outbox.delivery import drain
from amp_portal.refusals import Refusal
from applications import notices
from applications.models import Recusal, Review
from applications.selection import board

from .applying import letters, said, signed_in

SCORES = dict.fromkeys(Review.CRITERIA, 3) | {"recommendation": "unsure"}


@pytest.fixture
def application(cohort, project, applicant, now):
    return applying.in_review(cohort, applicant, projects=[project], now=now)


@pytest.fixture
def recusal(application, mentor, now):
    application.review(application.submitted_version.choices.get().project, SCORES, by=mentor, now=now)
    return Recusal.declare(application, "We worked together", by=mentor, now=now)


@pytest.fixture
def at(now):
    with time_machine.travel(now, tick=False):
        yield now


def own(recusal):
    return reverse("applications:lift-own-recusal", args=["amp-2027", recusal.pk])


def organizers(recusal):
    return reverse("applications:lift-recusal", args=["amp-2027", recusal.application_id, recusal.pk])


def test_the_mentor_takes_it_back_and_scores_again(client, at, application, project, recusal, mentor):
    before = signed_in(client, mentor).get(reverse("applications:reviews", args=["amp-2027"]))
    page = client.post(own(recusal), {"reason": "It was somebody else"}, follow=True)
    application.review(project, SCORES, by=mentor, now=at)

    recusal.refresh_from_db()
    assert [*before.context["recusals"]] == [recusal]
    assert said(page) == ["It is back in your list."]
    assert [choice.version.application for choice in page.context["page_obj"]] == [application]
    assert (recusal.lifted_by, recusal.lifted_because, recusal.lifted_at) == (mentor, "It was somebody else", at)
    assert letters()["recusal_lifted", "Mira Finch"] == 0


def test_an_organizer_takes_it_back_and_the_mentor_is_told(client, at, application, recusal, mentor, lead, mailoutbox):
    told = said(signed_in(client, lead).post(organizers(recusal), {"reason": "Only a namesake"}, follow=True))
    drain(at + timedelta(hours=12))
    page = client.get(reverse("applications:application", args=["amp-2027", application.pk])).content.decode()

    assert told == ["Mira Finch can review it again, and a letter says so."]
    assert [mail.to for mail in mailoutbox if "> Only a namesake" in mail.body] == [[mentor.email]]
    assert [words in page for words in ("We worked together", "Only a namesake")] == [True, True]
    assert list(notices.reviewers(application)) == [mentor]


def test_it_can_be_declared_again(application, recusal, mentor, now):
    recusal.lift("A mistake", by=mentor, now=now)
    again = Recusal.declare(application, "Not a mistake", by=mentor, now=now)
    twice = Recusal.declare(application, "", by=mentor, now=now)

    assert (again, application.recusals.count(), application.recusals.standing().count()) == (twice, 2, 1)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 30_000])
def test_it_needs_a_reason(client, at, recusal, mentor, reason):
    page = signed_in(client, mentor).post(own(recusal), {"reason": reason}, follow=True)

    assert said(page) == ["Please say why: whoever decides later needs to know."]
    assert Recusal.objects.standing().get() == recusal


def test_not_once_something_is_decided(application, recusal, mentor, lead, now):
    board.decide(application, "decline", words="Not this time.", by=lead, now=now)
    recusal.refresh_from_db()
    with pytest.raises(Refusal, match="selection has begun"):
        recusal.lift("A mistake", by=mentor, now=now)
    application.give_decline("Not this time.", by=lead, now=now)
    with pytest.raises(Refusal, match="selection has begun"):
        recusal.lift("A mistake", by=lead, now=now)

    assert Recusal.objects.standing().get() == recusal


def test_a_second_click_changes_nothing(recusal, mentor, lead, now):
    recusal.lift("A mistake", by=mentor, now=now)
    with pytest.raises(Refusal, match="done already"):
        recusal.lift("Another reason", by=lead, now=now)
    recusal.refresh_from_db()

    assert (recusal.lifted_by, recusal.lifted_because) == (mentor, "A mistake")


def test_nobody_else_takes_it_back(client, at, recusal, other_project, applicant, mentor):
    others = [other_project.mentors.get().person, applicant]
    answers = [
        signed_in(client, somebody).post(url(recusal), {"reason": "Mine"}).status_code
        for somebody in others
        for url in (own, organizers)
    ]
    as_organizer = signed_in(client, mentor).post(organizers(recusal), {"reason": "Mine"}).status_code

    assert (answers, as_organizer) == ([404, 403, 404, 403], 403)
    assert Recusal.objects.standing().get() == recusal
