"""One click in a mail program ends e-mails of a kind (RFC 8058); opening the link only asks."""

import re
from datetime import UTC, datetime

import pytest
from django.core import mail
from django.test import Client

from amp_portal.outbox import unsubscribing
from amp_portal.outbox.delivery import drain
from amp_portal.outbox.kinds import How
from amp_portal.outbox.models import Preference
from amp_portal.users.scenarios import person

pytestmark = pytest.mark.django_db

AT_NINE = datetime(2027, 6, 22, 9, tzinfo=UTC)
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def stranger():
    """A mail program: no cookie, and the protection against forged forms is on."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def ria(db):
    return person("Ria Reader", email="ria@example.org", time_zone="UTC")


def sent(*drafts):
    for draft in drafts:
        draft.queue(AT_NINE)
    drain(AT_NINE)
    [letter] = [letter for letter in mail.outbox if letter.to == ["ria@example.org"]]
    return letter.message()


def link(letter):
    return re.fullmatch(r"<http://localhost:8000(/\S+)>", letter["List-Unsubscribe"]).group(1)


def chosen(reader):
    return sorted(reader.preferences.values_list("kind", "how"))


def test_one_click_needs_no_login_and_no_cookie(office, ria, stranger):
    letter = sent(office.chat("hello", ria))
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for _again in range(2):
        answer = stranger.post(link(letter), ONE_CLICK)
        assert (answer.status_code, answer.cookies) == (200, {})
    assert chosen(ria) == [("thread", "off")]


def test_a_scanner_that_opens_every_link_changes_nothing(office, ria, stranger):
    letter = sent(office.chat("hello", ria))
    for address in re.findall(r"http://localhost:8000(/unsubscribe/\S+)", str(letter.get_payload()[0])):
        assert stranger.get(address).status_code == 200
        assert stranger.head(address).status_code == 200
    assert chosen(ria) == []
    assert "Nothing has changed yet." in stranger.get(link(letter)).content.decode()


def test_letters_that_always_come_have_no_such_link(office, ria):
    letter = sent(office.plain("hello", ria))
    assert letter["List-Unsubscribe"] is None
    assert letter["List-Unsubscribe-Post"] is None
    assert "/unsubscribe/" not in mail.outbox[0].body
    assert "/profile/letters/" not in mail.outbox[0].body


def test_letters_that_can_only_be_digested_say_where_to_choose(office, ria):
    letter = sent(office.task("task", ria))
    assert letter["List-Unsubscribe"] is None
    assert "Choose which e-mails you get: http://localhost:8000/profile/letters/" in mail.outbox[0].body


def test_a_letter_to_an_address_of_nobody_has_none(office):
    office.secret("confirm", None, address="ria@example.org", token="t").queue(AT_NINE)
    drain(AT_NINE)
    assert mail.outbox[0].message()["List-Unsubscribe"] is None


def test_of_a_merged_letter_only_if_all_parts_may_be_off(office, ria):
    letter = sent(office.news("news", ria), office.nudge("nudge", ria))
    assert letter["List-Unsubscribe"] is None
    assert "No more e-mails about “News of your projects”: http://localhost:8000/unsubscribe/" in mail.outbox[0].body


def test_of_a_digest_all_kinds_or_one(office, ria, stranger):
    Preference.choose(ria, "thread", How.DIGEST, AT_NINE)
    letter = sent(office.news("news", ria), office.chat("chat", ria))
    assert mail.outbox[0].body.count("No more e-mails about") == 2
    assert stranger.post(link(letter), {"kind": "thread"}).status_code == 200
    assert chosen(ria) == [("thread", "off")]
    assert stranger.post(link(letter), ONE_CLICK).status_code == 200
    assert chosen(ria) == [("news", "off"), ("thread", "off")]


@pytest.mark.parametrize("form", [{}, {"kind": "care"}, {"kind": "program"}])
def test_nothing_ticked_or_forged_ends_nothing(office, ria, stranger, form):
    answer = stranger.post(link(sent(office.chat("hello", ria))), form)
    assert answer.status_code == 422
    assert chosen(ria) == []


def test_a_forged_or_changed_link_opens_nothing(office, ria, stranger):
    good = link(sent(office.chat("hello", ria)))
    for bad in (good[:-2] + "/", good.replace("/unsubscribe/", "/unsubscribe/x"), "/unsubscribe/1/"):
        assert stranger.get(bad).status_code == 404
        assert stranger.post(bad, ONE_CLICK).status_code == 404
    assert chosen(ria) == []


def test_a_kind_that_may_not_be_off_any_more_stays(ria, stranger):
    address = unsubscribing.address(ria.pk, ["care", "gone"]).removeprefix("http://localhost:8000")
    assert stranger.post(address, ONE_CLICK).status_code == 422
    assert "These e-mails always come" in stranger.get(address).content.decode()
    assert chosen(ria) == []


def test_the_page_of_a_letter_links_to_it(office, ria):
    sent(office.chat("hello", ria))
    [page] = [part for part, kind in mail.outbox[0].alternatives if kind == "text/html"]
    assert re.search(r'<a href="http://localhost:8000/unsubscribe/[^"]+">No more e-mails about', page)
