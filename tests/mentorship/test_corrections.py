"""One's own words can be put right: at once without a trace, later with the earlier ones beside them."""

from datetime import timedelta

import pytest

from amp_portal.outbox import rendering
from amp_portal.outbox.models import Message
from amp_portal.refusals import Refusal
from mentorship import scenarios
from mentorship.models import Entry

from .test_pages import text, url

MINUTE = timedelta(minutes=1)


def test_within_half_an_hour_it_is_simply_replaced(mentorship, mentee, day, at):
    entry = scenarios.update(mentorship, day(1), done="My password is 1234.")
    address = url("correct", mentorship, entry.pk)
    client = at(day(1) + 30 * MINUTE, mentee)
    client.post(address, {"done": "I set it up.", "revision": 0})
    page = text(client.get(mentorship.get_absolute_url()))
    assert "I set it up." in page
    assert "1234" not in page
    assert "corrected" not in page


def test_later_the_earlier_words_stay(mentorship, mentee, mentor, day, at):
    entry = scenarios.update(mentorship, day(1), done="Ten tests.", hours=7.5, links="https://example.org/1")
    client = at(day(1) + 31 * MINUTE, mentee)
    client.post(url("correct", mentorship, entry.pk), {"done": "Twelve tests.", "hours": "8", "revision": 0})
    entry.refresh_from_db()
    assert (entry.done, entry.hours, entry.links, entry.revision) == ("Twelve tests.", 8, "", 1)
    assert entry.wordings.get().texts == {"done": "Ten tests.", "hours": "7.5", "links": "https://example.org/1"}
    page = text(at(day(2), mentor).get(mentorship.get_absolute_url()))
    assert "Ten tests." in page
    assert "Earlier words, until" in page


def test_a_letter_not_sent_yet_says_the_corrected_words(mentorship, mentee, day):
    entry = scenarios.update(mentorship, day(1), done="Wrong.")
    entry.correct(by=mentee, now=day(1) + MINUTE, revision=0, done="Right.")
    message = Message.objects.filter(letter="mentorship/mail/from_mentee").first()
    assert "> Right." in rendering.written(message, day(1)).body


@pytest.mark.parametrize("who", ["mentor", "co_mentor", "organizer"])
def test_nobody_else_can(mentorship, day, at, who, request):
    entry = scenarios.update(mentorship, day(1))
    person = request.getfixturevalue(who)
    assert at(day(2), person).post(url("correct", mentorship, entry.pk), {"done": "?"}).status_code == 403
    with pytest.raises(Refusal):
        entry.correct(by=person, now=day(2), revision=0, done="?")


def test_a_former_mentor_can_no_more(mentorship, mentor, day):
    entry = mentorship.give_feedback(by=mentor, now=day(1), body="Good.")
    mentorship.project.mentors.update(until=day(2))
    with pytest.raises(Refusal, match="mentors can"):
        entry.correct(by=mentor, now=day(3), revision=0, body="Bad.")


def test_a_milestones_move_is_not_text(mentorship, mentee, day):
    mentorship.milestones.first().start(by=mentee, now=day(1))
    with pytest.raises(Refusal, match="who wrote it"):
        Entry.objects.get().correct(by=mentee, now=day(1), revision=0, body="I did not.")


def test_two_tabs_do_not_overwrite_each_other(mentorship, mentor, day, at):
    entry = mentorship.give_feedback(by=mentor, now=day(1), body="Good.")
    client = at(day(2), mentor)
    for body in ("Better.", "Better."):  # a double click
        assert client.post(url("correct", mentorship, entry.pk), {"body": body, "revision": 0}).status_code == 302
    stale = client.post(url("correct", mentorship, entry.pk), {"body": "Best.", "revision": 0})
    assert stale.status_code == 422
    assert "in another tab" in text(stale)
    assert Entry.objects.get().body == "Better."
    assert Entry.objects.get().wordings.count() == 1


def test_an_update_still_says_something(mentorship, mentee, day, at):
    entry = scenarios.update(mentorship, day(1))
    response = at(day(2), mentee).post(url("correct", mentorship, entry.pk), {"done": "", "revision": 0})
    assert response.status_code == 422
