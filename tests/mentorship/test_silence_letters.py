"""Who is asked what when it gets quiet: the steps of docs/program.md as letters, through the tick."""

from datetime import timedelta

import pytest

from amp_portal.outbox.delivery import drain
from amp_portal.outbox.models import Message
from amp_portal.outbox.tick import tick
from mentorship import scenarios, silence
from mentorship.models import Episode, Leave, Mentorship, Step
from tests.mail import mail_server

NOON = 0.5
LETTERS = ("are_you_all_right", "thinking_of_you", "reach_out", "at_risk", "answer_awaited", "answer_still_awaited")


@pytest.fixture
def smtp(settings):
    with mail_server() as server:
        server.use(settings)
        yield server


def nudges(state="sent"):
    """``{(letter, reader)}`` of the e-mails about silence in a state."""
    about = Message.objects.filter(channel="email", state=state, letter__in=[f"mentorship/mail/{n}" for n in LETTERS])
    return {(message.letter.rpartition("/")[2], message.person) for message in about.select_related("person")}


def steps():
    return list(Step.objects.order_by("pk").values_list("episode__side", "number"))


def test_a_silent_mentee_is_asked_twice_then_organizers_hear(mentorship, mentee, mentor, organizer, day, smtp):
    tick(day(7 + NOON))
    assert nudges() == set()

    tick(day(8 + NOON))
    assert nudges() == {("are_you_all_right", mentee)}
    assert [letter["Subject"] for letter in smtp.to(mentee.email)][-1] == "Are you all right?"

    tick(day(11 + NOON))
    asked = {("are_you_all_right", mentee), ("thinking_of_you", mentee), ("reach_out", mentor)}
    assert nudges() == asked
    mentorship.refresh_from_db()
    assert mentorship.at_risk_since is None

    tick(day(18 + NOON))
    assert nudges() == asked | {("at_risk", organizer)}
    mentorship.refresh_from_db()
    assert mentorship.at_risk_since == day(18 + NOON)

    tick(day(60 + NOON))
    assert steps() == [("mentee", 1), ("mentee", 2), ("mentee", 3)]


def test_running_late_asks_nobody_twice(mentorship, mentee, mentor, organizer, day, smtp):
    tick(day(20 + NOON))
    assert steps() == [("mentee", 1), ("mentee", 2), ("mentee", 3)]
    assert nudges() == {("thinking_of_you", mentee), ("reach_out", mentor), ("at_risk", organizer)}
    assert list(Step.objects.values_list("due_at", flat=True)) == [day(8), day(11), day(18)]


def test_no_nudge_after_a_reply(mentorship, day, smtp):
    tick(day(8))  # midnight: recorded, and kept for the day
    assert nudges("queued") == {("are_you_all_right", mentorship.mentee)}
    scenarios.update(mentorship, day(8) + timedelta(hours=8), done="Exams. All is well.")
    drain(day(8 + NOON))
    assert nudges("cancelled") == {("are_you_all_right", mentorship.mentee)}
    assert nudges() == set()
    assert Episode.objects.get().ended_at == day(8) + timedelta(hours=8)


def test_nobody_is_asked_while_away_even_of_what_was_due_before(mentorship, mentee, day, smtp):
    Leave.declare(
        mentorship.cohort, mentee, starts_on=day(9).date(), ends_on=day(12).date(), by=mentee, now=day(8 + NOON)
    )
    tick(day(9))  # the first since the step was due
    tick(day(12 + NOON))
    assert (steps(), nudges()) == ([], set())
    tick(day(13 + NOON))
    assert (steps(), nudges()) == ([("mentee", 1)], {("are_you_all_right", mentee)})


def test_no_nudge_that_waited_for_the_day_reaches_somebody_who_is_away_by_then(mentorship, mentee, day, smtp):
    silence.sweep(day(8))
    Leave.declare(mentorship.cohort, mentee, starts_on=day(8).date(), ends_on=day(9).date(), by=mentee, now=day(8))
    drain(day(8 + NOON))
    assert (nudges("cancelled"), nudges()) == ({("are_you_all_right", mentee)}, set())


def test_a_mentee_is_at_risk_since_the_first_time_until_an_organizer_closes_it(mentorship, day):
    silence.sweep(day(18))
    scenarios.update(mentorship, day(19))
    silence.sweep(day(19))
    silence.sweep(day(60))
    mentorship.refresh_from_db()
    assert steps().count(("mentee", 3)) == 2
    assert mentorship.at_risk_since == day(18)


def test_an_older_nudge_gives_way_to_a_newer_one(mentorship, mentee, mentor, day, smtp):
    silence.sweep(day(8 + NOON))  # nobody delivers for three days
    tick(day(11 + NOON))
    assert nudges() == {("thinking_of_you", mentee), ("reach_out", mentor)}
    assert nudges("cancelled") == {("are_you_all_right", mentee)}


def test_an_unanswered_question_reaches_leads_then_the_others(
    mentorship, mentee, mentor, co_mentor, organizer, day, smtp
):
    mentorship.ask(by=mentee, now=day(1 + NOON), body="How do I run the tests?")
    tick(day(6 + NOON))
    assert nudges() == {("answer_awaited", mentor)}
    tick(day(9 + NOON))
    others = {("answer_still_awaited", co_mentor), ("answer_still_awaited", organizer)}
    assert nudges() == {("answer_awaited", mentor)} | others
    tick(day(17 + NOON) - timedelta(seconds=1))  # what is unanswered holds the mentee's steps for eight days
    assert steps() == [("mentors", 1), ("mentors", 2)]
    tick(day(17 + NOON))
    assert nudges() == {("answer_awaited", mentor), ("are_you_all_right", mentee)} | others


def test_without_a_lead_the_others_are_asked(mentorship, mentee, mentor, co_mentor, day, smtp):
    mentorship.project.mentors.filter(person=mentor).update(until=day(1))
    mentorship.ask(by=mentee, now=day(1 + NOON), body="Who is there?")
    tick(day(6 + NOON))
    assert nudges() == {("answer_awaited", co_mentor)}


def test_a_former_mentor_gets_no_more_letters(mentorship, mentee, mentor, co_mentor, day, smtp):
    mentorship.ask(by=mentee, now=day(1), body="How?")
    silence.sweep(day(6))
    mentorship.project.mentors.filter(person=mentor).update(until=day(6))
    drain(day(6 + NOON))
    assert nudges("cancelled") == {("answer_awaited", mentor)}


@pytest.mark.parametrize("end", ["complete", "fail"])
def test_after_the_end_nobody_is_asked(mentorship, organizer, day, end, smtp):
    silence.sweep(day(8))
    getattr(mentorship, end)(by=organizer, now=day(8.1), **({"reason": "Left."} if end == "fail" else {}))
    tick(day(20 + NOON))
    assert nudges() == set()
    assert steps() == [("mentee", 1)]
    assert not Episode.objects.open().exists()


def test_every_cohort_has_its_own_days(mentorship, day):
    type(mentorship.cohort).objects.update(nudge_after=3, answer_nudge_after=1)
    silence.sweep(day(7))  # never before the date they were told, and its morning
    assert steps() == []
    silence.sweep(day(7) + timedelta(hours=9))
    assert steps() == [("mentee", 1)]
    mentorship.ask(by=mentorship.mentee, now=day(8), body="Hello?")
    silence.sweep(day(9))
    assert steps() == [("mentee", 1), ("mentors", 1)]


def test_organizers_take_a_matter_off_the_list_and_it_stays_off(mentorship, organizer, day):
    silence.sweep(day(18))
    scenarios.update(mentorship, day(19))
    assert Mentorship.objects.at_risk().get() == mentorship  # a sign of life does not take it off
    mentorship.refresh_from_db()
    mentorship.close_attention(by=organizer, now=day(20), words="We talked. A new job, all is well.")
    silence.sweep(day(20))
    assert not Mentorship.objects.at_risk().exists()
    assert mentorship.moves.get().reason == "We talked. A new job, all is well."
