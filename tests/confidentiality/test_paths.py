"""Who sees which note, mood, report and draft, through every path the portal has.

Everybody opens everything: every route of the portal with what it may be opened with, also with a POST that says
nothing; the pages and searches of the admin, above all of the rows that hold a secret; every e-mail as it goes
out, the inbox and the organizers' copies; Slack and the logs. Nobody finds a word that is not for them, and everybody
finds what is.
"""

import logging
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.urls import NoReverseMatch, reverse

from amp_portal import sweeps
from amp_portal.outbox.delivery import drain
from amp_portal.outbox.models import Message, Webhook
from cohorts.notices import scope_of
from mentorship.models import Mentorship, Note
from tests.slack import slack_server
from tests.test_routes import TABLES, table

from .looking import WORDS, Findings, opened
from .planting import by
from .table import TABLE

READ_AS = {"users:calendar-feed": "mentee"}  # a secret link is a key of its owner's: whoever holds it reads as they


def routes_of(area, w):
    """``(url, method, whose eyes it is read with or None)``."""
    for route, expected in table(area).items():
        url = reverse(route, args=expected["args"](w) if "args" in expected else [])
        if expected.get("method") != "post":
            yield url, "get", READ_AS.get(route)
        yield url, "post", READ_AS.get(route)


@pytest.mark.parametrize("area", TABLES)
def test_no_route_shows_anybody_what_is_not_for_them(w, clients, area, caplog):
    findings = Findings()
    with caplog.at_level(logging.INFO):
        for url, method, owner in routes_of(area, w):
            for role, text in opened(clients, url, method=method):
                findings.look(text, owner or role, f"{method} {url}")
    findings.look(caplog.text, "log", area)
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


def test_no_letter_and_no_post_carries_what_is_not_for_its_reader(w, mailoutbox, settings, caplog):
    """All that goes out within a week: letters at once, the day's one letter, what was chosen in short, Slack."""
    roles = {user.email: role for role, user in w.people.items() if user}
    findings = Findings()
    with slack_server() as slack, caplog.at_level(logging.INFO):
        settings.SLACK_ORIGINS = [slack.origin]
        for audience in Webhook.Audience:
            Webhook.link(scope_of(w.cohort), slack.url, by=None, now=w.now, audience=audience)
        for days in range(8):
            noon = w.now + timedelta(days=days, hours=12)
            sweeps.run_all(noon)
            drain(noon)
        for said in slack.posts:
            findings.look(said, "Slack", said[:40])
        assert len(slack.posts) > 1
    for mail in mailoutbox:
        role = roles.get(mail.to[0], mail.to[0])
        findings.look(mail.message().as_bytes().decode(errors="ignore"), role, mail.subject)
        findings.look(f"{mail.subject} {mail.body} {mail.alternatives}", role, mail.subject)
    findings.look(caplog.text, "log", "while letters went out")
    assert findings.leaks == {}
    assert {"mentee", "mentor", "co_mentor", "organizer"} <= {roles.get(mail.to[0]) for mail in mailoutbox}
    assert findings.found["an update"].keys() >= {"mentor", "co_mentor"}


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


IN_ADMIN = ("organizer", "colleague", "other_organizer", "superuser")


def holding_secrets():
    """``(row, names of what it holds)`` of every model of the portal and of its history."""
    for model in apps.get_models():
        for row in model._default_manager.all():
            held = [name for name, planted in WORDS.items() if planted in str(vars(row))]
            if held:
                yield row, held


def test_the_admin_shows_no_row_that_holds_a_secret(w, clients):
    """Its page and its history, for each row of any model; and the rows of the table's histories themselves."""
    findings, held = Findings(), set()
    inside = {role: clients[role] for role in IN_ADMIN}
    for row, names in holding_secrets():
        held |= set(names)
        for page in ("change", "history"):
            try:
                url = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=[row.pk])
            except NoReverseMatch:
                continue
            for role, text in opened(inside, url):
                findings.look(text, role, url)
    assert findings.leaks == {}
    a_superusers_word = {"why an access was given back"}  # who lifts has never read the report
    sealed = {name for name, secret in TABLE.items() if secret.readers == {"applicant"}} - a_superusers_word
    forgotten = {"what a slip said", "a mood taken back"}
    assert held == set(TABLE) - sealed - forgotten  # those are in no row that could be read


def test_no_search_of_the_admin_finds_a_secret(w, clients):
    """Not even how many rows hold it: a search is a question that can be asked letter by letter."""
    found = []
    lists = [route for route in table("admin") if route.endswith("_changelist")]
    for role in ("organizer", "superuser"):
        for route in lists:
            for name, secret in TABLE.items():
                if role in secret.readers:
                    continue
                response = clients[role].get(reverse(route), {"q": WORDS[name]})
                changelist = response.context and response.context.get("cl")
                if changelist and changelist.search_fields and changelist.result_count:
                    found.append((route, role, name))
    assert found == []
    assert len(lists) > 10


def test_a_mentor_who_leaves_sees_nothing_from_that_moment(w, clients):
    w.project.mentors.filter(person=by(w, "co_mentor"), until=None).update(until=w.now)
    findings = Findings()
    for url, method, _owner in routes_of("mentorship", w):
        for role, text in opened({"co_mentor": clients["co_mentor"]}, url, method=method):
            findings.look(text, role, url)
    assert dict(findings.found) == {}
