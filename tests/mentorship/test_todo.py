"""What waits in a mentorship: one test for each kind of Todo. Who sees it, by when, until it is done; not on leave."""

from datetime import timedelta

import pytest

import cohorts.scenarios as cohorts
from amp_portal import agenda
from amp_portal.users.scenarios import person
from cohorts import attention, sides
from mentorship import scenarios, silence
from mentorship.models import Agreement, Leave, Snooze
from tests.waiting import waiting_for


def told(who, now, *kinds):
    return [(todo.what, todo.due, todo.urgency) for todo in waiting_for(who, now, *kinds)]


def leave(mentorship, who, by, first, last, **covered):
    """From a day through another."""
    days = {"starts_on": first.date(), "ends_on": last.date()}
    return Leave.declare(mentorship.cohort, who, **days, by=by, now=first - timedelta(days=1), **covered)


def test_an_update_waits_for_the_mentee_until_it_is_written(mentorship, mentee, mentor, day):
    assert told(mentee, day(1), "update") == [("Write your update for week 1", day(7), "info")]
    assert told(mentee, day(8), "update") == [("Write your update for week 2", None, "soon")]
    assert told(mentor, day(8), "update") == []
    scenarios.update(mentorship, day(8))
    assert told(mentee, day(8), "update") == []


def test_nobody_on_leave_is_asked_for_an_update(mentorship, mentee, day):
    leave(mentorship, mentee, mentee, day(8), day(12))
    assert told(mentee, day(9), "update", "updates") == []
    assert told(mentee, day(9), "leave") == [("You’re on time off", day(13), "calm")]
    assert told(mentee, day(13), "leave") == []
    assert [what for what, _due, _urgency in told(mentee, day(13), "update")] == ["Write your update for week 2"]


def test_nothing_is_asked_while_the_whole_cohort_is_away(mentorship, mentee, mentor, organizer, day):
    mentorship.ask(by=mentee, now=day(1), body="How?")
    leave(mentorship, None, organizer, day(2), day(5))
    assert [told(who, day(3), "update", "unanswered") for who in (mentee, mentor)] == [[], []]
    assert told(mentor, day(6), "unanswered") == [("Mel Mentee: question, unanswered since 16 June", None, "soon")]


def test_a_question_waits_for_the_mentors_who_are_there(mentorship, mentee, mentor, co_mentor, day):
    asked = mentorship.ask(by=mentee, now=day(1), body="How?")
    leave(mentorship, co_mentor, co_mentor, day(2), day(5))
    words = ("Mel Mentee: question, unanswered since 16 June", None, "soon")
    assert [told(who, day(3), "unanswered") for who in (mentee, mentor, co_mentor)] == [[], [words], []]
    scenarios.answer(mentorship, asked, day(3))
    assert told(mentor, day(3), "unanswered") == []


def test_the_mentor_of_a_silent_mentee_is_asked_to_reach_out(mentorship, mentee, mentor, day):
    silence.sweep(day(9))
    assert told(mentor, day(9), "reach-out", "mentoring") == [("Mentoring Mel Mentee", None, "calm")]
    silence.sweep(day(13))
    assert told(mentor, day(13), "reach-out", "mentoring") == [("Reach out to Mel Mentee", None, "soon")]
    assert told(mentee, day(13), "reach-out") == []
    mentorship.give_feedback(by=mentor, now=day(14), body="How are you?")
    assert told(mentor, day(14), "reach-out", "mentoring") == [("Mentoring Mel Mentee", None, "calm")]


def test_a_sign_of_life_leave_or_an_organizer_who_knows_more_ends_it(mentorship, mentee, mentor, organizer, day):
    silence.sweep(day(13))
    snooze = Snooze.begin(mentorship, day(20).date(), by=organizer, now=day(14), reason="They called me.")
    assert told(mentor, day(14), "reach-out") == []
    snooze.end(now=day(15))
    away = leave(mentorship, mentee, mentee, day(16), day(17))
    assert [bool(told(mentor, day(days), "reach-out")) for days in (15, 16, 18)] == [True, False, True]
    away.refresh_from_db()
    scenarios.update(mentorship, day(18))
    assert told(mentor, day(18), "reach-out") == []


def test_a_milestone_and_a_proposal_wait_for_the_other_side(mentorship, mentee, mentor, day):
    mentorship.milestones.first().finish(by=mentee, now=day(1))
    proposal = Agreement.propose(mentorship, scenarios.terms(), by=mentee, now=day(1))
    assert len(told(mentor, day(2), "milestone")) == len(told(mentor, day(2), "agreement")) == 1
    assert told(mentee, day(2), "milestone", "agreement") == []
    leave(mentorship, mentor, mentor, day(3), day(4))
    assert told(mentor, day(3), "milestone", "agreement") == []
    proposal.agree(by=mentor, now=day(5))
    mentorship.milestones.first().accept(by=mentor, now=day(5))
    assert told(mentor, day(5), "milestone", "agreement") == []


def test_organizers_see_who_is_silent_unanswered_or_asks_for_help(mentorship, mentee, organizer, day):
    other = cohorts.cohort("amp-2028").leads()[0].person
    mentorship.ask(by=mentee, now=day(1), body="How?")
    asked = scenarios.ask_for_help(mentorship, day(9))
    silence.sweep(day(10))
    kinds = ("unanswered-mentees", "support", "at-risk")
    assert [todo.what for todo in waiting_for(organizer, day(10), *kinds)] == [
        "1 mentee waits long for an answer",
        "1 person asks for help",
    ]
    assert waiting_for(organizer, day(10), "support")[0].link == asked.get_absolute_url()
    assert [waiting_for(who, day(10), *kinds) for who in (other, mentee)] == [[], []]
    [key] = [item.key for item in attention.waiting(mentorship.cohort, day(10)) if item.key.startswith("unanswered")]
    attention.settle(mentorship.cohort, key, by=organizer, now=day(10), words="I asked the mentor.")
    asked.solve(by=organizer, now=day(10))
    assert waiting_for(organizer, day(10), *kinds) == []


def test_an_organizer_on_leave_is_asked_for_nothing_and_reads_who_covers(mentorship, organizer, day):
    colleague = person("Cleo Cover")
    sides.give_organizer(mentorship.cohort, colleague, now=day(0))
    scenarios.ask_for_help(mentorship, day(1))
    leave(mentorship, organizer, organizer, day(2), day(5), covered_by=colleague)
    assert [len(waiting_for(who, day(3), "support")) for who in (organizer, colleague)] == [0, 1]
    [calm] = waiting_for(organizer, day(3), "leave")
    assert (calm.text, calm.due) == ("Cleo Cover covers for you. You’re back on", day(6))


def test_the_calendar_has_the_next_update_also_on_leave(mentorship, mentee, day):
    leave(mentorship, mentee, mentee, day(8), day(12))
    [date] = [date for date in agenda.of(mentee, day(9)) if date.key.startswith("update/")]
    assert date.begins_at == day(7)


@pytest.mark.parametrize("days", [-1, 200])
def test_outside_of_the_program_no_update_is_asked_for(mentorship, mentee, day, days):
    assert told(mentee, day(days), "update") == []
