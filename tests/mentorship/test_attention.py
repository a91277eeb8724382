"""The organizers' attention list: what stands on it, in which order, and that nothing leaves it by itself."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

import cohorts.scenarios as cohorts
from amp_portal.refusals import Refusal
from cohorts import attention
from cohorts.models import Cohort, Settled
from mentorship import scenarios, silence

from . import crowd


def text(response):
    return response.content.decode()


def waiting(mentorship, now):
    return [(matter.kind, matter.urgency) for matter in attention.waiting(mentorship.cohort, now)]


def page(mentorship):
    return reverse("cohorts:attention", args=[mentorship.cohort.slug])


def test_a_silent_mentee_stays_until_somebody_decided(mentorship, organizer, day):
    silence.sweep(day(17))
    assert waiting(mentorship, day(17)) == []
    silence.sweep(day(18))
    assert waiting(mentorship, day(18)) == [("silent mentee", "danger")]
    scenarios.update(mentorship, day(19))
    silence.sweep(day(19))
    [matter] = attention.waiting(mentorship.cohort, day(20))
    assert (matter.urgency, matter.since, matter.history[-1].words) == (
        "info",
        day(0),
        "A sign of life of Mel Mentee",
    )
    attention.settle(mentorship.cohort, matter.key, by=organizer, now=day(20), words="We talked.")
    assert waiting(mentorship, day(20)) == []
    mentorship.refresh_from_db()
    assert (mentorship.at_risk_since, mentorship.moves.get().reason) == (None, "We talked.")


def test_a_mentee_without_an_answer_stays_when_answered(mentorship, organizer, day):
    asked = mentorship.ask(by=mentorship.mentee, now=day(1), body="How?")
    silence.sweep(day(6))
    assert waiting(mentorship, day(6)) == []
    silence.sweep(day(9))
    assert waiting(mentorship, day(9)) == [("unanswered mentee", "warning")]
    scenarios.answer(mentorship, asked, day(10))
    silence.sweep(day(10))
    [matter] = attention.waiting(mentorship.cohort, day(10))
    assert (matter.urgency, len(matter.history)) == ("info", 3)
    attention.settle(mentorship.cohort, matter.key, by=organizer, now=day(10), words="Answered.")
    assert waiting(mentorship, day(11)) == []


def test_the_most_urgent_comes_first_then_the_oldest(mentorship, day):
    second, third, *_rest = crowd.join(mentorship, 3)
    third.ask(by=third.mentee, now=day(1), body="How?")
    second.ask(by=second.mentee, now=day(0), body="How?")
    silence.sweep(day(18))
    found = [(matter.kind, matter.person) for matter in attention.waiting(mentorship.cohort, day(18))]
    assert found[0][0] == "silent mentee"
    assert found[-2:] == [("unanswered mentee", second.mentee), ("unanswered mentee", third.mentee)]


def test_two_decide_once(mentorship, organizer, day):
    silence.sweep(day(18))
    [matter] = attention.waiting(mentorship.cohort, day(18))
    with pytest.raises(Refusal, match="in a word"):
        attention.settle(mentorship.cohort, matter.key, by=organizer, now=day(18), words="  ")
    attention.settle(mentorship.cohort, matter.key, by=organizer, now=day(18), words="Called.")
    with pytest.raises(Refusal, match="already"):
        attention.settle(mentorship.cohort, matter.key, by=organizer, now=day(18), words="Me too.")
    assert Settled.objects.get().words == "Called."


def test_organizers_decide_on_the_page_and_the_trail_keeps_it(mentorship, organizer, day, at):
    silence.sweep(day(18))
    [matter] = attention.waiting(mentorship.cohort, day(18))
    client = at(day(18), organizer)
    assert "Mel Mentee" in text(client.get(page(mentorship)))
    settle = reverse("cohorts:attention-settle", args=[mentorship.cohort.slug])
    client.post(settle, {"key": matter.key, "words": ""})
    assert Settled.objects.count() == 0
    response = client.post(settle, {"key": matter.key, "words": "A new job.", "next": "//evil.example"})
    assert response["Location"] == page(mentorship)
    assert "Nobody waits for you" in text(client.get(page(mentorship)))
    trail = text(client.get(page(mentorship), {"show": "settled"}))
    assert "A new job." in trail
    assert str(organizer) in trail


def test_it_is_decided_in_the_room_too(mentorship, organizer, mentee, day, at):
    silence.sweep(day(18))
    [matter] = attention.waiting(mentorship.cohort, day(18))
    client = at(day(18), organizer)
    assert "On the attention list" in text(client.get(mentorship.get_absolute_url()))
    settle = reverse("cohorts:attention-settle", args=[mentorship.cohort.slug])
    response = client.post(settle, {"key": matter.key, "words": "Ill.", "next": mentorship.get_absolute_url()})
    assert response["Location"] == mentorship.get_absolute_url()
    assert "On the attention list" not in text(client.get(mentorship.get_absolute_url()))


def test_a_key_of_another_cohort_decides_nothing(mentorship, day):
    silence.sweep(day(18))
    [matter] = attention.waiting(mentorship.cohort, day(18))
    other = cohorts.cohort("amp-2030", kickoff=mentorship.cohort.kickoff.replace(year=2030))
    with pytest.raises(Refusal):
        attention.settle(other, matter.key, by=other.leads()[0].person, now=day(18), words="Done.")
    assert waiting(mentorship, day(18)) == [("silent mentee", "danger")]


@pytest.mark.parametrize("count", [3, 30])
def test_the_list_costs_the_same_for_any_number(mentorship, organizer, day, at, count, django_assert_num_queries):
    everybody = crowd.join(mentorship, count - 1)
    crowd.ask(everybody[: count // 2], day(1))
    silence.sweep(day(18) + timedelta(hours=12))
    client = at(day(19), organizer)
    with django_assert_num_queries(23):
        response = client.get(page(mentorship))
    assert len(response.context["page_obj"]) == min(count, 25)


def test_signed_out_and_others_see_nothing(mentorship, mentee, day, at):
    assert Client().get(page(mentorship)).status_code == 302
    assert at(day(18), mentee).get(page(mentorship)).status_code == 403
    assert Cohort.objects.count() == 1
