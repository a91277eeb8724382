"""Where blind review would hide more than a tenth of a text's lines, an organizer looks once before mentors read it."""

import pytest
import time_machine
from django.urls import reverse

import applications.scenarios as applying
from amp_portal.outbox.delivery import drain
from amp_portal.users.scenarios import person
from applications import redacted
from applications.models import RedactionCheck, Review
from applications.notices.reviewing import left_for
from applications.redaction.names import Called, Finder
from applications.redaction.text import passages_of_prose
from cohorts import attention

from .applying import letters, signed_in

LINE = "I fixed the dev setup, and then wrote about what I had learnt.\n"
NAMED = "Reviews by **Patel** and @dev are mine.\n"
SCORES = dict.fromkeys(Review.CRITERIA, 4) | {"recommendation": "yes", "notes": "Solid"}


@pytest.fixture
def cohort(cohort):
    cohort.blind_review = True
    cohort.save()
    return cohort


def applied(cohort, project, now, about):
    who = person("Dev Patel", github_login="devp", now=now)
    return applying.in_review(cohort, who, projects=[project], now=now, about=about)


@pytest.fixture
def application(cohort, project, now):
    return applied(cohort, project, now, LINE * 8 + NAMED)


def review_of(application, project):
    return reverse("applications:review", args=[application.cohort.slug, application.pk, project.slug])


def redaction_of(application):
    return reverse("applications:redaction", args=[application.cohort.slug, application.pk])


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        (LINE * 9 + NAMED, (10, 1)),
        (LINE * 8 + NAMED, (9, 1)),
        ("- a\n\n- Patel\n- [b](https://x.example)", (3, 2)),
        ("a " * 400 + "Patel", (11, 1)),  # a paragraph without a break, as it is read
        ("Patel " + "a " * 394 + "Patel", (10, 2)),
        ("", (0, 0)),
    ],
)
def test_lines_are_those_a_reader_sees(source, lines):
    passages = passages_of_prose(source, Finder(Called(frozenset(["Dev Patel"]))))

    text = redacted.Text.of("About", passages)

    assert (text.lines, text.covered) == lines


def test_a_tenth_is_shown_without_a_look(client, cohort, project, mentor, now):
    application = applied(cohort, project, now, LINE * 9 + NAMED)

    with time_machine.travel(now, tick=False):
        page = signed_in(client, mentor).get(review_of(application, project)).content.decode()

    assert ("I fixed the dev setup" in page, "Patel" in page) == (True, False)
    assert letters()["to_review", str(mentor)] == 1


def test_more_waits_for_an_organizer(client, cohort, application, project, mentor, now):
    with time_machine.travel(now, tick=False):
        signed_in(client, mentor)
        page = client.get(review_of(application, project)).content.decode()
        saved = client.post(review_of(application, project), SCORES | {"version": application.submitted_version_id})
        queue = client.get(reverse("applications:reviews", args=[cohort.slug])).content.decode()

    assert ("Waiting for an organizer to look" in page, "I fixed" in page, "Patel" in page) == (True, False, False)
    assert (saved.status_code, application.reviews.count()) == (409, 0)
    assert f"<li>Applicant {application.pk} · {project.title}</li>" in queue
    assert (left_for(mentor, cohort), letters()["to_review", str(mentor)]) == (0, 0)


def test_it_stands_on_the_organizers_list_until_one_has_looked(client, cohort, application, lead, now):
    before = [matter.url for matter in attention.waiting(cohort, now) if matter.key.startswith("redaction/")]
    with time_machine.travel(now, tick=False):
        page = signed_in(client, lead).get(before[0]).content.decode()
        client.post(before[0], {"version": application.submitted_version_id})

    assert before == [redaction_of(application)]
    assert "Reviews by <mark>Patel</mark> and <mark>@dev</mark> are mine." in page
    assert [matter for matter in attention.waiting(cohort, now) if matter.key.startswith("redaction/")] == []


def test_one_look_lets_mentors_read_and_tells_them(client, cohort, application, project, mentor, lead, now):
    with time_machine.travel(now, tick=False):
        signed_in(client, lead).post(redaction_of(application), {"version": application.submitted_version_id})
        client.post(redaction_of(application), {"version": application.submitted_version_id})
        page = signed_in(client, mentor).get(review_of(application, project)).content.decode()

    check = RedactionCheck.objects.get()
    assert (check.looked_by, check.looked_at) == (lead, now)
    assert ("I fixed the dev setup" in page, "Patel" in page) == (True, False)
    assert (left_for(mentor, cohort), letters()["to_review", str(mentor)]) == (1, 1)


def test_an_organizer_shows_a_word_and_that_is_logged(client, application, project, mentor, lead, now):
    with time_machine.travel(now, tick=False):
        sent = {"version": application.submitted_version_id, "show": ["@DEV", "setup"]}
        signed_in(client, lead).post(redaction_of(application), sent)
        log = client.get(redaction_of(application)).content.decode()
        page = signed_in(client, mentor).get(review_of(application, project)).content.decode()

    reveal = application.reveals.get()
    assert (reveal.key, reveal.by, reveal.at) == ("dev", lead, now)
    assert f"{lead} showed “dev” to mentors." in log
    assert ("and @dev are mine" in page, "Patel" in page) == (True, False)


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_else_sees_or_shows_it(client, application, mentor, now, method):
    with time_machine.travel(now, tick=False):
        answers = [
            getattr(signed_in(client, who), method)(redaction_of(application), {"show": ["dev"]}).status_code
            for who in (mentor, application.person, person("Stan Stranger"))
        ]

    assert (answers, application.reveals.count()) == ([403] * 3, 0)


def test_a_look_at_an_earlier_version_shows_nothing(client, application, lead, now):
    with time_machine.travel(now, tick=False):
        signed_in(client, lead).post(redaction_of(application), {"version": 0, "show": ["dev"]})

    assert (application.reveals.count(), RedactionCheck.objects.filter(looked_at=None).count()) == (0, 1)


def test_without_blind_review_nobody_has_to_look(client, cohort, application, project, mentor, now):
    cohort.blind_review = False
    cohort.save()

    with time_machine.travel(now, tick=False):
        page = signed_in(client, mentor).get(review_of(application, project)).content.decode()

    assert ("Patel" in page, left_for(mentor, cohort)) == (True, 1)
    assert [matter for matter in attention.waiting(cohort, now) if matter.key.startswith("redaction/")] == []


def test_a_letter_that_was_queued_names_nobody(cohort, application, lead, mentor, now, mailoutbox):
    RedactionCheck.look(application, [], by=lead, now=now)
    drain(now)

    texts = [str(mail.message()) for mail in mailoutbox if mail.to == [mentor.email]]
    assert [text for text in texts if "Patel" in text] == []
