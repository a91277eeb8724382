"""Calling somebody by name in a room."""

import pytest

from amp_portal.outbox import rendering
from amp_portal.outbox.models import Message
from amp_portal.users.models import Person
from mentorship import mentions, scenarios

from .test_pages import text, url


def handle(person):
    return person.github_login or person.name.lower().replace(" ", "-")


def letters():
    """``{(letter, reader)}`` of what goes out by e-mail."""
    found = Message.objects.filter(channel="email", letter__startswith="mentorship/").select_related("person")
    return {(message.letter.rpartition("/")[2], message.person) for message in found}


def test_everybody_of_the_room_has_a_name_that_works(mentorship, mentee, mentor, co_mentor, organizer):
    handles = mentions.people(mentorship)
    assert sorted(person.pk for person in handles.values()) == sorted(
        {person.pk for person in (mentee, mentor, co_mentor, organizer)}
    )


def test_the_login_goes_before_the_name_and_namesakes_are_told_apart(mentorship, mentor, co_mentor, organizer):
    Person.objects.filter(pk=mentor.pk).update(github_login="Mira-OSS")
    Person.objects.filter(pk__in=[co_mentor.pk, organizer.pk]).update(name="Ada Lark", github_login="")
    assert list(mentions.people(mentorship)) == ["mel-mentee", "mira-oss", "ada-lark", "ada-lark-2"]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("@ada and @ADA, please", ["ada"]),
        ("(@ada) @bo-lee.", ["ada", "bo-lee"]),
        ("mail me at me@ada.example or x/@ada", []),
        ("@adalark @ada-", ["ada"]),
        ("@@ada @ ada", []),
        ("@artur- and @ARTUR-, please", ["artur-"]),
        ("(@artur-)", ["artur-"]),
        ("@artur @artur-- @artur-x", []),
    ],
)
def test_who_is_called(words, names):
    handles = {"ada": "ada", "bo-lee": "bo-lee", "artur-": "artur-"}
    assert mentions.called(words, handles) == names


def test_a_login_that_ends_with_a_hyphen_can_be_mentioned(mentorship, organizer, day):
    Person.objects.filter(pk=organizer.pk).update(github_login="artur-")
    scenarios.update(mentorship, day(1), done="Read it.", blockers="@artur-: which license?")
    assert ("mentioned", organizer) in letters()


def test_an_organizer_called_in_an_update_gets_a_letter_once(mentorship, mentee, mentor, organizer, day):
    words = f"@{handle(organizer)}: which license? @{handle(organizer)}"
    entry = scenarios.update(mentorship, day(1), done="Read it.", blockers=words)
    assert letters() == {("mentioned", organizer), ("from_mentee", mentor)}
    entry.correct(by=mentee, now=day(2), revision=0, blockers=f"{words} Thanks!")
    assert Message.objects.filter(channel="email", letter__contains="mentioned").count() == 1
    letter = rendering.text_of(Message.objects.get(channel="email", letter__contains="mentioned"), day(2))
    assert letter.subject == f"{mentee} mentioned you"
    assert "> Read it." in letter.body
    assert url("entry", mentorship, entry.pk) in letter.body


def test_one_letter_for_who_would_get_one_anyway(mentorship, mentee, mentor, co_mentor, day):
    asked = mentorship.ask(by=mentee, now=day(1), body=f"@{handle(co_mentor)}, how?")
    assert letters() == {("mentioned", co_mentor), ("from_mentee", mentor)}
    Message.objects.all().delete()
    scenarios.answer(mentorship, asked, day(2), body=f"@{handle(mentee)} like this. @{handle(co_mentor)}?", by=mentor)
    assert letters() == {("answered", mentee), ("mentioned", co_mentor)}


def test_whoever_is_added_in_a_correction_hears_of_it(mentorship, mentor, organizer, day):
    entry = mentorship.log_call(by=mentor, now=day(1), body="We talked.")
    entry.correct(by=mentor, now=day(2), revision=0, body=f"We talked. @{handle(organizer)} knows more.")
    assert ("mentioned", organizer) in letters()


def test_nobody_hears_of_what_was_taken_back(mentorship, mentee, organizer, day):
    entry = scenarios.update(mentorship, day(1), done=f"@{handle(organizer)} see above.")
    entry.correct(by=mentee, now=day(1), revision=0, done="Nothing.")
    with pytest.raises(rendering.Moot):
        rendering.text_of(Message.objects.get(channel="email", letter__contains="mentioned"), day(2))


def test_strangers_and_former_mentors_are_not_of_the_room(mentorship, mentor, co_mentor, day):
    mentorship.project.mentors.filter(person=co_mentor).update(until=day(1))
    mentorship.log_call(by=mentor, now=day(2), body=f"@{handle(co_mentor)} and @somebody-else")
    assert letters() == {("from_mentors", mentorship.mentee)}


def test_the_page_shows_the_names_that_work(mentorship, mentee, mentor, day, at):
    page = text(at(day(1), mentee).get(url("question", mentorship)))
    assert f"@{handle(mentor)}" in page
    assert f"@{handle(mentee)}" not in page
    assert f"@{handle(mentee)}" not in text(at(day(1), mentor).get(url("notes", mentorship)))
