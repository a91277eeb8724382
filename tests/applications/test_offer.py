"""Offering a place: on a chosen project, to somebody all rules allow, within the slots."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from applications import eligibility
from applications.models import Application, Offer
from applications.refusals import NotEligible

from .applying import left_to_offer, letters, opening, race, said, signed_in


@pytest.fixture
def application(cohort, project, applicant, now):
    """In review, with a place in the results that is left to an organizer."""
    return left_to_offer(applying.in_review(cohort, applicant, projects=[project], now=now), project, now=now)


def post(client, application, name, data, now, *args):
    lead = applying.organizer(application.cohort)
    with time_machine.travel(now, tick=False):
        signed_in(client, lead)
        address = reverse(f"applications:{name}", args=[application.cohort.slug, application.pk, *args])
        return client.post(address, data, follow=True)


def test_an_offer_is_to_be_answered_by_the_end_of_the_cohorts_day(client, now, lead):
    berlin = cohorts.cohort("berlin", time_zone="Europe/Berlin", lead=lead)
    project = cohorts.project(berlin, now=now)
    application = applying.in_review(berlin, person("Bea"), projects=[project], now=now)
    left_to_offer(application, project, now=now)

    post(client, application, "offer", {"project": project.pk, "track": "sponsored"}, now)

    offer = Offer.objects.get()
    assert (offer.project, offer.track, offer.offered_by, offer.offered_at) == (project, "sponsored", lead, now)
    assert offer.answer_by == datetime(2027, 5, 17, 21, 59, tzinfo=UTC)  # 23:59 in Berlin, five days on
    application.refresh_from_db()
    assert application.state == "offered"
    assert letters()["offered", "Bea"] == 1
    assert application.checks.first().gate == "offer"


def test_all_rules_have_to_pass(client, cohort, project, now, lead):
    application = applying.in_review(cohort, person("Uma Typed", proved=False), projects=[project], now=now)
    left_to_offer(application, project, now=now)

    page = post(client, application, "offer", {"project": project.pk, "track": "sponsored"}, now)

    assert "GitHub" in said(page)[0]
    assert (Offer.objects.count(), Application.objects.get().state) == (0, "in_review")


def test_a_recorded_fact_resolves_what_needed_a_person(cohort, project, now, lead):
    application = applying.in_review(cohort, person("Uma Typed", proved=False), projects=[project], now=now)
    left_to_offer(application, project, now=now)
    for rule in ("not_a_current_maintainer", "no_concurrent_program", "took_part_before"):
        eligibility.resolve(application.person, cohort, rule, applies=False, source="We talked.", by=lead, now=now)

    offer = application.offer(project, "sponsored", by=lead, now=now)

    assert offer.is_open


def test_open_offers_count_as_taken(application, cohort, project, lead, now):
    second = left_to_offer(
        applying.in_review(cohort, person("Sue Second"), projects=[project], now=now), project, now=now
    )
    application.offer(project, "sponsored", by=lead, now=now)

    with pytest.raises(Refusal, match="no free place"):
        second.offer(project, "sponsored", by=lead, now=now)
    with pytest.raises(Refusal, match="no free place"):
        second.offer(project, "volunteer", by=lead, now=now)

    assert second.offers.count() == 0


def test_only_chosen_projects_are_offered(application, other_project, lead, now, client):
    with pytest.raises(Refusal, match="did not choose"):
        application.offer(other_project, "sponsored", by=lead, now=now)

    page = post(client, application, "offer", {"project": other_project.pk, "track": "sponsored"}, now)

    assert (page.status_code, list(page.context["offer_form"].errors)) == (422, ["project"])
    assert Offer.objects.count() == 0


def test_a_volunteer_cohort_offers_no_stipend(now, lead):
    cohort = cohorts.cohort("volunteers", mode="volunteer", lead=lead)
    project = cohorts.project(cohort, now=now)
    application = left_to_offer(
        applying.in_review(cohort, person("Vito"), projects=[project], now=now), project, now=now
    )

    with pytest.raises(Refusal, match="no stipends"):
        application.offer(project, "sponsored", by=lead, now=now)

    assert application.offer(project, "volunteer", by=lead, now=now).track == "volunteer"


def test_only_applications_in_review_get_offers(cohort, project, applicant, lead, now):
    application = applying.submitted(cohort, applicant, projects=[project], now=now)

    with pytest.raises(Refusal):
        application.offer(project, "sponsored", by=lead, now=now)

    assert (Offer.objects.count(), Application.objects.get().state) == (0, "submitted")


def test_taking_an_offer_back_frees_the_place(client, application, cohort, project, lead, now):
    offer = application.offer(project, "sponsored", by=lead, now=now)
    second = applying.in_review(cohort, person("Sue Second"), projects=[project], now=now)

    post(client, application, "take-back", {}, now, offer.pk)

    application.refresh_from_db()
    offer.refresh_from_db()
    assert (application.state, offer.answer) == ("in_review", "taken_back")
    assert letters()["taken_back", "Nia Okafor"] == 1
    assert applying.offer(second, project, now=now).is_open


def test_an_answer_by_date_can_only_move_later(client, application, project, lead, now):
    offer = application.offer(project, "sponsored", by=lead, now=now)
    before = offer.answer_by

    earlier = post(client, application, "extend", {"last_day": "2027-05-14"}, now, offer.pk)
    offer.refresh_from_db()
    unchanged = offer.answer_by
    post(client, application, "extend", {"last_day": "2027-05-20"}, now, offer.pk)
    offer.refresh_from_db()

    assert (len(said(earlier)), unchanged) == (1, before)
    assert offer.answer_by.date() == date(2027, 5, 20)
    assert letters()["extended", "Nia Okafor"] == 1


@pytest.mark.parametrize("last_day", ["9999-12-31", "2027-10-25", "0001-01-01", "2027-02-30", "soon"])
@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/New_York"])
def test_an_answer_by_date_stays_within_the_cohort(client, now, lead, last_day, zone):
    cohort = cohorts.cohort("far", time_zone=zone, lead=lead)
    project = cohorts.project(cohort, now=now)
    offer = applying.offered(cohort, person("Zoe"), projects=[project], now=now)

    page = post(client, offer.application, "extend", {"last_day": last_day}, now, offer.pk)

    unchanged = Offer.objects.get()
    assert (page.status_code in (200, 422), unchanged.answer_by) == (True, offer.answer_by)


def test_an_offer_is_not_found_under_another_application(client, application, cohort, project, lead, now):
    offer = application.offer(project, "sponsored", by=lead, now=now)
    other = applying.submitted(cohort, person("Otto"), projects=[project], now=now)

    answer = post(client, other, "take-back", {}, now, offer.pk)

    offer.refresh_from_db()
    assert (answer.status_code, offer.is_open) == (404, True)


def test_rules_are_named_in_the_refusal(application, project, applicant, lead, now):
    elsewhere = cohorts.cohort("elsewhere", lead=person("Eli Vance"))
    elsewhere.organizers.create(person=applicant, since=now)

    with pytest.raises(NotEligible) as refusal:
        application.offer(project, "sponsored", by=lead, now=now)

    assert [rule.rule for rule in refusal.value.rules] == ["not_an_organizer"]


@pytest.mark.django_db(transaction=True)
def test_racing_offers_stay_within_the_slots():
    cohort = cohorts.cohort()
    now = opening(cohort)
    applying.fresh_roster(now)
    project, lead = cohorts.project(cohort, now=now, sponsored_slots=2), applying.organizer(cohort)
    racers = [applying.in_review(cohort, person(f"Racer {n}"), projects=[project], now=now) for n in range(5)]
    pks = [left_to_offer(racer, project, now=now).pk for racer in racers]

    race(*[lambda pk=pk: Application.objects.get(pk=pk).offer(project, "sponsored", by=lead, now=now) for pk in pks])

    assert Offer.objects.count() == 2
