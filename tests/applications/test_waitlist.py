"""Waiting lists: a place that gets free is offered at once; who still waits at the kickoff is told."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

import applications.scenarios as applying
import cohorts.scenarios as cohorts
from amp_portal import arrival, sweeps
from amp_portal.outbox.models import Message
from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from applications.models import Application, Offer, Selection
from applications.selection import offers, waitlist
from cohorts import sides
from cohorts.models import Project

from .applying import letters, race, said, signed_in

DAY = timedelta(days=1)


@pytest.fixture
def offer(cohort, project, now):
    """The one place of the project, offered."""
    return applying.offered(cohort, person("Ada Best", now=now), projects=[project], now=now)


@pytest.fixture
def bo(offer, cohort, project, now):
    return applying.waitlisted(cohort, person("Bo Next", now=now), projects=[project], now=now)


@pytest.fixture
def cy(bo, cohort, project, now):
    return applying.waitlisted(cohort, person("Cy Later", now=now), projects=[project], now=now, position=2)


@pytest.fixture
def at_once(django_capture_on_commit_callbacks):
    """``with at_once():`` a transaction that is committed, as in real life."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def states(*applications):
    return [Application.objects.get(pk=application.pk).state for application in applications]


def fresh(model):
    return type(model).objects.get(pk=model.pk)


def test_who_is_next_is_asked_the_moment_an_offer_is_turned_down(client, at_once, offer, bo, cy, now):
    with time_machine.travel(now, tick=False), at_once():
        signed_in(client, offer.application.person)
        client.post(reverse("applications:turn-down", args=[offer.application_id, offer.pk]))
    assert states(offer.application, bo, cy) == ["turned_down", "offered", "waitlisted"]
    assert letters()["offered", "Bo Next"] == 1


def test_and_the_moment_it_lapses(at_once, offer, bo, now):
    settled = offer.answer_by + arrival.OLDEST
    applying.fresh_roster(settled)
    with at_once():
        assert offers.follow(settled)["lapsed"] == 1
    assert states(offer.application, bo) == ["lapsed", "offered"]
    assert waitlist.move_up(settled) == 0


def test_and_the_moment_there_are_more_places(client, at_once, cohort, project, lead, bo, cy, now):
    chosen = {"project": project.pk, "track": "sponsored", "slots": 2, "change": "1"}
    with time_machine.travel(now, tick=False), at_once():
        signed_in(client, lead)
        client.post(reverse("applications:seats", args=[cohort.slug]), chosen)
    assert (fresh(project).sponsored_slots, states(bo, cy)) == (2, ["offered", "waitlisted"])
    told = Message.objects.filter(letter="cohorts/mail/places_changed", channel="email")
    assert [(str(letter.person), letter.facts["sponsored"]) for letter in told] == [("Mira Finch", 2)]


def test_and_the_moment_a_place_that_was_taken_is_free_again(at_once, offer, project, bo, now):
    offer.accept(by=offer.application.person, now=now, consent=True)
    with at_once():
        fresh(project).free_place("sponsored", now=now)
    assert states(bo) == ["offered"]


def test_the_check_is_fresh_and_the_next_one_in_turn_is_asked(at_once, offer, bo, cy, now):
    type(bo.person).objects.filter(pk=bo.person.pk).update(github_proved_at=None)
    with at_once():
        offer.decline(by=offer.application.person, now=now)
    assert states(bo, cy) == ["waitlisted", "offered"]
    assert Selection.objects.get(application=bo).held != ""


def test_a_failure_there_undoes_nothing_and_the_tick_makes_up_for_it(at_once, offer, bo, now):
    """Without a fresh maintainers list nobody passes; with the next tick somebody does."""
    late = now + 8 * DAY
    Offer.objects.filter(pk=offer.pk).update(answer_by=late + DAY)
    with at_once():
        fresh(offer).decline(by=offer.application.person, now=late)
    assert states(offer.application, bo) == ["turned_down", "waitlisted"]
    applying.fresh_roster(late)
    assert sweeps.run_all(late)["waiting lists"] == {"offered": 1, "closed": 0}
    assert states(bo) == ["offered"]


def test_an_offer_that_was_taken_back_is_not_given_again_by_itself(at_once, offer, bo, cy, lead, now):
    with at_once():
        offer.decline(by=offer.application.person, now=now)
    with at_once():
        Offer.objects.open().get().take_back(by=lead, now=now)
    assert states(bo, cy) == ["waitlisted", "offered"]
    assert "by hand" in Selection.objects.get(application=bo).held


def test_there_are_never_fewer_places_than_are_taken_or_offered(cohort, project, offer, lead, now):
    with pytest.raises(Refusal, match="offered already"):
        fresh(project).change_places("sponsored", 0, by=lead, now=now)
    offer.accept(by=offer.application.person, now=now, consent=True)
    with pytest.raises(Refusal, match="1 places are taken"):
        fresh(project).change_places("sponsored", 0, by=lead, now=now)
    assert fresh(project).sponsored_slots == 1


def test_who_waits_may_leave_the_list_after_the_deadline(client, cohort, bo, now):
    late = cohort.window("applications").ends_at + DAY
    with time_machine.travel(late, tick=False):
        page = signed_in(client, bo.person).get(bo.get_absolute_url()).content.decode()
        client.post(reverse("applications:withdraw", args=[bo.pk]))
    assert "Leave the waiting list" in page
    assert (states(bo), letters()["withdrawn", "Bo Next"]) == (["withdrawn"], 1)
    assert cohort.participations.get(person=bo.person).side == "none"


def test_who_still_waits_at_the_kickoff_is_told_once_with_their_feedback(cohort, offer, bo, cy, now):
    offer.accept(by=offer.application.person, now=now, consent=True)
    kickoff = cohorts.instant(cohort, "program")
    Selection.objects.filter(application=bo).update(feedback="Your tests were a joy to read.")
    assert waitlist.follow(kickoff - timedelta(seconds=1)) == {"offered": 0, "closed": 0}
    assert [waitlist.close(kickoff), waitlist.close(kickoff)] == [2, 0]
    assert (states(bo, cy), fresh(bo).feedback) == (["declined"] * 2, "Your tests were a joy to read.")
    assert letters()["waiting_ended", "Bo Next"] == letters()["waiting_ended", "Cy Later"] == 1
    assert cohort.participations.get(person=bo.person).side == "none"


def test_a_list_stays_open_while_somebody_thinks_an_offer_over(at_once, cohort, offer, bo, cy):
    """With the usual dates offers lapse after the kickoff: the place still goes to who waits for it."""
    kickoff = cohorts.instant(cohort, "program")
    Offer.objects.filter(pk=offer.pk).update(answer_by=kickoff + DAY)
    assert waitlist.follow(kickoff) == {"offered": 0, "closed": 0}
    settled = kickoff + DAY + arrival.OLDEST
    applying.fresh_roster(settled)
    with at_once():
        offers.follow(settled)
    assert (states(bo, cy), waitlist.follow(settled)) == (["offered", "waitlisted"], {"offered": 0, "closed": 0})
    fresh(bo).open_offer().accept(by=bo.person, now=settled, consent=True)
    assert (waitlist.follow(settled), states(cy)) == ({"offered": 0, "closed": 1}, ["declined"])


def test_when_bonding_is_over_nobody_is_asked_any_more(cohort, offer, bo):
    end = cohort.window("bonding").ends_at
    Offer.objects.filter(pk=offer.pk).update(answer_by=end + DAY)
    applying.fresh_roster(end)
    assert waitlist.follow(end) == {"offered": 0, "closed": 1}
    fresh(offer).decline(by=offer.application.person, now=end)
    assert (waitlist.move_up(end), states(bo)) == (0, ["declined"])


def test_without_bonding_nobody_is_asked_once_the_program_has_begun(cohort, offer, bo):
    kickoff = cohorts.instant(cohort, "program")
    cohort.phases.filter(kind="bonding").delete()
    Offer.objects.filter(pk=offer.pk).update(answer_by=kickoff + DAY)
    settled = kickoff + DAY + arrival.OLDEST
    applying.fresh_roster(settled)
    offers.follow(settled)
    assert (waitlist.follow(settled), states(bo)) == ({"offered": 0, "closed": 1}, ["declined"])


@pytest.mark.django_db(transaction=True)
def test_however_many_look_at_once_one_free_place_is_offered_once(cohort, project, offer, bo, cy, now):
    """Somebody turns it down while ticks run in four places."""
    declining = [lambda: fresh(offer).decline(by=offer.application.person, now=now)]
    race(*declining, *[lambda: waitlist.move_up(now)] * 4)
    waitlist.move_up(now)
    assert (states(bo, cy), Offer.objects.open().count()) == (["offered", "waitlisted"], 1)
    assert set(Selection.objects.values_list("held", flat=True)) == {""}


@pytest.mark.django_db(transaction=True)
def test_leaving_the_list_and_being_asked_at_once_has_one_winner(cohort, offer, bo, now):
    offer.decline(by=offer.application.person, now=now)
    Project.objects.update(sponsored_slots=2)
    cy = applying.waitlisted(cohort, person("Cy Later", now=now), projects=[offer.project], now=now, position=2)
    race(lambda: fresh(cy).withdraw(by=cy.person, now=now), lambda: waitlist.move_up(now))
    assert states(cy) in (["withdrawn"], ["offered"])
    assert Offer.objects.filter(application=cy).count() == (states(cy) == ["offered"])


def test_only_leads_give_a_project_other_places(client, cohort, project, offer, bo, now):
    colleague = person("Cora Colleague", now=now)
    sides.give_organizer(cohort, colleague, now=now)
    chosen = {"project": project.pk, "track": "sponsored", "slots": 2, "change": "1"}
    address = reverse("applications:seats", args=[cohort.slug])
    with time_machine.travel(now, tick=False):
        page = signed_in(client, colleague).get(address).content.decode()
        refused = client.post(address, chosen, follow=True)
    assert said(refused) == ["People rely on these settings: only the lead organizers change them."]
    assert (fresh(project).sponsored_slots, states(bo), "for real</button>" in page) == (1, ["waitlisted"], False)
