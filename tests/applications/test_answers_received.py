"""An answer to an offer that arrived in time keeps its place until the rules that hold it up are settled."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal.arrival import OLDEST
from amp_portal.outbox.models import Message
from amp_portal.roster.models import Snapshot
from amp_portal.users.scenarios import person
from applications.models import Offer
from applications.refusals import NotEligible
from applications.selection import offers, waitlist
from cohorts.models import Participation

from .applying import SECOND, letters, said, signed_in

HOUR = timedelta(hours=1)


@pytest.fixture
def now(now):
    applying.fresh_roster(now)
    return now


@pytest.fixture
def offer(cohort, project, applicant, now):
    return applying.offered(cohort, applicant, projects=[project], now=now)


@pytest.fixture
def late(offer):
    """A second before the last one."""
    return offer.answer_by - SECOND


@pytest.fixture
def held_up(offer, applicant, late):
    """Accepted in the last second, when nobody had fetched the maintainers list for weeks."""
    Snapshot.objects.update(as_of=late.date() - timedelta(days=30))
    with pytest.raises(NotEligible):
        offer.accept(by=applicant, now=late, consent=True, named=True)
    offer.refresh_from_db()
    return offer


def follow(offer, now):
    done = offers.follow(now)
    offer.refresh_from_db()
    return done


def test_it_is_kept_and_said_on_the_page(client, offer, applicant, late):
    Snapshot.objects.update(as_of=late.date() - timedelta(days=30))

    with time_machine.travel(late, tick=False):
        signed_in(client, applicant)
        answer = reverse("applications:accept", args=[offer.application_id, offer.pk])
        page = client.post(answer, {"consent": "on"}, follow=True)

    assert said(page)[0].startswith("You accepted in time, and we’re keeping the place for you.")
    assert "We’re keeping the place" in page.context["next"].text
    assert not page.context["can_accept"]


def test_the_place_is_kept_after_the_last_day_and_nobody_moves_up(cohort, project, held_up, now):
    waiting = applying.waitlisted(cohort, person("Wu"), projects=[project], now=now)

    follow(held_up, held_up.answer_by + 10 * 24 * HOUR)
    waitlist.move_up(held_up.answer_by + 10 * 24 * HOUR)

    waiting.refresh_from_db()
    assert (held_up.is_open, waiting.is_waitlisted) == (True, True)


def test_it_is_not_reminded(held_up):
    follow(held_up, held_up.answer_by - SECOND)

    assert not Message.objects.filter(letter="applications/mail/offer_reminder").exists()


def test_once_all_rules_are_met_the_place_is_taken(held_up, applicant):
    later = held_up.answer_by + 24 * HOUR
    applying.fresh_roster(later)

    assert follow(held_up, later)["settled"] == 1

    place = Participation.objects.get(person=applicant)
    assert (held_up.answer, place.outcome, place.named_since) == ("accepted", "active", later)
    assert letters()["accepted", "Nia Okafor"] == 1


def test_what_needs_review_is_waited_for(held_up):
    assert follow(held_up, held_up.received_at + 100 * HOUR)["settled"] == 0
    assert held_up.is_open


@pytest.mark.parametrize(("after", "answer"), [(72 * HOUR - SECOND, ""), (72 * HOUR, "lapsed")])
def test_a_fail_lets_it_lapse_after_the_time_to_respond(cohort, offer, applicant, late, after, answer):
    applying.join_another_program(applicant, cohort, now=late)
    applying.fresh_roster(late)
    with pytest.raises(NotEligible):
        offer.accept(by=applicant, now=late, consent=True)
    applying.fresh_roster(late + after)

    follow(offer, late + after)

    assert offer.answer == answer


def test_accepting_early_never_shortens_the_time_to_answer(cohort, offer, applicant, now):
    applying.join_another_program(applicant, cohort, now=now)
    with pytest.raises(NotEligible):
        offer.accept(by=applicant, now=now, consent=True)

    follow(offer, offer.answer_by - SECOND)
    before = offer.is_open
    follow(offer, offer.answer_by)

    assert (before, offer.answer) == (True, "lapsed")


def test_it_is_not_kept_beyond_the_end_of_its_cohort(cohort, held_up):
    follow(held_up, cohort.window("recognition").ends_at)

    assert held_up.answer == "lapsed"


def test_an_open_appeal_stops_that(cohort, offer, applicant, late):
    applying.fresh_roster(late)
    applying.appealed(offer.application, now=late)
    offer.refresh_from_db()
    with pytest.raises(NotEligible):
        offer.accept(by=applicant, now=late, consent=True)

    follow(offer, late + 100 * HOUR)

    assert offer.is_open


def test_the_offer_can_still_be_declined(held_up, applicant):
    held_up.decline(by=applicant, now=held_up.answer_by + HOUR)

    assert Offer.objects.get().answer == "declined"


@pytest.mark.parametrize(("after", "answer"), [(OLDEST - SECOND, ""), (OLDEST, "lapsed")])
def test_an_answer_on_its_way_is_waited_for_before_anything_lapses(offer, after, answer):
    follow(offer, offer.answer_by + after)

    assert offer.answer == answer


def test_a_late_answer_is_refused_meanwhile(client, offer, applicant):
    applying.fresh_roster(offer.answer_by)
    with time_machine.travel(offer.answer_by, tick=False):
        signed_in(client, applicant)
        answer = reverse("applications:accept", args=[offer.application_id, offer.pk])
        page = client.post(answer, {"consent": "on"}, follow=True)

    offer.refresh_from_db()
    assert (offer.received_at, said(page)[0][:30]) == (None, "The day to answer has passed. ")


def test_elsewhere_a_place_at_the_same_time_is_settled_once_it_has_ended(cohort, offer, applicant, lead, now):
    sister = cohorts.cohort("sister", lead=lead)
    applying.accepted(sister, applicant, projects=[cohorts.project(sister, now=now)], now=now)
    with pytest.raises(NotEligible):
        offer.accept(by=applicant, now=now, consent=True)
    Participation.objects.filter(cohort=sister, person=applicant).update(outcome="withdrawn", until=now.date())

    follow(offer, now + HOUR)

    assert offer.is_accepted
