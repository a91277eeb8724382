"""The organizers' digest: one letter a day with all that reached the attention list."""

from datetime import timedelta

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

import mentorship.scenarios as mentoring
from amp_portal.outbox.models import Message
from amp_portal.users.scenarios import person
from cohorts import attention, sides
from cohorts.models import Listed
from mentorship import digest, silence
from mentorship.models import Leave

from . import crowd

NOON = timedelta(hours=12)


def tick(now):
    call_command("tick", at=now.isoformat())


def digests(mailoutbox):
    return [mail for mail in mailoutbox if "attention list of" in mail.body]


def test_what_reached_the_list_stands_in_one_letter(mentorship, organizer, day, mailoutbox):
    silence.sweep(day(18))
    request = mentoring.ask_for_help(mentorship, day(18))
    tick(day(18) + NOON)
    (mail,) = digests(mailoutbox)
    assert (mail.to, Listed.objects.count()) == ([organizer.email], 2)
    assert "Silent mentee: Mel Mentee" in mail.body
    assert "Asks for help: Mel Mentee" in mail.body
    assert mail.body.count("Hello") == 1  # with the step of the silence in one letter
    tick(day(18) + NOON + timedelta(hours=1))
    assert len(digests(mailoutbox)) == 1
    assert request.is_solved is False


def test_what_comes_after_the_days_letter_stands_in_the_next_days(mentorship, day, mailoutbox):
    silence.sweep(day(18))
    tick(day(18) + NOON)
    mentoring.ask_for_help(mentorship, day(18) + NOON)
    for hours in (1, 2, 5, 14):
        tick(day(18) + NOON + timedelta(hours=hours))
    assert len(digests(mailoutbox)) == 1
    tick(day(19) + NOON)
    _first, second = digests(mailoutbox)
    assert ("Asks for help" in second.body, "Silent mentee" in second.body) == (True, False)
    assert "1 matter from before still waits." in second.body


def test_what_was_decided_meanwhile_needs_no_letter(mentorship, organizer, day, mailoutbox):
    silence.sweep(day(18))
    digest.digest(day(18))  # at midnight: waits for the day
    [matter] = attention.waiting(mentorship.cohort, day(18))
    attention.settle(mentorship.cohort, matter.key, by=organizer, now=day(18), words="We talked.")
    tick(day(18) + NOON)
    assert digests(mailoutbox) == []
    assert Message.objects.filter(letter=digest.NAME, channel="email").get().state == Message.State.CANCELLED


def test_nobody_is_told_twice_of_a_matter_that_stays(mentorship, day, mailoutbox):
    silence.sweep(day(18))
    for later in range(5):
        tick(day(18 + later) + NOON)
    assert len(digests(mailoutbox)) == 1


def test_every_organizer_gets_it_but_who_is_away(mentorship, organizer, day, mailoutbox):
    other = person("Olga Other")
    sides.give_organizer(mentorship.cohort, other, now=day(1))
    days = {"starts_on": day(17).date(), "ends_on": day(20).date(), "covered_by": other}
    Leave.declare(mentorship.cohort, organizer, by=organizer, now=day(16), **days)
    silence.sweep(day(18))
    tick(day(18) + NOON)
    assert [mail.to for mail in digests(mailoutbox)] == [[other.email]]


def test_the_sweep_costs_the_same_for_any_number(mentorship, day):
    """Whatever the apps put on the list."""
    costs = []
    for joined in (0, 0, 29):  # the first time, content types are not known
        crowd.join(mentorship, joined)
        silence.sweep(day(18))
        Message.objects.all().delete()
        Listed.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            listed = digest.digest(day(18))["listed"]
        costs.append((listed, len(queries)))
    assert costs[1:] == [(1, costs[1][1]), (30, costs[1][1])]
