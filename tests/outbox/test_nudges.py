"""Nudges and reminders: in the reader's day, merged, one e-mail a day."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from amp_portal.outbox.delivery import drain
from amp_portal.outbox.models import Message
from amp_portal.users.models import Person

pytestmark = pytest.mark.django_db

NOTHING = {"sent": 0, "cancelled": 0, "failed": 0, "delayed": 0}


def at(hour, minute=0, *, day=22):
    return datetime(2027, 6, day, hour, minute, tzinfo=UTC)


def test_a_nudge_waits_for_the_readers_morning(office, ada):
    Person.objects.filter(pk=ada.pk).update(time_zone="America/New_York")
    office.nudge("nudge", ada, zone="Asia/Tokyo").queue(at(2))
    assert drain(at(12, 59)) == NOTHING
    assert drain(at(13)) == NOTHING | {"sent": 1}


def test_where_the_readers_zone_is_unknown_the_cohorts_counts_then_utc(office, ada, bo):
    Person.objects.update(time_zone="")
    office.nudge("tokyo", ada, zone="Asia/Tokyo").queue(at(20))
    office.nudge("nowhere", bo, zone="Atlantis/Capital").queue(at(20))
    assert drain(at(0, day=23)) == NOTHING | {"sent": 1}
    assert drain(at(8, 59, day=23)) == NOTHING
    assert drain(at(9, day=23)) == NOTHING | {"sent": 1}


def test_the_cohort_sets_the_hours(office, ada):
    office.nudge("nudge", ada, hours=(11, 12)).queue(at(8))
    assert drain(at(10, 59)) == NOTHING
    assert drain(at(12)) == NOTHING
    assert drain(at(11, day=23)) == NOTHING | {"sent": 1}


def test_everything_due_goes_as_one_letter(office, ada, bo):
    office.nudge("first", ada, subject="A nudge", text="How are you?").queue(at(5))
    office.nudge("second", ada, subject="A reminder", text="The midterm is near.", send_after=at(6)).queue(at(5))
    office.nudge("third", ada, subject="Moot", about=bo).queue(at(5))
    office.nudge("bo", bo).queue(at(5))
    Person.objects.filter(pk=bo.pk).update(name="Answered")

    assert drain(at(9)) == NOTHING | {"sent": 3, "cancelled": 1}

    [letter] = [letter for letter in mail.outbox if letter.to == ["ada@example.org"]]
    assert letter.subject == "A nudge (and one more)"
    assert letter.body == (
        "Dear Ada Lark,\n\n"
        "A nudge\n-------\n\nHow are you?\n\nhttp://localhost:8000/somewhere/else\n\n"
        "A reminder\n----------\n\nThe midterm is near.\n\nhttp://localhost:8000/somewhere/else\n\n"
        "-- \nAMP portal: http://localhost:8000\n"
    )
    first, second = Message.objects.get(key="first/email"), Message.objects.get(key="second/email")
    assert (first.subject, first.merged_into) == ("A nudge", None)
    assert "midterm" not in first.body
    assert (second.subject, second.merged_into, second.sent_at) == ("A reminder", first, at(9))


def test_nothing_is_sent_when_nothing_is_due_any_more(office, ada, bo):
    for key in ("one", "two"):
        office.nudge(key, ada, about=bo).queue(at(5))
    Person.objects.filter(pk=bo.pk).update(name="Answered")
    assert drain(at(9)) == NOTHING | {"cancelled": 2}
    assert mail.outbox == []


def test_one_e_mail_a_day_at_most(office, ada):
    office.nudge("morning", ada).queue(at(9))
    drain(at(9))
    office.nudge("noon", ada).queue(at(12))
    office.mail("receipt", ada).queue(at(12))
    assert drain(at(12)) == NOTHING | {"sent": 1}
    assert drain(at(17, 59)) == NOTHING
    assert drain(at(9, day=23)) == NOTHING | {"sent": 1}
    assert Message.objects.get(key="noon/email").sent_at == at(9, day=23)


def test_the_day_is_the_readers(office, ada):
    """In Auckland 21:00 UTC is nine the next morning, and 05:00 UTC the same afternoon."""
    Person.objects.filter(pk=ada.pk).update(time_zone="Pacific/Auckland")
    office.nudge("morning", ada).queue(at(21))
    assert drain(at(21)) == NOTHING | {"sent": 1}
    office.nudge("afternoon", ada).queue(at(5, day=23))
    assert drain(at(5, day=23)) == NOTHING
    assert drain(at(21, day=23)) == NOTHING | {"sent": 1}


def test_letters_of_two_cohorts_wait_for_the_hours_both_allow(office, ada):
    office.nudge("early", ada, hours=(8, 18)).queue(at(5))
    office.nudge("late", ada, hours=(10, 18)).queue(at(5))
    assert drain(at(9)) == NOTHING
    assert drain(at(10)) == NOTHING | {"sent": 2}
    assert len(mail.outbox) == 1


def test_in_the_portal_each_nudge_is_a_letter_of_its_own(office, ada):
    for key in ("one", "two"):
        office.note(key, ada).queue(at(5))
    assert drain(at(8)) == NOTHING
    assert drain(at(9)) == NOTHING | {"sent": 2}
    assert Message.objects.inbox_of(ada).unread().count() == 2


def test_a_nudge_that_could_not_go_waits_for_the_others_and_they_for_it(office, ada, smtp):
    smtp.answers["ada@example.org"] = "450 Later"
    office.nudge("one", ada).queue(at(9))
    assert drain(at(9)) == NOTHING | {"delayed": 1}
    smtp.answers.clear()
    office.nudge("two", ada).queue(at(9))
    assert drain(at(9)) == NOTHING
    assert drain(at(9, 2)) == NOTHING | {"sent": 2}
    assert len(smtp.letters) == 1


def test_a_faulty_part_does_not_hold_back_the_rest(office, ada):
    office.nudge("fine", ada).queue(at(9))
    office.nudge("faulty", ada).queue(at(9))
    Message.objects.filter(key="faulty/email").update(letter="office/gone")
    assert drain(at(9)) == NOTHING | {"sent": 1, "failed": 1}


def test_a_nudge_needs_a_person(office, ada):
    for reader in ({"to": None, "address": "guest@example.org"}, {"to": ada, "address": "other@example.org"}):
        with pytest.raises(ValueError, match="daytime letter"):
            office.nudge("nudge", **reader).queue(at(9))


@pytest.mark.parametrize("people", [3, 60])
def test_looking_for_nudges_at_night_costs_the_same(office, people, django_assert_num_queries):
    for number in range(people):
        person = Person.objects.create(name=f"P{number}", email=f"p{number}@example.org", time_zone="UTC")
        office.nudge(f"nudge/{number}", person).queue(at(2))
    with django_assert_num_queries(9):
        drain(at(2) + timedelta(minutes=1))
