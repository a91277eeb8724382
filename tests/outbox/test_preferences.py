"""What readers chose for the e-mails of a kind: at once, once a day in short, or none."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from amp_portal.outbox.delivery import drain
from amp_portal.outbox.kinds import CHOOSABLE, FIXED, KINDS, How
from amp_portal.outbox.letters import LETTERS
from amp_portal.outbox.models import Message, Preference
from amp_portal.refusals import Refusal
from amp_portal.users import merging
from amp_portal.users.models import Person
from amp_portal.users.scenarios import person

pytestmark = pytest.mark.django_db

PAGE = "/profile/letters/"
NOTHING = {"sent": 0, "cancelled": 0, "failed": 0, "delayed": 0}


def at(hour, minute=0, *, day=22):
    return datetime(2027, 6, day, hour, minute, tzinfo=UTC)


def choose(reader, kind, how):
    Preference.choose(reader, kind, how, at(0))


def states(**lookup):
    return dict(Message.objects.filter(**lookup).values_list("key", "state"))


# Sending ------------------------------------------------------------------------------------------


def test_who_chose_nothing_gets_everything_at_once(office, ada, now):
    office.chat("hello", ada).queue(now)
    assert drain(now) == NOTHING | {"sent": 2}
    assert len(mail.outbox) == 1


def test_no_e_mail_but_the_copy_in_the_portal_stays(office, ada, bo, now):
    choose(ada, "thread", How.OFF)
    for reader in (ada, bo):
        office.chat(f"to/{reader.pk}", reader).queue(now)
    office.task("task", ada).queue(now)
    assert drain(now) == NOTHING | {"sent": 5, "cancelled": 1}
    assert [letter.to for letter in mail.outbox] == [["bo@example.org"], ["ada@example.org"]]
    assert Message.objects.get(key=f"to/{ada.pk}/in-app").state == "sent"
    unsent = Message.objects.get(key=f"to/{ada.pk}/email")
    assert (unsent.state, unsent.error) == (
        "cancelled",
        "Its reader wants no e-mails of this kind. It is in the inbox.",
    )


def test_it_is_asked_when_the_letter_goes(office, ada):
    """What was queued before follows a choice made since."""
    office.news("off", ada).queue(at(2))
    office.task("digest", ada, send_after=at(3)).queue(at(2))
    choose(ada, "news", How.OFF)
    choose(ada, "organizing", How.DIGEST)
    drain(at(4))
    assert mail.outbox == []
    choose(ada, "organizing", How.AT_ONCE)
    drain(at(5))
    drain(at(9))
    assert states(channel="email") == {"off/email": "cancelled", "digest/email": "sent"}


def test_once_a_day_in_the_morning_in_short(office, ada):
    choose(ada, "thread", How.DIGEST)
    text = "First line.\n\n> quoted\n> twice\n\nOpen your room:\nhttp://localhost:8000/mentorships/4/#e1\n\nSo long."
    office.chat("one", ada, subject="An update by Mel", text=text).queue(at(10))
    office.chat("two", ada, subject="A question by Mel", text="word " * 100).queue(at(15))
    for instant in (at(10), at(17, 59), at(8, 59, day=23)):
        drain(instant)
    assert mail.outbox == []

    assert drain(at(9, day=23)) == NOTHING | {"sent": 2}

    [letter] = mail.outbox
    assert letter.subject == "An update by Mel (and one more)"
    assert letter.body.partition("\n-- \n")[0] == (
        "Dear Ada Lark,\n\n"
        "An update by Mel\n----------------\n\n"
        "First line. quoted twice So long.\n\n"
        "Open your room:\nhttp://localhost:8000/mentorships/4/#e1\n\n"
        "A question by Mel\n-----------------\n\n"
        f"W{('word ' * 100)[1:299]}…\n\n"
        "Go on:\nhttp://localhost:8000/somewhere/else\n\n"
        "All of them are in your inbox, in full.\n"
    )
    assert Message.objects.inbox_of(ada).count() == 2


def test_a_digest_of_one_letter(office, ada):
    choose(ada, "thread", How.DIGEST)
    office.chat("one", ada, subject="An update by Mel").queue(at(2))
    drain(at(9))
    assert mail.outbox[0].subject == "An update by Mel"
    assert "It is in your inbox, in full." in mail.outbox[0].body


def test_nudges_and_the_digest_are_one_e_mail(office, ada):
    choose(ada, "thread", How.DIGEST)
    office.chat("chat", ada, subject="An update by Mel").queue(at(15, day=21))
    office.nudge("nudge", ada, subject="A form is due", text="In full, all of it.").queue(at(2))
    drain(at(9))
    [letter] = mail.outbox
    assert letter.subject == "A form is due (and one more)"
    assert letter.body.index("In full, all of it.") < letter.body.index("An update by Mel")
    office.nudge("second", ada).queue(at(12))
    assert drain(at(12)) == NOTHING


def test_a_digest_does_not_come_in_the_afternoon_because_a_nudge_does(office, ada):
    choose(ada, "thread", How.DIGEST)
    office.chat("chat", ada, subject="An update by Mel").queue(at(10))
    office.nudge("nudge", ada).queue(at(12))
    drain(at(12))
    assert states(channel="email") == {"chat/email": "queued", "nudge/email": "sent"}
    assert drain(at(9, day=23)) == NOTHING | {"sent": 1}


@pytest.mark.parametrize(
    ("zone", "morning"),
    [
        ("Asia/Tokyo", datetime(2027, 6, 23, 0, 0, tzinfo=UTC)),
        ("America/New_York", datetime(2027, 6, 22, 13, 0, tzinfo=UTC)),
        ("Asia/Kathmandu", datetime(2027, 6, 23, 3, 15, tzinfo=UTC)),
    ],
)
def test_the_morning_is_the_readers(office, ada, zone, morning):
    Person.objects.filter(pk=ada.pk).update(time_zone=zone)
    choose(ada, "thread", How.DIGEST)
    office.chat("chat", ada).queue(at(12))
    email = Message.objects.with_choice().get(channel="email")
    assert email.goes_out_at(at(12)) == morning
    assert drain(morning - timedelta(minutes=1))["sent"] in (0, 1)  # the copy in the portal
    assert mail.outbox == []
    drain(morning)
    assert len(mail.outbox) == 1


def test_what_is_fixed_arrives_whatever_a_row_says(office, ada, now):
    Preference.objects.create(person=ada, kind="program", how=How.OFF, chosen_at=now)
    Preference.objects.create(person=ada, kind="receipts", how=How.DIGEST, chosen_at=now)
    office.plain("hello", ada).queue(now)
    assert drain(now) == NOTHING | {"sent": 2}


@pytest.mark.parametrize("kind", [kind.name for kind in FIXED])
@pytest.mark.parametrize("how", [How.DIGEST, How.OFF])
def test_what_is_fixed_can_not_be_chosen(ada, kind, how):
    with pytest.raises(Refusal, match="always comes like this"):
        choose(ada, kind, how)


def test_what_decides_about_somebody_can_not_be_turned_off():
    kinds = {name: KINDS[letter.kind] for name, letter in LETTERS.items()}
    for name in (
        "applications/mail/offered",
        "applications/mail/declined",
        "applications/mail/offer_reminder",
        "cohorts/mail/schedule_changed",
        "cohorts/mail/settings_changed",
        "evaluations/mail/final_passed",
        "mentorship/mail/are_you_all_right",
        "mentorship/mail/answer_awaited",
        "outbox/mail/account",
    ):
        assert kinds[name].is_fixed, name
    assert [name for name, letter in LETTERS.items() if letter.private and letter.kind != "account"] == []


# An e-mail that may have arrived ----------------------------------------------------------------------


def test_the_days_e_mail_stays_the_same_until_it_is_known_to_have_arrived(office, ada, smtp):
    """The connection breaks after the text: perhaps it arrived. The next one is that e-mail again, with its id."""
    smtp.answers["ada@example.org"] = "drop"
    for key in ("one", "two"):
        office.nudge(key, ada).queue(at(9))
    assert drain(at(9)) == NOTHING | {"delayed": 2}
    envelope = Message.objects.get(key="one/email").envelope
    office.nudge("three", ada).queue(at(9))
    Message.objects.filter(key="two/email").update(state="cancelled")
    smtp.answers.clear()
    assert drain(at(9, 2)) == NOTHING | {"sent": 1}
    [letter] = smtp.letters
    assert letter["Message-ID"] == f"<{envelope}@localhost>"
    assert drain(at(9, day=23)) == NOTHING | {"sent": 1}


def test_what_the_server_refused_for_now_goes_with_what_came_since(office, ada, smtp):
    smtp.answers["ada@example.org"] = "450 Later"
    office.nudge("one", ada).queue(at(9))
    drain(at(9))
    smtp.answers.clear()
    office.nudge("two", ada).queue(at(9))
    assert drain(at(9, 2)) == NOTHING | {"sent": 2}
    assert len(smtp.letters) == 1


# Choosing ---------------------------------------------------------------------------------------------


@pytest.fixture
def reader(client):
    reader = person("Ria Reader")
    client.force_login(reader.user)
    return reader


AS_USUAL = {kind.name: "at-once" for kind in CHOOSABLE}


def test_the_page_saves_each_kind(client, reader):
    page = client.post(PAGE, AS_USUAL | {"thread": "digest", "receipts": "off"}, follow=True)
    assert "Saved." in page.content.decode()
    assert page.context["form"].initial | {} == Preference.choices_of(reader)
    assert sorted(Preference.objects.values_list("kind", "how")) == [("receipts", "off"), ("thread", "digest")]
    client.post(PAGE, AS_USUAL | {"thread": "off"})
    assert list(Preference.objects.values_list("kind", "how")) == [("thread", "off")]
    client.post(PAGE, AS_USUAL)
    assert Preference.objects.count() == 0


@pytest.mark.parametrize(
    "answers", [{"receipts": "digest"}, {"organizing": "off"}, {"thread": "never"}, {"thread": ""}]
)
def test_what_is_not_offered_is_refused_and_nothing_is_saved(client, reader, answers):
    page = client.post(PAGE, AS_USUAL | {"news": "off"} | answers)
    assert page.status_code == 422
    assert "Please look at this again" in page.content.decode()
    assert Preference.objects.count() == 0


def test_forged_kinds_change_nothing(client, reader):
    client.post(PAGE, AS_USUAL | {"program": "off", "care": "off"})
    assert Preference.objects.count() == 0


def test_what_one_chose_comes_along_when_two_people_are_one(ada):
    known = Person.objects.create(name="Ada L.")
    choose(known, "thread", How.OFF)
    choose(known, "news", How.OFF)
    choose(ada, "thread", How.DIGEST)
    merging.merge(known, ada)
    assert sorted(ada.preferences.values_list("kind", "how")) == [("news", "off"), ("thread", "digest")]


@pytest.mark.parametrize("people", [3, 30])
def test_asking_for_choices_costs_nothing_more(office, people, django_assert_num_queries):
    for number in range(people):
        reader = Person.objects.create(name=f"P{number}", email=f"p{number}@example.org", time_zone="UTC")
        choose(reader, "thread", How.DIGEST)
        office.chat(f"chat/{number}", reader).queue(at(10))
    Message.objects.filter(channel="in-app").delete()
    with django_assert_num_queries(9):
        drain(at(10))
