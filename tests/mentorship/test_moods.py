"""How a mentee is doing: told beside an update, for the readers they choose."""

import pytest

from amp_portal.outbox import rendering
from amp_portal.outbox.models import Message
from mentorship import access, scenarios
from mentorship.models import Mood

from .test_pages import text, url

WORDS = "My head is heavy."


def mood(readers, words=WORDS, level="hard"):
    return {"level": level, "words": words, "readers": readers}


@pytest.mark.parametrize(("readers", "mentor_reads"), [("mentors", True), ("organizers", False)])
def test_only_who_was_chosen_reads_it(mentorship, mentee, mentor, organizer, day, at, readers, mentor_reads):
    scenarios.update(mentorship, day(1), done="A little.", mood=mood(readers))
    read = {
        person: WORDS in text(at(day(2), person).get(mentorship.get_absolute_url()))
        for person in (mentee, mentor, organizer)
    }
    assert read == {mentee: True, mentor: mentor_reads, organizer: True}


def test_from_the_form_with_the_last_choice_of_readers(mentorship, mentee, day, at):
    client = at(day(1), mentee)
    assert client.get(url("update", mentorship)).context["form"]["mood_readers"].value() == "mentors"
    said = {"done": "A little.", "mood_level": "hard", "mood_words": WORDS, "mood_readers": "organizers"}
    client.post(url("update", mentorship), said)
    told = Mood.objects.get()
    assert (told.level, told.words, told.readers) == ("hard", WORDS, "organizers")
    assert client.get(url("update", mentorship)).context["form"]["mood_readers"].value() == "organizers"


def test_without_readers_nothing_is_posted(mentorship, mentee, day, at):
    refused = at(day(1), mentee).post(url("update", mentorship), {"done": "A little.", "mood_words": WORDS})
    assert refused.status_code == 422
    assert "Please choose who may read it." in text(refused)
    assert not mentorship.entries.exists()


def test_not_saying_is_no_mood(mentorship, mentee, day, at):
    at(day(1), mentee).post(url("update", mentorship), {"done": "A little.", "mood_readers": "mentors"})
    assert not Mood.objects.exists()


def test_it_can_be_taken_back_and_leaves_no_trace(mentorship, mentee, day, at):
    entry = scenarios.update(mentorship, day(1), done="A little.", mood=mood("mentors"))
    client = at(day(3), mentee)
    form = client.get(url("correct", mentorship, entry.pk)).context["form"]
    assert (form["mood_words"].value(), form["mood_level"].value()) == (WORDS, "hard")
    client.post(url("correct", mentorship, entry.pk), {"done": "A little.", "revision": 0, "mood_readers": "mentors"})
    assert not Mood.objects.exists()
    assert WORDS not in text(client.get(mentorship.get_absolute_url()))
    entry.refresh_from_db()
    assert (entry.revision, entry.wordings.count()) == (0, 0)


def test_no_letter_tells_it(mentorship, day):
    scenarios.update(mentorship, day(1), done="A little.", mood=mood("mentors"))
    texts = [rendering.written(message, day(1)) for message in Message.objects.all()]
    assert len(texts) > 1
    assert [text for text in texts if WORDS in text.body or "hard" in text.body] == []


def test_a_former_mentor_and_strangers_have_no_seat_to_read_from(mentorship, mentor, day):
    scenarios.update(mentorship, day(1), done="A little.", mood=mood("mentors"))
    nobody = access.Seat(mentorship, 0, is_mentee=False, is_mentor=False, is_organizer=False)
    assert list(Mood.objects.readable_by(nobody)) == []


def test_a_mentor_who_organizes_too_reads_as_a_mentor(mentorship, mentor, day, at):
    scenarios.update(mentorship, day(1), done="A little.", mood=mood("organizers"))
    mentor.user.is_superuser = True
    mentor.user.save()
    assert WORDS not in text(at(day(2), mentor).get(mentorship.get_absolute_url()))
