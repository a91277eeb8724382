"""One press makes one thing, and another text under the same token is never lost."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

import cohorts.scenarios as cohorts
import mentorship.scenarios as mentoring
from amp_portal.users.models import Press
from amp_portal.users.scenarios import person
from applications.models import Snippet
from cohorts.conduct.models import ConductReport
from cohorts.models import Event, Project
from mentorship.models import Entry, Leave, Note, SupportRequest
from tests.cohorts.conduct import handler
from tests.cohorts.test_proposals import typed


@pytest.fixture
def mentorship(db):
    return mentoring.mentorship(cohorts.cohort())


@pytest.fixture
def cohort(mentorship):
    return mentorship.cohort


def room(name):
    return lambda mentorship: reverse(f"mentorship:{name}", args=[mentorship.pk])


def page(name):
    return lambda mentorship: reverse(name, args=[mentorship.cohort.slug])


def mentee(mentorship):
    return mentorship.mentee


def organizer(mentorship):
    return mentorship.cohort.leads()[0].person


def event(title):
    return {"title": title, "audience": "participants", "starts_at": "2027-07-01T10:00", "ends_at": "2027-07-01T11:00"}


def proposal(title):
    return typed(title=title)


def said(text):
    return {"body": text}


CREATING = {
    "proposal": (Project, page("cohorts:propose"), mentoring.lead_mentor, proposal, ("mentor_call", 3)),
    "event": (Event, page("cohorts:events"), organizer, event, ("program", 3)),
    "question": (Entry, room("question"), mentee, said, ("program", 3)),
    "note": (Note, room("notes"), mentoring.lead_mentor, said, ("program", 3)),
    "help": (
        SupportRequest,
        page("mentorship:ask-for-help"),
        mentee,
        lambda text: {"topic": "stuck", "body": text},
        ("program", 3),
    ),
    "snippet": (
        Snippet,
        page("applications:snippets"),
        organizer,
        lambda text: {"title": text, "text": "Thank you."},
        ("applications", 3),
    ),
}


@pytest.fixture(params=CREATING)
def form(request, mentorship):
    """``(how many there are more, send(text, token=…))`` of a form that creates something."""
    model, url, who, said, (phase, after) = CREATING[request.param]
    client = Client()
    at = cohorts.instant(mentorship.cohort, phase, days=after)
    before = model.objects.count()

    def send(text, **given):
        with time_machine.travel(at, tick=False):
            client.force_login(who(mentorship).user)
            return client.post(url(mentorship), said(text) | given)

    def token():
        with time_machine.travel(at, tick=False):
            client.force_login(who(mentorship).user)
            html = client.get(url(mentorship)).content.decode()
        [tag] = re.findall(r'<input type="hidden" name="once"[^>]*>', html)
        assert 'autocomplete="off"' in tag
        return re.search(r'value="(\w{32})"', tag)[1]

    return lambda: model.objects.count() - before, send, token


def test_the_same_press_counts_once(form):
    more, send, token = form
    once = token()
    answers = [send("First words", once=once) for _press in range(3)]
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer["Location"] for answer in answers}) == 1
    assert more() == 1


def test_another_text_under_the_same_token_is_a_second_entry(form):
    more, send, token = form
    once = token()
    send("First words", once=once)
    send("Other words", once=once)
    assert more() == 2


def test_a_form_without_a_page_of_ours_makes_one_thing_a_day(mentorship):
    url = reverse("cohorts:events", args=[mentorship.cohort.slug])
    client = Client()
    at = cohorts.instant(mentorship.cohort, "program", days=3)
    for days in (0, 0, 0, 1):
        with time_machine.travel(at + timedelta(days=days), tick=False):
            client.force_login(organizer(mentorship).user)
            client.post(url, event("Kickoff call"))
    assert Event.objects.count() == 2


def test_a_refused_press_may_come_again(mentorship):
    client = Client()
    url = reverse("cohorts:events", args=[mentorship.cohort.slug])
    with time_machine.travel(cohorts.instant(mentorship.cohort, "program", days=3), tick=False):
        client.force_login(organizer(mentorship).user)
        answers = [client.post(url, event("") | {"once": "a" * 32}).status_code for _press in range(2)]
    assert answers == [422, 422]
    assert not Press.objects.exists()


def test_presses_of_two_people_are_two(mentorship):
    project = mentorship.project
    other = person("Cy Co")
    opened = cohorts.instant(project.cohort, "mentor_call", days=3)
    cohorts.mentor(project.cohort, other, now=opened)
    for somebody in (other, mentoring.lead_mentor(mentorship)):
        client = Client()
        with time_machine.travel(opened, tick=False):
            client.force_login(somebody.user)
            client.post(reverse("cohorts:propose", args=[project.cohort.slug]), proposal("Docs") | {"once": "a" * 32})
    assert Project.objects.filter(title="Docs").count() == 2


def test_time_off_is_declared_once(mentorship):
    client = Client()
    at = cohorts.instant(mentorship.cohort, "program", days=3)
    first = (at + timedelta(days=3)).date()
    words = {"starts_on": first, "ends_on": first + timedelta(days=2), "once": "a" * 32}
    with time_machine.travel(at, tick=False):
        client.force_login(mentorship.mentee.user)
        answers = [client.post(reverse("mentorship:take-leave", args=[mentorship.pk]), words) for _press in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Leave.objects.count() == 1


def test_a_second_conduct_report_under_the_same_token_is_kept_with_its_own_code(mentorship, client):
    cohort = mentorship.cohort
    handler(cohort, "Hana Quist", cohorts.instant(cohort, "program"))
    url = reverse("cohorts:conduct-report", args=[cohort.slug])
    codes = [
        client.post(url, {"body": body, "once": "a" * 32}).context["code"] for body in ("First.", "First.", "Second.")
    ]
    assert (codes[0], len(set(codes))) == (codes[1], 2)
    assert ConductReport.objects.count() == 2


def test_more_words_to_a_conduct_report_count_once(mentorship, client):
    cohort = mentorship.cohort
    now = cohorts.instant(cohort, "program")
    hana = handler(cohort, "Hana Quist", now)
    code = client.post(
        reverse("cohorts:conduct-report", args=[cohort.slug]), {"body": "First.", "once": "a" * 32}
    ).context["code"]
    for text in ("It went on.", "It went on.", "And again."):
        client.post(reverse("cohorts:conduct-code"), {"code": code, "text": text})
    report = ConductReport.objects.get()
    for text in ("Thank you.", "Thank you."):
        report.write(text, by=hana, now=now, is_shared=True)
    assert [words["text"] for _note, words in report.conversation()] == ["It went on.", "And again.", "Thank you."]


def test_presses_are_forgotten_after_a_month(mentorship):
    now = cohorts.instant(mentorship.cohort, "program")
    for name, age in (("old", 31), ("new", 29)):
        Press.objects.create(key=name, made="/home/", at=now - timedelta(days=age))
    with time_machine.travel(now, tick=False):
        call_command("tick")
    assert [press.key for press in Press.objects.all()] == ["new"]
