"""Offers leave with the published results, or from a waiting list after them. No other way."""

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

import applications.scenarios as applying
from amp_portal import jobs
from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from applications import publishing
from applications.models import Application, Offer, Publication, Selection, Twin
from applications.selection import board, waitlist

from .applying import letters, said, signed_in


@pytest.fixture
def application(cohort, project, applicant, now):
    """In review, and scored by a mentor."""
    application = applying.in_review(cohort, applicant, projects=[project], now=now)
    applying.reviewed(application, now=now)
    return application


@pytest.fixture
def decided(application, project, lead, now):
    board.decide(application, "offer", project=project, by=lead, now=now)
    return application


@pytest.fixture
def organizer(client, lead, now):
    with time_machine.travel(now, tick=False):
        yield signed_in(client, lead)


def page_of(application):
    return reverse("applications:application", args=[application.cohort.slug, application.pk])


def click(organizer, application, project):
    address = reverse("applications:offer", args=[application.cohort.slug, application.pk])
    return said(organizer.post(address, {"project": project.pk, "track": "sponsored"}, follow=True))


def publish(cohort, lead, now):
    publication = publishing.start(cohort, Publication.Kind.RESULTS, by=lead, now=now)
    jobs.carry_on(publication, now)
    return publication


def pair(application, other, now):
    first, second = sorted((application, other), key=lambda each: each.pk)
    return Twin.objects.create(first=first, second=second, kinds=["email"], found_at=now)


def test_no_click_sends_an_offer_before_the_results(organizer, application, project):
    shown = organizer.get(page_of(application)).content.decode()
    refused = click(organizer, application, project)
    assert "Send the offer" not in shown
    assert "Offers go out with the published results" in shown
    assert refused == [
        "Offers go out with the published results, or from a waiting list after them. "
        "The results of this cohort are not published yet: please decide on the selection board."
    ]
    assert (Offer.objects.count(), Application.objects.get().state) == (0, "in_review")
    assert ("offered", "Nia Okafor") not in letters()


def test_published_results_offer_what_was_decided(decided, cohort, lead, now):
    publication = publish(cohort, lead, now)
    assert Offer.objects.get().publication == publication
    assert letters()["offered", "Nia Okafor"] == 1


@pytest.mark.parametrize("state", ["draft", "submitted", "in_review"])
def test_who_has_no_place_in_the_results_gets_no_offer_after_them(cohort, project, other_project, lead, now, state):
    make = {"draft": applying.draft, "submitted": applying.submitted, "in_review": applying.in_review}[state]
    late = make(cohort, person("Late Lou", now=now), projects=[other_project], now=now)
    applying.published_results(cohort, now=now)
    with pytest.raises(Refusal):
        late.offer(other_project, "sponsored", by=lead, now=now)
    assert (Offer.objects.count(), Application.objects.get().state) == (0, state)


def test_nor_does_somebody_whom_the_results_declined(cohort, application, project, lead, now):
    board.decide(application, "decline", words="Next time.", by=lead, now=now)
    publish(cohort, lead, now)
    with pytest.raises(Refusal):
        Application.objects.get().offer(project, "sponsored", by=lead, now=now)
    assert Offer.objects.count() == 0


def test_results_with_an_offer_nobody_reviewed_are_not_published(cohort, project, applicant, lead, now):
    unread = applying.in_review(cohort, applicant, projects=[project], now=now)
    board.decide(unread, "offer", project=project, by=lead, now=now)
    with pytest.raises(Refusal, match="1 offer would go to somebody whom no mentor has reviewed"):
        publish(cohort, lead, now)


def test_nobody_whom_no_mentor_reviewed_is_offered_a_place(cohort, application, project, lead, now):
    board.decide(application, "waitlist", project=project, by=lead, now=now)
    publishing.start(cohort, Publication.Kind.RESULTS, by=lead, now=now)
    Selection.objects.update(outcome="offer", position=None)
    application.reviews.all().delete()
    jobs.carry_on(Publication.objects.get(), now)
    assert "No mentor has reviewed this application" in Selection.objects.get().held
    assert Offer.objects.count() == 0


def test_a_possible_duplicate_holds_up_the_results(cohort, decided, project, lead, now):
    other = applying.in_review(cohort, person("N. Okafor", now=now), projects=[project], now=now)
    applying.reviewed(other, now=now)
    board.decide(other, "waitlist", project=project, by=lead, now=now)
    twin = pair(decided, other, now)
    with pytest.raises(Refusal, match="1 offer would go to a possible duplicate"):
        publish(cohort, lead, now)
    twin.tell_apart(by=lead, now=now)
    publish(cohort, lead, now)
    assert Offer.objects.get().application == decided


def test_declining_one_of_the_two_settles_it(cohort, decided, project, lead, now):
    other = applying.in_review(cohort, person("N. Okafor", now=now), projects=[project], now=now)
    board.decide(other, "decline", words="One application each.", by=lead, now=now)
    pair(decided, other, now)
    publish(cohort, lead, now)
    assert Offer.objects.get().application == decided


def test_a_duplicate_found_after_the_start_is_held_in_words(cohort, decided, project, lead, now):
    publication = publishing.start(cohort, Publication.Kind.RESULTS, by=lead, now=now)
    other = applying.in_review(cohort, person("N. Okafor", now=now), projects=[project], now=now)
    pair(decided, other, now)
    jobs.carry_on(publication, now)
    assert f"possible duplicate of application {other.pk}" in Selection.objects.get(application=decided).held
    assert Offer.objects.count() == 0


def test_a_waiting_list_passes_a_possible_duplicate_over(cohort, project, other_project, lead, now):
    bo = applying.waitlisted(cohort, person("Bo Next", now=now), projects=[project], now=now)
    cy = applying.waitlisted(cohort, person("Cy Later", now=now), projects=[project], now=now, position=2)
    twin = pair(bo, applying.in_review(cohort, person("B. Next", now=now), projects=[other_project], now=now), now)
    assert waitlist.move_up(now) == 1
    assert Offer.objects.get().application == cy
    assert "possible duplicate" in Selection.objects.get(application=bo).held
    Offer.objects.get().take_back(by=lead, now=now)
    twin.tell_apart(by=lead, now=now)
    assert waitlist.move_up(now) == 1


def test_a_second_chance_asks_about_duplicates_too(organizer, cohort, decided, project, other_project, lead, now):
    publish(cohort, lead, now)
    offer = Offer.objects.get()
    applying.fresh_roster(offer.answer_by)
    offer.lapse(now=offer.answer_by)
    other = applying.in_review(cohort, person("N. Okafor", now=now), projects=[other_project], now=now)
    twin = pair(decided, other, now)
    assert "possible duplicate" in click(organizer, decided, project)[0]
    assert "possible duplicate" in organizer.get(page_of(decided)).content.decode()
    twin.tell_apart(by=lead, now=now)
    click(organizer, decided, project)
    assert Application.objects.get(pk=decided.pk).state == "offered"


def test_an_offer_the_portal_could_not_send_is_sent_by_hand(organizer, cohort, decided, project, applicant, lead, now):
    proved, applicant.github_proved_at = applicant.github_proved_at, None
    applicant.save()
    publication = publish(cohort, lead, now)
    assert Offer.objects.count() == 0
    applicant.github_proved_at = proved
    applicant.save()
    assert "Send the offer" in organizer.get(page_of(decided)).content.decode()
    click(organizer, decided, project)
    assert Offer.objects.get().publication == publication


def test_the_database_refuses_an_offer_without_results(application, project, lead, now):
    offer = Offer.prepare(application, project, "sponsored", by=lead, now=now)
    with pytest.raises(IntegrityError, match="offer_leaves_through_results"), transaction.atomic():
        offer.save()
