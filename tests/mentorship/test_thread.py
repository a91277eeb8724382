"""What the people of a mentorship say to each other: the verbs."""

from datetime import UTC, datetime, timedelta

import pytest

from amp_portal.outbox.delivery import drain
from amp_portal.outbox.models import Message, Preference
from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from mentorship import scenarios


def letters(channel="email"):
    """``{(letter, reader)}`` of what is queued."""
    found = Message.objects.filter(channel=channel, letter__startswith="mentorship/").select_related("person")
    return {(message.letter.rpartition("/")[2], message.person.name) for message in found}


def test_begins_over_the_program_with_the_milestones_of_the_project(mentorship):
    assert mentorship.starts_at == datetime(2027, 6, 15, tzinfo=UTC)
    assert mentorship.ends_at == datetime(2027, 10, 19, 23, 59, tzinfo=UTC)
    assert mentorship.weeks == 18
    planned = list(mentorship.project.milestones.values_list("title", "week"))
    assert list(mentorship.milestones.values_list("title", "week")) == planned
    assert mentorship.state == mentorship.State.ACTIVE


@pytest.mark.parametrize(("days", "week"), [(-1, None), (0, 1), (6.99, 1), (7, 2), (125.9, 18), (126, 18), (200, 18)])
def test_knows_the_week_of_the_program(mentorship, day, days, week):
    assert mentorship.week_at(day(days)) == week


def test_counts_weeks_in_the_days_of_the_cohort(db):
    import cohorts.scenarios as cohorts

    mentorship = scenarios.mentorship(cohorts.cohort(time_zone="America/Los_Angeles"))
    sunday = datetime(2027, 6, 22, 6, 59, tzinfo=UTC)  # 23:59 of the 21st over there
    assert mentorship.week_at(sunday) == 1
    assert mentorship.week_at(sunday + timedelta(minutes=1)) == 2
    assert mentorship.week_ends_at(1) == sunday + timedelta(minutes=1)


def test_an_update_belongs_to_its_week_and_reaches_every_current_mentor(mentorship, mentor, co_mentor, day):
    entry = scenarios.update(mentorship, day(15))
    assert (entry.week, entry.side, entry.author) == (3, "mentee", mentorship.mentee)
    assert letters() == {("from_mentee", mentor.name), ("from_mentee", co_mentor.name)}


@pytest.mark.parametrize("said", [{"done": "."}, {"next_up": "."}, {"blockers": "."}])
def test_one_word_is_an_update(mentorship, day, said):
    assert scenarios.update(mentorship, day(1), **said).pk


def test_an_update_says_something(mentorship, mentee, day):
    with pytest.raises(Refusal, match="Write a word"):
        mentorship.post_update(by=mentee, now=day(1), hours=3)
    assert mentorship.entries.count() == 0


def test_questions_are_welcome_before_kickoff_updates_begin_with_it(mentorship, mentee, day):
    assert mentorship.ask(by=mentee, now=day(-1), body="Which editor do you use?").kind == "question"
    with pytest.raises(Refusal, match="Updates begin with the program"):
        scenarios.update(mentorship, day(0) - timedelta(seconds=1))
    assert scenarios.update(mentorship, day(0)).week == 1


def test_a_double_click_posts_once(mentorship, mentee, day):
    first = mentorship.ask(by=mentee, now=day(1), body="Why?", once="token")
    second = mentorship.ask(by=mentee, now=day(1), body="Why?", once="token")
    assert first == second
    assert mentorship.entries.count() == 1
    assert Message.objects.filter(channel="email", letter="mentorship/mail/from_mentee").count() == 1


def test_an_answer_reaches_the_mentee_at_once(mentorship, mentee, day):
    entry = scenarios.answer(mentorship, mentorship.ask(by=mentee, now=day(1), body="Why?"), day(2))
    assert (entry.kind, entry.side) == ("answer", "mentors")
    message = Message.objects.get(letter="mentorship/mail/answered", channel="email")
    assert (message.person, message.daytime) == (mentee, False)


def test_what_one_side_writes_reaches_the_other_at_once(
    mentorship, mentee, mentor, co_mentor, organizer, day, mailoutbox
):
    """At three in the night, too: who wants it once a day, as the co-mentor, says so."""
    night = day(3).replace(hour=3)
    drain(night)
    Preference.choose(co_mentor, "thread", "digest", night)
    mentorship.ask(by=mentee, now=night, body="Why? @lea-lindqvist")
    mentorship.give_feedback(by=mentor, now=night, body="Lovely.")
    mailoutbox.clear()
    drain(night)
    assert {mail.to[0] for mail in mailoutbox} == {mentor.email, mentee.email, organizer.email}


def test_only_updates_and_questions_of_this_thread_are_answered(mentorship, mentor, day):
    feedback = mentorship.give_feedback(by=mentor, now=day(1), body="Lovely.")
    with pytest.raises(Refusal, match="nothing to answer"):
        mentorship.answer(feedback, by=mentor, now=day(2), body="Indeed.")


def test_nobody_else_speaks_for_a_side(mentorship, mentee, mentor, organizer, day):
    with pytest.raises(Refusal, match="Only the mentee"):
        mentorship.ask(by=mentor, now=day(1), body="Me?")
    for other in (mentee, organizer, person("Stan Stranger")):
        with pytest.raises(Refusal, match="mentors can"):
            mentorship.give_feedback(by=other, now=day(1), body="Me?")


def test_a_former_mentor_can_write_no_more(mentorship, mentor, day):
    mentorship.project.mentors.update(until=day(1))
    with pytest.raises(Refusal, match="mentors can"):
        mentorship.log_call(by=mentor, now=day(2), body="")


def test_an_ended_mentorship_takes_no_new_entries(mentorship, mentee, mentor, organizer, day):
    mentorship.complete(by=organizer, now=day(126))
    with pytest.raises(Refusal, match="has ended"):
        mentorship.ask(by=mentee, now=day(127), body="And now?")
    with pytest.raises(Refusal, match="has ended"):
        mentorship.give_feedback(by=mentor, now=day(127), body="Well done.")


@pytest.mark.parametrize(("end", "outcome"), [("complete", "completed"), ("fail", "failed")])
def test_ends_with_the_outcome_of_the_place(mentorship, mentee, organizer, day, end, outcome):
    reason = {"reason": "No final work."} if end == "fail" else {}
    getattr(mentorship, end)(by=organizer, now=day(126), **reason)
    place = mentee.participations.get(cohort=mentorship.cohort)
    assert (mentorship.state, place.outcome, place.until) == (outcome, outcome, day(126).date())
    assert [(move.was, move.state, move.by) for move in mentorship.moves.all()] == [("active", outcome, organizer)]
    with pytest.raises(Refusal):
        getattr(mentorship, end)(by=organizer, now=day(127), **reason)
