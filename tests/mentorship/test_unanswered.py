"""Each update and question is answered by itself: by a reply, by a call that names it, or by “no reply needed”."""

from datetime import timedelta

import pytest
from django.urls import reverse

from amp_portal.outbox.models import Message
from amp_portal.outbox.rendering import written
from amp_portal.refusals import Refusal
from cohorts import attention, handover
from mentorship import scenarios, silence
from mentorship.models import Mentorship, Step

HOUR = timedelta(hours=1)


@pytest.fixture
def asked(mentorship, mentee, day):
    """Two questions and an update, of the first three days."""
    first, second = (mentorship.ask(by=mentee, now=day(n), body=f"Question {n}?") for n in (1, 2))
    return [first, second, scenarios.update(mentorship, day(3))]


def unanswered(mentorship):
    return list(mentorship.entries.unanswered())


def steps():
    return list(Step.objects.order_by("pk").values_list("episode__side", "number"))


def url(name, entry):
    return reverse(f"mentorship:{name}", args=[entry.mentorship_id, entry.pk])


def test_a_reply_answers_what_it_replies_to_and_nothing_else(mentorship, asked, day):
    scenarios.answer(mentorship, asked[1], day(4))
    assert unanswered(mentorship) == [asked[0], asked[2]]


def test_feedback_and_an_accepted_milestone_answer_nothing(mentorship, asked, mentee, mentor, day):
    mentorship.give_feedback(by=mentor, now=day(4), body="Good.")
    milestone = mentorship.milestones.first()
    milestone.finish(by=mentee, now=day(4))
    milestone.accept(by=mentor, now=day(5))
    mentorship.log_call(by=mentor, now=day(6), body="About the weather.")
    assert unanswered(mentorship) == asked


def test_a_call_answers_what_it_names(mentorship, asked, mentor, day, at):
    client = at(day(4), mentor)
    page = reverse("mentorship:call", args=[mentorship.pk])
    client.post(page, {"body": "On Monday.", f"answers_{asked[0].pk}": "on", "keep": "1"})
    kept = client.get(page).context
    shown = kept["form"]  # a draft keeps what was ticked, and no more
    assert [bool(shown[f"answers_{each.pk}"].value()) for each in asked] == [True, False, False]
    client.post(
        page, {"body": "On Monday.", f"answers_{asked[0].pk}": "on", "once": "call", "revision": kept["revision"]}
    )
    call = mentorship.entries.get(kind="call")
    assert (list(call.answers.all()), unanswered(mentorship)) == ([asked[0]], asked[1:])
    assert url("entry", asked[0]) in client.get(mentorship.get_absolute_url()).content.decode()


def test_a_call_names_nothing_of_another_room(mentorship, asked, mentor, mentee, day):
    from . import crowd

    [other] = crowd.join(mentorship, 1)
    theirs = other.ask(by=other.mentee, now=day(1), body="Mine?")
    mentorship.log_call(by=mentor, now=day(2), body="", answers=[theirs.pk])
    assert unanswered(other) == [theirs]


def test_a_mentor_says_that_no_reply_is_needed(mentorship, asked, mentor, mentee, day, at):
    client = at(day(4), mentor)
    client.post(url("no-reply", asked[2]))
    assert unanswered(mentorship) == asked[:2]
    again = client.post(url("no-reply", asked[2]), follow=True).content.decode()
    assert "answered already" in again
    assert "No reply needed: update for week 1" in again
    line = mentorship.entries.get(kind="no_reply")
    assert line.sign_of() == ["mentors"]
    assert not line.can_be_corrected
    with pytest.raises(Refusal, match="mentors can"):
        mentorship.needs_no_reply(asked[0], by=mentee, now=day(4))


def test_each_one_is_listed_wherever_a_mentor_looks(mentorship, asked, mentor, organizer, day, at):
    room = at(day(9), mentor).get(mentorship.get_absolute_url()).content.decode()
    assert all(url(name, each) in room for each in asked for name in ("answer", "no-reply"))
    duties = handover.of(mentorship.project, mentor, day(9))
    assert duties[:3] == [each.unanswered_words for each in asked]
    silence.sweep(day(11))
    for name in ("answer_awaited", "answer_still_awaited"):
        message = Message.objects.filter(letter=f"mentorship/mail/{name}", channel="email").first()
        if message:
            assert all(url("entry", each) in written(message, day(11)).body for each in asked)
    [matter] = [one for one in attention.waiting(mentorship.cohort, day(11)) if one.kind == "unanswered mentee"]
    assert "Unanswered: question, question, update for week 1." in matter.next_step


def test_the_list_of_attention_does_not_say_answered_while_something_is_not(mentorship, asked, mentor, day):
    silence.sweep(day(11))
    scenarios.answer(mentorship, asked[0], day(12))
    [matter] = [one for one in attention.waiting(mentorship.cohort, day(12)) if one.kind == "unanswered mentee"]
    assert "Unanswered: question, update for week 1." in matter.next_step
    for each in asked[1:]:
        scenarios.answer(mentorship, each, day(12))
    [matter] = [one for one in attention.waiting(mentorship.cohort, day(12)) if one.kind == "unanswered mentee"]
    assert "Answered meanwhile" in matter.next_step


def test_a_forgotten_question_does_not_switch_off_the_care(mentorship, mentee, day):
    mentorship.ask(by=mentee, now=day(1), body="Forgotten?")
    silence.sweep(day(17) - HOUR)  # eight days for the question, eight of silence
    assert ("mentee", 1) not in steps()
    silence.sweep(day(17))
    assert ("mentee", 1) in steps()


def test_any_sign_of_a_mentor_ends_the_waiting_of_the_mentees_steps(mentorship, mentee, mentor, day):
    mentorship.ask(by=mentee, now=day(1), body="Forgotten?")
    mentorship.give_feedback(by=mentor, now=day(3), body="Good work.")
    silence.sweep(day(14))  # the date that was told; its morning is later
    assert ("mentee", 1) not in steps()
    silence.sweep(day(14) + 9 * HOUR)
    assert ("mentee", 1) in steps()


def test_the_mentors_days_count_from_the_later_of_the_oldest_and_their_last_sign(mentorship, asked, mentor, day):
    scenarios.answer(mentorship, asked[2], day(4))
    silence.sweep(day(9) - HOUR)
    assert steps() == []
    silence.sweep(day(9))
    assert steps() == [("mentors", 1)]
    scenarios.answer(mentorship, asked[0], day(10))  # a sign ends it, what is left begins anew
    silence.sweep(day(15))
    assert steps().count(("mentors", 1)) == 2


def test_time_off_moves_the_date_that_is_told(mentorship, mentee, day):
    from mentorship.models import Leave

    scenarios.update(mentorship, day(8))
    update = mentorship.entries.get()
    scenarios.answer(mentorship, update, day(8))
    now = day(9)
    seen = type(mentorship).objects.with_rhythm()
    assert seen.get().next_update_due(now) == day(21)
    Leave.declare(mentorship.cohort, mentee, starts_on=day(16).date(), ends_on=day(18).date(), by=mentee, now=now)
    assert seen.get().next_update_due(now) == day(28)  # the date was less than three days after it
    silence.sweep(day(28) + 9 * HOUR - timedelta(seconds=1))
    assert steps() == []
    silence.sweep(day(28) + 9 * HOUR)
    assert steps() == [("mentee", 1)]


@pytest.mark.parametrize(
    ("edge", "seconds", "expected"),
    [("starts_at", -1, False), ("starts_at", 0, True), ("ends_at", -1, True), ("ends_at", 0, False)],
)
def test_updates_are_due_from_the_first_instant_of_a_mentorship_to_its_last(mentorship, edge, seconds, expected):
    now = getattr(mentorship, edge) + timedelta(seconds=seconds)
    assert (Mentorship.objects.with_rhythm().get().next_update_due(now) is not None) is expected
