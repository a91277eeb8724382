"""A mentorship ends before its time: kindly, with a reason, once."""

from datetime import timedelta

import pytest
from django.urls import reverse

import evaluations.scenarios as evaluating
from amp_portal.outbox.delivery import drain
from amp_portal.refusals import Refusal
from applications import eligibility
from cohorts.models import Participation
from evaluations import duties
from mentorship import silence
from mentorship.models import Mentorship


def end(mentorship, outcome, organizer, now):
    mentorship.end_early(outcome, by=organizer, now=now, reason="SECRET-9", words="Thank you for all you tried.")


def place(mentorship):
    return Participation.objects.get(cohort=mentorship.cohort, person=mentorship.mentee)


def test_an_organizer_sees_what_it_means_and_confirms(mentorship, mentee, organizer, day, at):
    page = reverse("mentorship:end", args=[mentorship.pk])
    client = at(day(30), organizer)
    assert client.post(page, {"outcome": "withdrawn"}).status_code == 422
    typed = {"outcome": "withdrawn", "reason": "A new job.", "words": "All the best!"}
    preview = client.post(page, typed).content.decode()
    assert "Their share of the stipend goes to those of the project who pass." in preview
    assert Mentorship.objects.get().is_active
    assert client.post(page, typed | {"confirm": "yes"})["Location"] == mentorship.get_absolute_url()
    again = client.post(page, typed | {"confirm": "yes"}, follow=True).content.decode()
    assert "has ended already" in again
    mentorship.refresh_from_db()
    assert (mentorship.state, place(mentorship).outcome, mentorship.moves.get().reason) == (
        "withdrawn",
        "withdrawn",
        "A new job.",
    )


def test_the_letters_are_kind_and_keep_the_reason(mentorship, mentee, mentor, organizer, day, mailoutbox):
    drain(day(30))
    mailoutbox.clear()
    end(mentorship, "failed", organizer, day(30))
    drain(day(30) + timedelta(hours=12))
    told = {mail.to[0]: mail.body for mail in mailoutbox}
    assert sorted(told) == sorted([mentee.email, mentor.email])
    assert "Thank you for all you tried." in told[mentee.email]
    assert not any("SECRET-9" in body for body in told.values())


def test_before_the_start_the_place_is_free_again(mentorship, organizer, day):
    end(mentorship, "withdrawn", organizer, day(-1))
    mentorship.project.refresh_from_db()
    assert mentorship.project.sponsored_taken == 0


def test_after_the_start_the_place_is_used(mentorship, organizer, day):
    end(mentorship, "withdrawn", organizer, day(1))
    mentorship.project.refresh_from_db()
    assert mentorship.project.sponsored_taken == 1


def test_whoever_was_removed_is_barred_until_it_is_lifted(mentorship, mentee, organizer, day, at):
    end(mentorship, "removed", organizer, day(30))
    verdict = eligibility.verdict_on(mentee, mentorship.cohort, day(31))
    assert "not_barred" in [rule.rule for rule in verdict.failures]
    client = at(day(31), organizer)
    assert "Lift the bar" in client.get(mentorship.get_absolute_url()).content.decode()
    lift = reverse("mentorship:lift-bar", args=[mentorship.pk])
    client.post(lift, {"reason": ""})
    assert place(mentorship).bar_lifted_at is None
    client.post(lift, {"reason": "We talked."})
    assert place(mentorship).bar_lifted_at == day(31)
    with pytest.raises(Refusal, match="no bar"):
        mentorship.lift_bar(by=organizer, now=day(32), reason="Twice.")


def test_nothing_is_due_any_more(mentorship, mentee, mentor, organizer, day, mailoutbox):
    midterm = evaluating.round_of(mentorship.cohort, "midterm")
    silence.sweep(day(8))
    mentorship.ask(by=mentee, now=day(9), body="?")
    end(mentorship, "withdrawn", organizer, day(9))
    drain(day(9) + timedelta(hours=12))
    assert sorted(mail.subject for mail in mailoutbox if "has ended" in mail.subject) != []
    assert not [mail for mail in mailoutbox if "question" in mail.subject]
    assert silence.sweep(day(40)) == {"ended": 0, "steps": 0, "letters": 0}
    assert duties.owed([midterm]) == []


def test_two_end_it_once(mentorship, organizer, day):
    stale = Mentorship.objects.get()
    end(mentorship, "withdrawn", organizer, day(-1))
    with pytest.raises(Refusal):
        end(stale, "removed", organizer, day(-1))
    mentorship.project.refresh_from_db()
    assert (place(mentorship).barred_at, mentorship.project.sponsored_taken) == (None, 0)


def test_a_mentee_asks_to_stop_kindly(mentorship, mentee, day, at):
    client = at(day(3), mentee)
    room = client.get(mentorship.get_absolute_url()).content.decode()
    assert "topic=leaving" in room
    page = client.get(
        reverse("mentorship:ask-for-help", args=[mentorship.cohort.slug]),
        {"room": mentorship.pk, "topic": "leaving"},
    ).content.decode()
    assert 'value="leaving" id="id_topic_3" required checked' in page or "checked" in page
