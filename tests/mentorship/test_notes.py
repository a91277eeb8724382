"""Private notes: among mentors and organizers."""

import pytest

from amp_portal.outbox import rendering
from amp_portal.outbox.models import Message
from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from mentorship import access
from mentorship.models import Note

from .test_mentions import handle
from .test_pages import text, url

WORDS = "He may need a quieter start."


def note(mentorship, by, now, body=WORDS, once="a"):
    return Note.write(mentorship, by=by, now=now, body=body, once=once)


def test_a_mentor_notes_it_once_and_organizers_read_it(mentorship, mentor, co_mentor, organizer, day, at):
    client = at(day(1), mentor)
    for _click in range(2):
        client.post(url("notes", mentorship), {"body": WORDS, "once": "a"})
    assert Note.objects.count() == 1
    for reader in (mentor, co_mentor, organizer):
        client = at(day(2), reader)
        assert WORDS in text(client.get(url("notes", mentorship)))
        assert "1 note" in text(client.get(mentorship.get_absolute_url()))


def test_the_mentee_is_not_told_that_there_are_notes(mentorship, mentee, mentor, day, at):
    note(mentorship, mentor, day(1))
    client = at(day(2), mentee)
    assert client.get(url("notes", mentorship)).status_code == 404
    page = text(client.get(mentorship.get_absolute_url()))
    assert "note" not in page.split("<main")[1].lower().replace("noted", "")


def test_a_mentee_who_organizes_as_well_stays_the_mentee(mentorship, mentee, mentor, day, at):
    note(mentorship, mentor, day(1))
    mentee.user.is_superuser = True
    mentee.user.save()
    assert at(day(2), mentee).get(url("notes", mentorship)).status_code == 404
    assert list(Note.objects.readable_by(access.room(mentee.user, mentorship.pk))) == []
    with pytest.raises(Refusal):
        note(mentorship, mentee, day(2))


def test_nobody_else_notes_anything(mentorship, mentee, mentor, day):
    mentorship.project.mentors.filter(person=mentor).update(until=day(1))
    for other in (mentee, mentor, person("Stan Stranger")):
        with pytest.raises(Refusal, match="Only the project's mentors"):
            note(mentorship, other, day(2))


def test_an_ended_mentorship_keeps_its_notes_and_takes_no_more(mentorship, mentor, organizer, day, at):
    note(mentorship, mentor, day(1))
    mentorship.complete(by=organizer, now=day(126))
    page = text(at(day(127), mentor).get(url("notes", mentorship)))
    assert WORDS in page
    assert "Note it" not in page
    with pytest.raises(Refusal, match="has ended"):
        note(mentorship, mentor, day(127), once="b")


def test_who_is_called_in_a_note_hears_of_it_and_not_what_it_says(mentorship, mentor, mentee, organizer, day):
    note(mentorship, mentor, day(1), body=f"{WORDS} @{handle(organizer)}, and @{handle(mentee)}?")
    (message,) = Message.objects.filter(channel="email", letter__contains="mentioned")
    assert message.person == organizer
    letter = rendering.text_of(message, day(1))
    assert letter.subject == f"{mentor} mentioned you in a private note"
    assert WORDS not in letter.body
    assert url("notes", mentorship) in letter.body


def test_a_mentor_who_left_gets_no_letter_about_a_note(mentorship, mentor, co_mentor, day):
    note(mentorship, mentor, day(1), body=f"@{handle(co_mentor)}")
    message = Message.objects.get(channel="email", letter__contains="mentioned")
    mentorship.project.mentors.filter(person=co_mentor).update(until=day(1))
    with pytest.raises(rendering.Moot):
        rendering.text_of(message, day(1))


@pytest.mark.parametrize("count", [3, 30])
def test_the_page_costs_the_same_for_any_number(mentorship, mentor, day, at, count, django_assert_num_queries):
    Note.objects.bulk_create(
        Note(mentorship=mentorship, author=mentor, written_at=day(1), body="?", once=str(number))
        for number in range(count)
    )
    client = at(day(2), mentor)
    with django_assert_num_queries(11):
        response = client.get(url("notes", mentorship))
    assert len(response.context["page_obj"]) == min(count, 25)
