"""Who sees which note, mood, report and draft, through every path the portal has.

A row of the table is a sentence planted somewhere, and the roles that may read it. Then everybody opens everything:
every GET route of the portal with what it may be opened with, the pages and searches of the admin, every letter as it
is written, in the inbox and on the organizers' pages. Nobody finds a sentence that is not for them, and in the rooms
themselves everybody finds what is.
"""

import zlib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client
from django.urls import reverse

import cohorts.scenarios as cohorts
import evaluations.scenarios as evaluating
import mentorship.scenarios as mentoring
from amp_portal.outbox import rendering
from amp_portal.outbox.delivery import drain
from amp_portal.outbox.models import Message
from amp_portal.users.scenarios import person
from evaluations.models import Evaluation
from mentorship.models import Draft, Mentorship, Note, SupportRequest
from mentorship.models.entry import SLIP
from tests import world
from tests.test_routes import TABLES, table

ROOM = {"mentee", "mentor", "co_mentor", "organizer", "superuser"}
AMONG_MENTORS = ROOM - {"mentee"}
ORGANIZERS = {"organizer", "superuser"}
MENTORS_OF_THE_COHORT = {"mentor", "co_mentor", "other_mentor", "former_mentor"}  # former of the project
NOBODY: set[str] = set()


# A secret link is a key of its owner's: whoever holds it reads as that person.
READ_AS = {"users:calendar-feed": "mentee"}


@dataclass(frozen=True)
class Secret:
    """``plant(w, sentence)`` puts it where only ``readers`` find it; ``w.where`` learns of a page of its own."""

    readers: set[str]
    plant: Callable[[Any, str], Any]


def by(w, role):
    return w.people[role].person


def update(w, **said):
    return mentoring.update(w.mentorship, w.now, **({"done": "Something small."} | said))


def mood(readers):
    return lambda w, words: update(w, mood={"level": "hard", "words": words, "readers": readers})


def corrected(after):
    """An update whose words were others until then."""

    def plant(w, words):
        update(w, done=words).correct(by=w.mentorship.mentee, now=w.now + after, revision=0, done="Other words.")

    return plant


def taken_back_mood(w, words):
    entry = update(w, mood={"level": "hard", "words": words, "readers": "mentors"})
    entry.tell_mood({"level": "", "words": "", "readers": "mentors"})


def note(role):
    return lambda w, words: Note.write(w.mentorship, by=by(w, role), now=w.now, body=words, once=words[:32])


def note_that_calls(w, words):
    called = " ".join(f"@{by(w, role).name.lower().replace(' ', '-')}" for role in ("mentee", "co_mentor", "organizer"))
    Note.write(w.mentorship, by=by(w, "mentor"), now=w.now, body=f"{words} {called}", once="calls")


def draft(role, place, field):
    def plant(w, words):
        at = place.format(asked=w.asked.pk)
        Draft.keep(w.mentorship, at, {field: words}, author=by(w, role), revision=0, now=w.now)

    return plant


def draft_of_update(w, words):
    typed = {"done": words, "mood_words": words}
    Draft.keep(w.mentorship, "update", typed, author=w.mentorship.mentee, revision=0, now=w.now)


def closing_note(w, words):
    Mentorship.objects.filter(pk=w.mentorship.pk).update(at_risk_since=w.now)
    w.mentorship.close_attention(by=by(w, "organizer"), now=w.now, words=words)


def evaluation(form, role, *, submit):
    """The same sentence in all long answers of a form, before any release."""

    def plant(w, words):
        given = dict.fromkeys((f"q{number}" for number in range(1, 20)), words)
        where = {"form": form, "author": by(w, role), "now": w.now}
        Evaluation.save_draft(w.round, w.mentorship, answers=evaluating.answers(w.round, form, **given), **where)
        if submit:
            Evaluation.submit(w.round, w.mentorship, **where)

    return plant


def asked_for_help(mentors_may_read):
    def plant(w, words):
        topic = {"topic": "contact", "mentorship": w.mentorship, "mentors_may_read": mentors_may_read}
        made = SupportRequest.ask(w.cohort, by=w.mentorship.mentee, now=w.now, body=words, **topic)
        w.where.append(made.get_absolute_url())

    return plant


def event(audience):
    def plant(w, words):
        starts_at = w.now + timedelta(days=1)
        ends_at = starts_at + timedelta(hours=1)
        w.cohort.events.create(title="Call", text=words, audience=audience, starts_at=starts_at, ends_at=ends_at)
        w.where.append(w.cohort.get_absolute_url())

    return plant


TABLE = {
    "an update": Secret(ROOM, lambda w, words: update(w, done=words)),
    "what an update said before": Secret(ROOM, corrected(SLIP + timedelta(minutes=1))),
    "what a slip said": Secret(NOBODY, corrected(SLIP)),
    "a mood for mentors": Secret(ROOM, mood("mentors")),
    "a mood for organizers only": Secret(ORGANIZERS | {"mentee"}, mood("organizers")),
    "a mood taken back": Secret(NOBODY, taken_back_mood),
    "a mentor's note": Secret(AMONG_MENTORS, note("mentor")),
    "a co-mentor's note that calls people": Secret(AMONG_MENTORS, note_that_calls),
    "an organizer's note": Secret(AMONG_MENTORS, note("organizer")),
    "what came of a matter": Secret(ORGANIZERS, closing_note),
    "a draft of an update": Secret({"mentee"}, draft_of_update),
    "a draft of a question": Secret({"mentee"}, draft("mentee", "question", "body")),
    "a draft of an answer": Secret({"mentor"}, draft("mentor", "answer/{asked}", "body")),
    "a draft of feedback": Secret({"co_mentor"}, draft("co_mentor", "feedback", "body")),
    "a draft of a note": Secret({"organizer"}, draft("organizer", "note", "body")),
    "a request for help": Secret(ORGANIZERS | {"mentee"}, asked_for_help(mentors_may_read=False)),
    "a request that mentors may read": Secret(ROOM, asked_for_help(mentors_may_read=True)),
    "an event for mentors": Secret(MENTORS_OF_THE_COHORT | ORGANIZERS, event("mentors")),
    "an event for mentees": Secret(ORGANIZERS | {"mentee"}, event("mentees")),
    "a draft of an evaluation": Secret({"mentor"}, evaluation("mentor_on_mentee", "mentor", submit=False)),
    "an evaluation before its release": Secret(
        ORGANIZERS | {"mentee"}, evaluation("mentee_on_mentor", "mentee", submit=True)
    ),
}


def sentence(name):
    """Words that stand nowhere else; letters only, so that no page escapes or breaks them."""
    word = "".join(chr(ord("a") + int(digit)) for digit in str(zlib.crc32(name.encode())))
    return f"secret {word} of the table"


@pytest.fixture
def w(db):
    """``tests.world`` with a co-mentor and all of the table planted."""
    w = world.build()
    co_mentor = cohorts.mentor(w.cohort, person("Coco Mentor"), now=w.mentorship.created_at)
    w.project.mentors.create(person=co_mentor, since=w.mentorship.created_at)
    w.people["co_mentor"] = co_mentor.user
    w.asked = w.mentorship.ask(by=w.mentorship.mentee, now=w.now, body="Where do errors begin?")
    w.where = []
    for name, secret in TABLE.items():
        secret.plant(w, sentence(name))
    with time_machine.travel(w.now + timedelta(hours=2), tick=False):
        yield w


@pytest.fixture
def clients(w):
    clients = {}
    for role, user in w.people.items():
        clients[role] = Client()
        if user:
            clients[role].force_login(user)
    return clients


class Findings:
    """``{name of a secret: {role: where it was found}}``."""

    def __init__(self):
        self.found = defaultdict(dict)

    def look(self, text, role, where):
        for name in TABLE:
            if sentence(name) in text:
                self.found[name].setdefault(role, where)

    @property
    def leaks(self):
        return {
            (name, role): where
            for name, roles in self.found.items()
            for role, where in roles.items()
            if role not in TABLE[name].readers
        }


def everything_of(response):
    """What the answer says; of a file whatever can be read in it, of a redirect where it leads."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="ignore") + response.get("Location", "")


def opened(clients, url):
    """``(role, text)`` of a GET by each role; nothing it does stays."""
    for role, client in clients.items():
        sid = transaction.savepoint()
        yield role, everything_of(client.get(url))
        transaction.savepoint_rollback(sid)


def routes_of(area, w):
    for route, expected in table(area).items():
        if expected.get("method") != "post":
            yield reverse(route, args=expected["args"](w) if "args" in expected else []), READ_AS.get(route)


@pytest.mark.parametrize("area", TABLES)
def test_no_route_shows_anybody_what_is_not_for_them(w, clients, area):
    findings = Findings()
    for url, owner in routes_of(area, w):
        for role, text in opened(clients, url):
            findings.look(text, owner or role, url)
    assert findings.leaks == {}


def test_everybody_finds_what_is_for_them(w, clients):
    """The table is neither too narrow: a secret that nobody could find would prove nothing."""
    findings = Findings()
    room = [w.mentorship.pk]
    in_round = [w.round.pk, w.mentorship.pk]
    paths = [reverse(f"mentorship:{name}", args=room) for name in ("room", "notes", "update", "question", "feedback")]
    paths += [
        reverse("mentorship:answer", args=[*room, w.asked.pk]),
        reverse("evaluations:result", args=in_round),
        *(reverse("evaluations:summary", args=[*in_round, form]) for form in ("mentor_on_mentee", "mentee_on_mentor")),
    ]
    for url in (*paths, *dict.fromkeys(w.where)):
        for role, text in opened(clients, url):
            findings.look(text, role, url)
    seen = {name: set(findings.found[name]) for name in TABLE}
    assert seen == {name: secret.readers for name, secret in TABLE.items()}


def test_no_letter_carries_what_is_not_for_its_reader(w):
    roles = {user.person.pk: role for role, user in w.people.items() if user}
    findings, read = Findings(), 0
    for message in Message.objects.select_related("person"):
        if message.person_id in roles and message.letter.startswith("mentorship/"):
            text = rendering.written(message, w.now)
            findings.look(f"{text.subject}\n{text.body}", roles[message.person_id], message.letter)
            read += 1
    assert findings.leaks == {}
    assert read > 20


def test_no_inbox_and_no_copy_for_organizers_shows_what_is_not_for_them(w, clients):
    drain(w.now + timedelta(hours=1))
    findings = Findings()
    about = ContentType.objects.get_for_models(*{type(w.asked), Note, Mentorship}).values()
    for message in Message.objects.filter(content_type__in=about, sent_at__isnull=False):
        for url in (
            reverse("outbox:letter", args=[message.pk]),
            reverse("cohorts:letter", args=[w.cohort.slug, message.pk]),
        ):
            for role, text in opened(clients, url):
                findings.look(text, role, url)
    for role, text in opened(clients, reverse("outbox:inbox")):
        findings.look(text, role, "inbox")
    assert findings.leaks == {}


def test_no_search_of_the_admin_finds_a_secret(w, clients):
    """Not even how many rows hold it: a search is a question that can be asked letter by letter."""
    found = []
    lists = [route for route in table("admin") if route.endswith("_changelist")]
    for role in ("organizer", "superuser"):
        for route in lists:
            for name, secret in TABLE.items():
                if role in secret.readers:
                    continue
                response = clients[role].get(reverse(route), {"q": sentence(name)})
                changelist = response.context and response.context.get("cl")
                if changelist and changelist.search_fields and changelist.result_count:
                    found.append((route, role, name))
    assert found == []
    assert len(lists) > 10


def test_a_mentor_who_leaves_sees_nothing_from_that_moment(w, clients):
    w.project.mentors.filter(person=by(w, "co_mentor"), until=None).update(until=w.now)
    findings = Findings()
    for url, _owner in routes_of("mentorship", w):
        for role, text in opened({"co_mentor": clients["co_mentor"]}, url):
            findings.look(text, role, url)
    assert dict(findings.found) == {}
