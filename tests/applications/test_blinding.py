"""Blind review: by no path does a mentor learn who applied before the shortlist is published; organizers always may."""

from datetime import timedelta
from time import process_time

import pytest
import time_machine
from django.urls import reverse

import applications.scenarios as applying
from amp_portal.outbox.delivery import drain
from amp_portal.users.scenarios import person
from applications import blinding, publishing
from applications.models import Publication, RedactionCheck, ShortlistPlace

from .applying import signed_in

TELLING = ("Quirin", "Zapotek", "quirinz", "asyncapi/website/pull/77", "quirin.zapotek")


@pytest.fixture
def cohort(cohort):
    cohort.blind_review = True
    cohort.save()
    return cohort


@pytest.fixture
def application(cohort, project, lead, now):
    application = applying.in_review(
        cohort,
        person("Quirin Zapotek", github_login="quirinz", now=now),
        projects=[project],
        now=now,
        about="I am Quirin, ZAPOTEK to my friends (@quirinz, quirin.zapotek@example.org, github.com/quirinz).",
        links=[
            ("https://github.com/asyncapi/website/pull/77", "docs", "A page, as quirinz", timedelta(days=300)),
            ("https://quirinz.example.org/talk", "talk", "A talk by Quirin", timedelta(days=200)),
        ],
        motivation="See [my site](https://quirinz.example.org) and www.zapotek.example.",
    )
    RedactionCheck.look(application, [], by=lead, now=now)
    return application


def addresses(application, project):
    slug = application.cohort.slug
    return [
        reverse("applications:reviews", args=[slug]),
        reverse("applications:review", args=[slug, application.pk, project.slug]),
        reverse("applications:ranking", args=[slug, project.slug]),
        reverse("applications:application", args=[slug, application.pk]),
        reverse("applications:screening", args=[slug]),
        reverse("applications:shortlists", args=[slug]),
        reverse("applications:reading", args=[slug]),
        reverse("applications:status", args=[application.pk]),
        reverse("admin:applications_application_changelist") + "?q=Quirin",
        reverse("admin:applications_review_changelist"),
        reverse("outbox:inbox"),
        project.get_absolute_url(),
        application.cohort.get_absolute_url(),
        "/",
    ]


def told(text):
    return [words for words in TELLING if words.casefold() in text.casefold()]


def test_no_page_tells_a_mentor_who_it_is(client, application, project, mentor, lead, now):
    ShortlistPlace.add(application, project, by=lead, now=now)
    scores = {"alignment": 4, "clarity": 4, "feasibility": 4, "experience": 4, "notes": "", "recommendation": "yes"}
    application.review(project, scores, by=mentor, now=now)
    with time_machine.travel(now, tick=False):
        signed_in(client, mentor)
        pages = {url: client.get(url, follow=True).content.decode() for url in addresses(application, project)}

    assert {url: found for url, text in pages.items() if (found := told(text))} == {}
    for url in addresses(application, project)[:3]:
        assert f"Applicant {application.pk}" in pages[url]


def test_no_letter_tells_a_mentor_who_it_is(client, application, mentor, now, mailoutbox):
    drain(now + timedelta(hours=12))
    with time_machine.travel(now + timedelta(hours=12), tick=False):
        inbox = signed_in(client, mentor).get(reverse("outbox:inbox"), follow=True).content.decode()

    sent = [mail for mail in mailoutbox if "To review" in mail.subject]
    texts = [str(mail.message()) + mail.subject + mail.body for mail in sent]
    assert [f"Applicant {application.pk}" in mail.subject for mail in sent] == [True]
    assert [told(text) for text in [*texts, inbox]] == [[], []]


def test_mentors_see_what_was_contributed_without_where_and_organizers_look_at_it(
    client, cohort, application, project, mentor, lead, now
):
    contribution = application.person.contributions.first()
    url = reverse("applications:contribution", args=[cohort.slug, contribution.pk])
    with time_machine.travel(now, tick=False):
        page = signed_in(client, mentor).get(addresses(application, project)[1]).content.decode()
        answers = [client.get(url).status_code, client.post(url, {"decision": "confirm"}).status_code]
        answers.append(signed_in(client, lead).get(url).status_code)

    assert ("A talk by <span class=" in page, url in page, answers) == (True, False, [404, 404, 200])


def test_organizers_read_without_a_veil(client, application, project, lead, now):
    with time_machine.travel(now, tick=False):
        signed_in(client, lead)
        pages = [client.get(addresses(application, project)[at]).content.decode() for at in (2, 3, 4)]

    assert ["Quirin Zapotek" in page for page in pages] == [True] * 3


def test_the_published_shortlist_lifts_it(client, cohort, application, project, mentor, lead, now):
    ShortlistPlace.add(application, project, by=lead, now=now)
    publishing.start(cohort, Publication.Kind.SHORTLIST, lead, now)
    with time_machine.travel(now, tick=False):
        page = signed_in(client, mentor).get(reverse("applications:ranking", args=[cohort.slug, project.slug]))

    assert "Quirin Zapotek" in page.content.decode()


@pytest.mark.parametrize("piece", ["a", "a-", "a.", "a@a.", "a+", "-.", "a@-"])
def test_however_an_applicant_writes_a_page_for_mentors_opens(application, piece):
    """A text as long as texts may be took half a minute to hide what is in it, for each mentor who opened the list."""
    words = piece * (20_000 // len(piece))
    began = process_time()

    blinding.for_reviewers(application.cohort).text(words, application)

    assert process_time() - began < 0.5


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("see quirinz.example.org/talk.", "see [hidden until the shortlist]."),
        ("(../q.example/a b)", "(../[hidden until the shortlist] b)"),
        ("-q-z.example/a", "[hidden until the shortlist]"),
        ("and/or v1.2 e.g. this", "and/or v1.2 e.g. this"),
        ("mail q.z+x@a-b.example.org!", "mail [hidden until the shortlist]!"),
    ],
)
def test_addresses_are_hidden_and_other_words_stay(application, written, seen):
    assert blinding.for_reviewers(application.cohort).text(written, application) == seen


def test_whatever_they_were_called_and_linked_to_is_hidden(application, cohort, project, lead, now):
    """Former names and logins, the confirmed name, and handles of profiles they list."""
    who = application.person
    who.name, who.github_login = "Quentin Newname", "quentin-n"
    who.save()
    cohort.participations.filter(person=who).update(confirmed_name="Quasimodo Confirmed")
    application.submitted_version.links.create(position=9, url="https://www.linkedin.com/in/bellringer9/")
    veil = blinding.for_reviewers(cohort)

    words = ("Quirin", "ZAPOTEK", "quirinz_dev", "Newname", "quentin.n", "Quasimodo", "bellringer9", "quirin.zapotek")
    seen = {word: veil.text(f"it is {word} here", application) for word in words}

    assert {word for word, text in seen.items() if "hidden until the shortlist" not in text} == set()


def test_what_is_hidden_is_marked_and_no_label_stands_in_its_place(client, application, project, mentor, now):
    with time_machine.travel(now, tick=False):
        page = signed_in(client, mentor).get(addresses(application, project)[1]).content.decode()

    submitted = page[page.index('id="submitted"') : page.index('id="rules"')]
    assert '<p>I am <span class="redacted">hidden until the shortlist</span>' in submitted
    assert f"Applicant {application.pk}" not in submitted


def test_a_login_and_an_address_unlike_the_name_are_hidden(application, cohort):
    who = application.person
    type(who).objects.filter(pk=who.pk).update(github_login="zebra-hat", email="mellow77+amp@example.org")
    who.refresh_from_db()
    veil = blinding.for_reviewers(cohort)

    seen = [veil.text(f"it is {word} here", application) for word in ("zebra-hat", "mellow77")]

    assert seen == ["it is [hidden until the shortlist] here"] * 2
