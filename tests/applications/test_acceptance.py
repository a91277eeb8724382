"""An offer is answered: the place is given once, to somebody the rules allow, within the slots."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from applications import acceptance
from applications.models import Application, Offer
from applications.refusals import NotEligible
from cohorts.models import Participation, Project

from .applying import SECOND, letters, opening, race, said, signed_in


@pytest.fixture
def offer(cohort, project, applicant, now):
    return applying.offered(cohort, applicant, projects=[project], now=now)


def post(client, somebody, offer, name, now, **data):
    with time_machine.travel(now, tick=False):
        signed_in(client, somebody)
        return client.post(reverse(f"applications:{name}", args=[offer.application_id, offer.pk]), data, follow=True)


def fresh(offer):
    return Offer.objects.select_related("application", "project").get(pk=offer.pk)


def test_accepting_gives_the_place_for_the_run_of_the_cohort(client, cohort, project, offer, applicant, now):
    post(client, applicant, offer, "accept", now, consent="on")

    place = Participation.objects.get(cohort=cohort, person=applicant)
    assert (place.side, place.outcome, place.project) == ("contributor", "active", project)
    assert (place.since.isoformat(), place.until.isoformat()) == ("2027-06-15", "2027-10-17")
    after = fresh(offer)
    assert (after.answer, after.answered_at, after.application.state) == ("accepted", now, "accepted")
    assert after.project.sponsored_taken == 1


def test_accepting_tells_the_mentee_the_lead_mentors_and_the_organizers(offer, applicant, mentor, lead, now):
    before = letters()

    offer.accept(by=applicant, now=now, consent=True)

    assert letters() - before == {
        ("accepted", "Nia Okafor"): 1,
        ("answered", str(mentor)): 1,
        ("answered", str(lead)): 1,
    }


def test_accepting_needs_consent(client, offer, applicant, now):
    page = post(client, applicant, offer, "accept", now)

    assert "consent" in said(page)[0]
    assert (fresh(offer).is_open, fresh(offer).application.state) == (True, "offered")


@pytest.mark.parametrize(("late_by", "state"), [(-SECOND, "accepted"), (timedelta(0), "offered")])
def test_the_answer_by_date_holds_to_the_second(client, offer, applicant, late_by, state):
    at = offer.answer_by + late_by
    applying.fresh_roster(at)

    page = post(client, applicant, offer, "accept", at, consent="on")

    assert fresh(offer).application.state == state
    assert ("write to the organizers" in said(page)[0]) == (state == "offered")


def test_more_time_allows_to_accept_after_all(offer, applicant, lead, now):
    late = offer.answer_by + SECOND
    applying.fresh_roster(late)
    with pytest.raises(Refusal, match="organizers"):
        offer.accept(by=applicant, now=late, consent=True)

    offer.extend((late + timedelta(days=2)).date(), by=lead, now=late)
    offer.accept(by=applicant, now=late, consent=True)

    assert fresh(offer).application.state == "accepted"


def test_the_rules_are_checked_again(cohort, offer, applicant, now):
    late = now + timedelta(days=4)  # nobody fetched the maintainers list for longer than it counts as fresh
    applying.Snapshot.objects.update(as_of=now.date() - timedelta(days=30))

    with pytest.raises(NotEligible) as refusal:
        offer.accept(by=applicant, now=late, consent=True)

    assert [rule.rule for rule in refusal.value.rules] == ["not_a_current_maintainer"]
    assert (fresh(offer).is_open, fresh(offer).project.sponsored_taken) == (True, 0)
    assert Participation.objects.get(cohort=cohort, person=applicant).outcome == ""


def test_a_place_elsewhere_at_the_same_time_stands_in_the_way(cohort, offer, applicant, lead, now):
    sister = cohorts.cohort("sister", lead=lead)
    applying.accepted(sister, applicant, projects=[cohorts.project(sister, now=now)], now=now)

    with pytest.raises(NotEligible):
        offer.accept(by=applicant, now=now, consent=True)

    assert fresh(offer).application.state == "offered"


def test_turning_down_gives_the_place_and_the_side_back(client, cohort, project, offer, applicant, lead, now):
    post(client, applicant, offer, "turn-down", now)

    after = fresh(offer)
    assert (after.answer, after.application.state) == ("declined", "turned_down")
    assert Participation.objects.get(cohort=cohort, person=applicant).side == "none"
    assert (letters()["turned_down", "Nia Okafor"], letters()["answered", str(lead)]) == (1, 1)
    second = applying.in_review(cohort, person("Sue Second"), projects=[project], now=now)
    assert applying.offer(second, project, now=now).is_open


def test_an_answer_is_given_once(client, offer, applicant, now):
    post(client, applicant, offer, "accept", now, consent="on")
    said_after = [
        said(post(client, applicant, offer, "accept", now, consent="on"))[-1],
        said(post(client, applicant, offer, "turn-down", now))[-1],
    ]

    assert ["no longer open" in words for words in said_after] == [True, True]
    assert (fresh(offer).answer, fresh(offer).project.sponsored_taken) == ("accepted", 1)


@pytest.mark.parametrize("name", ["accept", "turn-down"])
def test_somebody_elses_offer_is_not_found(client, offer, lead, mentor, now, name):
    answers = [
        post(client, somebody, offer, name, now, consent="on").status_code
        for somebody in (person("Stan Stranger"), lead, mentor)
    ]

    assert answers == [404, 404, 404]
    assert fresh(offer).is_open


@pytest.fixture
def hooks():
    before = list(acceptance.on_accepted)
    yield acceptance.on_accepted
    acceptance.on_accepted._functions[:] = before


def test_other_apps_take_part_in_the_acceptance(hooks, offer, applicant, now):
    heard = []
    hooks(lambda application, offer, now: heard.append((application.state, offer.answer, now)))

    offer.accept(by=applicant, now=now, consent=True)

    assert heard == [("accepted", "accepted", now)]


def test_their_refusal_undoes_the_acceptance(hooks, offer, applicant, now):
    @hooks
    def refuse(application, offer, now):
        raise Refusal("Not like this.")

    with pytest.raises(Refusal, match="Not like this"):
        offer.accept(by=applicant, now=now, consent=True)

    after = fresh(offer)
    assert (after.is_open, after.application.state, after.project.sponsored_taken) == (True, "offered", 0)


@pytest.mark.django_db(transaction=True)
def test_fifty_accepting_at_once_for_three_places_give_three():
    cohort = cohorts.cohort()
    now = opening(cohort)
    applying.fresh_roster(now)
    project = cohorts.project(cohort, now=now, sponsored_slots=50)
    pks = [applying.offered(cohort, person(f"Racer {n}"), projects=[project], now=now).pk for n in range(50)]
    Project.objects.filter(pk=project.pk).update(sponsored_slots=3)  # as if slots were cut behind the portal's back

    def accept(pk):
        offer = Offer.objects.get(pk=pk)
        offer.accept(by=offer.application.person, now=now, consent=True)
        return "accepted"

    results = race(*[lambda pk=pk: accept(pk) for pk in pks])

    assert results.count("accepted") == 3
    assert sum(isinstance(result, Refusal) for result in results) == 47
    assert Project.objects.get(pk=project.pk).sponsored_taken == 3
    assert Application.objects.filter(state="accepted").count() == 3
    assert Participation.objects.filter(outcome="active").count() == 3


@pytest.mark.django_db(transaction=True)
def test_accepting_and_taking_back_at_once_has_one_winner():
    cohort = cohorts.cohort()
    now = opening(cohort)
    applying.fresh_roster(now)
    project, lead = cohorts.project(cohort, now=now, sponsored_slots=4), applying.organizer(cohort)
    for number in range(4):
        offer = applying.offered(cohort, person(f"Racer {number}"), projects=[project], now=now)

        results = race(
            lambda pk=offer.pk: Offer.objects.get(pk=pk).take_back(by=lead, now=now),
            lambda pk=offer.pk, who=offer.application.person: Offer.objects.get(pk=pk).accept(
                by=who, now=now, consent=True
            ),
        )

        assert sum(isinstance(result, Refusal) for result in results) == 1
        after = fresh(offer)
        assert (after.answer, after.application.state) in [("accepted", "accepted"), ("taken_back", "in_review")]
