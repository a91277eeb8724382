"""Asking the organizers for help: who reads it, who takes it, what happens until it is solved."""

import pytest
from django.urls import reverse

import cohorts.scenarios as cohorts
from amp_portal.outbox.models import Message
from amp_portal.refusals import Refusal
from amp_portal.users.scenarios import person
from cohorts import attention, sides
from mentorship import scenarios
from mentorship.models import SupportRequest


@pytest.fixture
def colleague(mentorship):
    made = person("Cleo Colleague")
    sides.give_organizer(mentorship.cohort, made, now=mentorship.created_at)
    return made


@pytest.fixture
def asked(mentorship, day):
    return scenarios.ask_for_help(mentorship, day(3))


def letters():
    """``(letter, to whom)`` of those about requests, once each."""
    found = Message.objects.filter(letter__startswith="mentorship/mail/help", channel="email").order_by("pk")
    return [(message.letter.rpartition("/")[2], message.person) for message in found]


def url(name, asked):
    return reverse(f"mentorship:{name}", args=[asked.pk])


def test_a_mentee_asks_and_all_organizers_hear(mentorship, mentee, organizer, colleague, day, at):
    client = at(day(3), mentee)
    page = reverse("mentorship:ask-for-help", args=[mentorship.cohort.slug])
    typed = {"topic": "time", "body": "Exams, SECRET-41.", "mentorship": mentorship.pk, "once": "a"}
    response = client.post(page, typed)
    asked = SupportRequest.objects.get()
    assert response["Location"] == asked.get_absolute_url()
    client.post(page, typed)
    assert SupportRequest.objects.count() == 1
    assert (asked.state, asked.mentors_may_read, asked.mentorship) == ("asked", False, mentorship)
    assert letters() == [("help_asked", organizer), ("help_asked", colleague)]
    assert "SECRET-41" in client.get(asked.get_absolute_url()).content.decode()


def test_what_is_missing_is_said_and_the_words_stay(mentorship, mentee, day, at):
    page = reverse("mentorship:ask-for-help", args=[mentorship.cohort.slug])
    response = at(day(3), mentee).post(page, {"body": "Help me"})
    assert (response.status_code, SupportRequest.objects.count()) == (422, 0)
    assert "Help me" in response.content.decode()


def test_mentors_read_only_what_the_asker_lets_them(mentorship, mentor, asked, day, at):
    client = at(day(3), mentor)
    assert client.get(asked.get_absolute_url()).status_code == 404
    SupportRequest.objects.update(mentors_may_read=True)
    assert client.get(asked.get_absolute_url()).status_code == 200
    assert client.post(asked.get_absolute_url(), {"body": "Me too"}).status_code == 403
    assert client.post(url("support-solve", asked)).status_code == 403
    mentorship.project.mentors.filter(person=mentor).update(until=day(3))
    assert client.get(asked.get_absolute_url()).status_code == 404


def test_a_mentor_asks_and_the_mentee_never_reads(mentorship, mentor, mentee, day, at):
    asked = SupportRequest.ask(
        mentorship.cohort,
        by=mentor,
        now=day(2),
        topic="contact",
        body="Hm.",
        mentorship=mentorship,
        mentors_may_read=True,
    )
    assert at(day(3), mentee).get(asked.get_absolute_url()).status_code == 404


def test_an_organizer_takes_answers_and_solves_it(asked, mentee, organizer, day):
    asked.take(by=organizer, now=day(4))
    assert asked.in_hands_of == organizer
    asked.answer(by=organizer, now=day(4), body="Let us talk.", once="x")
    asked.answer(by=organizer, now=day(4), body="Let us talk.", once="x")
    asked.answer(by=mentee, now=day(5), body="Gladly.")
    asked.solve(by=organizer, now=day(6), reason="Two weeks off.")
    asked.reopen(by=mentee, now=day(7), reason="Not yet.")
    assert (asked.state, asked.in_hands_of, asked.answers.count()) == ("asked", None, 2)
    assert letters() == [
        ("help_asked", organizer),
        ("help_taken", mentee),
        ("help_answered", mentee),
        ("help_answered", organizer),
        ("help_solved", mentee),
        ("help_asked", organizer),
    ]


def test_whoever_answers_first_has_taken_it(asked, organizer, day):
    asked.answer(by=organizer, now=day(4), body="I am here.")
    assert (asked.state, asked.in_hands_of) == ("taken", organizer)


def test_it_is_taken_once_until_it_is_passed_on(asked, organizer, colleague, mentee, day):
    asked.take(by=organizer, now=day(4))
    with pytest.raises(Refusal):
        SupportRequest.objects.get().take(by=colleague, now=day(4))
    asked.pass_on(colleague, by=organizer, now=day(5), reason="You know the project.")
    assert (asked.state, asked.in_hands_of) == ("passed_on", colleague)
    asked.take(by=colleague, now=day(5))
    assert [(move.state, move.by, move.reason) for move in asked.moves.all()] == [
        ("asked", mentee, ""),
        ("taken", organizer, ""),
        ("passed_on", organizer, "You know the project."),
        ("taken", colleague, ""),
    ]
    with pytest.raises(Refusal, match="no organizer"):
        asked.pass_on(mentee, by=colleague, now=day(5), reason="")


def test_whoever_asked_turns_to_the_lead_when_nobody_helps(asked, mentee, organizer, colleague, day, at):
    asked.take(by=colleague, now=day(4))
    client = at(day(5), mentee)
    client.post(url("support-pass-on", asked), {"to": colleague.pk})
    asked.refresh_from_db()
    assert asked.state == "taken"
    client.post(url("support-pass-on", asked), {"to": organizer.pk, "reason": "A week went by."})
    asked.refresh_from_db()
    assert (asked.state, asked.in_hands_of) == ("passed_on", organizer)


def test_it_stands_on_the_attention_list_until_solved(mentorship, asked, organizer, day):
    def shown(now):
        return [(matter.kind, matter.urgency) for matter in attention.waiting(mentorship.cohort, now)]

    assert shown(day(4)) == [("asks for help", "warning")]
    assert shown(day(6)) == [("asks for help", "danger")]
    asked.take(by=organizer, now=day(6))
    assert shown(day(6)) == [("asks for help", "info")]
    with pytest.raises(Refusal, match="own page"):
        attention.settle(mentorship.cohort, f"support/{asked.pk}", by=organizer, now=day(6), words="x")
    asked.solve(by=organizer, now=day(7))
    assert shown(day(7)) == []


def test_help_is_on_every_page_for_whoever_takes_part(mentorship, mentee, organizer, day, at):
    client = at(day(3), mentee)
    assert reverse("mentorship:help") in client.get(reverse("home")).content.decode()
    page = client.get(reverse("mentorship:help")).content.decode()
    assert reverse("mentorship:ask-for-help", args=[mentorship.cohort.slug]) in page
    stranger = person("Stan Stranger")
    client = at(day(3), stranger)
    assert client.get(reverse("mentorship:ask-for-help", args=[mentorship.cohort.slug])).status_code == 404


def test_other_cohorts_organizers_see_nothing(asked, day, at):
    other = cohorts.cohort("amp-2030", kickoff=asked.cohort.kickoff.replace(year=2030))
    client = at(day(3), other.leads()[0].person)
    assert client.get(asked.get_absolute_url()).status_code == 404
    assert client.post(url("support-take", asked)).status_code == 404


@pytest.mark.parametrize("count", [3, 30])
def test_a_request_costs_the_same_for_any_number_of_words(
    asked, organizer, mentee, day, at, count, django_assert_num_queries
):
    for number in range(count):
        asked.answer(by=organizer if number % 2 else mentee, now=day(4), body=f"Word {number}")
    client = at(day(5), organizer)
    with django_assert_num_queries(9):
        assert client.get(asked.get_absolute_url()).status_code == 200
