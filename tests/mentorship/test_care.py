"""What organizers can read of a silence, and letting it rest."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from amp_portal.outbox.delivery import drain
from amp_portal.outbox.models import Message
from amp_portal.refusals import Refusal
from mentorship import silence
from mentorship.models import Episode, Snooze, Step

from . import crowd

NOON = timedelta(hours=12)


@pytest.fixture
def at(client, organizer):
    """``at(instant, path, **data)``: what an organizer gets then; with data it is a POST."""

    def go(instant, path, **data):
        with time_machine.travel(instant, tick=False):
            client.force_login(organizer.user)
            return client.post(path, data) if data else client.get(path)

    return go


def page_of(mentorship):
    return reverse("mentorship:care", args=[mentorship.pk])


def test_an_organizer_reads_each_step_its_letters_and_its_end(mentorship, mentor, day, at, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.PRODUCTION = True
    assert "It never got quiet" in at(day(1), page_of(mentorship)).content.decode()
    for days in (8, 11):
        silence.sweep(day(days) + NOON)
        drain(day(days) + NOON)
    shown = at(day(12), page_of(mentorship)).content.decode()
    assert all(
        words in shown
        for words in ("Are you all right?", "We are thinking of you", "still silent", "Mentee asked again")
    )
    mentorship.ask(by=mentorship.mentee, now=day(12), body="Here I am.")
    assert "still silent" not in at(day(12), page_of(mentorship)).content.decode()


def test_while_it_rests_nobody_is_reminded_and_the_silence_counts_on(mentorship, day, at, organizer):
    until = (day(15) + NOON).date()
    at(day(7), page_of(mentorship), day=until.isoformat(), reason="We talked on the phone.")
    snooze = Snooze.objects.get()
    assert (snooze.until, snooze.reason, snooze.by) == (day(15), "We talked on the phone.", organizer)
    silence.sweep(day(14))
    assert not Step.objects.exists()
    silence.sweep(day(15))
    assert list(Step.objects.values_list("number", "due_at")) == [(1, day(8)), (2, day(11))]


def test_a_letter_that_waits_for_the_day_is_not_sent_once_it_rests(mentorship, day, organizer):
    silence.sweep(day(8))
    Snooze.begin(mentorship, day(20).date(), by=organizer, now=day(8), reason="A holiday.")
    drain(day(8) + NOON)
    assert {message.state for message in Message.objects.filter(letter__endswith="are_you_all_right")} == {"cancelled"}


def test_it_goes_on_as_before_once_and_a_new_rest_takes_the_place_of_an_old_one(mentorship, day, at, organizer):
    first = Snooze.begin(mentorship, day(10).date(), by=organizer, now=day(2), reason="Exams.")
    second = Snooze.begin(mentorship, day(12).date(), by=organizer, now=day(3), reason="Longer exams.")
    assert Snooze.objects.get(pk=first.pk).ended_at == day(3)
    path = reverse("mentorship:snooze-end", args=[mentorship.pk, second.pk])
    assert "looked after as before" in _followed(at(day(4), path, go="on"), at, day(4))
    assert "over already" in _followed(at(day(5), path, go="on"), at, day(5))
    silence.sweep(day(8))
    assert Episode.objects.open().count() == 1


def _followed(response, at, instant):
    return at(instant, response["Location"]).content.decode()


@pytest.mark.parametrize(("days", "words"), [(1, "a day to come"), (90, "more than two months")])
def test_a_rest_has_an_end_in_sight_and_a_reason(mentorship, day, at, organizer, days, words):
    with pytest.raises(Refusal, match=words):
        Snooze.begin(mentorship, day(days).date(), by=organizer, now=day(2), reason="Exams.")
    response = at(day(2), page_of(mentorship), day=day(9).date().isoformat(), reason="")
    assert (response.status_code, Snooze.objects.exists()) == (422, False)


@pytest.mark.parametrize("count", [3, 30])
def test_the_page_costs_the_same_for_any_number(mentorship, organizer, day, client, count, django_assert_num_queries):
    crowd.join(mentorship, 1)
    for number in range(count):
        since = day(number)
        episode = mentorship.episodes.create(side="mentee", silent_since=since, opened_at=since, ended_at=since)
        episode.steps.create(number=1, due_at=since, recorded_at=since)
    with time_machine.travel(day(40), tick=False):
        client.force_login(organizer.user)
        with django_assert_num_queries(10):
            page = client.get(page_of(mentorship))
    assert len(page.context["episodes"]) == count
